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

uint64_t
outcomes_sum(const uint64_t of[NOUTCOME])
{
	uint64_t n = 0;

	for (unsigned o = 0; o < NOUTCOME; o++)
		n += of[o];
	return n;
}

static struct table_slot *
slot_of(const struct table *t, uint64_t hash)
{
	size_t i = hash & (t->cap - 1);

	while (t->slot[i].after > 0 && t->slot[i].hash != hash)
		i = (i + 1) & (t->cap - 1);
	return &t->slot[i];
}

static void
grow(struct table *t)
{
	struct table bigger = {.n = t->n, .cap = t->cap ? t->cap * 2 : 64};

	bigger.slot = arena_alloc(sizeof *bigger.slot, bigger.cap);
	for (size_t i = 0; i < t->cap; i++)
		if (t->slot[i].after > 0)
			*slot_of(&bigger, t->slot[i].hash) = t->slot[i];
	*t = bigger;
}

bool
table_find(const struct table *t, uint64_t hash, size_t *number)
{
	size_t after = t->cap > 0 ? slot_of(t, hash)->after : 0;

	*number = after > 0 ? after - 1 : t->n;
	return after > 0;
}

size_t
table_add(struct table *t, uint64_t hash)
{
	struct table_slot *slot;

	if (t->n >= t->cap / 2)
		grow(t);
	slot = slot_of(t, hash);
	if (slot->after == 0)
		*slot = (struct table_slot){hash, ++t->n};
	return slot->after - 1;
}

const struct thing *
thing_find(const struct things *t, struct str name)
{
	size_t i;

	return table_find(&t->index, hash_str(0, name), &i) ? &t->of[i] : NULL;
}

struct thing *
thing_of(struct things *t, struct str name, size_t limit)
{
	uint64_t hash = hash_str(0, name);
	size_t i;

	if (table_find(&t->index, hash, &i))
		return &t->of[i];
	if (t->n == limit) {
		t->others++;
		return NULL;
	}
	table_add(&t->index, hash);
	t->of = arena_more(t->of, t->n, &t->room, sizeof *t->of);
	t->of[t->n] = (struct thing){.name = kept(name)};
	return &t->of[t->n++];
}

void
thing_count(struct things *t, struct str name, uint64_t n)
{
	struct thing *thing = name.n > 0 ? thing_of(t, name, THINGS_LIMIT) : NULL;

	if (thing)
		thing->n += n;
}

void
report_error(struct report *r, struct str path, const char *what)
{
	thing_count(&r->errors, str_format("%.*s: %s", FMT(path), what), 0);
}
