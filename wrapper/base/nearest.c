#include "base/nearest.h"

#include <dirent.h>

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

const char *
nearest_row(struct str word, const void *rows, size_t size, size_t n)
{
	struct nearest near = {.word = word};

	for (size_t i = 0; i < n; i++)
		nearest_try(&near, str_of((const char *)rows + i * size));
	return nearest_question(&near);
}

const char *
nearest_word(struct str word, struct str known)
{
	struct nearest near = {.word = word};

	while (known.n > 0)
		nearest_try(&near, str_split(&known, ' '));
	return nearest_question(&near);
}

void
nearest_directory(struct nearest *n, struct str directory)
{
	DIR *dir = opendir(directory.n > 0 ? str_dup(directory) : ".");
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			nearest_try(n, str_of(str_dup(str_of(entry->d_name))));
	if (dir)
		closedir(dir);
}

const char *
nearest_file(const char *path)
{
	struct str directory = str_directory(str_of(path));
	struct nearest near = {.word = str_base(str_of(path))};

	nearest_directory(&near, directory);
	if (near.best.p)
		near.best = str_of(str_join(str_head(str_of(path), strlen(path) - near.word.n), near.best));
	return nearest_question(&near);
}
