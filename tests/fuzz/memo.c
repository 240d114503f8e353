/*
 * The memo's file. The first byte says what the rest is: 'f' the file; 'x' damage to a good one, as pairs of a place (two bytes) and
 * what the byte there is xor-ed with; 'c' the same, and the check is right again, as somebody would write it who means harm.
 */
#include "command/command.h"
#include "fuzz.h"
#include "profile/rule.h"
#include "shim/memo.h"

static struct settings settings;
static struct str good; /* a file as memo_write makes it */

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
	good = keep(world.cache);
}

/* The check is the first eight bytes, of all that is behind them: memo.c. */
static void
damaged(struct buf *b, struct str places, bool checked)
{
	uint64_t check;

	buf_add(b, good);
	for (; places.n >= 3; places = str_cut(places, 3)) {
		size_t at = ((size_t)(unsigned char)places.p[0] << 8 | (unsigned char)places.p[1]) % good.n;

		b->p[at] = (char)(b->p[at] ^ places.p[2]);
	}
	if (places.n > 0) /* a byte that is left cuts the file */
		b->n -= (unsigned char)places.p[0] % good.n;
	if (!checked || b->n < sizeof check)
		return;
	check = hash_str(0, str_cut(buf_str(b), sizeof check));
	memcpy(b->p, &check, sizeof check);
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
	case 'c': damaged(&file, rest, true); break;
	default: damaged(&file, rest, false); break;
	}
	world.cache = (struct str){str_dup(buf_str(&file)), file.n};
	call_new(&call);
	believed = memo_open(&call, &settings, STR("/shim")) && memo_read(&call);
	if (believed && str_is(world.cache, good))
		check_believed(&call);
	for (unsigned i = 0; believed && i < call.policy.nrule; i++) { /* to the end of each, which a bad byte can make its start */
		LAW(strlen(rule_place(&call.policy, &call.policy.rule[i])) < world.cache.n);
		LAW(rule_words(&call.policy, &call.policy.rule[i]).p);
	}
	if (input.n == 0 || input.p[0] != 'c')
		LAW(believed == str_is(world.cache, good));
	LAW(world.runs == 0);
}
