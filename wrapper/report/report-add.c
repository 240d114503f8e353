/* One call of a log more: counted by package, by feature, and by why a feature is not there. */
#include <inttypes.h>

#include "report/report.h"

enum { GROUP_LIMIT = 4096, CAUSE_LIMIT = 16384, STRAY_LIMIT = 65536, OUTPUT_LIMIT = 1 << 21 };

static struct group *
new_group(struct report *r, struct str name, bool go)
{
	struct group *g = arena_alloc(sizeof *g, 1);

	g->name = kept(name);
	g->go = go;
	g->of = arena_alloc(sizeof *g->of, r->policy.nfeature + 1);
	return g;
}

/* "example.com/p [example.com/p.test]" is one package; what belongs to none goes by its directory. */
static struct group *
group_of(struct report *r, const struct past *past)
{
	struct str rest = past->line.go_package, name = str_split(&rest, ' ');
	bool go = name.n > 0;
	uint64_t hash;
	size_t i;

	if (!go)
		name = past->line.cwd;
	hash = hash_str(go, name);
	if (table_find(&r->groups, hash, &i))
		return r->group[i];
	if (r->ngroup == GROUP_LIMIT) {
		if (!r->others)
			r->others = new_group(r, STR("(others)"), false);
		return r->others;
	}
	table_add(&r->groups, hash);
	r->group = arena_more(r->group, r->ngroup, &r->group_room, sizeof(struct group *));
	return r->group[r->ngroup++] = new_group(r, name, go);
}

const struct group *
report_package(const struct report *r, struct str name)
{
	size_t i;

	return table_find(&r->groups, hash_str(true, name), &i) ? r->group[i] : NULL;
}

/* Calls come in any order: the first name by the alphabet is told, what cgo generates last. */
static bool
better(struct str a, struct str b)
{
	static const char generated[] = "_cgo_";
	bool x = str_starts_text(a, generated), y = str_starts_text(b, generated);

	return x != y ? y : strcmp(a.p, b.p) < 0;
}

static void
add_cause(struct report *r, const struct group *g, unsigned feature, const struct verdict_of *v, const struct past *past,
    uint64_t n)
{
	uint64_t hash = hash_str((uint64_t)(uintptr_t)g << 12 ^ ((uint64_t)v->outcome << 8 | feature), v->text);
	struct cause *c;
	size_t i;

	if (!table_find(&r->causes, hash, &i)) {
		if (r->ncause == CAUSE_LIMIT) {
			r->cause_others += n;
			return;
		}
		table_add(&r->causes, hash);
		r->cause = arena_more(r->cause, r->ncause, &r->cause_room, sizeof *r->cause);
		r->cause[r->ncause++] =
		    (struct cause){g, feature, v->outcome, kept(v->text), kept(past->first), v->by, 0};
	}
	c = &r->cause[i];
	c->n += n;
	if (better(past->first, c->first))
		c->first = kept(past->first);
}

static void
add_features(struct report *r, struct group *g, const struct past *past)
{
	for (unsigned i = 0; i < r->policy.nfeature; i++) {
		const struct verdict_of *v = &past->of[i];
		uint64_t n = v->link ? 1 : v->compiled && past->nassembler < past->nunit ? past->nunit - past->nassembler : past->nunit;

		if (v->outcome == OUTCOME_NO_CONCERN)
			continue;
		g->of[i][v->outcome] += n;
		r->of[i][v->outcome] += n;
		if (v->by)
			r->used[v->by - r->policy.rule] += n;
		if (v->outcome != OUTCOME_GOT)
			add_cause(r, g, i, v, past, n);
	}
}

/* What a binary's symbols may name, "dir/hello.c" as "hello.c", with what it got and lost, by the checks that each
 * feature is for. */
static void
add_sources(struct report *r, const struct past *past)
{
	const struct command *cmd = &past->call.command;
	uint32_t got = 0, lost = 0;

	for (unsigned i = 0; i < r->policy.nfeature; i++) {
		enum outcome o = past->of[i].outcome;

		got |= o == OUTCOME_GOT || o == OUTCOME_OWN ? r->checked[i] : 0;
		lost |= outcome_bad(o) ? r->checked[i] : 0;
	}
	for (size_t i = 0; i < cmd->ninput; i++) {
		struct thing *t = cmd->input[i].language ? thing_of(&r->sources, str_base(cmd->input[i].path), NAMES_LIMIT) : NULL;

		if (!t)
			continue;
		t->got = t->n == 0 ? got : t->got & got;
		t->lost |= lost;
		t->n++;
		t->noted += past->noted;
	}
}

