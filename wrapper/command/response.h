/* response.h - @file by libiberty's rules: white space parts, quotes and \ keep. */
#ifndef RESPONSE_H
#define RESPONSE_H

#include "base/str.h"

/* The next word of *rest into the arena, NUL-terminated. False at the end. */
bool response_word(struct str *rest, struct str *word);
/* Adds word to b so that response_word gives it back. */
void response_quote(struct buf *b, struct str word);
/* The words of "@FILE" that a driver hands on to a program which reads it by itself, and those of the files that it names. What
 * cannot be read stays "@FILE"; so does a pipe, which must not be read before that program does. */
COLD void response_open(struct str word, struct args *words);
/* Words in a file in memory: @/proc/self/fd/N, which the driver opens as it would any other. In the arena. Ends the program where
 * there can be none. */
const char *response_file(const char *const *words, size_t n);

#endif
