#include "cmd/build/buildenv.h"

#include "base/environment.h"
#include "base/error.h"
#include "base/io.h"
#include "cmd/build/maker.h"
#include "command/options.h"
#include "compiler/lookup.h"
#include "config.h"
#include "profile/policy.h"

static bool
find_names(struct maker *m)
{
	struct buildenv *b = m->b;
	struct str rest = m->path;

	b->names = lookup_names(m->path, m->s->environ, m->self);
	if (b->names.n == 0) {
		complain("there is no directory of compiler names, neither on PATH nor at %s; make one: "
			 "hardcc shims DIRECTORY, and put it on PATH", SHIMDIR);
		return false;
	}
	if (str_find(b->names, ':', 0) < b->names.n || str_find(b->names, '\n', 0) < b->names.n) {
		complain("%.*s cannot stand on PATH; make another directory: hardcc shims DIRECTORY", FMT(b->names));
		return false;
	}
	b->value[BUILD_PATH] = b->names;
	b->path_is_right = str_is(str_split(&rest, ':'), b->names);
	return true;
}

/* "openssf,./x.profile": each call has its own directory, so the path is made absolute. */
static struct str
absolute_profiles(struct str list)
{
	struct str directory = here();
	struct buf b = {0};

	while (list.n > 0) {
		struct str part = str_split(&list, ','), word = str_trim(part);

		if (b.n > 0)
			buf_char(&b, ',');
		if (policy_relative(word)) {
			while (str_starts(word, STR("./")))
				word = str_cut(word, 2);
			if (directory.n == 0 || str_find(directory, ',', 0) < directory.n)
				fatal(EXIT_OURS, "a profile by a relative path needs a directory whose path has no comma: %.*s", FMT(word));
			part = str_format("%.*s/%.*s", FMT(directory), FMT(word));
		}
		buf_add(&b, part);
	}
	return buf_str(&b);
}

/* A profile is read here, so that a misspelt one is one error and not one for each call. */
static void
profile_variable(struct maker *m)
{
	struct settings s = *m->s;
	struct setting *profile = &s.of[SETTING_PROFILE];
	struct policy policy;
	bool said = true;

	if (m->c->of[CHOICE_PROFILE])
		*profile = (struct setting){str_of(m->c->of[CHOICE_PROFILE]), choice_rows[CHOICE_PROFILE].name, 0};
	else
		said = project_profile(&s, m->c->of[CHOICE_TRUST_PROJECT]) || str_is(str_of(profile->origin), STR("environment"));
	policy_load(&policy, &s);
	policy_tell_idle(&policy);
	if (said)
		m->b->value[BUILD_PROFILE] = absolute_profiles(profile->value);
}

/* A launcher in front of hardcc does not see the policy: ccache can be told. */
static void
tell_ccache(struct maker *m)
{
	struct str program = maker_unquoted(real_path(m->self), STR(PACKAGE_NAME));

	if (!lookup_real(m->path, STR("ccache"), m->self) ||
	    environment_get(m->s->environ, build_rows[BUILD_COMPILERCHECK].name).p)
		return;
	m->b->value[BUILD_COMPILERCHECK] = str_of(str_join(program, STR(TELL_CCACHE)));
}

bool
buildenv_make(struct buildenv *b, const struct choices *c, const struct settings *s, const char *self,
    const struct args *command)
{
	struct maker m = {.b = b, .c = c, .s = s, .self = self, .cgo = true, .path = s->var[VAR_PATH].p ? s->var[VAR_PATH] : str_of(default_path)};

	*b = (struct buildenv){0};
	if (!find_names(&m))
		return false;
	profile_variable(&m);
	maker_compilers(&m);
	b->is_static = setting_libc(s->of[SETTING_LIBC].value) >= LIBC_GLIBC_STATIC;
	if (c->of[CHOICE_STATIC] && !b->is_static)
		b->value[BUILD_LIBC] = str_of(setting_libcs[LIBC_MUSL]);
	b->is_static = b->is_static || c->of[CHOICE_STATIC];
	tell_ccache(&m);
	return maker_go(&m, command);
}
