#include "cli/assign.h"

#include "base/json.h"
#include "base/plain.h"

/* A comment begins at #, unless a backslash stands before it; those before that one then count double. */
static void
make_hash(struct buf *b)
{
	size_t backslashes = 0;

	while (backslashes < b->n && b->p[b->n - 1 - backslashes] == '\\')
		backslashes++;
	while (backslashes-- > 0)
		buf_char(b, '\\');
	buf_text(b, "\\#");
}

/* The beginning of the value that every format can write as it is; a tab is harmless, and directories have some. */
static size_t
plain_or_tab(struct str value)
{
	size_t n = plain_span(value, PLAIN_WORD);

	while (n < value.n && value.p[n] == '\t')
		n += 1 + plain_span(str_cut(value, n + 1), PLAIN_WORD);
	return n;
}

/* $$ is a dollar; $() is nothing, and keeps a blank or a backslash at an end. */
static void
quote_make(struct buf *b, struct str value)
{
	size_t plain = plain_or_tab(value);

	if (value.n > 0 && strchr(" \t", value.p[0]))
		buf_text(b, "$()");
	for (size_t i = 0; i < value.n; i++) {
		if (i > plain)
			plain = i + plain_or_tab(str_cut(value, i));
		if (i == plain) {
			buf_text(b, "$(shell printf '");
			text_octal(b, (unsigned char)value.p[i]);
			buf_text(b, "')");
		} else if (value.p[i] == '#') {
			make_hash(b);
		} else if (value.p[i] == '$') {
			buf_text(b, "$$");
		} else {
			buf_char(b, value.p[i]);
		}
	}
	if (value.n > 0 && strchr(" \t\\", value.p[value.n - 1]))
		buf_text(b, "$()");
}

/* With a backslash before each of these letters. */
static void
escape(struct buf *b, struct str value, const char *letters)
{
	for (size_t i = 0; i < value.n; i++) {
		if (strchr(letters, value.p[i]))
			buf_char(b, '\\');
		buf_char(b, value.p[i]);
	}
}

static void
quote_docker(struct buf *b, struct str value)
{
	escape(b, value, "\"\\$");
}

/* Between its single quotes fish knows two escapes. */
static void
quote_fish(struct buf *b, struct str value)
{
	buf_char(b, '\'');
	escape(b, value, "\\'");
	buf_char(b, '\'');
}

static const struct assign formats[] = {
	{"sh", true, true, true, "export ", "=", "\n", ":\"$PATH\"", "", text_shell},
	{"fish", true, true, true, "set -gx ", " ", "\n", ":\"$PATH\"", "", quote_fish},
	{"make", true, false, true, "export ", " := ", "\n", ":$(value PATH)", "\n", quote_make}, /* its own dollars as they are */
	{"docker", true, false, false, "ENV ", "=\"", "\"\n", ":${PATH}", "", quote_docker},
	{"github", false, false, false, "", "=", "\n", "", "", buf_add}, /* nothing is quoted, nothing expanded */
	{"json", false, false, true, "", "", "", "", "", NULL},
};

const struct assign *
assign_find(struct str name)
{
	for (size_t i = 0; i < COUNT(formats); i++)
		if (str_is_text(name, formats[i].name))
			return &formats[i];
	return NULL;
}

bool
assign_write(const struct assign *format, struct buf *b, const char *variable, struct str value, bool before,
    struct str path)
{
	struct buf quoted = {0};

	if (before && !*format->path)
		value = str_of(str_join3(value, STR(":"), path));
	if (!format->controls && plain_or_tab(value) < value.n)
		return false;
	for (const char *c = format->never; *c; c++)
		if (str_find(value, *c, 0) < value.n)
			return false;
	if (!format->quote) {
		json_field(b, variable, value);
		return true;
	}
	format->quote(&quoted, value);
	buf_format(b, "%s%s%s%.*s%s%s", format->start, variable, format->equals, FMT(buf_str(&quoted)),
	    before ? format->path : "", format->end);
	return true;
}
