/*
 * symbolrole.h - names of symbols that say how a file was compiled: the stack protector's, those that
 * glibc has a checking form of, sanitizers' and others that do not belong in what is shipped.
 */
#ifndef SYMBOLROLE_H
#define SYMBOLROLE_H

#include "base/str.h"

/*
 * Functions with a checking form __NAME_chk (or __NAME_2) in glibc. ALWAYS: the headers call the checking
 * form wherever FORTIFY is on. BOUNDED: only where the size of the buffer is known, so a plain call
 * proves nothing.
 */
#define FORTIFIABLE(X) \
	X(_longjmp, ALWAYS) X(asprintf, ALWAYS) X(confstr, BOUNDED) X(dprintf, ALWAYS) X(explicit_bzero, BOUNDED) \
	X(fgets, BOUNDED) X(fgets_unlocked, BOUNDED) X(fgetws, BOUNDED) X(fgetws_unlocked, BOUNDED) \
	X(fprintf, ALWAYS) X(fread, BOUNDED) X(fread_unlocked, BOUNDED) X(fwprintf, ALWAYS) X(getcwd, BOUNDED) \
	X(getdomainname, BOUNDED) X(getgroups, BOUNDED) X(gethostname, BOUNDED) X(getlogin_r, BOUNDED) \
	X(gets, BOUNDED) X(getwd, BOUNDED) X(inet_ntop, BOUNDED) X(inet_pton, BOUNDED) X(longjmp, ALWAYS) \
	X(mbsnrtowcs, BOUNDED) X(mbsrtowcs, BOUNDED) X(mbstowcs, BOUNDED) X(memcpy, BOUNDED) X(memmove, BOUNDED) \
	X(mempcpy, BOUNDED) X(memset, BOUNDED) X(mq_open, BOUNDED) X(obstack_printf, ALWAYS) X(obstack_vprintf, ALWAYS) \
	X(open, BOUNDED) X(open64, BOUNDED) X(openat, BOUNDED) X(openat64, BOUNDED) X(poll, BOUNDED) X(ppoll, BOUNDED) X(ppoll64, BOUNDED) \
	X(pread, BOUNDED) X(pread64, BOUNDED) X(printf, ALWAYS) X(ptsname_r, BOUNDED) X(read, BOUNDED) \
	X(readlink, BOUNDED) X(readlinkat, BOUNDED) X(realpath, BOUNDED) X(recv, BOUNDED) X(recvfrom, BOUNDED) \
	X(siglongjmp, ALWAYS) X(snprintf, BOUNDED) X(sprintf, BOUNDED) X(stpcpy, BOUNDED) X(stpncpy, BOUNDED) \
	X(strcat, BOUNDED) X(strcpy, BOUNDED) X(strlcat, BOUNDED) X(strlcpy, BOUNDED) X(strncat, BOUNDED) X(strncpy, BOUNDED) \
	X(swprintf, BOUNDED) X(syslog, ALWAYS) X(ttyname_r, BOUNDED) X(vasprintf, ALWAYS) X(vdprintf, ALWAYS) \
	X(vfprintf, ALWAYS) X(vfwprintf, ALWAYS) X(vprintf, ALWAYS) X(vsnprintf, BOUNDED) X(vsprintf, BOUNDED) \
	X(vswprintf, BOUNDED) X(vsyslog, ALWAYS) X(vwprintf, ALWAYS) X(wcpcpy, BOUNDED) X(wcpncpy, BOUNDED) \
	X(wcrtomb, BOUNDED) X(wcscat, BOUNDED) X(wcscpy, BOUNDED) X(wcslcat, BOUNDED) X(wcslcpy, BOUNDED) \
	X(wcsncat, BOUNDED) X(wcsncpy, BOUNDED) X(wcsnrtombs, BOUNDED) X(wcsrtombs, BOUNDED) X(wcstombs, BOUNDED) \
	X(wctomb, BOUNDED) X(wmemcpy, BOUNDED) X(wmemmove, BOUNDED) X(wmempcpy, BOUNDED) X(wmemset, BOUNDED) X(wprintf, ALWAYS)

enum symbol_role {
	ROLE_NONE,
	ROLE_CANARY,	/* the stack protector reports a smashed stack */
	ROLE_CHECKED,	/* a checking form */
	ROLE_ALWAYS,	/* plain, and FORTIFY would have made it a checking one */
	ROLE_BOUNDED,	/* plain, and FORTIFY may have left it so */
	ROLE_SANITIZER,
	ROLE_COVERAGE,	/* and profiling */
	ROLE_PROFILED,	/* calls what glibc has for -pg; glibc itself defines it */
	ROLE_RUNTIME,	/* each of those RUNTIME_NAMES is called by the runtimes of coverage, and by others */
	ROLE_SANITIZES,	/* and by those of sanitizers */
	ROLE_NSS,	/* in a static glibc program: loads libnss_* when it runs */
	ROLE_DLOPEN,
	ROLE_MUSL,	/* musl's own start */
	ROLE_SAFESTACK,
	ROLE_CFI,
	NROLE
};

/* What is made for tests and not to be shipped. */
static inline bool
role_of_tests(enum symbol_role role)
{
	return role == ROLE_SANITIZER || role == ROLE_COVERAGE;
}

enum { RUNTIME_NAMES = 4, CANARY_NAMES = 4 };

enum symbol_role symbol_role(struct str name);
/* The names and beginnings of names that have a role, from 0; NULL behind the last. */
const char *symbol_known(size_t i);
/* A quick no by the first three bytes of a name. */
bool symbol_tells(struct str beginning);

/* Counts by role, and the first name of each. Each name counts once a symbol table. */
struct symbols {
	unsigned n[NROLE];
	struct str first[NROLE];
	struct buf plain; /* the plain ones, the first few, with blanks between */
};

void symbols_add(struct symbols *symbols, enum symbol_role role, struct str name);

#endif
