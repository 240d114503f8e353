/*
 * plain.h - text that a terminal shows and does not obey.
 *
 * File names, words of a command line, lines of a log, what stands in a binary: all of it may be meant for the terminal.
 * Control characters, characters that turn the direction of reading, and bytes that are no UTF-8 become \xNN; a newline
 * becomes \n, a tab \t. Two places see to it. What is written goes through print, print_error or a message of error.h. A line that
 * quotes others is made by text_line or text_plain (str.h), so that it stays one line.
 */
#ifndef PLAIN_H
#define PLAIN_H

#include "base/str.h"

/* Length of the UTF-8 sequence at the start of s, or 0: no overlong form, no surrogate. */
COLD unsigned utf8_length(struct str s);
/* The character of these n bytes. */
COLD unsigned utf8_character(struct str s, unsigned n);
/* Does a terminal obey the character of n bytes at the start of s? */
COLD bool utf8_steers(struct str s, unsigned n);

/* What is left as it is: nothing of the kind; newlines and tabs, in a text of ours; and "\033[...m". */
enum plain { PLAIN_WORD, PLAIN_TEXT, PLAIN_COLOURS };
enum { PLAIN_ROOM = 4, UTF8_MOST = 4 }; /* bytes that one becomes at most; that a character has */

/* How many bytes at the start of s stay as they are. */
COLD size_t plain_span(struct str s, enum plain keep);
/* Where there is room for PLAIN_ROOM * s.n bytes; returns the end. */
COLD char *plain_put(char *to, struct str s, enum plain keep);

#endif
