/*
 * spawn - measures how long commands take from their start to their end, side by side.
 *
 *   spawn [-n ROUNDS] [-w WARMUP] [-c CPU | -A] [-R] [-j FILE] [-o DIR]
 *         ::: -l LABEL [-a ARGV0] [-e NAME=VALUE]... [-s N] PROGRAM [WORD...] ::: ... [-- WORD...]
 *
 * Every round runs every command once, in an order shuffled anew: a slow moment of the machine hits all of
 * them alike, and none runs behind the same neighbour each time. Ratios are to the first command.
 * The words behind -- end the argv of every command.
 *
 *   -n  measured rounds (1000); 0 stops behind -o       -w  rounds before those, not measured (20)
 *   -c  the CPU that all runs on (the last allowed)     -R  SCHED_RR where it is permitted
 *   -A  all CPUs: what uses several is measured as it is run
 *   -j  write one JSON object a command to FILE
 *   -o  first run each command once with BENCH_ARGV_OUT=DIR/LABEL in its environment
 *   -s  this command takes part in one round of N only (1)
 */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sched.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_COMMANDS = 32, MAX_EXTRA = 16 };

struct command {
	const char *label, *program;
	char **argv, **env;
	int64_t *ns;
	long every, n;
};

struct options {
	long rounds, warmup, cpu;
	int realtime, anywhere;
	const char *json, *argv_dir;
};

extern char **environ;
static struct command commands[MAX_COMMANDS];
static int command_count;

static _Noreturn void __attribute__((format(printf, 1, 2)))
die(const char *format, ...)
{
	va_list ap;

	fputs("spawn: ", stderr);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(2);
}

static void *
get(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size);

	if (!p)
		die("no memory");
	return p;
}

static long
number(const char *text, long least)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 10);
	if (errno || end == text || *end || value < least)
		die("%s: not a number of %ld or more", text, least);
	return value;
}

static size_t
count_words(char **words)
{
	size_t n = 0;

	while (words[n])
		n++;
	return n;
}

/* A copy of env in which extra's NAME=VALUE words replace those of the same name. */
static char **
env_with(char **env, char **extra)
{
	char **all = get(count_words(env) + count_words(extra) + 1, sizeof *all), **end = all;

	for (char **e = env; *e; e++) {
		char **x = extra;

		while (*x && strncmp(*e, *x, strcspn(*x, "=") + 1) != 0)
			x++;
		if (!*x)
			*end++ = *e;
	}
	for (char **x = extra; *x; x++)
		*end++ = *x;
	return all;
}

/* Runs a command and waits for its end: the time between, in ns. All must succeed, or it is not what it says. */
static int64_t
run(const struct command *c, char **env)
{
	struct timespec start, end;
	int status;
	pid_t pid;

	clock_gettime(CLOCK_MONOTONIC, &start);
	pid = vfork();
	if (pid == 0) {
		execve(c->program, c->argv, env);
		_exit(127);
	}
	if (pid < 0)
		die("vfork: %s", strerror(errno));
	while (wait4(pid, &status, 0, NULL) < 0)
		if (errno != EINTR)
			die("wait4: %s", strerror(errno));
	clock_gettime(CLOCK_MONOTONIC, &end);
	if (status != 0)
		die("%s: %s ended with wait status 0x%x", c->label, c->program, (unsigned)status);
	return (end.tv_sec - start.tv_sec) * INT64_C(1000000000) + (end.tv_nsec - start.tv_nsec);
}

static void
run_for_argv(const char *dir)
{
	for (int i = 0; i < command_count; i++) {
		char word[4096], *extra[] = {word, NULL};
		int size = snprintf(word, sizeof word, "BENCH_ARGV_OUT=%s/%s", dir, commands[i].label);
		char **env;

		if (size < 0 || (size_t)size >= sizeof word)
			die("%s: name too long", dir);
		env = env_with(commands[i].env, extra);
		run(&commands[i], env);
		free(env);
	}
}

static void
shuffle(int *order, int n)
{
	static uint64_t state = 88172645463325252u; /* always the same: a run can be repeated */

	for (int i = n - 1; i > 0; i--) {
		int j, swap = order[i];

		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		j = (int)(state % (uint64_t)(i + 1));
		order[i] = order[j];
		order[j] = swap;
	}
}

static void
measure(const struct options *o)
{
	int order[MAX_COMMANDS];

	for (int i = 0; i < command_count; i++) {
		order[i] = i;
		commands[i].ns = get((size_t)o->rounds, sizeof *commands[i].ns);
	}
	for (long round = -o->warmup; round < o->rounds; round++) {
		shuffle(order, command_count);
		for (int i = 0; i < command_count; i++) {
			struct command *c = &commands[order[i]];
			int64_t ns;

			if (round >= 0 && (round + order[i]) % c->every != 0)
				continue;
			ns = run(c, c->env);
			if (round >= 0)
				c->ns[c->n++] = ns;
		}
	}
}

static int
by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static double
percentile(const struct command *c, long percent)
{
	return (double)c->ns[c->n * percent / 100] / 1000.0;
}

