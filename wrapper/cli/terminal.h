/* terminal.h - what may be written to where a command writes. */
#ifndef TERMINAL_H
#define TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/* On a terminal that is not dumb; NO_COLOR takes them away, FORCE_COLOR gives them to a file or a CI's log, too. */
bool terminal_colours(int fd, char *const *environ);
/* Its columns; 0 where it is no terminal, so that a file or a pipe gets whole lines. */
size_t terminal_width(int fd);
/* Does somebody watch, so that a line of progress may come and go? Not in CI. */
bool terminal_watched(int fd, char *const *environ);

#endif
