/*
 * guard.c - what leads a static route back to glibc: directories, libraries, objects; and what the
 * linked file turned out to be.
 */
#include <elf.h>
#include <errno.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "error.h"
#include "io.h"
#include "options.h"
#include "plan.h"

/* A directory is glibc's where one of these is in it. */
static const char include_marks[][28] = {"gnu/libc-version.h", "bits/libc-header-start.h"};
static const char library_marks[][28] = {"libc.so.6", "libc_nonshared.a"};

/* Words that name a directory; of each space, the longer first. */
static const struct leak {
	char start[20];
	uint8_t space;
	bool library;
} leaks[] = {
#define LEAK(start, space, library) {start, space, library},
	DIRECTORY_WORDS(LEAK)
};

static const struct variable {
	char name[20];
	bool library;
} variables[] = {
	{"CPATH=", false}, {"C_INCLUDE_PATH=", false}, {"CPLUS_INCLUDE_PATH=", false},
	{"OBJC_INCLUDE_PATH=", false}, {"LIBRARY_PATH=", true},
};

static bool
is_glibc(struct str directory, bool library)
{
	const char (*marks)[28] = library ? library_marks : include_marks;

	for (size_t i = 0; i < COUNT(include_marks) && directory.n > 0; i++)
		if (access(str_join3(directory, STR("/"), str_of(marks[i])), F_OK) == 0)
			return true;
	return false;
}

void
guard_words(struct call *call)
{
	const struct words *words = &call->words;

	for (size_t i = 0; i < words->n; i++)
		for (size_t j = 0; j < COUNT(leaks); j++) {
			struct str start = str_of(leaks[j].start), text = words->of[i].text;

			if (words->of[i].space != leaks[j].space || !str_starts(text, start))
				continue;
			if (is_glibc(str_cut(text, start.n), leaks[j].library))
				route_drop(call, i, leaks[j].library ?
					STR("glibc's libraries are there; one for musl needs a directory of its own") :
					STR("glibc's headers are there; those of a library for musl need their own directory"));
			break;
		}
}

void
guard_warnings(const struct call *call)
{
	for (size_t i = 0; i < call->plan.n && call->route.on; i++) {
		const struct edit *e = &call->plan.edit[i];

		if (!e->rule && e->result == DROPPED)
			warn("%.*s was left out: %.*s", FMT(e->flag), FMT(e->about));
	}
}

char *const *
guard_environment(const struct call *call, char *const *environ)
{
	(void)call;
	(void)variables;
	return environ;
}

int
guard_result(struct call *call, int status)
{
	(void)call;
	return status;
}
