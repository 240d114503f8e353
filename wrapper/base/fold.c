/* fold.c - lines that fit a terminal. */
#include "base/fold.h"

/* What a terminal shows of it: a colour takes no column, a letter of several bytes one. */
static size_t
columns(struct str word)
{
	size_t n = 0;

	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] == '\033')
			i = str_find(word, 'm', i);
		else
			n += ((unsigned char)word.p[i] & 0xc0) != 0x80;
	return n;
}

static void
blanks(struct buf *b, size_t n)
{
	while (n-- > 0)
		buf_char(b, ' ');
}

static void
fold_line(struct buf *b, struct str line, size_t width)
{
	enum { STEP = 4 };
	size_t at = 0, indent = 0;

	for (bool first = true; line.n > 0; first = false) {
		size_t gap = 0, n, wide;

		while (gap < line.n && line.p[gap] == ' ')
			gap++;
		line = str_cut(line, gap);
		n = str_find(line, ' ', 0);
		wide = columns(str_head(line, n));
		if (first)
			indent = gap + STEP;
		else if (gap > 1 && at + gap <= width * 2 / 3)
			indent = at + gap; /* where a column begins */
		if (!first && at > indent && at + gap + wide > width) {
			buf_char(b, '\n');
			at = 0;
			gap = indent;
		}
		blanks(b, gap);
		buf_add(b, str_head(line, n));
		at += gap + wide;
		line = str_cut(line, n);
	}
	buf_char(b, '\n');
}

struct str
fold(struct str text, size_t width)
{
	struct buf b = {0};

	if (width == 0)
		return text;
	while (text.n > 0)
		fold_line(&b, str_split(&text, '\n'), width);
	return buf_str(&b);
}
