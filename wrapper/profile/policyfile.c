/* policyfile.c - where a profile of a name is: the user's file, the system's, the one that was made at our installation,
 * the built-in one. */
#include <errno.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "config.h"
#include "profile/policy.h"

struct str
policy_shipped(const struct settings *s, struct str name)
{
	return settings_installed(s, str_join3(STR("/profiles/"), name, str_of(PROFILE_SUFFIX)));
}

/* The user's, the system's; and of the profiles that are installed only `distro`, which make install and doctor --prime
 * write: the others are built in. */
unsigned
policy_places(const struct settings *s, struct str name, const char *place[POLICY_PLACES])
{
	struct str directory = policy_directory(s);
	unsigned n = 0;

	if (str_find(name, '/', 0) < name.n) {
		place[n++] = str_dup(name);
		return n;
	}
	if (directory.n > 0)
		place[n++] = str_join3(directory, name, str_of(PROFILE_SUFFIX));
	place[n++] = str_join3(STR(SYSCONFDIR "/hardcc/profiles/"), name, str_of(PROFILE_SUFFIX));
	if (str_is(name, STR("distro")))
		place[n++] = policy_shipped(s, name).p;
	return n;
}

/* May be absent: a HOME of somebody else's cannot be looked into. A file that is there and cannot be read is an error. */
static bool
absent(const char *path, int error)
{
	return error == ENOENT || error == ENOTDIR || (error == EACCES && access(path, F_OK) != 0);
}

bool
policy_built_in(struct str name, struct str *path, struct str *text)
{
	for (size_t i = 0; i < nembedded; i++)
		if (str_is_text(name, embedded[i].name)) {
			*path = str_of(str_join(name, str_of(PROFILE_SUFFIX)));
			*text = str_of(embedded[i].text);
			return true;
		}
	return false;
}

bool
policy_relative(struct str word)
{
	return str_find(word, '/', 0) < word.n && word.p[0] != '/' && !str_starts(word, STR(POLICY_PROJECT "/"));
}

bool
policy_find(const struct settings *s, struct str name, struct str *path, struct str *text)
{
	const char *place[POLICY_PLACES], *hidden = NULL;
	unsigned n = policy_places(s, name, place);

	for (unsigned i = 0; i < n; i++) {
		int error;

		if (read_file(place[i], text)) {
			*path = str_of(place[i]);
			return true;
		}
		error = errno;
		if (error == EISDIR)
			fatal(EXIT_OURS, "%s is a directory; with a slash at its end, it stands for all profiles in it", place[i]);
		if (!absent(place[i], error)) {
			errno = error;
			fatal(EXIT_OURS, "%s:", place[i]);
		}
		if (error == EACCES && !hidden)
			hidden = place[i];
	}
	if (policy_built_in(name, path, text))
		return true;
	errno = EACCES;
	if (hidden) /* whether there is one cannot be told */
		fatal(EXIT_OURS, "%s:", hidden);
	return false;
}
