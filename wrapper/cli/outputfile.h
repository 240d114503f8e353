/* outputfile.h - --output FILE: what a command prints goes into a file, whole or not at all. */
#ifndef OUTPUT_FILE_H
#define OUTPUT_FILE_H

#include <stdbool.h>
#include <sys/types.h>

/* Of a file that is made anew: what the umask leaves. */
mode_t new_file_mode(void);

/* From here on standard output is kept in memory. False after an error was said. */
bool output_begin(const char *file);
/* Into the file: in the place of a regular one, by another name first; into a pipe or a device as it is. empty: even if there
 * is nothing. False after an error was said; the file is as it was then. */
bool output_end(const char *file, bool empty);

#endif
