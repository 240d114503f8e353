/* export-flags.c - rules where there are no conditions: clang's config files, and Go's variables. */
#include "cmd/export/export.h"

#include "base/environment.h"
#include "cli/assign.h"
#include "cmd/export/options-export.h"

/* -fno-stack-protector, -D_FORTIFY_SOURCE=2: what it is about. */
static struct str
matter(struct str word)
{
	static const char *const starts[] = {FLAG_STARTS};

	word = str_head(word, str_find(word, '=', 0));
	word = str_head(word, str_find(word, '*', 0));
	for (size_t i = 0; i < COUNT(starts); i++)
		if (str_starts_text(word, starts[i]))
			return str_cut(word, str_of(starts[i]).n);
	return word;
}

/* A later word of the same matter wins; -fstack-protector-strong and -all are of one. */
static bool
order_decides(const struct export *x, const struct rule *rule, struct str pattern)
{
	struct str about = matter(pattern);

	for (unsigned i = 0; i < rule->nword; i++) {
		struct str word = matter(str_of(export_word(x, rule, i))), kin = word;

		while (kin.n > 0 && kin.p[kin.n - 1] != '-')
			kin.n--;
		if (str_starts(word, about) || str_starts(about, kin.n > 0 ? kin : word))
			return true;
	}
	return false;
}

/* The user's words by which the rule would step back, and does not here. */
static void
tell_beside(struct export *x, const struct rule *rule)
{
	const struct policy *p = &x->call.policy;
	struct buf beside = {0};

	for (unsigned i = 0; i < rule->npattern; i++) {
		struct text t = p->text[rule->pattern + i];
		struct str pattern = policy_text(p, t);

		if (t.space == SPACE_LD ? export_order_decides(pattern) : order_decides(x, rule, pattern))
			continue;
		buf_format(&beside, " %.*s", FMT(pattern));
	}
	if (beside.n > 0)
		export_tell(x, rule, "holds also beside these words:", buf_str(&beside));
}

/* Why it cannot be said; where it can, what it does where it should not. */
static const char *
unsayable(struct export *x, const struct rule *rule)
{
	uint16_t stages = export_wanted(rule, STAGE), output = export_wanted(rule, OUTPUT);

	if (export_special(x, rule, CONFIG_SPECIAL))
		return "a word of it has a letter that means something else there";
	if (!export_has(stages, FACT_COMPILE) && !export_has(stages, FACT_LINK))
		return "what is done in the call cannot be seen";
	if (rule->never[OUTPUT] || !export_has(output, FACT_EXE) || !export_has(output, FACT_PIE) ||
	    !export_has(output, FACT_SHARED))
		return "what is linked cannot be seen";
	if (rule->want[OPT])
		export_tell(x, rule, "holds also without -O", STR(""));
	if (rule->never[SANITIZER])
		export_tell(x, rule, "holds also beside a sanitizer", STR(""));
	tell_beside(x, rule);
	return NULL;
}

const char *
export_config_rule(struct export *x, const struct rule *rule)
{
	uint16_t languages = (uint16_t)(export_wanted(rule, LANGUAGE) & ~rule->never[LANGUAGE]);
	bool both = export_has(languages, FACT_C) && export_has(languages, FACT_CXX);
	const char *why = both || export_all(x, rule, PART_CPP) ? unsayable(x, rule) : "the language cannot be seen";

	for (unsigned i = 0; i < rule->nword && !why; i++) {
		const char *word = export_word(x, rule, i);
		bool marked = export_part_of(word) == PART_LINK && x->call.compiler.version >> 16 >= CONFIG_LINK_SINCE;

		buf_format(&x->part[PART_CC], "%s%s\n", marked ? CONFIG_LINK : "", word);
	}
	return why;
}

void
export_config_end(struct export *x, struct buf *out)
{
	buf_add(out, buf_str(&x->part[PART_CC]));
}

const char *
export_cgo_rule(struct export *x, const struct rule *rule)
{
	uint16_t languages = (uint16_t)(export_wanted(rule, LANGUAGE) & ~rule->never[LANGUAGE]);
	bool c = export_has(languages, FACT_C), cxx = export_has(languages, FACT_CXX);
	bool compiles = export_has(export_wanted(rule, STAGE), FACT_COMPILE);
	const char *why = unsayable(x, rule);

	for (unsigned i = 0; i < rule->nword && !why; i++) {
		const char *word = export_word(x, rule, i);
		enum export_part part = compiles ? export_part_of(word) : PART_LINK;

		if (part == PART_LINK || (part == PART_CPP && c && cxx)) {
			buf_format(&x->part[part], "%s ", word);
			continue;
		}
		if (c)
			buf_format(&x->part[PART_CC], "%s ", word);
		if (cxx)
			buf_format(&x->part[PART_CXX], "%s ", word);
	}
	return why;
}

void
export_cgo_end(struct export *x, struct buf *out)
{
	static const struct {
		char name[14];
		uint8_t part, usual; /* Go has words of its own where it is not set */
	} variables[] = {
		{"CGO_CPPFLAGS", PART_CPP, 0},
		{"CGO_CFLAGS", PART_CC, 1},
		{"CGO_CXXFLAGS", PART_CXX, 1},
		{"CGO_LDFLAGS", PART_LINK, 1},
	};

	for (size_t i = 0; i < COUNT(variables); i++) {
		struct buf value = {0};
		struct str theirs = environment_get(x->environ, variables[i].name);

		buf_add(&value, buf_str(&x->part[variables[i].part]));
		if (theirs.n > 0)
			buf_add(&value, theirs);
		else if (variables[i].usual)
			buf_text(&value, GO_DEFAULT_FLAGS);
		if (value.n > 0)
			assign_write(assign_find(STR("sh")), out, variables[i].name, str_trim(buf_str(&value)), false, STR(""));
	}
}
