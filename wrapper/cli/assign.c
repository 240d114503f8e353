#include "cli/assign.h"

#include "base/json.h"

static bool
has(struct str s, char c)
{
	return str_find(s, c, 0) < s.n;
}

/* export NAME='value' */
static bool
write_sh(struct buf *b, const char *variable, struct str value, bool before, struct str path)
{
	(void)path;
	buf_format(b, "export %s=", variable);
	buf_shell(b, value);
	buf_text(b, before ? ":\"$PATH\"\n" : "\n");
	return true;
}

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

/* export NAME := value, where $$ is a dollar; $() is nothing, and keeps a blank or a
 * backslash at an end; $(value PATH) is PATH with its own dollars as they are. */
static bool
write_make(struct buf *b, const char *variable, struct str value, bool before, struct str path)
{
	struct buf text = {0};

	(void)path;
	if (has(value, '\n'))
		return false;
	if (value.n > 0 && (value.p[0] == ' ' || value.p[0] == '\t'))
		buf_text(&text, "$()");
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] == '#')
			make_hash(&text);
		else if (value.p[i] == '$')
			buf_text(&text, "$$");
		else
			buf_char(&text, value.p[i]);
	}
	if (!before && value.n > 0 && strchr(" \t\\", value.p[value.n - 1]))
		buf_text(&text, "$()");
	buf_format(b, "export %s := %s%s\n", variable, text.n > 0 ? text.p : "", before ? ":$(value PATH)" : "");
	return true;
}

/* ENV NAME="value" */
static bool
write_docker(struct buf *b, const char *variable, struct str value, bool before, struct str path)
{
	(void)path;
	if (has(value, '\n'))
		return false;
	buf_format(b, "ENV %s=\"", variable);
	for (size_t i = 0; i < value.n; i++) {
		if (strchr("\"\\$", value.p[i]) && value.p[i] != '\0')
			buf_char(b, '\\');
		buf_char(b, value.p[i]);
	}
	buf_text(b, before ? ":${PATH}\"\n" : "\"\n");
	return true;
}

/* A line of $GITHUB_ENV: nothing is quoted, nothing expanded. */
static bool
write_github(struct buf *b, const char *variable, struct str value, bool before, struct str path)
{
	if (has(value, '\n') || has(value, '\r') || (before && has(path, '\n')))
		return false;
	buf_format(b, "%s=%.*s", variable, FMT(value));
	if (before)
		buf_format(b, ":%.*s", FMT(path));
	buf_char(b, '\n');
	return true;
}

/* "NAME":"value", behind a comma */
static bool
write_json(struct buf *b, const char *variable, struct str value, bool before, struct str path)
{
	if (before)
		value = str_of(str_join3(value, STR(":"), path));
	json_field(b, variable, value);
	return true;
}

static const struct assign formats[] = {
	{"sh", true, true, write_sh},
	{"make", true, false, write_make},
	{"docker", true, false, write_docker},
	{"github", false, false, write_github},
	{"json", false, false, write_json},
};

const struct assign *
assign_find(struct str name)
{
	for (size_t i = 0; i < COUNT(formats); i++)
		if (str_is_text(name, formats[i].name))
			return &formats[i];
	return NULL;
}
