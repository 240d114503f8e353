/* A line of the log: whatever it holds, what is read of it lies within it or in memory of its own. */
#include "base/json.h"
#include "base/jsonread.h"
#include "fuzz.h"
#include "record/logline.h"

static size_t
sum(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) /* every byte can be read */
		n += (unsigned char)s.p[i];
	return n;
}

static void
lists(const struct logline *l)
{
	struct str list[] = {l->sources, l->argv, l->run}, edits = l->edits, word;
	struct logedit e;
	size_t n = 0;

	for (size_t i = 0; i < COUNT(list); i++)
		while (logline_word(&list[i], &word))
			n += sum(word);
	while (logline_edit(&edits, &e))
		n += sum(e.feature) + sum(e.verb) + sum(e.flag) + sum(e.result) + sum(e.rule) + sum(e.reason);
	LAW(n <= SIZE_MAX - 1);
}

void
fuzz(struct str input)
{
	struct logline l;
	struct str rest = input, value, text;

	if (logline_read(input, &l)) {
		LAW(l.v == 1);
		LAW(sum(l.cwd) + sum(l.name) + sum(l.kind) + sum(l.policy) <= SIZE_MAX - 1);
		lists(&l);
	}
	if (!json_value(&rest, &value))
		return;
	LAW(value.n > 0 && value.p >= input.p && value.p + value.n <= input.p + input.n);
	text = json_text(value);
	if (text.p) { /* what was read is what json.c writes */
		struct buf b = {0};
		struct str again;

		json_string(&b, text);
		again = json_text(buf_str(&b));
		LAW(str_is(again, text));
	}
}
