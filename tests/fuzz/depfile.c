/* A list of dependencies, by gcc (first byte even) and clang: the header is gone, every other word is there, and twice is once. */
#include "fuzz.h"
#include "record/depfile.h"

static const struct str header = {"/h.h", 4};

/* Words but for the header and the phony rule of its own. */
static size_t
words(struct str text, size_t *ours)
{
	size_t n = 0;

	for (*ours = 0; text.n > 0;) {
		size_t at = 0;

		while (at < text.n && text.p[at] != ' ' && text.p[at] != '\n' && text.p[at] != '\\')
			at++;
		*ours += str_is(str_head(text, at), header);
		n += at > 0 && !str_starts(text, header);
		text = str_cut(text, at + (at < text.n));
	}
	return n;
}

void
fuzz(struct str input)
{
	bool clang = input.n > 0 && (input.p[0] & 1), found;
	struct buf once = {0}, twice = {0};
	size_t before, after, ours;
	struct str text = str_cut(input, 1);

	found = depfile_without(&once, text, header, clang);
	LAW(once.n <= 2 * text.n + 2);
	before = words(text, &ours);
	LAW(found || str_is(buf_str(&once), text));
	after = words(buf_str(&once), &ours);
	LAW(after <= before);
	LAW(!depfile_without(&twice, buf_str(&once), header, clang));
}
