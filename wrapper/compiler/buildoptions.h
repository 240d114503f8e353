/*
 * buildoptions.h - what a package says of its hardening, in the environment of its build: dpkg's options, and the flags
 * that rpmbuild hands over.
 */
#ifndef BUILDOPTIONS_H
#define BUILDOPTIONS_H

#include "base/str.h"

/* name in C, name in the environment */
#define BUILD_OPTIONS_VARIABLES(X) \
	X(OPTIONS, "DEB_BUILD_OPTIONS") \
	X(MAINT_OPTIONS, "DEB_BUILD_MAINT_OPTIONS") \
	X(CFLAGS_STRIP, "DEB_CFLAGS_STRIP") \
	X(CFLAGS_MAINT_STRIP, "DEB_CFLAGS_MAINT_STRIP") \
	X(CPPFLAGS_STRIP, "DEB_CPPFLAGS_STRIP") \
	X(CPPFLAGS_MAINT_STRIP, "DEB_CPPFLAGS_MAINT_STRIP") \
	X(CXXFLAGS_STRIP, "DEB_CXXFLAGS_STRIP") \
	X(CXXFLAGS_MAINT_STRIP, "DEB_CXXFLAGS_MAINT_STRIP") \
	X(LDFLAGS_STRIP, "DEB_LDFLAGS_STRIP") \
	X(LDFLAGS_MAINT_STRIP, "DEB_LDFLAGS_MAINT_STRIP") \
	X(RPM_OPT_FLAGS, "RPM_OPT_FLAGS") \
	X(RPM_LD_FLAGS, "RPM_LD_FLAGS")

enum buildoption {
#define BUILDOPTION_ENUM(id, name) BUILDOPTION_##id,
	BUILD_OPTIONS_VARIABLES(BUILDOPTION_ENUM)
	NBUILDOPTION
};

extern const char buildoption_names[NBUILDOPTION][28];

/* A quick no for nearly every variable: DEB_... and RPM_... are left. */
static inline bool
buildoption_may_be(const char *name)
{
	return name[1] != '\0' && name[2] != '\0' && name[3] == '_' && (name[0] == 'D' || name[0] == 'R');
}

/* Puts NAME=VALUE into its place, the first of two; *value is NULL until there is one. False: it is another's. */
COLD bool buildoption_take(struct str **value, struct str name, struct str text);
/*
 * What they come to, one a line: +FEATURE, -FEATURE, and ~WORD for a word that is not to be added. The same text in
 * two calls is the same policy.
 */
COLD struct str buildoptions(const struct str *value);
/* A line for each word of dpkg's hardening=... that names nothing. */
COLD void buildoptions_wrong(const struct str *value, struct buf *wrong);

#endif
