/*
 * identity.c - family, version and target of a compiler, what it takes, and the file that
 * remembers both. Losing the file costs time, never changes a plan.
 */
#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "build-id.h"
#include "compiler.h"
#include "error.h"
#include "io.h"
#include "options.h"

/* How a compiler's version line begins. A vendor that is not here is tried flag by flag. */
static const struct banner {
	char before[16], text[20];
	uint8_t family;
} banners[] = {
	{"", "gcc version ", FACT_GCC},
	{"", "clang version ", FACT_CLANG},
	{"Alpine ", "clang version ", FACT_CLANG},
	{"Debian ", "clang version ", FACT_CLANG},
	{"Fedora ", "clang version ", FACT_CLANG},
	{"Gentoo ", "clang version ", FACT_CLANG},
	{"Homebrew ", "clang version ", FACT_CLANG},
	{"Ubuntu ", "clang version ", FACT_CLANG},
	{"Wolfi ", "clang version ", FACT_CLANG},
	{"openSUSE ", "clang version ", FACT_CLANG},
};

/* Words in a version line that say: not the release whose number it bears. */
static const char snapshots[][16] = {"(experimental)", "(prerelease)"};

static bool
contains(struct str s, struct str part, size_t *at)
{
	for (size_t i = 0; i + part.n <= s.n; i++)
		if (memcmp(s.p + i, part.p, part.n) == 0) {
			*at = i;
			return true;
		}
	return false;
}

/* "12.2.0 (Debian..." to major << 16 | minor << 8 | patch */
static unsigned
version_number(struct str s)
{
	unsigned version = 0;

	for (int shift = 16; shift >= 0; shift -= 8) {
		unsigned n = 0;

		while (s.n > 0 && s.p[0] >= '0' && s.p[0] <= '9') {
			n = n < 1000 ? n * 10 + (unsigned)(s.p[0] - '0') : n;
			s = str_cut(s, 1);
		}
		version |= (n < 255 || shift == 16 ? n : 255) << shift;
		if (s.n == 0 || s.p[0] != '.')
			break;
		s = str_cut(s, 1);
	}
	return version;
}

static bool
version_line(struct compiler *cc, struct str line)
{
	for (size_t i = 0; i < sizeof banners / sizeof banners[0]; i++) {
		const struct banner *b = &banners[i];
		size_t at, unused;

		if (!contains(line, str_of(b->text), &at) || at + strlen(b->text) >= line.n)
			continue;
		cc->family = b->family;
		cc->line = line;
		cc->version = version_number(str_cut(line, at + strlen(b->text)));
		cc->trusted = cc->version > 0 && str_is(str_head(line, at), str_of(b->before));
		for (size_t j = 0; j < sizeof snapshots / sizeof snapshots[0]; j++)
			if (contains(line, str_of(snapshots[j]), &unused))
				cc->trusted = false;
		if (cc->trusted)
			return true;
	}
	return cc->line.n > 0;
}

static void
identity_parse(struct compiler *cc, struct str printed)
{
	struct str first = {0};
	bool found = false;

	cc->family = FACT_OTHER_FAMILY;
	cc->line = cc->target = (struct str){0};
	while (printed.n > 0) {
		struct str line = str_trim(str_split(&printed, '\n'));

		if (!first.n)
			first = line;
		if (str_starts(line, STR("Target: ")))
			cc->target = str_of(str_dup(str_trim(str_cut(line, 8))));
		else if (!found)
			found = version_line(cc, line);
	}
	if (!found)
		cc->line = first;
	cc->line = str_of(str_dup(cc->line));
}

struct str
cache_directory(const struct settings *s)
{
	const struct setting *set = &s->of[SETTING_CACHE];

	if (str_is(set->value, STR("none")))
		return STR("");
	if (set->value.n > 0)
		return set->value;
	if (s->var[VAR_CACHE_HOME].n > 0 && s->var[VAR_CACHE_HOME].p[0] == '/')
		return str_of(str_join3(s->var[VAR_CACHE_HOME], STR("/hardcc"), STR("")));
	if (s->var[VAR_HOME].n > 0 && s->var[VAR_HOME].p[0] == '/')
		return str_of(str_join3(s->var[VAR_HOME], STR("/.cache/hardcc"), STR("")));
	return STR("");
}

