/* option.h - the table of options, and how a word is found in it. */
#ifndef OPTION_H
#define OPTION_H

#include "base/str.h"

enum form {
	ALONE = 1,
	JOINED = 2,
	SEPARATE = 4,
	NEXT = 8, /* joined, and the next word is an argument, too */
	FOR_GCC = 16,
	FOR_CLANG = 32,
	FOR_ONE = FOR_GCC | FOR_CLANG,
};

/* What clang's --driver-mode has it be; the last one holds. */
enum mode { MODE_C, MODE_CXX, MODE_CPP, MODE_FOREIGN };

enum role {
	PLAIN, ASSEMBLER_LIST, ASSEMBLER_WORD, CPP_LIST, CPP_WORD, DEFINE, DRYRUN, DUMP_MACROS, END,
	FACTUAL, INCLUDE, KIND_OF_LINK, LANGUAGES, LAST, LIBRARY, LIBRARY_SEARCH, LINKER, LINKER_KEY, LINKER_LIST,
	LINKER_WORD, MODE, OPAQUE, OPAQUE_PLACE, OPTLEVEL, OUTPUTS, QUERIES, RESPONSES, SANITIZERS, SEARCH, SPECS, SWITCH_OFF, SWITCH_ON,
	TARGETS, UNSANITIZE, WORDSIZE,
};

/* Which stages a word reaches in a way that is not seen: as one of them runs something else, or reads more. */
enum opaque { OPAQUE_COMPILE = 1, OPAQUE_LINK = 2, OPAQUE_ALL = 3 };

/* The last stage asked for; an earlier one wins, as in the drivers. OTHER makes no object: an
 * analysis, a syntax tree, a module's interface. */
enum last { LAST_OTHER, LAST_DEPENDENCIES, LAST_PREPROCESS, LAST_SYNTAX, LAST_COMPILE, LAST_ASSEMBLE, LAST_LINK };

struct option {
	char name[32];
	uint8_t length, form, role, value;
};

extern const struct option options[];
extern const size_t noptions;

/* The row for a word: the exact one, else the longest that is its beginning; NULL for none. */
const struct option *option_find(struct str word);
/* The same without the rows that are only for others: FOR_GCC, FOR_CLANG. */
const struct option *option_find_but(struct str word, unsigned others);

static inline bool
option_is_long(struct str word)
{
	return word.n > 2 && word.p[0] == '-' && word.p[1] == '-';
}

/*
 * The one spelling of a long option: --define-macro=X is -DX, --no-stack-protector is -fno-stack-protector. One that is
 * abbreviated, or has its argument in the next word, is --define-macro.
 */
COLD struct str option_usual(struct str word);

/* A word of the linker's with one dash in the place of two. */
struct str option_one_dash(struct str word);
/* Of an option of the linker with its argument in the next word, -z KEY, what joins them; NULL for any other word. */
const char *option_linker_takes(struct str word);

#endif
