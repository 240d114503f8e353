/* hardcc.conf and the environment: the file before the first NUL, NAME=VALUE behind it. */
#include "command/command.h"
#include "compiler/setting.h"
#include "fuzz.h"

static struct args environment;

static void
check(const struct setting *setting)
{
	LAW(setting->value.p && setting->value.p[setting->value.n] == '\0');
	LAW(setting->origin && *setting_origin(setting));
}

static void
read_both(struct str file)
{
	struct settings s;
	struct name name = name_parse(STR("a-b.c-g++"));

	world_add(STR("/shim/hardcc.conf"), file);
	settings_environment(&s, (char *const *)(uintptr_t)environment.v);
	settings_files(&s, STR("/shim"));
	for (size_t i = 0; i < NSETTING; i++)
		check(&s.of[i]);
	for (size_t i = 0; i < s.ncross; i++)
		check(&s.cross[i].is);
	LAW(setting_level(&s, SETTING_DEBUG) <= 2 && setting_level(&s, SETTING_DISABLE) <= 1);
	LAW(!setting_cross(&s, &name) || s.ncross > 0);
}

void
fuzz(struct str input)
{
	struct str file = str_split(&input, '\0');

	environment = parts(NULL, input, '\0');
	within_limits(read_both, file);
}
