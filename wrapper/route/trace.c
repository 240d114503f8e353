#include "route/trace.h"

#include <elf.h>
#include <errno.h>
#include <unistd.h>

#include "base/io.h"
#include "command/options.h"
#include "compiler/compiler.h"
#include "elf/elffile.h"
#include "plan/edit.h"
#include "route/guard.h"
#include "route/options-route.h"

enum { WANTED_LIMIT = 4096 }; /* symbols that are looked for; of a link that failed */

static const char lists_all[] = "trace: ";
static const char way_out[] = ": build it with CC=musl-gcc, or take HARDCC_LIBC=glibc-static";

/* Has the user words for what the linker is to print, or does it not know ours? */
static bool
is_mute(struct call *call, const char *word)
{
	static const char *const users[] = {ROUTE_TRACE_USER}, *const linkers[] = {ROUTE_LINKERS};
	bool known = call->command.linker.n == 0;
	struct probe probe = call_probe(call);

	if (words_have(&call->words, SPACE_CC, STR(ROUTE_TRACE_DRIVER)))
		return true;
	for (size_t i = 0; i < COUNT(users); i++)
		if (words_have(&call->words, SPACE_LD, str_of(users[i])))
			return true;
	for (size_t i = 0; i < COUNT(linkers); i++)
		known = known || str_glob(str_of(linkers[i]), call->command.linker);
	return !known && !compiler_takes(&probe, &(struct args){.v = &word, .n = 1}, FACT_LINK, false);
}

/* What the linker read; or, for glibc says of some functions that they need shared libraries, and not each linker hands
 * that on, which of those are used. */
void
trace_ask(struct call *call)
{
	bool of_glibc = call->route.libc == LIBC_GLIBC_STATIC;
	struct str functions = settings_installed(call->settings, "/specs/" ROUTE_FUNCTIONS);
	const char *word = of_glibc ? str_join(STR("@"), functions) : ROUTE_TRACE;

	if (call->route.native || (of_glibc && !can_read(functions.p)) || is_mute(call, word))
		return;
	edit_route(call, ADDED, str_of(word));
	args_push(&call->plan.added, word);
	call->route.traced = true;
}

/* (PATH)MEMBER, PATH(MEMBER), PATH */
static void
split(struct str line, struct str *path, struct str *member)
{
	bool leads = str_starts(line, STR("("));
	size_t at = leads || str_ends(line, STR(")")) ? line.n : 0;

	while (at > 0 && line.p[at - 1] != (leads ? ')' : '('))
		at--;
	*path = at > 1 ? str_cut(str_head(line, at - 1), leads) : line;
	*member = at > 1 ? str_head(str_cut(line, at), line.n - at - !leads) : STR("");
}

/* One that cannot be looked at is no other text. */
static bool
is_there(struct str path)
{
	return access(str_dup(path), F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR && errno != ENAMETOOLONG);
}

/* The compiler's own objects are gone when the link is done. */
static bool
is_account(struct str path)
{
	return path.n > 0 && path.p[0] != ' ' && (str_ends(path, STR(".o")) || is_there(path));
}

static void
add(struct traces *traces, struct str path, struct str member, bool used)
{
	size_t i = 0;

	while (i < traces->n && !str_is(traces->of[i].path, path))
		i++;
	if (i == traces->n) {
		traces->of = arena_more(traces->of, traces->n, &traces->room, sizeof *traces->of);
		traces->of[traces->n++] = (struct traced){.path = str_of(str_dup(path)), .used = used};
	}
	if (used && member.n > 0)
		buf_format(&traces->of[i].members, "%.*s\n", FMT(member));
}

void
trace_read(struct traces *traces, struct str text, struct buf *others)
{
	while (text.n > 0) {
		struct str whole = text, line = str_split(&text, '\n'), path, member;
		bool used = !str_starts_text(line, lists_all);
		bool may_name = line.n > 0 && str_find(line, '\0', 0) == line.n; /* a file: no path has a NUL */

		whole.n -= text.n;
		split(used ? line : str_cut(line, sizeof lists_all - 1), &path, &member);
		if (may_name && is_account(path))
			add(traces, path, member, used);
		else if (may_name && is_there(line)) /* its name has brackets of its own: b(1) */
			add(traces, line, STR(""), used);
		else
			buf_add(others, whole);
	}
}

/* Without the slashes at its end. */
static struct str
directory_of(struct str path)
{
	struct str directory = str_directory(path);

	while (directory.n > 1 && directory.p[directory.n - 1] == '/')
		directory.n--;
	return directory;
}

static bool
is_musls(const struct call *call, struct str path)
{
	return str_is(directory_of(path), call->route.lib);
}

/* Its own directory, or the one that a link leads to. */
static bool
is_glibcs(struct str path)
{
	return guard_is_glibc(directory_of(path), true) || guard_is_glibc(directory_of(real_path(path.p)), true);
}

/* Did the member go into the link? */
static bool
has_member(const struct traced *t, struct str member)
{
	struct str rest = buf_str(&t->members);

	while (rest.n > 0)
		if (str_is(str_split(&rest, '\n'), member))
			return true;
	return false;
}

bool
trace_loads(const struct call *call, const struct traces *traces)
{
	for (size_t i = 0; i < traces->n; i++) {
		const struct traced *t = &traces->of[i];

		if (is_musls(call, t->path) && (has_member(t, STR("dlopen.lo")) || has_member(t, STR("dlopen.o"))))
			return true;
	}
	return false;
}

/* Each part of a file that went into the link: members, or the one object. */
typedef void visit_part(void *context, struct str path, struct str bytes);

