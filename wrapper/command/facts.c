#include "command/facts.h"

#define FACT_ROW(facet, name, word) [FACT_##name] = {word, facet, FACT_##name - FIRST_##facet},
const struct fact_row fact_rows[NFACT] = {FACTS(FACT_ROW)};

#define FACT_FITS(facet, name, word) \
	_Static_assert(FACT_##name - FIRST_##facet < 16, "a facet has at most 16 words");
FACTS(FACT_FITS)
