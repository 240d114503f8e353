#include "plan/edit.h"

#include "command/options.h"

struct edit *
edit_new(struct plan *plan)
{
	plan->edit = arena_more(plan->edit, plan->n, &plan->cap, sizeof *plan->edit);
	plan->edit[plan->n] = (struct edit){0};
	return &plan->edit[plan->n++];
}

struct edit *
edit_route(struct call *call, enum result result, struct str flag)
{
	struct edit *e = edit_new(&call->plan);
	struct str spec = call->route.spec;

	e->result = (uint8_t)result;
	e->flag = flag;
	e->place = spec.n > 0 ? str_of(str_join(STR("specs/"), str_base(spec))) : call->route.origin;
	return e;
}

void
edit_change(struct plan *plan, size_t word, struct str by)
{
	struct rewrite *r = &plan->changes;

	r->change = arena_more(r->change, r->n, &r->room, sizeof *r->change);
	r->change[r->n++] = (struct change){word, by};
}

bool
edit_fortifies(const struct plan *plan)
{
	return args_begin(&plan->added, STR(FORTIFY_ON)) && !args_begin(&plan->added, STR(FORTIFY_NONE));
}

struct edit *
edit_drop(struct call *call, size_t word, struct str about)
{
	struct edit *e;

	if (word >= call->words.n)
		return NULL;
	e = edit_route(call, DROPPED, call->words.of[word].text);
	e->about = about;
	edit_change(&call->plan, word, STR(""));
	return e;
}