static void
each_part(const struct traced *t, struct str bytes, visit_part *visit, void *context)
{
	struct str rest, names = {0}, name, member;

	if (!str_starts(bytes, ELF_ARCHIVE)) {
		visit(context, t->path, bytes);
		return;
	}
	for (rest = str_cut(bytes, ELF_ARCHIVE.n); elf_member(&rest, &names, &name, &member);)
		if (has_member(t, name))
			visit(context, t->path, member);
}

/* An archive that only names its members (ar rcT), from its own directory on. bfd tells of them as of objects; of a
 * member gold tells the path, lld the name in the archive or the last part of it. */
static void
each_thin(const struct traced *t, struct str bytes, visit_part *visit, void *context)
{
	struct str rest = str_cut(bytes, ELF_THIN.n), names = {0}, name, file, part;

	while (names.n == 0 && elf_member(&rest, &names, &name, &part))
		;
	while (names.n > 0) {
		name = str_split(&names, '\n');
		name = str_head(name, name.n - str_ends(name, STR("/")));
		file = str_of(str_starts(name, STR("/")) ? str_dup(name)
							 : str_join(str_head(t->path, t->path.n - str_base(t->path).n), name));
		if ((has_member(t, name) || has_member(t, str_base(name)) || has_member(t, file)) && map_file(file.p, &part)) {
			visit(context, file, part);
			unmap_file(part);
		}
	}
}

static void
each_used(const struct call *call, const struct traces *traces, visit_part *visit, void *context)
{
	for (size_t i = 0; i < traces->n; i++) {
		const struct traced *t = &traces->of[i];
		struct str bytes;

		if (is_musls(call, t->path) || !map_file(t->path.p, &bytes))
			continue;
		(str_starts(bytes, ELF_THIN) ? each_thin : each_part)(t, bytes, visit, context);
		unmap_file(bytes);
	}
}

/* What is found; evidence is empty where the place of the file tells. */
struct culprit {
	struct str path, evidence;
};

static void
culprit_part(void *context, struct str path, struct str bytes)
{
	struct culprit *c = context;
	bool placed = c->path.n == 0 && is_glibcs(path);

	if (c->path.n > 0)
		return;
	if (!placed)
		c->evidence = guard_evidence(bytes);
	if (placed || c->evidence.n > 0)
		c->path = path;
}

struct str
trace_culprit(const struct call *call, const struct traces *traces)
{
	struct culprit c = {0};

	each_used(call, traces, culprit_part, &c);
	for (size_t i = 0; c.path.n == 0 && i < traces->n; i++) { /* all that we know of is that it was opened */
		const struct traced *t = &traces->of[i];

		if (!t->used && !is_musls(call, t->path) && is_glibcs(t->path))
			c.path = t->path;
	}
	if (c.path.n == 0)
		return STR("");
	if (c.evidence.n == 0)
		return str_format("%.*s is built for glibc, and the program is for musl%s", FMT(c.path), way_out);
	return str_format("%.*s was compiled for glibc, as %.*s tells, and the program is for musl%s", FMT(c.path),
	    FMT(c.evidence), way_out);
}

/* A symbol that is used, where, and who has it. */
struct wanted {
	struct str name, path;
	bool there, of_glibc;
};

struct search {
	struct wanted of[WANTED_LIMIT];
	size_t n;
	struct str path;
	bool in_glibc;
};

static void
want_symbol(void *context, const struct elf_symbol *s)
{
	struct search *search = context;

	if (s->section != SHN_UNDEF || s->binding == STB_WEAK || s->name.n == 0 || search->n == WANTED_LIMIT)
		return;
	for (size_t i = 0; i < search->n; i++)
		if (str_is(search->of[i].name, s->name))
			return;
	search->of[search->n++] = (struct wanted){.name = str_of(str_dup(s->name)), .path = search->path};
}

static void
want_object(void *context, const struct elf *e)
{
	if (e->type == ET_REL)
		elf_each_symbol(e, want_symbol, context);
}

static void
want_part(void *context, struct str path, struct str bytes)
{
	struct search *search = context;

	search->path = path;
	elf_each(bytes, want_object, search);
}

static void
have_symbol(void *context, const struct elf_symbol *s)
{
	struct search *search = context;

	for (size_t i = 0; i < search->n && s->section != SHN_UNDEF; i++) {
		struct wanted *w = &search->of[i];

		if (!w->there && str_is(w->name, s->name))
			*(search->in_glibc ? &w->of_glibc : &w->there) = true;
	}
}

static void
have_object(void *context, const struct elf *e)
{
	elf_each_symbol(e, have_symbol, context);
}

static void
have_file(struct search *search, const char *path)
{
	struct str bytes;

	if (!map_file(path, &bytes))
		return;
	elf_each(bytes, have_object, search);
	unmap_file(bytes);
}

struct str
trace_lacking(struct call *call, const struct traces *traces)
{
	struct search *search = arena_alloc(sizeof *search, 1);
	struct probe probe = call_probe(call);
	struct str libc;

	probe.optional = true;
	libc = compiler_spec_file(&probe, STR("libc.a"));
	if (libc.n == 0)
		return STR("");
	each_used(call, traces, want_part, search);
	for (size_t i = 0; i < traces->n; i++)
		have_file(search, traces->of[i].path.p);
	have_file(search, str_join(call->route.lib, STR("/libc.a")));
	search->in_glibc = true;
	have_file(search, libc.p);
	for (const struct wanted *w = search->of; w < search->of + search->n; w++)
		if (!w->there && w->of_glibc)
			return str_format("%.*s needs %.*s, which glibc has and musl has not: do without it, or take "
			    "HARDCC_LIBC=glibc-static", FMT(w->path), FMT(w->name));
	return STR("");
}
