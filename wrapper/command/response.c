#include "command/response.h"

#include <ctype.h>

#include "base/error.h"
#include "base/io.h"
#include "base/process.h"

enum { OPEN_LIMIT = 200 }; /* files; a circle ends here */

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

/* left: how many files may still be opened. */
static void
open_nested(struct str word, struct args *words, unsigned *left)
{
	struct str rest, inner;

	if (word.n < 2 || word.p[0] != '@' || *left == 0 || !read_file(str_dup(str_cut(word, 1)), &rest)) {
		args_push(words, str_dup(word));
		return;
	}
	--*left;
	while (response_word(&rest, &inner))
		open_nested(inner, words, left);
}

void
response_open(struct str word, struct args *words)
{
	unsigned left = OPEN_LIMIT;

	open_nested(word, words, &left);
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

const char *
response_file(const char *const *words, size_t n)
{
	struct buf b = {0};
	int fd;

	for (size_t i = 0; i < n; i++)
		response_quote(&b, str_of(words[i]));
	fd = memory_file(buf_str(&b));
	if (fd < 0)
		fatal(EXIT_OURS, "cannot make a response file in memory:");
	return text_format("@/proc/self/fd/%d", fd);
}
