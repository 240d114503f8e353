#include "cmd/build/made.h"

#include <dirent.h>
#include <elf.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/io.h"
#include "base/json.h"
#include "base/process.h"
#include "cmd/build/never.h"
#include "command/goflags.h"
#include "command/options.h"
#include "compiler/lookup.h"
#include "elf/binary.h"

enum { LOOK_AT = 200000 }; /* files and directories below one; about a second */

/* Never a program's place, and large. */
static const char passed_over[] = ".git";

/* Words that say where something is made; the argument of an option may be joined. */
enum leads { TO_DIRECTORY, TO_OUTPUT };
static const struct lead {
	char word[4];
	enum leads leads;
} leads[] = {{"cd", TO_DIRECTORY}, {MAKE_DIRECTORY, TO_DIRECTORY}, {TRIAL_OUTPUT, TO_OUTPUT}};

void
made_begin(struct made *m, const char *directory)
{
	struct stat st;

	if (stat(directory, &st) == 0)
		m->since = st.st_ctim;
}

/* Two files of one kernel: the time of a change is its clock's, whatever tar or install -p set beside it. */
static bool
is_new(const struct made *m, const struct stat *st)
{
	return st->st_ctim.tv_sec > m->since.tv_sec ||
	    (st->st_ctim.tv_sec == m->since.tv_sec && st->st_ctim.tv_nsec >= m->since.tv_nsec);
}

/* Is it one to be told of? Debug files have the segments, too, and nothing in them. */
static bool
is_wrong(const struct made *m, const struct binary *b)
{
	bool loader = b->interpreter.n > 0, needs = b->needed.n > 0;

	return m->is_static ? loader || needs : loader && !needs;
}

static bool
is_known(const struct made *m, const struct stat *st)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->of[i].inode == st->st_ino && m->of[i].device == st->st_dev)
			return true;
	return false;
}

/* Go writes down which tags it was given: the first of ours that is not there. */
static struct str
lacks_tag(const struct made *m, const struct binary *b)
{
	struct str tags = gobuild_value(b->go.build.info, GO_TAGS);

	for (struct str rest = m->tags && b->go.build.info.n > 0 ? STR(GO_OWN_TAGS) : STR(""); rest.n > 0;) {
		struct str tag = str_split(&rest, ',');

		if (!goflags_has_tag(tags, tag))
			return tag;
	}
	return STR("");
}

static void
look_at_file(struct made *m, const char *path, const struct stat *st)
{
	struct binary b = {0};
	struct str bytes;
	struct elf e;

	if (!S_ISREG(st->st_mode) || !is_new(m, st) || is_known(m, st) || !map_file(path, &bytes))
		return;
	if (elf_open(&e, bytes) && (e.type == ET_EXEC || e.type == ET_DYN)) {
		(void)binary_read(&b, str_of(path), bytes); /* of a damaged file, what could be read */
		m->of = arena_more(m->of, m->n, &m->cap, sizeof *m->of);
		m->of[m->n++] = (struct made_file){str_of(path), str_of(str_dup(b.interpreter)), buf_str(&b.needed),
		    b.go.is && b.go.link == GO_LINK_INTERNAL, is_wrong(m, &b), lacks_tag(m, &b), st->st_dev, st->st_ino};
		m->nwrong += m->of[m->n - 1].wrong;
	}
	unmap_file(bytes);
}

/* One directory; those in it go to *more. */
static void
look_in_directory(struct made *m, const char *path, struct args *more)
{
	DIR *d = opendir(path);
	struct str slash = str_ends(str_of(path), STR("/")) ? STR("") : STR("/");

	for (struct dirent *entry; d && (entry = readdir(d));) {
		struct stat st;

		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
		    strcmp(entry->d_name, passed_over) == 0)
			continue;
		if (m->looked_at++ >= LOOK_AT)
			break;
		if (fstatat(dirfd(d), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		if (S_ISDIR(st.st_mode))
			args_push(more, str_join3(str_of(path), slash, str_of(entry->d_name)));
		else if (S_ISREG(st.st_mode) && is_new(m, &st)) /* no memory for the others' paths */
			look_at_file(m, str_join3(str_of(path), slash, str_of(entry->d_name)), &st);
	}
	if (d)
		closedir(d);
}

static void
look_below(struct made *m, const char *path)
{
	struct args directories = {0};

	args_push(&directories, path);
	m->looked_at = 0;
	for (size_t i = 0; i < directories.n && m->looked_at <= LOOK_AT; i++)
		look_in_directory(m, directories.v[i], &directories);
	m->too_much = m->too_much || m->looked_at > LOOK_AT;
}

/* The argument of -o, which may be a directory: then only what is in it. */
static void
look_at_output(struct made *m, const char *path)
{
	struct args below = {0};
	struct stat st;

	if (stat(path, &st) != 0)
		return;
	if (S_ISDIR(st.st_mode))
		look_in_directory(m, path, &below);
	else
		look_at_file(m, path, &st);
}

/* GOBIN, or bin of the first GOPATH */
static void
look_where_go_installs(struct made *m)
{
	const char *go = lookup_real(environment_get(m->environ, "PATH"), STR("go"), m->self);
	const char *const question[] = {go, "env", "GOBIN", "GOPATH", NULL};
	struct str text, bin, path;

	if (!go || run_captured(question, m->environ, -1, CAPTURE_STDOUT, &text) != 0)
		return;
	bin = str_split(&text, '\n');
	path = str_split(&text, '\n');
	path = str_split(&path, ':');
	if (bin.n > 0)
		look_below(m, str_dup(bin));
	else if (path.n > 0)
		look_below(m, str_join(path, STR("/bin")));
}

/* What the word leads to: its argument, or the next word; empty for nothing. */
static struct str
led_to(const struct lead *lead, struct str word, const char *next)
{
	struct str name = str_of(lead->word), rest = str_cut(word, name.n);

	if (!str_starts(word, name))
		return STR("");
	if (rest.n == 0)
		return next ? str_of(next) : STR("");
	if (name.p[0] != '-')
		return STR("");
	return rest.p[0] == '=' ? str_cut(rest, 1) : rest;
}

static void
look_by_words(struct made *m, const struct args *words)
{
	const char *here = ".";

	for (size_t i = 0; i < words->n; i++) {
		if (strcmp(words->v[i], "install") == 0)
			look_where_go_installs(m);
		for (size_t k = 0; k < COUNT(leads); k++) {
			struct str to = led_to(&leads[k], str_of(words->v[i]), words->v[i + 1]);
			const char *path;

			while (str_ends(to, STR(";")))
				to.n--;
			if (to.n == 0)
				continue;
			path = to.p[0] == '/' ? str_dup(to) : str_join3(str_of(here), STR("/"), to);
			if (leads[k].leads == TO_OUTPUT)
				look_at_output(m, path);
			else if (access(path, F_OK) == 0)
				look_below(m, here = path);
		}
	}
}

void
made_look_at(struct made *m, const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0)
		look_at_file(m, path, &st);
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct made_file *)a)->path.p, ((const struct made_file *)b)->path.p);
}

