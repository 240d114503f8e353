#include "profile/distro.h"

#include <unistd.h>

#include "profile/policy.h"

static const char *const releases[] = {"/etc/os-release", "/usr/lib/os-release"}; /* in the order of os-release(5) */

/* In the built-in profile: a line of the file that is written, with the distribution's name in the place of another. */
static const char mark[] = "#: ", place[] = "DISTRO";

/* The built-in profiles that yield are the distributions'; /etc/os-release cannot make another profile ours. */
static bool
is_known(struct str name)
{
	struct str path, text = {0};

	for (bool found = policy_built_in(name, &path, &text); found && text.n > 0;)
		if (str_is(str_split(&text, '\n'), STR("yield")))
			return true;
	return false;
}

/* ID=debian, ID="debian", ID='debian' */
static struct str
value_of(struct str text, struct str name)
{
	while (text.n > 0) {
		struct str value = str_split(&text, '\n'), key = str_trim(str_split(&value, '='));

		value = str_trim(value);
		if (!str_is(key, name))
			continue;
		if (value.n > 1 && (value.p[0] == '"' || value.p[0] == '\'') && value.p[value.n - 1] == value.p[0])
			value = str_head(str_cut(value, 1), value.n - 2);
		return value;
	}
	return STR("");
}

struct str
distro_of(struct str os_release)
{
	struct str id = value_of(os_release, STR("ID")), like = value_of(os_release, STR("ID_LIKE"));
	struct buf b = {0};

	buf_add(&b, id);
	buf_char(&b, '-');
	buf_add(&b, value_of(os_release, STR("VERSION_ID")));
	if (is_known(buf_str(&b)))
		return buf_str(&b);
	if (is_known(id))
		return id;
	while (like.n > 0) {
		struct str word = str_split(&like, ' ');

		if (is_known(word))
			return word;
	}
	return STR("");
}

struct str
distro_file(const struct settings *s)
{
	return policy_shipped(s, STR("distro"));
}

struct str
distro_now(const struct settings *s)
{
	struct str text;

	if (!read_if_there(distro_file(s).p, &text))
		return STR("");
	while (text.n > 0) {
		struct str line = str_trim(str_split(&text, '\n'));

		if (str_is(str_split(&line, ' '), STR("include")))
			return str_trim(line);
	}
	return STR("");
}

struct str
distro_release(void)
{
	struct str text = {0};

	for (size_t i = 0; i < COUNT(releases) && text.n == 0; i++)
		if (!read_file(releases[i], &text))
			text = STR("");
	return text;
}

bool
distro_write(const struct settings *s, struct str name)
{
	struct str path = distro_file(s), file, text = {0};
	struct buf b = {0};

	(void)policy_built_in(STR("distro"), &file, &text);
	while (text.n > 0) {
		struct str line = str_split(&text, '\n');
		size_t at = str_find_text(line, place);

		if (!str_starts_text(line, mark))
			continue;
		buf_add(&b, str_cut(str_head(line, at), sizeof mark - 1));
		buf_add(&b, at < line.n ? name : STR(""));
		buf_add(&b, str_cut(line, at + sizeof place - 1));
		buf_char(&b, '\n');
	}
	/* the directory is the installation's: it is not made here */
	return access(str_dup(str_directory(path)), W_OK) == 0 && write_atomic(path.p, buf_str(&b), 0644);
}
