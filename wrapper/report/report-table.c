/* Things that hardcc report tells apart, found by a hash. */
#include "report/report.h"

const struct outcome_row outcome_rows[NOUTCOME] = {
#define OUTCOME_ROW(name, written, about) {written, about},
	OUTCOMES(OUTCOME_ROW)
};

struct str
report_feature(const struct report *r, unsigned feature)
{
	return policy_text(&r->policy, r->policy.feature[feature].name);
}

static struct table_slot *
slot_of(const struct table *t, uint64_t hash)
{
	size_t i = hash & (t->cap - 1);

	while (t->slot[i].value > 0 && t->slot[i].hash != hash)
		i = (i + 1) & (t->cap - 1);
	return &t->slot[i];
}

static void
grow(struct table *t)
{
	struct table bigger = {.n = t->n, .cap = t->cap ? t->cap * 2 : 64};

	bigger.slot = arena_alloc(sizeof *bigger.slot, bigger.cap);
	for (size_t i = 0; i < t->cap; i++)
		if (t->slot[i].value > 0)
			*slot_of(&bigger, t->slot[i].hash) = t->slot[i];
	*t = bigger;
}

uint64_t *
table_at(struct table *t, uint64_t hash)
{
	struct table_slot *slot;

	if (t->n >= t->cap / 2)
		grow(t);
	slot = slot_of(t, hash);
	if (slot->value == 0) { /* the caller gives it a number */
		slot->hash = hash;
		t->n++;
	}
	return &slot->value;
}

uint64_t
table_get(const struct table *t, uint64_t hash)
{
	return t->cap > 0 ? slot_of(t, hash)->value : 0;
}

struct thing *
thing_of(struct things *t, struct str name, size_t limit)
{
	uint64_t hash = hash_str(0, name), at = table_get(&t->index, hash);

	if (at > 0)
		return &t->of[at - 1];
	if (t->n == limit) {
		t->others++;
		return NULL;
	}
	if (t->n == t->room) {
		size_t room = t->room ? t->room * 2 : 16;

		t->of = arena_grow(t->of, t->n * sizeof *t->of, room * sizeof *t->of);
		t->room = room;
	}
	*table_at(&t->index, hash) = t->n + 1;
	t->of[t->n] = (struct thing){.name = str_of(str_dup(name))};
	return &t->of[t->n++];
}
