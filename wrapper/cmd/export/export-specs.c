/* export-specs.c - rules in gcc's spec language. */
#include "cmd/export/export.h"

#include "cmd/export/options-export.h"
#include "command/language.h"
#include "command/options.h"

struct word_fact {
	char word[20];
	uint8_t fact;
};

#define WORD_FACT(word, fact) {word, fact},
static const struct word_fact macros[] = {MACRO_FACTS(WORD_FACT)}, sanitizers[] = {SANITIZER_FACTS(WORD_FACT)};

/* The conditions in front of some words, and how many are open. */
struct guards {
	struct buf b;
	unsigned open;
};

static void
guard(struct guards *g, const char *start, struct str option, const char *more)
{
	buf_format(&g->b, "%s%.*s%s:", start, FMT(str_cut(option, 1)), more);
	g->open++;
}

static bool
one_dash(const struct option *o)
{
	return o->name[0] == '-' && o->name[1] != '-';
}

static enum role
role_of(const struct option *o)
{
	return o->role == SWITCH_ON ? FACTUAL : (enum role)o->role;
}

/* Does it tell of a kernel or freestanding code, for which there is no rule? */
static bool
hides(const struct option *o)
{
	return (role_of(o) == FACTUAL || o->role == WORDSIZE) && one_dash(o) &&
	    (o->value == FACT_KERNEL || o->value == FACT_FREESTANDING);
}

/* The options of a role that decide a fact with which the rule does not hold. */
static void
guard_role(struct guards *g, const struct export *x, const struct rule *rule, enum role role)
{
	for (size_t i = 0; i < noptions; i++) {
		const struct option *o = &options[i];
		uint8_t facet;

		if (role_of(o) != role || !one_dash(o) || hides(o) || o->value == FACT_EXE || o->value == FACT_PIE ||
		    fact_holds(&x->target, o->value))
			continue;
		facet = fact_rows[o->value].facet;
		if (export_has(rule->never[facet], o->value) ||
		    (role != FACTUAL && !export_has(export_wanted(rule, facet), o->value)))
			guard(g, SPEC_GUARD, str_of(o->name), o->form & JOINED ? "*" : "");
	}
}

/* The short name of the one option that has this role and value. */
static struct str
name_of(enum role role, uint8_t value)
{
	size_t i = 0;

	while (options[i].role != role || options[i].value != value || !one_dash(&options[i]))
		i++;
	return str_of(options[i].name);
}

/* What hides a call from all rules, around all of a part. */
static void
guard_all(struct guards *g, bool sources)
{
	for (size_t i = 0; i < noptions; i++) {
		const struct option *o = &options[i];

		if (hides(o) || (sources && o->role == LAST && o->value == LAST_DEPENDENCIES && one_dash(o)))
			guard(g, SPEC_GUARD, str_of(o->name), "");
	}
	for (size_t i = 0; i < COUNT(macros); i++) {
		guard(g, SPEC_GUARD, str_of(text_format(SPEC_DEFINE "%s", macros[i].word)), "");
		guard(g, SPEC_GUARD, str_of(text_format(SPEC_DEFINE "%s=", macros[i].word)), "*");
	}
}

static void
guard_sanitizers(struct guards *g, const struct rule *rule)
{
	struct str name = name_of(SANITIZERS, 0);
	bool all = export_has(rule->never[SANITIZER], FACT_SANITIZE);

	if (all)
		guard(g, SPEC_GUARD, name, "*");
	for (size_t i = 0; i < COUNT(sanitizers) && !all; i++)
		if (sanitizers[i].fact && export_has(rule->never[SANITIZER], sanitizers[i].fact))
			guard(g, SPEC_GUARD, name, sanitizers[i].word);
}

static void
guard_user(struct guards *g, struct export *x, const struct rule *rule)
{
	const struct policy *p = &x->call.policy;
	struct buf unseen = {0};

	for (unsigned i = 0; i < rule->npattern; i++) {
		struct text t = p->text[rule->pattern + i];
		struct str pattern = policy_text(p, t);
		size_t star = str_find(pattern, '*', 0);

		if (t.space == SPACE_CC && star + 1 >= pattern.n)
			guard(g, SPEC_GUARD, pattern, "");
		else if (t.space != SPACE_LD || !export_order_decides(pattern))
			buf_format(&unseen, " %.*s", FMT(pattern));
	}
	if (unseen.n > 0)
		export_tell(x, rule, "holds also beside these words to the linker:", buf_str(&unseen));
}

