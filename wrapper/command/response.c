#include "command/response.h"

#include <ctype.h>

bool
response_word(struct str *rest, struct str *word)
{
	struct buf b = {0};
	size_t i = 0;
	char quote = '\0';

	while (i < rest->n && isspace((unsigned char)rest->p[i]))
		i++;
	if (i == rest->n || rest->p[i] == '\0') { /* NUL ends the file for the drivers, too */
		*rest = str_cut(*rest, rest->n);
		return false;
	}
	for (; i < rest->n && rest->p[i] != '\0' && (quote || !isspace((unsigned char)rest->p[i])); i++) {
		char c = rest->p[i];

		if (c == '\\') { /* also between quotes; a last one is lost */
			if (++i == rest->n || rest->p[i] == '\0')
				break;
			c = rest->p[i];
		} else if (quote ? c == quote : c == '\'' || c == '"') {
			quote = (char)(quote ? '\0' : c);
			continue;
		}
		buf_char(&b, c);
	}
	*rest = str_cut(*rest, i);
	*word = buf_str(&b);
	return true;
}

void
response_quote(struct buf *b, struct str word)
{
	if (word.n == 0)
		buf_text(b, "\"\"");
	for (size_t i = 0; i < word.n; i++) {
		char c = word.p[i];

		if (isspace((unsigned char)c) || c == '\\' || c == '\'' || c == '"')
			buf_char(b, '\\');
		buf_char(b, c);
	}
	buf_char(b, '\n');
}
