/*
 * The files that were made, joined with the logs. A note says what a unit got, not which unit it is; the symbol table
 * names the C files, not which of them has a note. Together with the log's sources they tell which units came from a
 * cache, and which were compiled past hardcc.
 */
#include <errno.h>

#include "base/io.h"
#include "elf/sections.h"
#include "report/report.h"

enum { NAMES_SHOWN = 32 };

static void
count_file(void *context, const struct elf_symbol *symbol)
{
	struct str source = symbol_source(symbol);
	struct thing *t = source.n > 0 ? thing_of(context, source, NAMES_LIMIT) : NULL;

	if (t)
		t->n++;
}

/* What the logs say of the C files of one binary. */
struct known {
	unsigned rest;	/* files that no source of a log stands for */
	unsigned noted; /* of the others those that may have a note, by the log */
	unsigned sure;	/* of these those that must have one */
};

static void
add_name(struct joined *j, struct str name)
{
	if (j->units.names.n < NAMES_SHOWN)
		args_push(&j->units.names, str_dup(name));
}

static struct known
known_of(const struct report *r, const struct things *files, struct joined *j)
{
	struct known k = {0};

	for (size_t i = 0; i < files->n; i++) {
		const struct thing *f = &files->of[i];
		const struct thing *logged = thing_find(&r->sources, f->name);
		struct thing s = logged ? *logged : (struct thing){.n = 0};
		uint64_t known = f->n < s.n ? f->n : s.n, others = s.n - known; /* of that name, and not in this file */

		k.noted += (unsigned)(known < s.noted ? known : s.noted);
		k.sure += (unsigned)(s.noted > others ? s.noted - others : 0);
		k.rest += (unsigned)(f->n - known);
		j->units.files += (unsigned)f->n;
		j->got &= f->n == known ? s.got : 0;
		j->lost |= others == 0 ? s.lost : 0;
		if (f->n > known)
			add_name(j, f->name);
	}
	j->units.known = j->units.files - k.rest;
	return k;
}

/*
 * Each unit with a note is one of the log, or one of the rest. So many of the rest as there are notes that the log's
 * units do not account for may come from a cache; the others have no record.
 */
static void
join_linked(const struct report *r, const struct things *files, struct joined *j)
{
	struct known k = known_of(r, files, j);
	unsigned spare = j->notes > k.noted ? j->notes - k.noted : 0;

	j->units.told = j->units.files > 0;
	j->units.logged = j->notes - spare;
	j->units.cached = spare;
	j->units.among = k.rest;
	j->units.unrecorded = k.rest > spare ? k.rest - spare : 0;
	if (k.sure <= j->notes)
		return;
	/* A unit of the log has a note that is not here: another one of that name is. */
	if (j->units.unrecorded < k.sure - j->notes)
		j->units.unrecorded = k.sure - j->notes;
	j->units.among = j->units.files;
	j->got = j->lost = 0;
	j->units.names.n = 0;
	for (size_t i = 0; i < files->n; i++)
		add_name(j, files->of[i].name);
}

/* Members tell which of them have a note; the C files of these tell what the log knows. */
static void
join_objects(const struct report *r, const struct things *files, struct joined *j, const struct binary *b)
{
	struct str names = buf_str(&b->silent);

	(void)known_of(r, files, j);
	j->units.names.n = 0;
	j->units.told = true;
	j->units.files = j->notes + b->nsilent;
	j->units.unrecorded = j->units.among = b->nsilent;
	while (names.n > 0)
		args_push(&j->units.names, str_dup(str_split(&names, ' ')));
	if (b->kind == BINARY_OBJECT && b->nsilent > 0)
		args_push(&j->units.names, str_dup(str_base(b->path)));
}

static void
count_files(void *context, const struct elf *e)
{
	elf_each_symbol(e, count_file, context);
}

void
report_join(const struct report *r, const struct binary *b, struct joined *j)
{
	struct things files = {0};

	j->notes = b->units.n;
	j->got = UINT32_MAX;
	elf_each(b->bytes, count_files, &files);
	if (!binary_linked(b))
		join_objects(r, &files, j, b);
	else if (b->symtab)
		join_linked(r, &files, j);
	if (files.n == 0 || (b->units.n > 0 && units_untold(b).n > 0))
		j->got = 0; /* another unit may bear the name of one in the log */
}

/* An exception that a property of the file was excused by. */
static void
add_excuses(struct report *r, const struct binary *b, const struct judged *judged)
{
	for (unsigned i = 0; i < NCHECK; i++) {
		struct demand d = {0};
		struct finding f;

		if (judged->of[i].verdict == NA && !judged->of[i].told)
			d = demand_of(&r->policy, str_of(checks[i].features), b, check_of_units((enum check_id)i));
		if (!d.off)
			continue;
		f = check_find((enum check_id)i, b);
		if (f.state == LACKS || f.state == CANNOT_TELL)
			r->used[d.off - r->policy.rule] += r->used[d.off - r->policy.rule] == 0; /* calls are counted one by one */
	}
}

