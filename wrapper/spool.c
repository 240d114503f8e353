#include "spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"
#include "io.h"
#include "record.h"

enum { CHUNK = 64 * 1024, REMOVE_TRIES = 10 };

/* The shims write to ours; theirs is ours to write. */
static bool
open_user(struct spool *s, const struct settings *settings)
{
	const struct setting *log = &settings->of[SETTING_LOG];
	const char *why;

	s->user = -1;
	s->user_path = log->value.p;
	if (log->value.n == 0)
		return true;
	s->user = log_open(s->user_path, &why);
	if (s->user >= 0)
		return true;
	if (setting_on(settings, SETTING_STRICT)) {
		complain("cannot write the log %s%s:", s->user_path, why);
		return false;
	}
	warn("cannot write the log %s%s:", s->user_path, why);
	return true;
}

bool
spool_open(struct spool *s, const struct settings *settings, struct str tmpdir)
{
	char *directory;

	*s = (struct spool){0};
	if (!open_user(s, settings))
		return false;
	tmpdir = tmpdir.n > 0 ? real_path(tmpdir.p) : STR("/tmp"); /* absolute: each call has its own directory */
	directory = str_join3(tmpdir, STR("/hardcc-run.XXXXXX"), STR(""));
	if (tmpdir.n == 0 || !mkdtemp(directory)) {
		complain("cannot make a directory for the summary's log in $TMPDIR:");
		return false;
	}
	s->directory = directory;
	s->path = str_join3(str_of(directory), STR("/log"), STR(""));
	s->fd = open(s->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_EXCL, 0600);
	if (s->fd >= 0)
		return true;
	complain("%s:", s->path);
	rmdir(directory);
	return false;
}

static void
forward(struct spool *s, struct str lines)
{
	bool done;

	if (s->user < 0 || lines.n == 0)
		return;
	flock(s->user, LOCK_EX); /* where there are no locks O_APPEND has to do */
	done = write_all(s->user, lines);
	flock(s->user, LOCK_UN);
	if (done)
		return;
	warn("cannot write the log %s:", s->user_path);
	close(s->user);
	s->user = -1;
}

/* All that the file holds, onto s->text; the file is empty then. */
static void
empty(struct spool *s)
{
	ssize_t got;
	off_t at = 0;

	flock(s->fd, LOCK_EX); /* a shim holds it while it writes its line */
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
}

void
spool_drain(struct spool *s)
{
	struct stat st;
	struct str lines;
	size_t whole;

	if (fstat(s->fd, &st) != 0 || st.st_size == 0)
		return;
	empty(s);
	whole = s->text.n;
	while (whole > 0 && s->text.p[whole - 1] != '\n')
		whole--;
	lines = str_head(buf_str(&s->text), whole);
	forward(s, lines);
	while (lines.n > 0)
		summary_add(&s->summary, str_split(&lines, '\n'));
	memmove(s->text.p, s->text.p + whole, s->text.n - whole);
	s->text.n -= whole;
}

void
spool_close(struct spool *s)
{
	spool_drain(s);
	close(s->fd);
	if (s->user >= 0)
		close(s->user);
	/* a compiler that outlives the command may make it again */
	for (int i = 0; i < REMOVE_TRIES; i++) {
		unlink(s->path);
		if (rmdir(s->directory) == 0 || errno != ENOTEMPTY)
			return;
	}
}
