#include "cmd/build/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "compiler/logname.h"
#include "record/logfile.h"
#include "record/logline.h"

enum { CHUNK = 64 * 1024, REMOVE_TRIES = 10 };

/* Nothing more is written to it; an error where it must be there. */
static void
lose(struct spool *s, const char *path, const char *why)
{
	s->forwards = false;
	s->lost = logfile_lost(s->settings, path, why);
}

/* The shims write to ours; theirs is ours to write. Whether it can be is asked before anything is run. */
static bool
begin_user(struct spool *s)
{
	struct str log = s->settings->of[SETTING_LOG].value;
	struct logfile file;
	const char *path, *why;

	s->forwards = log.n > 0;
	if (!s->forwards && setting_on(s->settings, SETTING_LOG_REQUIRED)) {
		complain("HARDCC_LOG_REQUIRED=1, and neither --log nor HARDCC_LOG names a log");
		return false;
	}
	if (!s->forwards || logname_splits(log))
		return true;
	path = logfile_path(s->settings, STR(""));
	if (logfile_open(&file, path, &why))
		return close(file.fd) == 0;
	lose(s, path, why);
	return !s->lost;
}

bool
spool_open(struct spool *s, const struct settings *settings, struct str tmpdir)
{
	struct str place;
	char *directory;

	*s = (struct spool){.settings = settings};
	if (!begin_user(s))
		return false;
	tmpdir = tmpdir.n > 0 ? tmpdir : STR("/tmp");
	place = real_path(tmpdir.p); /* absolute: each call has its own directory */
	directory = str_join(place, STR("/hardcc-run.XXXXXX"));
	if (place.n == 0 || !mkdtemp(directory)) {
		complain("cannot make a directory for the summary's log in %.*s (set TMPDIR to another place):", FMT(tmpdir));
		return false;
	}
	summary_begin(&s->summary, settings);
	s->directory = directory;
	s->path = str_join(str_of(directory), STR("/log"));
	s->fd = open(s->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_EXCL, 0600);
	if (s->fd >= 0)
		return true;
	complain("%s:", s->path);
	rmdir(directory);
	return false;
}

static void
forward(struct spool *s, struct str package, struct str lines)
{
	struct logfile log;
	const char *path, *why;

	if (!s->forwards || lines.n == 0)
		return;
	path = logfile_path(s->settings, package);
	if (!logfile_open(&log, path, &why)) {
		lose(s, path, why);
		return;
	}
	if (!logfile_append(&log, lines))
		lose(s, path, NULL);
	close(log.fd);
}

/* All that the file holds, onto s->text; the file is empty then. */
static void
empty(struct spool *s)
{
	bool locked = flock(s->fd, LOCK_EX) == 0; /* a shim holds it while it writes its line */
	ssize_t got;
	off_t at = 0;

	do {
		buf_reserve(&s->text, CHUNK);
		got = pread(s->fd, s->text.p + s->text.n, CHUNK, at);
		if (got > 0) {
			s->text.n += (size_t)got;
			at += got;
		}
	} while (got > 0 || (got < 0 && errno == EINTR));
	if (at > 0 && ftruncate(s->fd, 0) != 0)
		warn("%s:", s->path);
	flock(s->fd, LOCK_UN);
	if (locked && at > 0 && s->text.p[s->text.n - 1] != '\n')
		buf_char(&s->text, '\n'); /* somebody was killed here: the next line is no part of it */
}

void
spool_drain(void *spool)
{
	struct spool *s = spool;
	bool splits = logname_splits(s->settings->of[SETTING_LOG].value);
	struct stat st;
	struct str rest;
	size_t whole;

	if (fstat(s->fd, &st) != 0 || st.st_size == 0)
		return;
	empty(s);
	whole = s->text.n;
	while (whole > 0 && s->text.p[whole - 1] != '\n')
		whole--;
	rest = str_head(buf_str(&s->text), whole);
	if (!splits)
		forward(s, STR(""), rest);
	if (s->kept)
		buf_add(s->kept, rest);
	while (rest.n > 0) {
		struct str line = str_split(&rest, '\n');
		struct logline l;

		summary_add(&s->summary, line);
		if (splits) /* to the file of its package */
			forward(s, logline_read(line, &l) ? l.go_package : STR(""), (struct str){line.p, line.n + 1});
	}
	memmove(s->text.p, s->text.p + whole, s->text.n - whole);
	s->text.n -= whole;
}

void
spool_close(struct spool *s)
{
	spool_drain(s);
	close(s->fd);
	/* a compiler that outlives the command may make it again */
	for (int i = 0; i < REMOVE_TRIES; i++) {
		unlink(s->path);
		if (rmdir(s->directory) == 0 || errno != ENOTEMPTY)
			return;
	}
}
