/*
 * word.h - the words of a call as they are compared, whatever way they were written.
 *
 * -Wl,-z,lazy and -Xlinker -z -Xlinker lazy and -z lazy and -zlazy are the linker's "-zlazy";
 * -D X and -Wp,-DX are the compiler's "-DX"; the linker's --as-needed and -as-needed are one,
 * and so are -Wl,--library-path,DIR and -Wl,--library-path=DIR: "-library-path=DIR".
 */
#ifndef WORD_H
#define WORD_H

#include "command/command.h"

/* Where a word is read: compiler and preprocessor, linker, assembler. */
enum space { SPACE_CC, SPACE_LD, SPACE_AS, NSPACE };

/* For whom an option's argument is, and whether it is a word of its own or a list of words. */
struct reading {
	uint8_t space;
	enum { CARRIES_NONE, CARRIES_WORD, CARRIES_LIST } carries;
};

extern const struct reading readings[WORDSIZE + 1]; /* by role; the last is WORDSIZE */
static inline struct reading
reading_of(const struct option *o)
{
	return readings[o ? o->role : PLAIN];
}

/* A place in a word of the user's: n bytes at offset in arg; whole: the word and its option. */
struct piece {
	unsigned arg, offset, n;
};

struct word {
	struct str text;
	struct piece piece;
	uint32_t second; /* of a pair: index of its other piece, from 1; 0 for none */
	uint8_t space;
	bool opened; /* out of a file that the program reads by itself: it cannot be changed there */
};

struct words {
	struct word *of;
	size_t n, cap;
	struct piece *second;
	size_t nsecond, seconds;
	uint8_t seen[256]; /* by word_mark: a quick no */
	const struct command *unmade; /* whose words are only marked yet */
};

/* Of a word, and of a pattern that can only fit words with the same mark; 0 where that is not told. */
uint8_t word_mark(struct str text);
/* By the three characters behind the first, 0 for none; for literals. With these factors, which have no divisor of 255, few usual
 * words of a compile (-I/tmp, -std=gnu99, -gno-record-gcc-switches, -DNAME) have the mark of a word that the built-in profiles or the
 * note look for: one that has makes all words. */
#define WORD_MARK(a, b, c) (((unsigned char)(a) * 209u + (unsigned char)(b) * 247u + (unsigned char)(c) * 233u) % 255 + 1)

void words_of(struct words *words, const struct command *cmd);
/* The same, but the words are made when words_find first needs them: most calls have none that a rule looks for. */
void words_mark(struct words *words, const struct command *cmd);
/* What a profile's word becomes: its space and canonical text. False where it is several. */
bool word_canonical(struct str written, enum space *space, struct str *text);
/* The first word at or after from that fits the pattern; n where none does. */
size_t words_find(struct words *words, enum space space, struct str pattern, size_t from);
bool words_have(struct words *words, enum space space, struct str pattern);

#endif
