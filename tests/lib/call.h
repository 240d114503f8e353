/*
 * call.h - calls for the unit tests: from a line of words, with a compiler that nobody runs.
 */
#ifndef TEST_CALL_H
#define TEST_CALL_H

#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "base/process.h"
#include "plan/call.h"
#include "plan/classify.h"

#define GCC_12	 "Target: x86_64-linux-gnu\ngcc version 12.2.0 (Debian 12.2.0-14)\n"
#define CLANG_19 "Debian clang version 19.1.4\nTarget: x86_64-pc-linux-gnu\n"
#define OTHER_CC "tcc version 0.9\nTarget: x86_64-linux-gnu\n"

/* The parts of a line. */
static inline char **
words_in(const char *line, char between)
{
	struct args a = {0};

	for (struct str rest = str_of(line); rest.n > 0;)
		args_push(&a, str_dup(str_split(&rest, between)));
	args_push(&a, NULL);
	return (char **)(uintptr_t)a.v;
}

static inline int
words_number(char **words)
{
	int n = 0;

	while (words[n])
		n++;
	return n;
}

/* One part for each, what stands between them. */
static inline struct str
words_text(const struct args *a, size_t from)
{
	struct buf b = {0};

	buf_text(&b, "");
	for (size_t i = from; i < a->n; i++) {
		if (i > from)
			buf_char(&b, ' ');
		buf_text(&b, a->v[i]);
	}
	return buf_str(&b);
}

/* environment: NAME=VALUE, a line each. */
static inline struct settings *
settings_of(const char *environment)
{
	struct settings *s = arena_alloc(sizeof *s, 1);

	settings_environment(s, words_in(environment, '\n'));
	settings_built_in(s);
	return s;
}

/* line: the name and the words, a blank between them. printed: by the compiler, when it was asked who it is. It is a path where
 * nothing is, so that what it was not asked yet cannot be asked. */
static inline struct call *
call_of(const char *line, const char *printed, const char *environment)
{
	struct call *call = arena_alloc(sizeof *call, 1);
	char **argv = words_in(line, ' ');
	struct probe probe;

	call->settings = settings_of(environment);
	call_words(call, name_parse(str_of(argv[0])), words_number(argv), argv);
	compiler_told(&call->compiler, str_of(printed));
	call->compiler.path = "/nowhere/cc";
	call->compiler.settled = true;
	call->compiler.answers = STR("");
	probe = call_probe(call);
	classify(&call->facts, &probe);
	return call;
}

/* What run() says on stderr, and its exit status; 0 where it comes back. */
static inline int
status_of(void (*run)(void *), void *context, struct str *said)
{
	int status, fd = memory_file(STR(""));
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		if (dup2(fd, STDERR_FILENO) < 0)
			_exit(99);
		run(context);
		_exit(0);
	}
	if (fd < 0 || child < 0 || waitpid(child, &status, 0) != child || lseek(fd, 0, SEEK_SET) < 0 ||
	    !read_fd(fd, 0, false, said))
		exit(99);
	close(fd);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* In a folder of the test's own, where it stays. */
static inline const char *
own_folder(void)
{
	char *path = str_dup(STR("/tmp/hardcc-unit.XXXXXX"));

	if (!mkdtemp(path) || chdir(path) != 0)
		exit(99);
	return path;
}

/* With the folders above it. */
static inline void
put_file(const char *path, struct str text)
{
	for (size_t i = 1; path[i]; i++)
		if (path[i] == '/')
			(void)mkdir(str_dup((struct str){path, i}), 0755);
	if (!write_atomic(path, text, 0600))
		exit(99);
}

static inline int
file_away(const char *path, const struct stat *st, int kind, struct FTW *place)
{
	(void)st, (void)kind, (void)place;
	return remove(path);
}

/* The folder, and what is in it. */
static inline void
folder_away(const char *path)
{
	if (chdir("/") != 0 || nftw(path, file_away, 8, FTW_DEPTH | FTW_PHYS) != 0)
		exit(99);
}

#endif
