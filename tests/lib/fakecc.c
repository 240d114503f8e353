/*
 * cc.c - a compiler that compiles nothing: it prints its argv, one word a line, argv[0] first.
 * A response file in memory is printed as its lines between "@{" and "}".
 *
 * FAKE_VERSION  the line that -v prints    FAKE_TARGET  its target    FAKE_LINES  more of -v's lines
 * FAKE_OUT      a file that gets the words, in place of stdout
 * FAKE_TRACE    a file that gets one line for each call, questions too: a word, then the argv
 * FAKE_REFUSE   words, blank-separated, that end a call with a message and status 1
 * FAKE_SPECS    the directory in which -print-file-name= finds files
 * FAKE_ASM      what -S -o - prints        FAKE_SAY     what stderr gets in a call that is no question
 * FAKE_STATUS   the exit status            FAKE_SIGNAL  the signal that ends it
 * FAKE_SIGCHLD  set: whether SIGCHLD is ignored is printed, in place of the words
 */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *
setting(const char *name, const char *otherwise)
{
	const char *value = getenv(name);

	return value ? value : otherwise;
}

static bool
says(int argc, char **argv, const char *word)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], word) == 0)
			return true;
	return false;
}

static const char *
starts(int argc, char **argv, const char *start)
{
	for (int i = 1; i < argc; i++)
		if (strncmp(argv[i], start, strlen(start)) == 0)
			return argv[i] + strlen(start);
	return NULL;
}

/* One write for one line: several of us may write the same file. */
static void
trace(const char *what, int argc, char **argv)
{
	const char *path = getenv("FAKE_TRACE");
	char line[65536];
	size_t n;
	int fd;

	if (!path)
		return;
	n = (size_t)snprintf(line, sizeof line, "%s", what);
	for (int i = 1; i < argc && n < sizeof line; i++)
		n += (size_t)snprintf(line + n, sizeof line - n, " %s", argv[i]);
	if (n > sizeof line - 1)
		n = sizeof line - 1;
	line[n++] = '\n';
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0666);
	if (fd < 0 || write(fd, line, n) != (ssize_t)n)
		_exit(99);
	close(fd);
}

static void
print_memory(FILE *out, const char *path)
{
	FILE *in = fopen(path, "r");
	int c, last = '\n';

	if (!in) {
		fprintf(out, "%s cannot be read\n", path);
		return;
	}
	fputs("@{\n", out);
	while ((c = getc(in)) != EOF) {
		putc(c, out);
		last = c;
	}
	fputs(last == '\n' ? "}\n" : "\n}\n", out);
	fclose(in);
}

static int
print_words(int argc, char **argv)
{
	const char *path = getenv("FAKE_OUT");
	FILE *out = path ? fopen(path, "a") : stdout;

	struct sigaction child;

	if (!out)
		return 99;
	if (getenv("FAKE_SIGCHLD")) {
		fputs(sigaction(SIGCHLD, NULL, &child) == 0 && child.sa_handler == SIG_IGN ? "ignored\n" : "not ignored\n", out);
		argc = 0;
	}
	for (int i = 0; i < argc; i++) {
		if (strncmp(argv[i], "@/proc/self/fd/", 15) == 0)
			print_memory(out, argv[i] + 1);
		else
			fprintf(out, "%s\n", argv[i]);
	}
	return fflush(out) == 0 ? 0 : 99;
}

static int
refused(int argc, char **argv)
{
	char list[4096];

	snprintf(list, sizeof list, "%s", setting("FAKE_REFUSE", ""));
	for (char *rest = list, *word; (word = strtok_r(rest, " ", &rest));)
		if (says(argc, argv, word)) {
			fprintf(stderr, "cc: error: unrecognized command-line option '%s'\n", word);
			return 1;
		}
	return 0;
}

static int
find_file(const char *name)
{
	const char *directory = getenv("FAKE_SPECS");
	char path[4096];

	snprintf(path, sizeof path, "%s/%s", directory ? directory : ".", name);
	puts(directory && access(path, R_OK) == 0 ? path : name);
	return 0;
}

static int
identity(void)
{
	fprintf(stderr, "%sTarget: %s\n%s\n", setting("FAKE_LINES", ""), setting("FAKE_TARGET", "x86_64-linux-gnu"),
	    setting("FAKE_VERSION", "gcc version 12.2.0 (Debian 12.2.0-14)"));
	return 0;
}

int
main(int argc, char **argv)
{
	bool trial = says(argc, argv, "/dev/null") && says(argc, argv, "-Werror") && says(argc, argv, "-");
	const char *file = starts(argc, argv, "-print-file-name=");
	int status;

	if ((argc > 1 && strcmp(argv[argc - 1], "-v") == 0) || says(argc, argv, "-###")) {
		trace("who", argc, argv);
		return identity();
	}
	if (file) {
		trace("where", argc, argv);
		return find_file(file);
	}
	if (getenv("FAKE_ASM") && says(argc, argv, "-S") && says(argc, argv, "-")) {
		trace("text", argc, argv);
		puts(setting("FAKE_ASM", ""));
		return 0;
	}
	trace(trial ? "try" : "run", argc, argv);
	status = refused(argc, argv);
	if (status != 0 || trial)
		return status;
	fputs(setting("FAKE_SAY", ""), stderr);
	status = print_words(argc, argv);
	if (getenv("FAKE_SIGNAL")) {
		int number = (int)strtol(setting("FAKE_SIGNAL", "9"), NULL, 10);

		signal(number, SIG_DFL); /* a sanitizer catches some */
		raise(number);
	}
	return status != 0 ? status : (int)strtol(setting("FAKE_STATUS", "0"), NULL, 10);
}
