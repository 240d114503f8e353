/* distro.h - which profile stands for this machine's distribution: the profile `distro`. */
#ifndef DISTRO_H
#define DISTRO_H

#include "compiler/setting.h"

/* The built-in profile of a distribution, from the text of /etc/os-release: that of ID-VERSION_ID, else of ID, else the first
 * of ID_LIKE; empty for one that we do not know. */
struct str distro_of(struct str os_release);
/* The file that says it for all calls: make install and doctor --prime write it. */
struct str distro_file(const struct settings *s);
/* What the file includes; empty where it is not there or includes nothing. */
struct str distro_now(const struct settings *s);
/* Reads /etc/os-release, else /usr/lib/os-release; an empty text where there is neither. */
struct str distro_release(void);
/* Writes the file; false where that cannot be. */
bool distro_write(const struct settings *s, struct str name);

#endif
