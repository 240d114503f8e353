#include "base/environment.h"

/* The text behind "NAME=", or NULL. */
static const char *
value_of(const char *entry, const char *name)
{
	while (*name && *entry == *name)
		entry++, name++;
	return *name == '\0' && *entry == '=' ? entry + 1 : NULL;
}

struct str
environment_get(char *const *environ, const char *name)
{
	for (; environ && *environ; environ++) {
		const char *value = value_of(*environ, name);

		if (value)
			return str_of(value);
	}
	return (struct str){0};
}

struct args
environment_copy(char *const *environ)
{
	struct args copy = {0};

	args_room(&copy, 1);
	for (; environ && *environ; environ++)
		args_push(&copy, *environ);
	return copy;
}

void
environment_unset(struct args *environ, const char *name)
{
	size_t n = 0;

	for (size_t i = 0; i < environ->n; i++)
		if (!value_of(environ->v[i], name))
			environ->v[n++] = environ->v[i];
	environ->n = n;
	if (environ->v)
		environ->v[n] = NULL;
}

void
environment_set(struct args *environ, const char *name, struct str value)
{
	environment_unset(environ, name);
	args_push(environ, str_join3(str_of(name), STR("="), value));
}
