/*
 * identity.c - family, version and target of a compiler, what it takes, and the file that
 * remembers both. Losing the file costs time, never changes a plan.
 */
#include "compiler/identity.h"

#include <inttypes.h>

#include "base/error.h"
#include "base/io.h"
#include "build-id.h"
#include "command/options.h"
#include "compiler/compiler.h"
#include "compiler/lookup.h"

enum {
	CHECK_LENGTH = 6 + 16 + 1, /* bytes of the last line of a cache file */
	ANSWERS_MOST = 64 * 1024,  /* bytes: with a spec file each set of flags has an answer */
};

/* How a version line begins, and who may stand before it. A vendor that is not here is tried flag by flag. */
static const struct banner {
	char text[16];
	uint8_t family;
	const char *vendors;
} banners[] = {
	{"gcc version ", FACT_GCC, ""},
	{"clang version ", FACT_CLANG, "Alpine Debian Fedora Gentoo Homebrew Ubuntu Wolfi openSUSE"},
};

/* Words in a version line that say: not the release whose number it bears. */
static const char snapshots[][16] = {"(experimental)", "(prerelease)"};

/* "12.2.0 (Debian..." to major << 16 | minor << 8 | patch */
static unsigned
version_number(struct str s)
{
	unsigned version = 0;

	for (int shift = 16; shift >= 0; shift -= 8) {
		size_t digits = str_span(s, "0123456789");
		unsigned n = 0;

		(void)str_number(str_head(s, digits < 4 ? digits : 4), 9999, &n); /* none is 0 */
		version |= (n < 255 || shift == 16 ? n : 255) << shift;
		s = str_cut(s, digits);
		if (s.n == 0 || s.p[0] != '.')
			break;
		s = str_cut(s, 1);
	}
	return version;
}

static bool
version_line(struct compiler *cc, struct str line)
{
	for (size_t i = 0; i < COUNT(banners); i++) {
		const struct banner *b = &banners[i];
		size_t at = str_find_text(line, b->text);
		struct str version = str_cut(line, at + strlen(b->text)), vendor = str_head(line, at);

		if (version.n == 0)
			continue;
		cc->family = b->family;
		cc->line = line;
		cc->version = version_number(version);
		cc->trusted = cc->version > 0 &&
		    (at == 0 || (str_ends(vendor, STR(" ")) && str_lists(str_of(b->vendors), str_head(vendor, at - 1))));
		for (size_t j = 0; j < COUNT(snapshots); j++)
			if (str_has(line, snapshots[j]))
				cc->trusted = false;
		if (cc->trusted)
			return true;
	}
	return cc->line.n > 0;
}

void
compiler_told(struct compiler *cc, struct str printed)
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

void
compiler_key(struct buf *b, const struct compiler *cc, const struct command *cmd)
{
	buf_format(b, "%s %.*s %016" PRIx64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", cc->path, FMT(cmd->name.whole),
	    cmd->target_key, cc->stamp.size, cc->stamp.mtime, cc->stamp.mtime_ns);
}

/* The first lines of a cache file: whose it is. A file that begins otherwise is not believed. */
static struct buf
cache_head(const struct compiler *cc, const struct command *cmd)
{
	struct buf b = {0};

	buf_text(&b, "hardcc identity " BUILD_ID "\n");
	compiler_key(&b, cc, cmd);
	return b;
}

/* Empty where there is none. */
static struct str
cache_place(const struct probe *p, struct str directory)
{
	const struct compiler *cc = p->compiler;
	const struct command *cmd = p->command;
	uint64_t key;

	if (directory.n == 0 || strchr(cc->path, '\n') || str_find(cmd->name.whole, '\n', 0) < cmd->name.whole.n)
		return STR("");
	key = hash_str(cmd->target_key, str_of(cc->path));
	key = hash_str(key, cmd->name.whole);
	return str_format("%.*s/id-%016" PRIx64, FMT(directory), key);
}

/* What follows the head: "family", "version", "trusted", "target", "line", then what was tried. */
static bool
cache_parse(struct compiler *cc, struct str rest)
{
	static const char *const keys[] = {"family ", "version ", "trusted ", "target ", "line "};
	struct str value[COUNT(keys)];
	unsigned family, trusted;

	for (size_t i = 0; i < COUNT(keys); i++) {
		struct str line = str_split(&rest, '\n');

		if (!str_starts_text(line, keys[i]))
			return false;
		value[i] = str_cut(line, strlen(keys[i]));
	}
	if (!str_number(value[0], NFACT - 1, &family) || fact_rows[family].facet != FAMILY ||
	    !str_number(value[1], UINT32_MAX / 2, &cc->version) || !str_number(value[2], 1, &trusted))
		return false;
	cc->family = (enum fact)family;
	cc->trusted = trusted;
	cc->target = value[3];
	cc->line = value[4];
	cc->answers = rest;
	cc->settled = true;
	return true;
}

