#include "compiler/depth.h"

#include <limits.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/error.h"
#include "base/io.h"
#include "base/process.h"

enum {
	DEPTH_LIMIT = 3, /* levels above us; one more is a loop */
	ANCESTORS = 1000,
	TICKS = 100, /* a second: USER_HZ, in /proc */
};

static uint64_t
ticks_now(void)
{
	struct timespec t = {0};

	syscall(SYS_clock_gettime, CLOCK_BOOTTIME, &t); /* musl's first call of the vDSO costs more */
	return (uint64_t)t.tv_sec * TICKS + (uint64_t)t.tv_nsec / (1000000000 / TICKS);
}

static bool
process_told(unsigned pid, struct process *process)
{
	struct str text;

	return read_file(text_format("/proc/%u/stat", pid), &text) && process_parse(text, process);
}

/* Was it started with that value in its environment, as what we run is? */
static bool
was_given(unsigned pid, struct str value)
{
	struct str text, entry = str_of(str_join(STR("HARDCC_DEPTH="), value));

	if (!read_file(text_format("/proc/%u/environ", pid), &text))
		return false;
	while (text.n > 0)
		if (str_is(str_split(&text, '\0'), entry))
			return true;
	return false;
}

/* PID runs on as the compiler, or waits for it: that one, or its child here, was given the value. */
static COLD bool
is_above(unsigned pid, uint64_t ticks, struct str value)
{
	unsigned p = (unsigned)getpid(), below = p;
	struct process process;

	for (int i = 0; i < ANCESTORS && p > 0 && process_told(p, &process); i++, below = p, p = process.parent)
		if (p == pid)
			return process.started <= ticks && ticks <= ticks_now() && (was_given(p, value) || was_given(below, value));
	return false;
}

/* Of "LEVEL:..."; 0 where it is none. *rest: what stands behind it. */
static unsigned
level_of(const struct settings *s, struct str *rest)
{
	unsigned level;

	*rest = s->var[VAR_DEPTH];
	return rest->p && str_number(str_split(rest, ':'), 1000, &level) ? level : 0;
}

struct depth
depth_of(const struct settings *s)
{
	struct str rest, process;
	struct depth depth = {.level = level_of(s, &rest)};
	uint64_t ticks;
	unsigned pid;

	if (depth.level == 0)
		return depth;
	if (depth.level >= DEPTH_LIMIT)
		fatal(EXIT_OURS, "called by itself %u times over (HARDCC_DEPTH=%.*s): name the real compiler in HARDCC_CC, or unset "
		    "HARDCC_DEPTH where this is no loop", depth.level, FMT(s->var[VAR_DEPTH]));
	process = str_split(&rest, ':');
	if (!str_number(str_split(&process, '.'), INT_MAX, &pid) || !str_count(process, &ticks) || pid == 0)
		return depth;
	depth.below = is_above(pid, ticks, s->var[VAR_DEPTH]);
	if (depth.below || pid == (unsigned)getpid() || pid == (unsigned)getppid()) /* there may be no /proc */
		depth.last = rest;
	return depth;
}

const char depth_stray[] = "HARDCC_DEPTH is in the environment, where only hardcc puts it, for the compiler that it runs";
const char depth_remedy[] = "unset it: a call counts it against a loop";

void
depth_warn(const struct settings *s)
{
	if (s->var[VAR_DEPTH].p)
		warn("%s; %s", depth_stray, depth_remedy);
}

char *const *
depth_environment(const struct settings *s, const char *path, bool question)
{
	struct args environ = {0};
	struct buf b = {0};
	struct str rest;

	buf_text(&b, "HARDCC_DEPTH="); /* piece by piece: buf_format is COLD, and every call comes here */
	buf_number(&b, level_of(s, &rest) + 1);
	buf_char(&b, ':');
	buf_number(&b, (uint64_t)gettid()); /* of a process with one thread its own number, and no system call */
	buf_char(&b, '.');
	buf_number(&b, ticks_now());
	buf_char(&b, ':');
	buf_text(&b, path);
	args_room(&environ, s->nenviron + 2);
	args_add(&environ, (const char *const *)s->environ, s->nenviron);
	if (s->var[VAR_DEPTH].p)
		environment_unset(&environ, "HARDCC_DEPTH");
	args_push(&environ, b.p);
	if (question) {
		environment_unset(&environ, "DEPENDENCIES_OUTPUT");
		environment_unset(&environ, "SUNPRO_DEPENDENCIES");
		environment_set(&environ, "LC_ALL", STR("C"));
	}
	return (char *const *)(uintptr_t)environ.v;
}
