#include "cmd/export/export.h"

#include <sys/stat.h>

#include "base/error.h"
#include "base/nearest.h"
#include "cmd/export/options-export.h"
#include "command/command.h"
#include "command/options.h"
#include "compiler/compiler.h"
#include "compiler/launcher.h"
#include "compiler/lookup.h"
#include "plan/classify.h"
#include "plan/plan.h"
#include "profile/rule.h"
#include "shim/shim.h"

enum { SPECS_FORM = 1, CONFIG_FORM = 2, CGO_FORM = 4 };

static const struct export_form {
	char name[14];
	uint8_t bit;
	uint8_t family; /* whose language it is; NFACT: anybody's */
	const char *head;
	const char *(*rule)(struct export *x, const struct rule *rule);
	void (*end)(struct export *x, struct buf *out);
} forms[] = {
	{"gcc-specs", SPECS_FORM, FACT_GCC, SPECS_HEAD, export_specs_rule, export_specs_end},
	{"clang-config", CONFIG_FORM, FACT_CLANG, CONFIG_HEAD, export_config_rule, export_config_end},
	{"cgo-flags", CGO_FORM, NFACT, CGO_HEAD, export_cgo_rule, export_cgo_end},
};

/* What no word can do. */
static const char verbs_unsaid[NVERB][48] = {
	[FORCE] = "words stand before the user's here",
	[DROP] = "the user's words cannot be changed",
	[REPLACE] = "the user's words cannot be changed",
	[DENY] = "no call can be refused",
	[REFUSE] = "no call can be refused",
	[SPEC] = "it is a file of its own",
	[OBJECT] = "it is compiled for each compiler",
	[NOTE_VERB] = "it is made anew in each call",
};

/* Facts of a call that are not to be had. */
static const struct {
	uint8_t facet;
	char why[56];
} blinds[] = {
	{KIND, "which call of a Go build it is cannot be seen"},
	{CALLER, "who calls cannot be seen"},
	{STACK, "what the inputs ask of the stack cannot be seen"},
	{GOLEVEL, "the environment cannot be seen"},
	{GOARM, "the environment cannot be seen"},
};

/* The architecture, the library and the family are known; of the rest of a call nothing is. */
static bool
holds_for_target(const struct export *x, const struct rule *rule)
{
	struct known known = known_target(&x->target, &x->call.compiler);

	return rule_can_hold(&x->call.policy, rule, &known);
}

static bool
turned_off(const struct export *x, const struct rule *rule)
{
	const struct policy *p = &x->call.policy;

	for (unsigned i = 0; i < p->nrule; i++) {
		const struct rule *off = &p->rule[i];

		if (off->verb == OFF && off->feature == rule->feature && holds_for_target(x, off) && !rule_lifted(p, off) &&
		    rule_covers(p, off, rule, 1u << FAMILY | 1u << ARCH | 1u << LIBC))
			return true;
	}
	return false;
}

/* Does another rule of its feature hold? firm: an added one, of a profile that does not yield. */
static bool
another_holds(const struct export *x, const struct rule *rule, bool firm)
{
	const struct policy *p = &x->call.policy;

	for (unsigned i = 0; i < p->nrule; i++) {
		const struct rule *other = &p->rule[i];

		if (other->feature == rule->feature && other->verb != OFF && other->verb != EXPECT &&
		    (!firm || (other->verb == ADD && p->file[other->file].yields < p->file[rule->file].yields)) && holds_for_target(x, other) &&
		    !turned_off(x, other))
			return true;
	}
	return false;
}

/* Why no form of this kind can say the rule; NULL where it may. */
static const char *
unsaid(const struct export *x, const struct rule *rule, const struct export_form *form)
{
	if (*verbs_unsaid[rule->verb])
		return verbs_unsaid[rule->verb];
	if (rule->npackage > 0)
		return "the package cannot be seen";
	for (size_t i = 0; i < COUNT(blinds); i++) {
		uint8_t f = blinds[i].facet;
		uint16_t asked = rule->want[f] | rule->never[f];

		if (f == KIND)
			asked = (uint16_t)((asked & ~1u) | rule->never[f]); /* an ordinary call is one */
		if (f == CALLER && form->bit == CGO_FORM)
			asked &= (uint16_t)~(1u << fact_rows[FACT_CGO].bit);
		if (asked)
			return blinds[i].why;
	}
	if (!export_has(export_wanted(rule, HOST), FACT_HOSTED))
		return "such code gets no words";
	if (rule->want[SANITIZER])
		return "which sanitizer is on cannot be seen";
	for (unsigned i = 0; i < rule->nword; i++)
		if (!text_is_plain(str_of(export_word(x, rule, i))))
			return "a word has a control character, or is not UTF-8";
	if (!(export_wanted(rule, LIBC) & x->target.bits[LIBC]))
		return "whether fortify-headers are there cannot be seen";
	if (!export_has(export_wanted(rule, OPT), FACT_OPTIMIZED))
		return "whether there is no -O cannot be seen";
	if (rule->never[STAGE])
		return "what else is done in the call cannot be seen";
	return NULL;
}