void
made_find(struct made *m)
{
	struct args all = {0};

	look_below(m, "."); /* first, for the shorter names */
	for (size_t i = 0; i < m->outputs->n; i++)
		made_look_at(m, m->outputs->v[i]);
	for (size_t i = 0; i < m->command->n; i++) {
		struct args words = {0};

		if (goflags_split(str_of(m->command->v[i]), &words) && words.n > 1) /* of sh -c */
			look_by_words(m, &words);
		args_push(&all, m->command->v[i]);
	}
	look_by_words(m, &all);
	if (m->n > 0)
		qsort(m->of, m->n, sizeof *m->of, by_path);
}

/* OpenBSD's, that of Solaris and illumos, Android's */
static bool
is_foreign(struct str loader)
{
	return str_starts_text(loader, "/usr/libexec/") || str_starts_text(loader, "/lib/amd64/") || str_starts_text(loader, "/system/bin/");
}

static const char *
way_out(const struct made *m, const struct made_file *f)
{
	if (!f->go)
		return m->is_static ? "no static link of hardcc's made it" : "a static PIE needs none";
	if (is_foreign(f->loader))
		return "Go links no program for that system without one";
	if (!m->is_static)
		return "Go links a PIE without C so; without " GO_BUILDMODE "=pie (--exe), or with cgo by --static, it needs none";
	if (f->needs.n > 0)
		return "Go linked it by itself; give " GO_LINK_BY_CC " in -ldflags";
	return "Go linked it by itself; leave out " GO_BUILDMODE "=pie (--exe) or, with cgo, give " GO_LINK_BY_CC " in -ldflags";
}

void
made_text(const struct made *m, struct buf *b, bool colour)
{
	const char *begin = !colour ? "" : m->is_static ? COLOUR_RED : COLOUR_YELLOW, *end = colour ? COLOUR_END : "";

	for (size_t i = 0; i < m->n; i++) {
		const struct made_file *f = &m->of[i];

		if (f->lacks.n > 0) {
			buf_format(b, "hardcc: %swithout the tag %.*s%s: ", colour ? COLOUR_YELLOW : "", FMT(f->lacks), end);
			text_line(b, "%.*s; the build's own -tags took the place of those in GOFLAGS", FMT(f->path));
		}
		if (!f->wrong)
			continue;
		buf_format(b, "hardcc: %s%s%s: ", begin, m->is_static ? "not static" : "needs a loader", end);
		text_line(b, "%.*s %s %.*s%s; %s", FMT(f->path), f->loader.n > 0 ? "asks for the loader" : "needs",
		    FMT(f->loader.n > 0 ? f->loader : f->needs), m->is_static ? "" : " and needs no library", way_out(m, f));
	}
	if (m->too_much)
		buf_format(b, "hardcc: %snot all was looked at%s for what needs a loader: there are more than %d files and directories\n",
		    begin, end, LOOK_AT);
}

void
made_seen(const struct made *m, struct buf *b)
{
	if (!m->is_static || m->nwrong > 0)
		return;
	buf_format(b, "hardcc: static: no program %s; one that is linked past hardcc and put outside of this directory may not be seen\n",
	    m->n > 0 ? "that was found needs a loader or a library" : "was found");
}

void
made_json(const struct made *m, struct buf *b)
{
	bool first = true;

	json_key(b, m->is_static ? "not_static" : "needs_loader");
	buf_char(b, '[');
	for (size_t i = 0; i < m->n; i++) {
		if (!m->of[i].wrong)
			continue;
		buf_text(b, first ? "{" : ",{");
		first = false;
		json_field(b, "file", m->of[i].path);
		json_field(b, "loader", m->of[i].loader);
		json_field(b, "needs", m->of[i].needs);
		buf_char(b, '}');
	}
	buf_char(b, ']');
	json_key(b, "without_tag");
	buf_char(b, '[');
	for (size_t i = 0, n = 0; i < m->n; i++)
		if (m->of[i].lacks.n > 0) {
			buf_text(b, n++ == 0 ? "{" : ",{");
			json_field(b, "file", m->of[i].path);
			json_field(b, "tag", m->of[i].lacks);
			buf_char(b, '}');
		}
	buf_char(b, ']');
}
