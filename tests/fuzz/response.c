/* What response_quote writes, response_word reads back. */
#include "command/response.h"
#include "fuzz.h"

static void
quote_all(const struct args *words)
{
	struct buf b = {0};
	struct str rest, word;

	for (size_t i = 0; i < words->n; i++)
		response_quote(&b, str_of(words->v[i]));
	rest = buf_str(&b);
	for (size_t i = 0; i < words->n; i++) {
		LAW(response_word(&rest, &word));
		LAW(str_is_text(word, words->v[i]) && word.p[word.n] == '\0');
	}
	LAW(!response_word(&rest, &word) && rest.n == 0);
}

void
fuzz(struct str input)
{
	struct args words = parts(NULL, input, '\0'), read = {0};
	struct str word;

	quote_all(&words);
	for (struct str rest = input; response_word(&rest, &word);) {
		LAW(word.p[word.n] == '\0' && strlen(word.p) == word.n && word.n <= input.n);
		args_push(&read, word.p);
	}
	LAW(read.n <= input.n);
	quote_all(&read);
}