/* The sources that it is for, by the names of gcc's compilers. False: there are none. */
static bool
guard_languages(struct guards *g, const struct rule *rule)
{
	uint16_t languages = (uint16_t)(export_wanted(rule, LANGUAGE) & ~rule->never[LANGUAGE]);
	uint16_t forms = (uint16_t)(export_wanted(rule, FORM) & ~rule->never[FORM]);
	const struct language *l;
	struct str last = {0};

	for (size_t i = 0; (l = language_row(i)); i++) {
		if (!export_has(languages, l->language) || !export_has(forms, l->form) || str_is_text(last, l->name))
			continue;
		buf_format(&g->b, "%s%s", last.n > 0 ? "|," : SPEC_ONLY ",", l->name);
		last = str_of(l->name);
	}
	if (last.n == 0)
		return false;
	buf_char(&g->b, ':');
	g->open++;
	return true;
}

/* What the call ends with. */
static void
guard_stages(struct guards *g, uint16_t stages)
{
	struct str preprocess = name_of(LAST, LAST_PREPROCESS);

	if (!export_has(stages, FACT_PREPROCESS))
		guard(g, SPEC_GUARD, preprocess, "");
	else if (!export_has(stages, FACT_COMPILE) && !export_has(stages, FACT_ASSEMBLE))
		guard(g, SPEC_ONLY, preprocess, "");
}

static void
close_guards(struct buf *out, const struct guards *g)
{
	for (unsigned i = 0; i < g->open; i++)
		buf_text(out, SPEC_CLOSE);
}

/* The words of one part, if there are any, behind their guards. */
static void
write_part(struct export *x, const struct rule *rule, const struct guards *g, enum export_part part)
{
	struct buf *out = &x->part[part], words = {0};

	for (unsigned i = 0; i < rule->nword; i++) {
		const char *word = export_word(x, rule, i);
		struct str rest = str_of(word);

		if (export_part_of(word) != part)
			continue;
		if (part != PART_LINK)
			buf_format(&words, " %s", word);
		else
			for (rest = str_cut(rest, option_find(rest)->length); rest.n > 0;)
				buf_format(&words, " %s", str_dup(str_split(&rest, ',')));
	}
	if (words.n == 0)
		return;
	buf_add(out, buf_str(&g->b));
	buf_add(out, buf_str(&words));
	close_guards(out, g);
	buf_text(out, " \\\n");
}

const char *
export_specs_rule(struct export *x, const struct rule *rule)
{
	uint16_t link = (uint16_t)(1u << fact_rows[FACT_LINK].bit); /* only a link has an output of a kind */
	uint16_t stages = rule->want[STAGE] ? rule->want[STAGE] : rule->want[OUTPUT] ? link : UINT16_MAX;
	struct guards common = {0}, sources = {0};

	if (export_special(x, rule, SPEC_SPECIAL))
		return "a word of it has a letter that spec files read";
	if (stages == link && !export_all(x, rule, PART_LINK))
		return "it is not an option of the linker";
	guard_role(&common, x, rule, FACTUAL);
	if (fact_holds(&x->target, FACT_X86_64) || fact_holds(&x->target, FACT_X32) || fact_holds(&x->target, FACT_I386))
		guard_role(&common, x, rule, WORDSIZE); /* another one of the same machine */
	if (rule->want[OPT]) {
		buf_text(&common.b, SPEC_OPTIMIZED);
		common.open += SPEC_OPTIMIZED_DEPTH;
	}
	guard_sanitizers(&common, rule);
	guard_role(&common, x, rule, KIND_OF_LINK);
	guard_user(&common, x, rule);
	write_part(x, rule, &common, PART_LINK);
	if (!guard_languages(&sources, rule))
		return NULL;
	guard_stages(&sources, stages);
	buf_add(&sources.b, buf_str(&common.b));
	sources.open += common.open;
	write_part(x, rule, &sources, PART_CPP);
	write_part(x, rule, &sources, PART_CC);
	return NULL;
}

void
export_specs_end(struct export *x, struct buf *out)
{
	static const struct {
		char name[8];
		uint8_t part;
	} specs[] = {{"cpp", PART_CPP}, {"cc1", PART_CC}, {"link", PART_LINK}};

	for (size_t i = 0; i < COUNT(specs); i++) {
		struct str text = buf_str(&x->part[specs[i].part]);
		struct guards all = {0};

		if (text.n == 0)
			continue;
		guard_all(&all, specs[i].part != PART_LINK);
		buf_format(out, "*%s:\n+ %s \\\n%s", specs[i].name, all.b.p, text.p);
		close_guards(out, &all);
		buf_text(out, "\n\n");
	}
}
