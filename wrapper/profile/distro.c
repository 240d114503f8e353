#include "profile/distro.h"

#include <sys/stat.h>
#include <unistd.h>

#include "profile/policy.h"

static const char release[] = "/etc/os-release";

/* Beside the include: where it is not asked for, an error would end builds that end well without us. */
static const char apart[] = "format off because it is an error, and code that is not the distribution's may not be made for it: "
			    "name +format, or the distribution's profile\n";

/* Those whose name is a built-in profile's; /etc/os-release cannot make another profile ours. */
static const char known[][8] = {"debian", "ubuntu", "fedora", "wolfi"};

static bool
is_known(struct str name)
{
	for (size_t i = 0; i < COUNT(known); i++)
		if (str_is_text(name, known[i]))
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

	if (!read_file(distro_file(s).p, &text))
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
	struct str text;

	return read_file(release, &text) ? text : STR("");
}

bool
distro_write(const struct settings *s, struct str name)
{
	struct str path = distro_file(s);
	struct buf b = {0};

	buf_text(&b, "# distro.profile - this machine's distribution, by ");
	buf_text(&b, release);
	buf_text(&b, "\ninclude ");
	buf_add(&b, name);
	buf_char(&b, '\n');
	buf_text(&b, apart);
	/* the directory is the installation's: it is not made here */
	return access(str_dup(str_directory(path)), W_OK) == 0 && write_atomic(path.p, buf_str(&b)) && chmod(path.p, 0644) == 0;
}