/* The first lines of a cache file: whose it is. A file that begins otherwise is not believed. */
static struct buf
cache_head(const struct compiler *cc, const struct command *cmd)
{
	struct buf b = {0};

	buf_text(&b, "hardcc identity " BUILD_ID "\npath ");
	buf_text(&b, cc->path);
	buf_text(&b, "\nname ");
	buf_add(&b, cmd->name.whole);
	buf_text(&b, "\ntarget words ");
	buf_hex(&b, cmd->target_key);
	buf_text(&b, "\nfile ");
	buf_number(&b, cc->size);
	buf_char(&b, ' ');
	buf_number(&b, cc->mtime);
	buf_char(&b, ' ');
	buf_number(&b, cc->mtime_ns);
	buf_char(&b, '\n');
	return b;
}

static void
cache_place(struct compiler *cc, const struct command *cmd, const struct settings *s)
{
	struct str directory = cache_directory(s);
	struct buf b = {0};
	uint64_t key;

	cc->cache = STR("");
	if (directory.n == 0 || strchr(cc->path, '\n') || str_find(cmd->name.whole, '\n', 0) < cmd->name.whole.n)
		return;
	key = hash_str(cmd->target_key, str_of(cc->path));
	key = hash_str(key, cmd->name.whole);
	buf_add(&b, directory);
	buf_text(&b, "/id-");
	buf_hex(&b, key);
	cc->cache = buf_str(&b);
}

/* What follows the head: "family", "version", "trusted", "target", "line", then what was tried. */
static bool
cache_parse(struct compiler *cc, struct str rest)
{
	static const char *const keys[] = {"family ", "version ", "trusted ", "target ", "line "};
	struct str value[5];
	unsigned family, trusted;

	for (int i = 0; i < 5; i++) {
		struct str line = str_split(&rest, '\n');

		if (!str_starts(line, str_of(keys[i])))
			return false;
		value[i] = str_cut(line, strlen(keys[i]));
	}
	if (!str_number(value[0], NFACT - 1, &family) || fact_rows[family].facet != FAMILY ||
	    !str_number(value[1], UINT32_MAX / 2, &cc->version) || !str_number(value[2], 1, &trusted) ||
	    !str_ends(rest, STR("end\n")))
		return false;
	cc->family = (enum fact)family;
	cc->trusted = trusted;
	cc->target = value[3];
	cc->line = value[4];
	cc->known = str_head(rest, rest.n - 4);
	return true;
}

static bool
cache_read(struct compiler *cc, const struct command *cmd)
{
	struct buf head = cache_head(cc, cmd);
	struct str text;

	if (cc->cache.n == 0 || !read_trusted(cc->cache.p, &text) || !str_starts(text, buf_str(&head)))
		return false;
	return cache_parse(cc, str_cut(text, head.n));
}

static void
cache_write(struct compiler *cc, const struct command *cmd)
{
	struct buf b = cache_head(cc, cmd);

	if (cc->cache.n == 0)
		return;
	buf_text(&b, "family ");
	buf_number(&b, cc->family);
	buf_text(&b, "\nversion ");
	buf_number(&b, cc->version);
	buf_text(cc->trusted ? &b : &b, cc->trusted ? "\ntrusted 1\ntarget " : "\ntrusted 0\ntarget ");
	buf_add(&b, cc->target);
	buf_text(&b, "\nline ");
	buf_add(&b, cc->line);
	buf_char(&b, '\n');
	buf_add(&b, cc->known);
	buf_text(&b, "end\n");
	write_atomic(cc->cache.p, buf_str(&b)); /* without it the next call asks again */
}

/* The command line of a question: the compiler and the user's words that choose a target. */
static struct args
question(const struct compiler *cc, const struct command *cmd)
{
	struct args a = {0};

	args_push(&a, cc->path);
	for (size_t i = 0; i < cmd->n; i++) {
		const struct arg *w = &cmd->arg[i];

		if (!w->opt || (w->opt->role != TARGETS && w->opt->role != WORDSIZE))
			continue;
		args_push(&a, w->text.p);
		if (i + 1 < cmd->n && w[1].operand)
			args_push(&a, w[1].text.p);
	}
	return a;
}

void
compiler_identify_from(struct compiler *cc, const struct command *cmd, const struct settings *s,
    struct str printed)
{
	cache_place(cc, cmd, s);
	identity_parse(cc, printed);
	cc->known = STR("");
	cache_write(cc, cmd);
}

static void
check_stand_in(const struct compiler *cc, const struct command *cmd)
{
	struct str want = cmd->name.triplet, got = cc->target;
	struct str arch = str_split(&want, '-'), libc = want;

	while (str_find(libc, '-', 0) < libc.n)
		str_split(&libc, '-');
	if (!str_is(arch, str_split(&got, '-')) || !str_ends(got, libc))
		fatal(EXIT_NOT_FOUND, "no \"%.*s\" on PATH, and %s compiles for %.*s", FMT(cmd->name.whole),
		    cc->path, FMT(cc->target));
}

