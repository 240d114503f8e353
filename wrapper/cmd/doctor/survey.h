/* survey.h - the parts of doctor's page: each looks at one side of the machine. */
#ifndef SURVEY_H
#define SURVEY_H

#include "base/io.h"
#include "base/process.h"
#include "cli/page.h"
#include "compiler/setting.h"

/* Behind the processor, in the name of musl's directory. */
#define MUSL_SYSTEM "-linux-musl"

/* What an error begins with that another of us says. */
#define SURVEY_ERROR "hardcc: error: "

struct survey {
	struct page *page;
	char *const *environ;
	const struct settings *s; /* NULL where they are wrong */
	struct str path;	  /* PATH */
	struct str names;	  /* the directory of compiler names; empty where there is none */
	const char *self;
	struct args in_front;	  /* launchers before hardcc's names, behind each the name or the variable */
	struct args compilers;	  /* names of compilers on PATH that are not ours alone, sorted */
};

/* What the program argv[0] says on stdout or stderr; false where it cannot be run or fails. */
bool survey_ask(const struct survey *v, const char *const *argv, enum capture capture, struct str *text);

/* Who is first on PATH for each name, what stands in front; finds v->compilers. */
void survey_path(struct survey *v);
void survey_compilers(struct survey *v);
/* go, musl, linkers, spec files. */
void survey_tools(struct survey *v);
/* The spec files that rules and settings name. */
void survey_specs(struct survey *v);
/* Settings, cache, processor. */
void survey_state(struct survey *v);
/* Asks each compiler, so that the answers are in the cache. */
void survey_prime(struct survey *v);

#endif
