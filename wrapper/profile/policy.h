/* policy.h - from HARDCC_PROFILE to the rules that are on, and the file that remembers them. */
#ifndef POLICY_H
#define POLICY_H

#include "compiler/setting.h"
#include "profile/profile.h"

struct embedded {
	char name[24];
	const char *text;
};
extern const struct embedded embedded[];
extern const size_t nembedded;

/* In the list, before the absolute path of a project's profile: it may only add and require. */
#define POLICY_PROJECT "project:"
/* Is a word of the list a path that counts from a working directory? */
bool policy_relative(struct str word);

/* The list; behind the default one where it names no profile, nor `none`: switches alone never mean less than the default. */
struct str policy_list(struct str list);

/* Every error is said, then the program ends with 125. */
void policy_load(struct policy *p, const struct settings *s);

/* What policy_load does, but returns how many errors there were. only: this one profile or path, not the list. */
unsigned policy_read(struct policy *p, const struct settings *s, struct str only);

/* A line for each switch, of the list or of a package, that has nothing to switch: it may be misspelt. For commands; a build would
 * say it for each file. */
void policy_tell_idle(const struct policy *p);

#define PROJECT_PROFILE "hardcc" PROFILE_SUFFIX
/* Puts the project's own profile behind the list, unless the environment has one: false where there is none. trust: it may do what
 * any profile may; else each line that is more is said. One that others could have written ends the program. */
bool project_profile(struct settings *s, bool trust);

enum { POLICY_PLACES = 3 };
/* The places of a profile's file, the stronger one first; returns how many. */
unsigned policy_places(const struct settings *s, struct str name, const char *place[POLICY_PLACES]);
bool policy_built_in(struct str name, struct str *path, struct str *text);
/* Where the shipped profiles are: beside the note's header. */
struct str policy_shipped(const struct settings *s, struct str name);
/* The text of a profile: the user's file, else the system's, else the built-in one; path is a
 * file's, or NAME.profile. False where there is none. */
bool policy_find(const struct settings *s, struct str name, struct str *path, struct str *text);

#endif