void
compiler_identify(struct compiler *cc, const struct command *cmd, const struct settings *s)
{
	struct args a;
	struct str printed;

	cache_place(cc, cmd, s);
	if (!cache_read(cc, cmd)) {
		a = question(cc, cmd);
		args_push(&a, ASK_WHO);
		if (run_captured(a.v, depth_environment(s, depth_of(s), cc->path, true), -1, CAPTURE_BOTH, &printed) < 0)
			printed = STR(""); /* the exec to come says why */
		compiler_identify_from(cc, cmd, s, printed);
	}
	if (cc->standing_in)
		check_stand_in(cc, cmd);
}

/* Finds "KEY VALUE" among the lines that are known. */
static bool
recall(const struct compiler *cc, struct str key, struct str *value)
{
	for (struct str rest = cc->known; rest.n > 0;) {
		struct str line = str_split(&rest, '\n');

		if (str_starts(line, key) && line.n > key.n && line.p[key.n] == ' ') {
			*value = str_cut(line, key.n + 1);
			return true;
		}
	}
	return false;
}

static void
remember(struct compiler *cc, const struct command *cmd, struct str key, struct str value)
{
	struct buf b = {0};

	buf_add(&b, cc->known);
	buf_add(&b, key);
	buf_char(&b, ' ');
	buf_add(&b, value);
	buf_char(&b, '\n');
	cc->known = buf_str(&b);
	cache_write(cc, cmd);
}

static bool
try_words(struct compiler *cc, const struct command *cmd, const struct settings *s, const struct args *words,
    enum fact stage, bool cxx)
{
	struct args a = question(cc, cmd);
	struct str unused;
	int input = memory_file(STR("int main(void) { return 0; }\n")), status;

	args_push(&a, TRIAL_STRICT);
	args_push(&a, TRIAL_OPTIMIZED); /* some flags do nothing, and say so, without */
	for (size_t i = 0; i < words->n; i++)
		args_push(&a, words->v[i]);
	if (stage == FACT_LINK && cmd->linker.n > 0)
		args_push(&a, str_join3(STR("-fuse-ld="), cmd->linker, STR("")));
	if (stage != FACT_LINK)
		args_push(&a, TRIAL_COMPILE);
	args_push(&a, TRIAL_LANGUAGE);
	args_push(&a, cxx ? "c++" : "c");
	args_push(&a, TRIAL_INPUT);
	args_push(&a, TRIAL_OUTPUT);
	args_push(&a, SINK);
	status = run_captured(a.v, depth_environment(s, depth_of(s), cc->path, true), input, CAPTURE_NONE, &unused);
	if (input >= 0)
		close(input);
	return status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool
compiler_takes(struct compiler *cc, const struct command *cmd, const struct settings *s,
    const struct args *words, enum fact stage, bool cxx)
{
	uint64_t hash = hash_str(stage == FACT_LINK ? 1 : cxx ? 2 : 3, stage == FACT_LINK ? cmd->linker : STR(""));
	struct buf key = {0};
	struct str value;
	bool taken;

	for (size_t i = 0; i < words->n; i++)
		hash = hash_str(hash, str_of(words->v[i]));
	buf_text(&key, "try ");
	buf_hex(&key, hash);
	if (recall(cc, buf_str(&key), &value))
		return str_is(value, STR("1"));
	taken = try_words(cc, cmd, s, words, stage, cxx);
	remember(cc, cmd, buf_str(&key), taken ? STR("1") : STR("0"));
	return taken;
}

struct str
compiler_spec_file(struct compiler *cc, const struct command *cmd, const struct settings *s, struct str name)
{
	struct args a = question(cc, cmd);
	struct buf key = {0};
	struct str path;

	if (str_find(name, '/', 0) < name.n || str_find(name, '\n', 0) < name.n)
		return access(name.p, R_OK) == 0 ? name : STR("");
	buf_text(&key, "spec ");
	buf_hex(&key, hash_str(0, name));
	if (recall(cc, buf_str(&key), &path) && access(str_dup(path), R_OK) == 0)
		return str_of(str_dup(path));
	args_push(&a, str_join3(STR(ASK_SPEC_FILE), name, STR("")));
	if (run_captured(a.v, depth_environment(s, depth_of(s), cc->path, true), -1, CAPTURE_STDOUT, &path) != 0)
		return STR("");
	path = str_of(str_dup(str_trim(path)));
	if (str_find(path, '/', 0) == path.n || access(path.p, R_OK) != 0)
		return STR(""); /* the driver gives the name back where it finds no such file */
	remember(cc, cmd, buf_str(&key), path);
	return path;
}