/* Returns how many errors were said. */
static unsigned
export_rule(struct export *x, const struct rule *rule, const struct export_form *form)
{
	const struct policy *p = &x->call.policy;
	const char *why;

	if (rule->verb == EXPECT || !holds_for_target(x, rule))
		return 0;
	if (rule->verb == OFF) {
		if (rule_conditional(rule) && another_holds(x, rule, false))
			export_tell(x, rule, "an exception for some calls; the feature is on in all of them", STR(""));
		return 0;
	}
	if (turned_off(x, rule) || (rule->verb == ADD && p->file[rule->file].yields && another_holds(x, rule, true)))
		return 0;
	if (form->bit == CGO_FORM && export_has(rule->never[CALLER], FACT_CGO))
		return 0; /* cgo calls */
	why = unsaid(x, rule, form);
	if (!why && !plan_takes(&x->call, rule)) {
		why = "the compiler does not take it";
		if (rule->verb == REQUIRE) {
			complain("%s: %.*s is required, and %s does not take it", rule_place(p, rule),
			    FMT(rule_words(p, rule)), x->call.compiler.path);
			return 1;
		}
	}
	if (!why)
		why = form->rule(x, rule);
	if (why)
		export_tell(x, rule, why, STR(""));
	return 0;
}

/* A path is taken as it is; a name is looked for as the shim would. */
static bool
find_compiler(struct export *x, const char *word, const char *self)
{
	char *const argv[] = {str_dup(str_of(word)), NULL};
	struct name name = name_parse(str_base(str_of(word)));
	struct compiler *cc = &x->call.compiler;
	struct stat st;

	if (!name.driver) {
		complain("profiles: unknown compiler \"%s\"%s", word, nearest_word(str_of(word), str_of(driver_list)));
		return false;
	}
	command_parse(&x->call.command, name, 1, argv);
	if (strchr(word, '/') && stat(word, &st) == 0 && !lookup_ours(word, self) && !launcher_of(word))
		*cc = (struct compiler){.path = word, .stamp = stamp_of(&st)};
	else
		compiler_find(cc, &x->call.command, x->call.settings, x->call.depth, self, NULL);
	compiler_identify(&(struct probe){cc, &x->call.command, x->call.settings, .optional = false});
	return true;
}

static bool
set_target(struct export *x, const char *arch)
{
	classify_target(&x->target, &x->call.command, x->call.compiler.target);
	if (fact_holds(&x->target, FACT_FOREIGN)) {
		complain("profiles: %s is not for Linux, and gets nothing", x->call.compiler.path);
		return false;
	}
	for (unsigned i = 0; arch && i < NFACT; i++)
		if (fact_rows[i].facet == ARCH && str_is_text(str_of(arch), fact_rows[i].word)) {
			x->target.bits[ARCH] = 0;
			fact_set(&x->target, (enum fact)i);
		}
	return true;
}

static void
write_head(const struct export *x, const struct export_form *form, struct buf *out)
{
	buf_text(out, "# ");
	text_plain(out, policy_text(&x->call.policy, x->call.policy.name));
	buf_text(out, " for ");
	text_plain(out, x->call.compiler.line);
	for (unsigned i = 0; i < NFACT; i++)
		if (fact_rows[i].facet == ARCH && fact_holds(&x->target, (enum fact)i))
			buf_format(out, ", %s", fact_rows[i].word);
	buf_format(out, "; made by hardcc profiles export --format %s\n#\n%s", form->name, form->head);
	if (x->unsaid.n > 0)
		buf_text(out, "#\n# What it cannot say:\n");
	buf_add(out, buf_str(&x->unsaid));
	buf_char(out, '\n');
}

int
export_profile(struct buf *out, struct settings *s, const struct choices *c, char *const *environ, const char *self)
{
	struct export x = {.call.settings = s, .environ = environ};
	const char *word = c->of[CHOICE_COMPILER];
	const struct export_form *form = NULL;
	unsigned errors = 0;

	for (size_t i = 0; i < COUNT(forms) && c->of[CHOICE_EXPORT_FORMAT]; i++)
		if (str_is_text(str_of(c->of[CHOICE_EXPORT_FORMAT]), forms[i].name))
			form = &forms[i];
	if (!form) {
		complain("profiles: export needs --format: one of %s", choice_rows[CHOICE_EXPORT_FORMAT].words);
		return EXIT_USAGE;
	}
	if (!find_compiler(&x, word ? word : form->family == FACT_CLANG ? "clang" : "gcc", self))
		return EXIT_USAGE;
	if (form->family != NFACT && form->family != x.call.compiler.family) {
		complain("profiles: %s is not %s; %s is for nobody else", x.call.compiler.path, fact_rows[form->family].word,
		    form->name);
		return EXIT_USAGE;
	}
	if (!set_target(&x, c->of[CHOICE_ARCH]))
		return EXIT_USAGE;
	policy_load(&x.call.policy, s);
	for (unsigned i = 0; i < x.call.policy.nrule; i++)
		errors += export_rule(&x, &x.call.policy.rule[i], form);
	if (errors > 0)
		return EXIT_DENIED;
	write_head(&x, form, out);
	form->end(&x, out);
	return 0;
}
