#include "command/facts.h"

#define FACT_ROW(facet, name, word) [FACT_##name] = {word, facet, FACT_##name - FIRST_##facet},
const struct fact_row fact_rows[NFACT] = {FACTS(FACT_ROW)};

#define FACT_FITS(facet, name, word) \
	_Static_assert(FACT_##name - FIRST_##facet < 16, "a facet has at most 16 words");
FACTS(FACT_FITS)

struct str
fact_name(struct str condition)
{
	size_t end = 0;

	while (end < condition.n && condition.p[end] != '<' && condition.p[end] != '>')
		end++;
	return str_head(condition, end);
}

enum fact
fact_named(struct str condition)
{
	struct str name = fact_name(condition);
	unsigned fact = 0;

	while (fact < NFACT && !str_is_text(name, fact_rows[fact].word))
		fact++;
	return (enum fact)fact;
}