static void
report(const char *json)
{
	const struct command *first = &commands[0];
	FILE *f = NULL;

	if (json && !(f = fopen(json, "w")))
		die("%s: %s", json, strerror(errno));
	printf("%-28s %6s %9s %9s %9s %9s %7s %7s\n", "command (times in us)", "runs", "min", "p10", "median", "p95",
	       "ratio", "r_p10");
	for (int i = 0; i < command_count; i++) {
		struct command *c = &commands[i];
		double p10, median, p95, ratio, ratio_p10;

		if (c->n == 0)
			die("%s: too few rounds", c->label);
		qsort(c->ns, (size_t)c->n, sizeof *c->ns, by_size);
		p10 = percentile(c, 10);
		median = percentile(c, 50);
		p95 = percentile(c, 95);
		ratio = median / percentile(first, 50);
		ratio_p10 = p10 / percentile(first, 10);
		printf("%-28s %6ld %9.1f %9.1f %9.1f %9.1f %7.3f %7.3f\n", c->label, c->n, percentile(c, 0), p10,
		       median, p95, ratio, ratio_p10);
		if (f)
			fprintf(f,
				"{\"label\":\"%s\",\"n\":%ld,\"min_us\":%.1f,\"p10_us\":%.1f,\"median_us\":%.1f,"
				"\"p95_us\":%.1f,\"ratio\":%.4f,\"ratio_p10\":%.4f}\n",
				c->label, c->n, percentile(c, 0), p10, median, p95, ratio, ratio_p10);
	}
	if (fflush(stdout) != 0 || (f && fclose(f) != 0))
		die("cannot write the result: %s", strerror(errno));
}

/* One CPU for us and all children where it is not to be all, and ahead of everybody else if we may. */
static void
settle(const struct options *o)
{
	const struct sched_param priority = {.sched_priority = 1};
	cpu_set_t set;
	size_t cpu = (size_t)o->cpu;
	const char *policy = "normal scheduling";

	if (o->cpu < 0) {
		if (sched_getaffinity(0, sizeof set, &set) < 0)
			die("sched_getaffinity: %s", strerror(errno));
		for (size_t i = 0; i < CPU_SETSIZE; i++)
			if (CPU_ISSET(i, &set))
				cpu = i;
	}
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (!o->anywhere && sched_setaffinity(0, sizeof set, &set) < 0)
		die("CPU %zu: %s", cpu, strerror(errno));
	/* musl has sched_setscheduler() as a stub that always fails. */
	if (o->realtime)
		policy = syscall(SYS_sched_setscheduler, 0, SCHED_RR, &priority) == 0
				 ? "SCHED_RR"
				 : "normal scheduling (SCHED_RR is not permitted)";
	if (o->anywhere)
		printf("on all CPUs, %s, %ld rounds\n", policy, o->rounds);
	else
		printf("on CPU %zu, %s, %ld rounds\n", cpu, policy, o->rounds);
	fflush(stdout);
}

static void
no_input(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0 || dup2(null, STDIN_FILENO) < 0)
		die("/dev/null: %s", strerror(errno));
	close(null);
}

/* One command: its options, its program and words up to end, then the shared words. */
static void
add_command(char **word, char **end, char **shared)
{
	struct command *c = &commands[command_count++];
	char *extra[MAX_EXTRA + 1] = {NULL}, *argv0 = NULL, **argv;
	size_t extras = 0, own;

	c->every = 1;
	for (; end - word > 2 && word[0][0] == '-' && strchr("laes", word[0][1]) && !word[0][2]; word += 2) {
		switch (word[0][1]) {
		case 'l': c->label = word[1]; break;
		case 'a': argv0 = word[1]; break;
		case 's': c->every = number(word[1], 1); break;
		default:
			if (extras == MAX_EXTRA || !strchr(word[1], '='))
				die("-e %s: not NAME=VALUE, or too many", word[1]);
			extra[extras++] = word[1];
		}
	}
	if (word >= end)
		die("a command without a program");
	c->program = word[0];
	if (!c->label || strpbrk(c->label, "\"\\/"))
		die("%s: no label, or one with a quote or a slash", c->program);
	own = (size_t)(end - word);
	argv = get(own + count_words(shared) + 1, sizeof *argv);
	memcpy(argv, word, own * sizeof *argv);
	memcpy(argv + own, shared, count_words(shared) * sizeof *argv);
	if (argv0)
		argv[0] = argv0;
	c->argv = argv;
	c->env = env_with(environ, extra);
}

static void
read_commands(char **words)
{
	char **shared = words;

	while (*shared && strcmp(*shared, "--") != 0)
		shared++;
	for (char **word = words; word < shared;) {
		char **end = ++word;

		while (end < shared && strcmp(*end, ":::") != 0)
			end++;
		if (command_count == MAX_COMMANDS)
			die("too many commands");
		add_command(word, end, *shared ? shared + 1 : shared);
		word = end;
	}
	if (command_count == 0)
		die("no command");
}

int
main(int argc, char **argv)
{
	struct options o = {.rounds = 1000, .warmup = 20, .cpu = -1};
	int option;

	while ((option = getopt(argc, argv, "+n:w:c:ARj:o:")) != -1) {
		switch (option) {
		case 'n': o.rounds = number(optarg, 0); break;
		case 'w': o.warmup = number(optarg, 0); break;
		case 'c': o.cpu = number(optarg, 0); break;
		case 'R': o.realtime = 1; break;
		case 'A': o.anywhere = 1; break;
		case 'j': o.json = optarg; break;
		case 'o': o.argv_dir = optarg; break;
		default: return 2;
		}
	}
	if (optind < argc && strcmp(argv[optind], ":::") != 0)
		die("%s: a command starts with :::", argv[optind]);
	read_commands(argv + optind);
	no_input();
	if (o.argv_dir)
		run_for_argv(o.argv_dir);
	if (o.rounds > 0) {
		settle(&o);
		measure(&o);
		report(o.json);
	}
	return 0;
}
