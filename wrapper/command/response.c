#include "command/response.h"

enum { WORD_FIRST = 128 }; /* bytes; grown when a word is longer */

static bool
space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

bool
response_word(struct str *rest, struct str *word)
{
	size_t i = 0, n = 0, cap = WORD_FIRST;
	char quote = '\0', *out;

	while (i < rest->n && space(rest->p[i]))
		i++;
	if (i == rest->n || rest->p[i] == '\0') { /* NUL ends the file for the drivers, too */
		*rest = str_cut(*rest, rest->n);
		return false;
	}
	out = arena_alloc(1, cap);
	for (; i < rest->n && rest->p[i] != '\0' && (quote || !space(rest->p[i])); i++) {
		char c = rest->p[i];

		if (c == '\\') { /* also between quotes; a last one is lost */
			if (++i == rest->n || rest->p[i] == '\0')
				break;
			c = rest->p[i];
		} else if (quote ? c == quote : c == '\'' || c == '"') {
			quote = (char)(quote ? '\0' : c);
			continue;
		}
		if (n + 1 == cap) {
			out = arena_grow(out, n, cap * 2);
			cap *= 2;
		}
		out[n++] = c;
	}
	out[n] = '\0';
	*rest = str_cut(*rest, i);
	*word = (struct str){out, n};
	return true;
}

void
response_quote(struct buf *b, struct str word)
{
	if (word.n == 0)
		buf_text(b, "\"\"");
	for (size_t i = 0; i < word.n; i++) {
		char c = word.p[i];

		if (space(c) || c == '\\' || c == '\'' || c == '"')
			buf_char(b, '\\');
		buf_char(b, c);
	}
	buf_char(b, '\n');
}