/* The last line: nothing of the file was changed or lost. */
static struct str
cache_check(struct str text)
{
	return str_format("check %016" PRIx64 "\n", hash_str(0, text));
}

static bool
cache_read(struct compiler *cc, const struct command *cmd, struct str path)
{
	struct buf head = cache_head(cc, cmd);
	struct str text;

	if (path.n == 0 || !read_trusted(path.p, &text) || !str_starts(text, buf_str(&head)) ||
	    text.n < head.n + CHECK_LENGTH)
		return false;
	return str_ends(text, cache_check(str_head(text, text.n - CHECK_LENGTH))) &&
	    cache_parse(cc, str_head(str_cut(text, head.n), text.n - head.n - CHECK_LENGTH));
}

void
identity_remember(const struct probe *p)
{
	const struct compiler *cc = p->compiler;
	struct buf b = cache_head(cc, p->command);

	if (cc->cache.n == 0 || !cc->settled)
		return;
	buf_format(&b, "family %u\nversion %u\ntrusted %u\ntarget %.*s\nline %.*s\n%.*s", (unsigned)cc->family, cc->version,
	    (unsigned)cc->trusted, FMT(cc->target), FMT(cc->line), FMT(cc->answers));
	buf_add(&b, cache_check(buf_str(&b)));
	write_atomic(cc->cache.p, buf_str(&b), 0600); /* without it the next call asks again */
}

/* Only an answer settles it: a version line, or a success. What was tried before stays known of the same compiler. */
static bool
settle(const struct probe *p, struct str printed, bool answered)
{
	struct compiler *cc = p->compiler, before = *cc;

	compiler_told(cc, printed);
	cc->settled = printed.n > 0 && (cc->family != FACT_OTHER_FAMILY ? cc->target.n > 0 : answered);
	if (before.settled && cc->settled && str_is(cc->line, before.line) && str_is(cc->target, before.target))
		return true;
	cc->answers = STR("");
	identity_remember(p);
	return cc->settled;
}

/* A compiler that fails here and says something else may be one that we do not know: it tells its version otherwise. */
static bool
tells_version(const struct probe *p)
{
	struct args a = probe_words(p);
	struct str printed;

	args_push(&a, ASK_VERSION);
	return probe_ask(p, &a, NULL, CAPTURE_BOTH, &printed) == 0 && printed.n > 0;
}

static void
ask(const struct probe *p)
{
	struct args a = probe_words(p);
	struct str printed;
	bool settled = false, answered = false;

	args_push(&a, ASK_WHO);
	for (int tries = 0; tries < 2 && !settled; tries++) {
		answered = probe_ask(p, &a, NULL, CAPTURE_BOTH, &printed) == 0 && printed.n > 0;
		settled = settle(p, printed, answered);
	}
	if (p->optional || settled || answered)
		return;
	if (printed.n == 0)
		fatal(EXIT_OURS, "%s prints nothing for %s, which is to say what compiler it is", p->compiler->path, ASK_WHO);
	if (p->compiler->family != FACT_OTHER_FAMILY || !tells_version(p))
		fatal(EXIT_OURS, "%s does not say what compiler it is: %s fails", p->compiler->path, ASK_WHO);
}

static void
begin(const struct probe *p)
{
	p->compiler->cache = cache_place(p, cache_directory(p->settings));
	p->compiler->script = lookup_script(p->compiler->path);
}

void
compiler_identify_from(const struct probe *p, struct str printed)
{
	begin(p);
	if (!settle(p, printed, false))
		ask(p); /* in C's locale */
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
compiler_identify(const struct probe *p)
{
	struct compiler *cc = p->compiler;

	begin(p);
	if (!(cache_read(cc, p->command, cc->cache) ||
		cache_read(cc, p->command, cache_place(p, cache_shared(p->settings)))) || cc->script)
		ask(p);
	if (cc->standing_in)
		check_stand_in(cc, p->command);
}

/* "KEY VALUE" among the lines that are known. */
bool
identity_recall(const struct probe *p, struct str key, struct str *value)
{
	if (!p->compiler->answers.p) /* what was tried is not in a memo: it is read when it is needed */
		compiler_identify(p);
	for (struct str rest = p->compiler->answers; rest.n > 0;) {
		struct str line = str_split(&rest, '\n');

		if (str_starts(line, key) && line.n > key.n && line.p[key.n] == ' ') {
			*value = str_cut(line, key.n + 1);
			return true;
		}
	}
	return false;
}

void
identity_keep(const struct probe *p, struct str key, struct str value)
{
	struct compiler *cc = p->compiler;

	if (cc->answers.n + key.n + value.n > ANSWERS_MOST)
		cc->answers = STR(""); /* what is needed of them is asked again */
	cc->answers = str_format("%.*s%.*s %.*s\n", FMT(cc->answers), FMT(key), FMT(value));
	identity_remember(p);
}
