#include "base/nearest.h"

enum { LONGEST = 40 }; /* bytes; longer words are no misspelt ones */

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Letters to add, take away, change, or swap with the next one. */
static unsigned
distance(struct str a, struct str b)
{
	unsigned rows[3][LONGEST + 1] = {0};
	unsigned *before = rows[0], *last = rows[1], *now = rows[2];

	for (size_t j = 0; j <= b.n; j++)
		last[j] = (unsigned)j;
	for (size_t i = 1; i <= a.n; i++) {
		unsigned *swap = before;

		now[0] = (unsigned)i;
		for (size_t j = 1; j <= b.n; j++) {
			unsigned changed = a.p[i - 1] != b.p[j - 1];

			now[j] = least(least(last[j], now[j - 1]) + 1, last[j - 1] + changed);
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
		before = last;
		last = now;
		now = swap;
	}
	return last[b.n];
}

void
nearest_try(struct nearest *n, struct str candidate)
{
	unsigned limit = (unsigned)(n->word.n < 3 ? 1 : n->word.n < 7 ? 2 : 3), d;

	if (n->word.n == 0 || n->word.n > LONGEST || candidate.n == 0 || candidate.n > LONGEST)
		return;
	d = distance(n->word, candidate);
	if (str_starts(candidate, n->word))
		d = least(d, 1); /* the beginning of it */
	if (d <= limit && d < candidate.n && (!n->best.p || d < n->distance)) {
		n->best = candidate;
		n->distance = d;
	}
}

const char *
nearest_question(const struct nearest *n)
{
	return n->best.p ? str_join3(STR(" (did you mean \""), n->best, STR("\"?)")) : "";
}
