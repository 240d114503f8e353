/* io.h - files, with the checks that every caller would need. */
#ifndef IO_H
#define IO_H

#include <sys/types.h>

#include "base/str.h"

struct stat;

enum { FILE_LIMIT = 64 * 1024 * 1024 }; /* bytes; no file we read is larger for a good reason */

/* close(2); errno stays. */
void close_quietly(int fd);
/* As write_all, but past a limit (ulimit -f) it fails with EFBIG, and no signal ends the call. */
bool write_limited(int fd, struct str text);
/* The whole of an open file into the arena, NUL behind it; size 0: not known. False with errno set. */
bool read_fd(int fd, size_t size, bool regular, struct str *text);
struct stat;
/* Can somebody else write it? Our own group is no other. */
bool others_write(const struct stat *st);
/* Can somebody else put another file in the place of one in this directory? False with errno set where it cannot be looked at. */
bool others_replace(const char *directory);
/* Regular files only, FILE_LIMIT at most. False with errno set; ENOENT where there is none. */
bool read_file(const char *path, struct str *text);
/* For what a plan depends on: false with errno set where no such file is, or may be read; where that cannot be told (EIO, ENOMEM,
 * EMFILE), they end the program. */
bool can_read(const char *path);
bool read_if_there(const char *path, struct str *text);
bool map_if_there(const char *path, struct str *bytes);
bool stat_if_there(const char *path, struct stat *st);
/* A pipe or a device: who opens it may take what it holds from the next. */
bool is_stream(const char *path);
/* As read_file, and of a pipe or a device the text up to its end or the first NUL: it is gone from there. *regular: it was none. */
bool read_stream(const char *path, struct str *text, bool *regular);
/* As read_file, and only where the file is root's or ours, has no other name, and nobody else can write it or rename it: EPERM. */
bool read_trusted(const char *path, struct str *text);
/* A file that we open must not become the compiler's stdin, nor a message go into it. */
void keep_standard_files(void);
/* The path that we were started by; NULL where the system does not tell. */
const char *program_path(void);
/* The working directory; empty where it has no name. */
struct str here(void);
/* What a file is known by between calls; all ones where it is not there. */
struct stamp {
	uint64_t size, mtime, mtime_ns;
};
struct stamp stamp_of(const struct stat *st);
/* Of the file now. Returns what is to be looked at next time: the file, or where it is not there the highest
 * directory above it that is not there either, which answers for all that would be below. */
COLD const char *stamp_take(const char *path, struct stamp *stamp);
bool stamp_is(const struct stamp *a, const struct stamp *b);
/* Is the file as it was then? */
bool stamp_holds(const char *path, const struct stamp *then);

/* The bytes of a regular file, not copied, until unmap_file; that ends the program where somebody shortened the file meanwhile, and
 * zeroes were read. False with errno set where there are none. The path is not copied. */
COLD bool map_file(const char *path, struct str *bytes);
COLD void unmap_file(struct str bytes);
/* Through a temporary file in the same directory, made if missing; never seen half written. mode: of the file, whatever the umask.
 * False where that cannot be; nothing is left behind. */
COLD bool write_atomic(const char *path, struct str text, mode_t mode);

/* Removes the files beside path, which was written now, that have one of the names (patterns, up to NULL), are ours, and are an hour
 * older: temporary files of programs that were killed. */
COLD void sweep(const char *path, const char *const *names);

/* The path without links and dots, in the arena; empty where there is no such file. */
COLD struct str real_path(const char *path);

#endif