/* Did calls of the logs compile each of these packages? Then they are judged by those. */
static bool
all_compiled(const struct report *r, struct str packages)
{
	while (packages.n > 0) {
		const struct group *g = report_package(r, str_split(&packages, ' '));

		if (!g || g->units == 0)
			return false;
	}
	return true;
}

/* An exception for some packages covers a file whose other packages the logs tell of, all of whose units are accounted for. */
static void
excuse(const struct report *r, const struct coverage *units, struct judged *j)
{
	for (unsigned i = 0; i < NCHECK && units->told && units->unrecorded == 0; i++) {
		struct checked *c = &j->of[i];

		if (c->verdict == UNKNOWN && c->others.n > 0 && all_compiled(r, c->others))
			*c = (struct checked){.verdict = NA, .value = c->value, .evidence = c->evidence};
	}
	judge_sum(j);
}

static struct checked
checked_kept(const struct checked *c)
{
	return (struct checked){c->verdict, c->told, kept(c->value), kept(c->evidence), kept(c->advice), kept(c->others)};
}

/* Copies what was found in a file out of the memory that the next file uses. Nothing of the file itself is read here, for
 * a signal that says that it has become shorter must not come between the two swaps. */
static void
keep_joined(struct report *r, const struct joined *found)
{
	struct arena of_file = arena_swap(r->keep);
	struct joined *j;

	r->joined = arena_more(r->joined, r->njoined, &r->joined_room, sizeof *r->joined);
	j = &r->joined[r->njoined++];
	*j = *found;
	j->policies = (struct things){0};
	j->units.names = (struct args){0};
	for (unsigned i = 0; i < NCHECK; i++)
		j->of[i] = checked_kept(&found->of[i]);
	for (size_t i = 0; i < found->policies.n; i++)
		thing_count(&j->policies, found->policies.of[i].name, found->policies.of[i].n);
	for (size_t i = 0; i < found->units.names.n; i++)
		args_push(&j->units.names, str_dup(str_of(found->units.names.v[i])));
	r->keep = arena_swap(of_file);
}

static void
add_binary(struct verify *v, const struct binary *b, const struct judged *judged)
{
	struct report *r = (struct report *)(void *)v;
	struct demand wants = demand_of(&r->policy, str_of(checks[CHECK_notes].features), b, true);
	const struct names *policies = &b->units.policies;
	struct judged excused = *judged;
	struct joined found = {
		.path = b->path, .kind = str_of(binary_kind_names[b->kind]),
		.asked = wants.rule && (!wants.off || wants.others.n > 0) && binary_has_c(b),
	};

	for (unsigned i = 0; i < policies->n && i < COUNT(policies->of); i++)
		thing_count(&found.policies, policies->of[i].name, policies->of[i].n);
	report_join(r, b, &found);
	excuse(r, &found.units, &excused);
	found.verdict = excused.verdict;
	for (unsigned i = 0; i < NCHECK; i++)
		found.of[i] = checked_kept(&excused.of[i]);
	if (found.units.unrecorded > 0 && wants.off && !found.asked)
		r->used[wants.off - r->policy.rule]++;
	add_excuses(r, b, &excused);
	keep_joined(r, &found);
}

/* It may have changed when all was said about it. */
static void
add_damage(struct verify *v, struct str path, const char *what)
{
	struct report *r = (struct report *)(void *)v;

	if (r->njoined > 0 && r->joined[r->njoined - 1].path.p == path.p)
		r->njoined--;
	report_error(r, path, what);
}

void
report_binary(struct report *r, const char *path)
{
	static const struct format format = {.file = add_binary, .damage = add_damage};

	r->verify.policy = &r->policy;
	r->verify.format = &format;
	verify_file(&r->verify, path, false);
}

static void
look_at_stray(struct stray *s)
{
	struct binary b;
	struct str bytes;

	s->is = STRAY_OTHER;
	if (!read_file(s->path, &bytes))
		s->is = errno == ENOENT || errno == ENOTDIR ? STRAY_GONE : STRAY_OTHER;
	else if (binary_is(bytes) && !binary_read(&b, str_of(s->path), bytes) && b.kind == BINARY_OBJECT)
		s->is = b.nsilent > 0 ? STRAY_SILENT : b.units.n > 0 ? STRAY_NOTED : STRAY_OTHER;
}

void
report_strays(struct report *r)
{
	size_t n = 0, made;

	for (size_t i = 0; i < r->nstray; i++) {
		struct arena before;

		if (table_find(&r->outputs, hash_str(0, str_of(r->stray[i].path)), &made))
			continue;
		before = arena_leave(r->scratch, REPORT_SCRATCH);
		look_at_stray(&r->stray[i]);
		arena_return(before);
		r->stray[n++] = r->stray[i];
	}
	r->nstray = n;
}
