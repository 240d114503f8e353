/*
 * The memo's file. The first byte says what the rest is: 'f' the file, 'b' what stands behind the
 * head, 'd' the list of files that the memo depends on, 'x' damage to a good image, as pairs of a
 * place (two bytes) and what the byte there is xor-ed with.
 */
#include "command/command.h"
#include "fuzz.h"
#include "profile/rule.h"
#include "shim/memo.h"

enum { HEAD_LINES = 3, ALIGN = 16 };

static struct settings settings;
static struct str good, head; /* a file as memo_write makes it, and its lines before the list */
static size_t body; /* where the image begins in it */

static void
call_new(struct call *call)
{
	static char name[] = "cc";
	static char *argv[] = {name, NULL};
	static char cache[] = "HARDCC_CACHE=/cache", profile[] = "HARDCC_PROFILE=openssf,openssf-strict,+pie";
	static char *environment[] = {cache, profile, NULL};

	settings_environment(&settings, environment);
	*call = (struct call){.settings = &settings};
	command_parse(&call->command, name_parse(STR("cc")), 1, argv);
	call->compiler = (struct compiler){.path = "/usr/bin/cc", .stamp = {1, 2, 3}};
}

static void
make_good(void)
{
	struct call call;
	struct str rest;

	call_new(&call);
	call.compiler.family = FACT_GCC;
	call.compiler.trusted = call.compiler.settled = true;
	call.compiler.version = 12 << 16;
	call.compiler.target = STR("x86_64-linux-gnu");
	call.compiler.line = STR("gcc version 12.0.0 (a line)");
	policy_load(&call.policy, &settings);
	call.policy.ndependency = 0;
	LAW(!memo_open(&call, &settings, STR("/shim"))); /* there is none yet */
	settings.of[SETTING_DEBUG] = (struct setting){STR("1"), "/shim/hardcc.conf", 3};
	memo_write(&call);
	LAW(world.cache.p);
	good = rest = keep(world.cache);
	for (int i = 0; i < HEAD_LINES; i++)
		(void)str_split(&rest, '\n');
	head = str_head(good, good.n - rest.n);
	body = (head.n + 1 + ALIGN - 1) / ALIGN * ALIGN;
}

/* The list, and the padding that memo_write puts behind it. */
static void
with_list(struct buf *b, struct str list)
{
	buf_add(b, head);
	buf_add(b, list);
	do
		buf_char(b, '\n');
	while (b->n % ALIGN != 0);
	buf_add(b, str_cut(good, body));
}

static void
damaged(struct buf *b, struct str places)
{
	size_t n = good.n - body;

	buf_add(b, good);
	for (; places.n >= 3; places = str_cut(places, 3)) {
		size_t at = ((size_t)(unsigned char)places.p[0] << 8 | (unsigned char)places.p[1]) % n;

		b->p[body + at] = (char)(b->p[body + at] ^ places.p[2]);
	}
	if (places.n > 0) /* a byte that is left cuts the file */
		b->n -= (unsigned char)places.p[0] % n;
}

/* What is believed is what was written. */
static void
check_believed(const struct call *call)
{
	const struct policy *p = &call->policy;
	const struct compiler *cc = &call->compiler;

	LAW(str_is(cc->target, STR("x86_64-linux-gnu")) && str_is(cc->line, STR("gcc version 12.0.0 (a line)")));
	LAW(cc->family == FACT_GCC && cc->trusted && cc->version == 12 << 16 && p->nrule > 0);
	LAW(str_is(policy_text(p, p->name), settings.of[SETTING_PROFILE].value));
	LAW(setting_on(&settings, SETTING_DEBUG) && settings.of[SETTING_DEBUG].line == 3);
	LAW(str_is(str_of(settings.of[SETTING_DEBUG].origin), STR("/shim/hardcc.conf")));
	for (unsigned i = 0; i < p->nrule; i++)
		LAW(*rule_place(p, &p->rule[i]) && rule_words(p, &p->rule[i]).p);
}

void
fuzz(struct str input)
{
	struct str rest = str_cut(input, 1);
	struct call call;
	struct buf file = {0};
	bool believed;

	if (!good.p)
		make_good();
	switch (input.n > 0 ? input.p[0] : 'x') {
	case 'f': buf_add(&file, rest); break;
	case 'b': buf_add(&file, head), buf_add(&file, rest); break;
	case 'd': with_list(&file, rest); break;
	default: damaged(&file, rest); break;
	}
	world.cache = (struct str){str_dup(buf_str(&file)), file.n};
	call_new(&call);
	believed = memo_open(&call, &settings, STR("/shim")) && memo_read(&call);
	if (believed)
		check_believed(&call);
	if (input.n > 0 && input.p[0] != 'd')
		LAW(believed == str_is(world.cache, good));
	LAW(world.runs == 0);
}
