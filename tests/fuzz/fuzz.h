/*
 * fuzz.h - what the targets share: memory that the sanitizer watches, a world without files and
 * processes, and laws.
 *
 * A target is one file with one fuzz(); its seeds are in corpus/NAME/. The program's own arena is
 * left out: here each allocation is a block of its own, so that one byte too many is seen.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include "base/str.h"

/* One input, exact to the byte, no NUL behind it. Memory and world are new each time. */
void fuzz(struct str input);

/* A law that does not hold is a finding. */
#define LAW(holds) ((holds) ? (void)0 : law_broken(__FILE__, __LINE__, #holds))
_Noreturn void law_broken(const char *file, int line, const char *law);

/* fatal() is a finding, but inside of run(): true where run() came back, false where it met one of the
 * limits that the program ends for with 125. */
bool within_limits(void (*run)(struct str), struct str input);

/* What is outside of the program. read_file() knows the files that were added, read_trusted() and
 * write_atomic() have one file between them. */
struct world {
	struct str cache; /* p is NULL: there is none */
	struct str printed; /* by what run_captured() is to run */
	int status;
	unsigned runs, reads;
};
extern struct world world;
void world_add(struct str path, struct str text);

/* Memory that stays over inputs. */
struct str keep(struct str s);

/* The parts of text between c, each NUL-terminated; argv[0] first where it is not NULL. */
struct args parts(const char *first, struct str text, char c);

#endif
