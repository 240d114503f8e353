/*
 * Who a compiler is: the input as what the compiler printed, which is then read back from the cache
 * file; and the input as the cache file behind its head. No process is started.
 */
#include "command/command.h"
#include "compiler/compiler.h"
#include "fuzz.h"

enum { HEAD_LINES = 2 };

static struct settings settings;
static struct command command;

static struct compiler
compiler_new(void)
{
	return (struct compiler){.path = "/usr/bin/cc", .stamp = {1, 2, 3}};
}

static struct probe
of(struct compiler *cc)
{
	return (struct probe){cc, &command, &settings, .optional = true};
}

static void
check(const struct compiler *cc)
{
	LAW(fact_rows[cc->family].facet == FAMILY && cc->version <= UINT32_MAX / 2);
	LAW(str_find(cc->line, '\n', 0) == cc->line.n && str_find(cc->target, '\n', 0) == cc->target.n);
}

static bool
same(const struct compiler *a, const struct compiler *b)
{
	return a->family == b->family && a->trusted == b->trusted && a->version == b->version &&
	    str_is(a->target, b->target) && str_is(a->line, b->line);
}

/* The answer does not depend on whether it was remembered. */
static void
check_taken(struct compiler *cc)
{
	struct compiler again = compiler_new();
	struct probe probe = of(cc), second = of(&again);
	struct args words = {0};
	bool taken;

	args_push(&words, "-x");
	taken = compiler_takes(&probe, &words, FACT_COMPILE, false);
	compiler_identify(&second);
	LAW(same(cc, &again));
	LAW(taken == compiler_takes(&second, &words, FACT_COMPILE, false));
}

static void
printed(struct str text)
{
	struct compiler cc = compiler_new(), again = compiler_new();
	struct probe probe = of(&cc), second = of(&again);

	compiler_identify_from(&probe, text);
	check(&cc);
	if (!cc.settled || world.runs > 0) /* it told nothing: the next call asks again */
		return;
	compiler_identify(&second);
	LAW(world.runs == 0 && same(&cc, &again));
	check_taken(&cc);
	LAW(world.runs > 0);
}

static void
cached(struct str text)
{
	struct str rest = world.cache;
	struct buf file = {0};
	struct compiler cc = compiler_new();
	struct probe probe = of(&cc);

	for (int i = 0; i < HEAD_LINES; i++)
		(void)str_split(&rest, '\n');
	buf_add(&file, str_head(world.cache, world.cache.n - rest.n));
	buf_add(&file, text);
	world.cache = buf_str(&file);
	world.status = 256;
	compiler_identify(&probe);
	check(&cc);
	check_taken(&cc);
}

void
fuzz(struct str input)
{
	static char name[] = "cc", target[] = "--target=x";
	static char *argv[] = {name, target, NULL};

	settings = (struct settings){0};
	settings.of[SETTING_CACHE] = (struct setting){STR("/cache"), "environment", 0};
	command_parse(&command, name_parse(STR("cc")), 2, argv);
	printed(input);
	cached(input);
}
