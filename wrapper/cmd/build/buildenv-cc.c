/* buildenv-cc.c - the compilers of a build: CC and CXX through hardcc, and what they named before. */
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "cmd/build/maker.h"
#include "command/command.h"
#include "command/goenv.h"
#include "command/goflags.h"
#include "compiler/launcher.h"
#include "compiler/lookup.h"
#include "config.h"

/* What differs between C and C++. */
static const struct language_row {
	uint8_t variable, real;
	char names[3][10];
} languages[2] = {
	{BUILD_CC, BUILD_REAL_CC, {"gcc", "clang", "cc"}},
	{BUILD_CXX, BUILD_REAL_CXX, {"g++", "clang++", "c++"}},
};

static struct str
in_names(struct maker *m, struct str name)
{
	return maker_unquoted(str_of(str_join3(m->b->names, STR("/"), name)), name);
}

/* The first of the usual names that is there on both sides. */
static void
usual(struct maker *m, const struct language_row *row)
{
	bool set = m->s->of[row->variable == BUILD_CC ? SETTING_CC : SETTING_CXX].value.n > 0;

	for (size_t i = 0; i < COUNT(row->names); i++) {
		struct str name = str_of(row->names[i]);

		if (!lookup_has(m->b->names, name, m->self) || !(set || lookup_real(m->path, name, m->self)))
			continue;
		m->b->value[row->variable] = in_names(m, name);
		return;
	}
}

bool
maker_finds_compiler(const struct maker *m)
{
	const char *file;
	bool found = m->s->of[SETTING_CC].value.n > 0 || goenv_get(m->s->environ, build_rows[BUILD_CC].name, &file).n > 0;

	for (size_t i = 0; i < COUNT(languages[0].names) && !found; i++)
		found = lookup_real(m->path, str_of(languages[0].names[i]), m->self);
	return found;
}

/* The compiler that the user's CC names, hardened: by its name, else behind gcc and g++. */
static struct str
instead_of(struct maker *m, const struct language_row *row, const char *word)
{
	struct str base = str_base(str_of(word));
	const char *next = lookup_real(m->path, base, m->self);
	struct str found = next ? real_path(next) : STR("");
	bool path = base.n < strlen(word);

	if (path ? access(word, X_OK) != 0 : !next)
		warn("%s is \"%s\", which is not %s; each call of it will fail: install it, or name another", build_rows[row->variable].name, word,
		    path ? "there" : "on PATH");
	if (next && lookup_has(m->b->names, base, m->self) &&
	    (!path || (found.n > 0 && str_is(found, real_path(word)))))
		return in_names(m, base);
	m->b->value[row->real] = str_of(word);
	return in_names(m, str_of(row->names[0]));
}

static bool
is_ours(struct maker *m, const char *word)
{
	return strchr(word, '/') ? lookup_ours(word, m->self) : lookup_has(m->b->names, str_of(word), m->self) &&
		!lookup_real(m->path, str_of(word), m->self);
}

/* CC="ccache gcc -m32": the launcher goes behind us, the flags stay. CC="hardcc gcc": gcc is meant. */
static void
compiler_variable(struct maker *m, const struct language_row *row)
{
	const char *file;
	struct str value = goenv_get(m->s->environ, build_rows[row->variable].name, &file);
	struct args words = {0};
	struct buf b = {0};
	size_t i = 0;

	if (!goflags_split(value, &words) || words.n == 0) {
		usual(m, row);
		return;
	}
	for (struct str base; i + 1 < words.n; i++) {
		base = str_base(str_of(words.v[i]));
		if (launcher_known(base))
			m->b->value[BUILD_LAUNCHER] = base;
		else if (!str_is(base, STR(PACKAGE_NAME)))
			break;
	}
	if (!name_parse(str_base(str_of(words.v[i]))).driver) {
		warn("%s is \"%s\", which is not the name of a compiler; it stays, and hardcc sees only the compilers that it runs from PATH",
		    build_rows[row->variable].name, words.v[i]);
		return;
	}
	buf_add(&b, is_ours(m, words.v[i]) ? str_of(words.v[i]) : instead_of(m, row, words.v[i]));
	while (++i < words.n)
		buf_format(&b, " %s", words.v[i]);
	m->b->value[row->variable] = buf_str(&b);
}

void
maker_compilers(struct maker *m)
{
	for (size_t i = 0; i < COUNT(languages); i++)
		compiler_variable(m, &languages[i]);
}
