/* unmet.c - functions of glibc's that load shared libraries at run time: as the library and the linker tell of them. */
#include "route/guard.h"
#include "route/options-route.h"

static const char unmet_start[] = "Using '", unmet_end[] = "' in statically linked applications";

/* "a.o: reference to getaddrinfo", "libc.a: lazy definition of getaddrinfo", "a.o keeps libc.a(x.o) for getaddrinfo": what
 * linkers answer to --trace-symbol. True for all of them; the name of one that is used goes to *names. */
static bool
is_account(struct str known, struct str line, struct buf *names)
{
	bool refers = str_has(line, ": reference to ");
	size_t at = line.n;

	while (at > 0 && line.p[at - 1] != ' ')
		at--;
	if (at == 0 || at == line.n || !str_has(known, text_format(ROUTE_FUNCTION_WORD "%.*s\n", FMT(str_cut(line, at)))))
		return false;
	if (refers && line.p[0] != '<') /* "<internal>" is the question itself */
		buf_list(names, str_cut(line, at));
	return refers || str_has(line, "definition of ") || str_has(line, " keeps ");
}

/* "ld: a.o: in function `f':" stands alone before the warnings of that function. */
void
unmet_read(struct str known, struct str text, struct buf *others, struct buf *names)
{
	struct str held = {0};

	while (text.n > 0) {
		struct str whole = text, line = str_split(&text, '\n');
		size_t at = str_find_text(line, unmet_start), end = str_find_text(line, unmet_end);

		whole.n -= text.n;
		if (at < line.n && end < line.n && end > at + sizeof unmet_start - 1) {
			buf_list(names, str_cut(str_head(line, end), at + sizeof unmet_start - 1));
			held = STR("");
			continue;
		}
		if (is_account(known, line, names))
			continue;
		buf_add(others, held);
		held = str_ends(line, STR(":")) ? whole : STR("");
		if (held.n == 0)
			buf_add(others, whole);
	}
	buf_add(others, held);
}
