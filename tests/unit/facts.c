/* The vocabulary of conditions: every word once, every facet in its 16 bits. */
#include "command/facts.h"
#include "tap.h"

static struct str
named(const char *what, unsigned fact)
{
	struct buf b = {0};

	buf_text(&b, what);
	buf_text(&b, fact_rows[fact].word);
	return buf_str(&b);
}

int
main(void)
{
	unsigned words[NFACET] = {0};

	for (unsigned i = 0; i < NFACT; i++) {
		const struct fact_row *row = &fact_rows[i];
		struct facts facts = {{0}};
		unsigned same = 0, others = 0;

		for (unsigned j = 0; j < NFACT; j++)
			same += str_is(str_of(row->word), str_of(fact_rows[j].word));
		ok(row->word[0] != '\0' && same == 1, named("one fact has the word ", i));
		fact_set(&facts, (enum fact)i);
		for (unsigned j = 0; j < NFACT; j++)
			others += fact_holds(&facts, (enum fact)j);
		ok(fact_holds(&facts, (enum fact)i) && others == 1, named("no other fact is set by ", i));
		fact_clear(&facts, (enum fact)i);
		ok(!fact_holds(&facts, (enum fact)i), named("and it can be cleared: ", i));
		words[row->facet]++;
	}
	for (unsigned i = 0; i < NFACET; i++)
		ok(words[i] > 0 && words[i] <= 16, STR("a facet has 1 to 16 words"));
	return done_testing();
}
