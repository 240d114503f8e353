/* One call of a log more: counted by package, by feature, and by why a feature is not there. */
#include <sys/wait.h>

#include "report/report.h"

enum { GROUP_LIMIT = 4096, CAUSE_LIMIT = 16384, STRAY_LIMIT = 65536, OUTPUT_LIMIT = 1 << 21 };

static struct group *
new_group(struct report *r, struct str name, bool go)
{
	struct group *g = arena_alloc(sizeof *g, 1);

	g->name = str_of(str_dup(name));
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
	uint64_t hash, at;

	if (!go)
		name = past->line.cwd;
	hash = hash_str(go, name);
	at = table_get(&r->groups, hash);
	if (at > 0)
		return r->group[at - 1].is;
	if (r->ngroup == GROUP_LIMIT) {
		if (!r->others)
			r->others = new_group(r, STR("(others)"), false);
		return r->others;
	}
	if (!r->group)
		r->group = arena_alloc(sizeof *r->group, GROUP_LIMIT + 1);
	r->group[r->ngroup].is = new_group(r, name, go);
	*table_at(&r->groups, hash) = r->ngroup + 1;
	return r->group[r->ngroup++].is;
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
	uint64_t hash = hash_str((uint64_t)(uintptr_t)g << 12 ^ ((uint64_t)v->outcome << 8 | feature), v->text), at;
	struct cause *c;

	at = table_get(&r->causes, hash);
	if (at > 0) {
		c = &r->cause[at - 1];
		c->n += n;
		if (better(past->first, c->first))
			c->first = str_of(str_dup(past->first));
		return;
	}
	if (r->ncause == CAUSE_LIMIT) {
		r->cause_others += n;
		return;
	}
	if (!r->cause)
		r->cause = arena_alloc(sizeof *r->cause, CAUSE_LIMIT);
	c = &r->cause[r->ncause++];
	*table_at(&r->causes, hash) = r->ncause;
	*c = (struct cause){g, feature, v->outcome, str_of(str_dup(v->text)), str_of(str_dup(past->first)), v->by, n};
}

static void
add_features(struct report *r, struct group *g, const struct past *past)
{
	for (unsigned i = 0; i < r->policy.nfeature; i++) {
		const struct verdict_of *v = &past->of[i];
		uint64_t n = v->link ? 1 : past->nunit;

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

/* By the checks that each feature is for: what the call got, and what was taken away from it. */
static void
outcomes(const struct report *r, const struct past *past, uint32_t *got, uint32_t *lost)
{
	for (unsigned i = 0; i < r->policy.nfeature; i++) {
		enum outcome o = past->of[i].outcome;

		*got |= o == OUTCOME_GOT || o == OUTCOME_OWN ? r->checked[i] : 0;
		*lost |= o != OUTCOME_NO_CONCERN && outcome_bad(o) ? r->checked[i] : 0;
	}
}

/* What a binary's symbols may name: "dir/hello.c" is "hello.c" there. */
static void
add_sources(struct report *r, const struct past *past)
{
	const struct command *cmd = &past->call.command;
	uint32_t got = 0, lost = 0;

	outcomes(r, past, &got, &lost);
	for (size_t i = 0; i < cmd->ninput; i++) {
		struct thing *t;

		if (!cmd->input[i].language)
			continue;
		t = thing_of(&r->sources, str_base(cmd->input[i].path), NAMES_LIMIT);
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
			*table_at(&r->outputs, hash_str(0, object)) = 1;
	}
}

/* Go's link has its objects in a directory that is gone; their names are in the program. */
static void
add_inputs(struct report *r, const struct past *past)
{
	const struct command *cmd = &past->call.command;

	for (size_t i = 0; i < cmd->ninput && cmd->kind != FACT_GOLINK; i++) {
		struct str path = past_path(past, cmd->input[i].path);
		uint64_t hash = hash_str(0, path), *at;

		if (cmd->input[i].language || !str_ends(path, STR(".o")) || r->nstray == STRAY_LIMIT)
			continue;
		at = table_at(&r->strays, hash);
		if (*at > 0)
			continue;
		*at = r->nstray + 1;
		if (!r->stray)
			r->stray = arena_alloc(sizeof *r->stray, STRAY_LIMIT);
		r->stray[r->nstray++] = (struct stray){.path = str_dup(path), .by = str_of(str_dup(past->line.output))};
	}
}

static void
add_denial(struct report *r, const struct past *past)
{
	for (size_t i = 0; i < past->nedit; i++) {
		const struct logedit *e = &past->edit[i];
		struct buf b = {0};
		struct thing *t;

		if (!str_is_text(e->result, result_names[DENIED]) && !str_is_text(e->result, result_names[REFUSED]))
			continue;
		buf_add(&b, e->rule);
		buf_char(&b, ' ');
		buf_add(&b, e->flag);
		buf_text(&b, e->reason.n > 0 ? ": " : "");
		buf_add(&b, e->reason);
		t = thing_of(&r->denials, buf_str(&b), THINGS_LIMIT);
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
	struct buf b = {0};
	struct thing *t;

	r->killed += l->signal > 0;
	r->failed += l->signal == 0;
	buf_add(&b, l->go_package.n > 0 ? l->go_package : l->cwd);
	buf_text(&b, ": ");
	buf_add(&b, past->first);
	buf_text(&b, l->signal > 0 ? ": killed by signal " : ": status ");
	buf_number(&b, l->signal > 0 ? l->signal : l->status);
	t = thing_of(&r->failures, buf_str(&b), THINGS_LIMIT);
	if (t)
		t->n++;
}

static void
name(struct things *things, struct str name, uint64_t n)
{
	struct thing *t = name.n > 0 ? thing_of(things, name, THINGS_LIMIT) : NULL;

	if (t)
		t->n += n;
}

static void
add_made(struct report *r, const struct past *past)
{
	struct group *g = group_of(r, past);

	g->units += past->unit ? past->nunit : 0;
	g->links += past->link;
	r->units += past->unit ? past->nunit : 0;
	r->links += past->link;
	name(&r->profiles, past->line.profile, 1);
	name(&r->policies, past->line.policy, past->noted ? past->nunit : 0);
	name(&r->compilers, past->line.compiler, 1);
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
		uint64_t *at;

		if (!cmd->input[i].language)
			continue;
		at = table_at(&r->commands_index, hash_str(hash_str(0, past_path(past, source)), past_path(past, cmd->output)));
		if (*at == 0) {
			if (r->nunit == r->unit_room) {
				size_t room = r->unit_room ? r->unit_room * 2 : 256;

				r->unit = arena_grow(r->unit, r->nunit * sizeof *r->unit, room * sizeof *r->unit);
				r->unit_room = room;
			}
			*at = ++r->nunit;
		}
		r->unit[*at - 1] = *where;
		r->unit[*at - 1].source = i;
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