static void
add_outputs(struct report *r, const struct past *past)
{
	const struct command *cmd = &past->call.command;

	for (size_t i = 0; i < cmd->ninput && r->outputs.n < OUTPUT_LIMIT; i++) {
		struct str object = cmd->input[i].language ? past_object(past, cmd->input[i].path) : STR("");

		if (object.n > 0)
			table_add(&r->outputs, hash_str(0, object));
	}
}

/* Go's link has its objects in a directory that is gone; their names are in the program. */
static void
add_inputs(struct report *r, const struct past *past)
{
	const struct command *cmd = &past->call.command;

	for (size_t i = 0; i < cmd->ninput && cmd->kind != FACT_GOLINK; i++) {
		struct str path = past_path(past, cmd->input[i].path);

		if (cmd->input[i].language || !str_ends(path, STR(".o")) || r->nstray == STRAY_LIMIT ||
		    table_add(&r->strays, hash_str(0, path)) < r->nstray)
			continue;
		r->stray = arena_more(r->stray, r->nstray, &r->stray_room, sizeof *r->stray);
		r->stray[r->nstray++] = (struct stray){.path = str_dup(path), .by = kept(past->line.output)};
	}
}

static void
add_denial(struct report *r, const struct past *past)
{
	for (size_t i = 0; i < past->nedit; i++) {
		const struct logedit *e = &past->edit[i];
		struct thing *t;

		if (!str_is_text(e->result, result_names[DENIED]) && !str_is_text(e->result, result_names[REFUSED]))
			continue;
		t = thing_of(&r->denials, str_format("%.*s %.*s%s%.*s", FMT(e->rule), FMT(e->flag), e->reason.n > 0 ? ": " : "",
			FMT(e->reason)), THINGS_LIMIT);
		if (t && t->last != r->calls) {
			t->last = r->calls;
			t->n++;
		}
	}
}

static void
add_failure(struct report *r, const struct past *past)
{
	const struct logline *l = &past->line;
	bool killed = l->signal > 0;

	r->killed += killed;
	r->failed += !killed;
	thing_count(&r->failures, str_format("%.*s: %.*s: %s %" PRIu64, FMT(l->go_package.n > 0 ? l->go_package : l->cwd),
		FMT(past->first), killed ? "killed by signal" : "status", killed ? l->signal : l->status), 1);
}

static void
add_made(struct report *r, const struct past *past)
{
	struct group *g = group_of(r, past);
	unsigned units = past->unit ? past->nunit : 0;

	g->units += units;
	g->links += past->link;
	r->units += units;
	r->links += past->link;
	thing_count(&r->profiles, past->line.profile, 1);
	thing_count(&r->policies, past->line.policy, past->noted ? past->nunit - past->npreprocessed : 0);
	thing_count(&r->compilers, past->line.compiler, 1);
	add_features(r, g, past);
	if (past->unit) {
		add_sources(r, past);
		add_outputs(r, past);
	}
	if (past->link)
		add_inputs(r, past);
}

/* One entry a source and output; the last call that made it counts. */
static void
add_unit_lines(struct report *r, const struct past *past, const struct unit_line *where)
{
	const struct command *cmd = &past->call.command;

	for (unsigned i = 0; i < cmd->ninput && fact_holds(&past->call.facts, FACT_COMPILE); i++) {
		struct str source = cmd->input[i].path;
		size_t at;

		if (!cmd->input[i].language)
			continue;
		at = table_add(&r->commands_index, hash_str(hash_str(0, past_path(past, source)), past_path(past, cmd->output)));
		if (at == r->nunit) {
			r->unit = arena_more(r->unit, r->nunit, &r->unit_room, sizeof *r->unit);
			r->nunit++;
		}
		r->unit[at] = *where;
		r->unit[at].source = i;
	}
}

void
report_add(struct report *r, const struct past *past, const struct unit_line *where)
{
	bool made = past->unit || past->link;

	r->calls++;
	if (!made) {
		r->questions++;
	} else if (past->line.status == 0) {
		add_made(r, past);
		if (r->commands)
			add_unit_lines(r, past, where);
	} else if (past->denied) {
		r->denied++;
		add_denial(r, past);
	} else {
		add_failure(r, past);
	}
}
