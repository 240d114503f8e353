/* An ELF file or an archive, whoever made it: facts, judgement, and what is written of them. */
#include "base/jsonread.h"
#include "fuzz.h"
#include "verify/check.h"
#include "verify/verify.h"

/* A view of the input, or a text of ours: never beyond the end. */
static void
inside(struct str view, struct str input)
{
	if (view.n > 0 && view.p >= input.p && view.p < input.p + input.n)
		LAW(view.n <= (size_t)(input.p + input.n - view.p));
}

static void
check_facts(const struct binary *b, struct str input)
{
	LAW(b->kind < NBINARY && b->relro <= RELRO_UNKNOWN && b->libc <= CLIB_OTHER);
	LAW(b->units.own <= b->units.n && b->units.fortified <= b->units.n);
	LAW(b->go.text <= b->go.text_end && (b->go.is || b->go.text_end == 0));
	LAW(b->go.c_text <= input.n);
	LAW(b->code.bare <= b->code.bytes);
	LAW(!binary_linked(b) || b->nsilent <= b->nsource);
	LAW(b->sources.n <= 8 * 257 && b->silent.n <= 8 * 257 && b->needed.n <= input.n * 512);
	inside(b->interpreter, input);
	inside(b->soname, input);
	inside(b->rpath, input);
	inside(b->runpath, input);
	inside(b->build_id, input);
	inside(b->go.build.version, input);
	inside(b->go.build.info, input);
}

static void
check_verdicts(const struct judged *j, bool asked)
{
	unsigned n = 0;

	for (unsigned i = 0; i < NVERDICT; i++)
		n += j->n[i];
	LAW(n <= NCHECK);
	LAW(asked || j->n[FAIL] + j->n[UNKNOWN] == 0);
	LAW((j->verdict == FAIL) == (j->n[FAIL] > 0));
}

/* Control bytes of the file must not reach a terminal, nor break a line of JSON. */
static void
check_output(const struct buf *out, bool lines)
{
	for (size_t i = 0; i < out->n; i++)
		LAW((unsigned char)out->p[i] >= ' ' || (lines && out->p[i] == '\n') || (!lines && out->p[i] == '\n' && i == 0));
}

/* Elements of a list, as JSON. */
static void
check_json(const struct buf *out)
{
	struct buf list = {0};
	struct str rest, value;

	buf_char(&list, '[');
	buf_add(&list, buf_str(out));
	buf_char(&list, ']');
	rest = buf_str(&list);
	LAW(json_value(&rest, &value) && rest.n == 0);
}

void
fuzz(struct str input)
{
	struct feature features[] = {{.name = {.n = 7}, .on = 1}, {.name = {.at = 7, .n = 14}, .on = 1}};
	struct rule rules[] = {{.verb = EXPECT}, {.verb = EXPECT, .feature = 1}};
	struct text file = {.at = 21, .n = 8};
	char pool[] = "bindnowstackprotector/profile"; /* the second looks into the code */
	struct policy nothing = {.pool = pool}, something = nothing;
	struct verify v = {.policy = &something};
	struct binary b;
	struct judged j;

	if (!binary_is(input) || binary_read(&b, STR("input"), input))
		return;
	check_facts(&b, input);
	judge(&j, &nothing, &b);
	check_verdicts(&j, false);
	something.feature = features;
	something.file = &file;
	something.nfile = 1;
	something.nfeature = COUNT(features);
	something.rule = rules;
	something.nrule = COUNT(rules);
	judge(&j, &something, &b);
	check_verdicts(&j, true);
	LAW(b.look->canaries <= b.look->functions + b.look->between && b.look->functions <= input.n);
	v.nfile = 1;
	text_file(&v, &b, &j);
	check_output(&v.out, true);
	v.out = (struct buf){0};
	json_file(&v, &b, &j);
	check_output(&v.out, false);
	check_json(&v.out);
	v.out = (struct buf){0};
	sarif_file(&v, &b, &j);
	check_json(&v.out);
}
