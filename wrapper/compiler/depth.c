#include "compiler/depth.h"

#include <inttypes.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/error.h"
#include "base/io.h"

enum {
	DEPTH_LIMIT = 3, /* levels above us; one more is a loop */
	ANCESTORS = 1000,
	TICKS = 100, /* a second: USER_HZ, in /proc */
	/* fields of /proc/PID/stat behind the name, proc(5) */
	STAT_PARENT = 2,
	STAT_STARTED = 20,
};

static uint64_t
ticks_now(void)
{
	struct timespec t = {0};

	syscall(SYS_clock_gettime, CLOCK_BOOTTIME, &t); /* musl's first call of the vDSO costs more */
	return (uint64_t)t.tv_sec * TICKS + (uint64_t)t.tv_nsec / (1000000000 / TICKS);
}

static uint64_t
number(struct str s)
{
	uint64_t n = 0;

	for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		n = n * 10 + (uint64_t)(s.p[i] - '0');
	return n;
}

static bool
process_told(uint64_t pid, uint64_t *parent, uint64_t *started)
{
	struct str text;
	int field = 0;

	if (!read_file(text_format("/proc/%" PRIu64 "/stat", pid), &text))
		return false;
	while (str_find(text, ')', 0) < text.n) /* the name may have some, too */
		str_split(&text, ')');
	text = str_trim(text);
	while (text.n > 0 && ++field <= STAT_STARTED) {
		struct str word = str_split(&text, ' ');

		if (field == STAT_PARENT)
			*parent = number(word);
		*started = number(word);
	}
	return field >= STAT_STARTED;
}

/* Was it started with that value in its environment, as what we run is? */
static bool
was_given(uint64_t pid, struct str value)
{
	struct str text, entry = str_of(str_join(STR("HARDCC_DEPTH="), value));

	if (!read_file(text_format("/proc/%" PRIu64 "/environ", pid), &text))
		return false;
	while (text.n > 0)
		if (str_is(str_split(&text, '\0'), entry))
			return true;
	return false;
}

/* PID runs on as the compiler, or waits for it: that one, or its child here, was given the value. */
static COLD bool
is_above(uint64_t pid, uint64_t ticks, struct str value)
{
	uint64_t p = (uint64_t)getpid(), below = p, parent = 0, started = 0;

	for (int i = 0; i < ANCESTORS && p > 0 && process_told(p, &parent, &started); i++, below = p, p = parent)
		if (p == pid)
			return started <= ticks && ticks <= ticks_now() && (was_given(p, value) || was_given(below, value));
	return false;
}

static COLD struct depth
parse(struct str value)
{
	struct depth depth = {0};
	struct str rest = value, process;
	uint64_t pid;

	if (!str_number(str_split(&rest, ':'), 1000, &depth.level))
		return (struct depth){0};
	if (depth.level >= DEPTH_LIMIT)
		fatal(EXIT_OURS, "called by itself %u times over (HARDCC_DEPTH=%.*s): name the real compiler in HARDCC_CC, or unset "
		    "HARDCC_DEPTH where this is no loop", depth.level, FMT(value));
	process = str_split(&rest, ':');
	pid = number(str_split(&process, '.'));
	depth.below = depth.level > 0 && pid > 0 && is_above(pid, number(process), value);
	if (depth.below || pid == (uint64_t)getpid() || pid == (uint64_t)getppid()) /* there may be no /proc */
		depth.last = rest;
	return depth;
}

struct depth
depth_of(const struct settings *s)
{
	return s->var[VAR_DEPTH].p ? parse(s->var[VAR_DEPTH]) : (struct depth){0};
}

static unsigned
level_of(const struct settings *s)
{
	struct str rest = s->var[VAR_DEPTH];
	unsigned level;

	return rest.p && str_number(str_split(&rest, ':'), 1000, &level) ? level : 0;
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

	buf_text(&b, "HARDCC_DEPTH="); /* piece by piece: buf_format is COLD, and every call comes here */
	buf_number(&b, level_of(s) + 1);
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
