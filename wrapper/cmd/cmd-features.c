#include <unistd.h>

#include "base/error.h"
#include "base/fold.h"
#include "base/json.h"
#include "base/nearest.h"
#include "cli/terminal.h"
#include "cmd/cmd.h"
#include "profile/policy.h"
#include "profile/rule.h"
#include "verify/check.h"

/* What the catalogue says of a feature to people: "#: NAME  WHAT", and behind it "#:   costs ..." and "#:   breaks ...". */
struct about {
	struct str name, what, costs, breaks;
};

#define ABOUT "#: "

/* The next one; false at the end. */
static bool
about_next(struct str *text, struct about *a)
{
	*a = (struct about){0};
	while (text->n > 0) {
		struct str before = *text, line = str_split(text, '\n'), rest;

		if (!str_starts(line, STR(ABOUT))) {
			if (a->name.n > 0)
				return true;
			continue;
		}
		line = str_cut(line, sizeof ABOUT - 1);
		if (line.p[0] != ' ' && a->name.n > 0) {
			*text = before;
			return true;
		}
		rest = str_trim(line);
		line = str_split(&rest, ' ');
		rest = str_trim(rest);
		if (a->name.n == 0) {
			a->name = line;
			a->what = rest;
		} else if (str_is(line, STR("costs"))) {
			a->costs = rest;
		} else {
			a->breaks = rest;
		}
	}
	return a->name.n > 0;
}

/* Is the line one of the feature's? */
static bool
is_of(struct str line, struct str name)
{
	return str_starts(line, name) && line.n > name.n && (line.p[name.n] == ' ' || line.p[name.n] == '=');
}

/* Has it a rule that holds, and no `off` for all calls? */
static bool
is_on(const struct policy *p, struct str name)
{
	bool on = false;

	for (unsigned i = 0; i < p->nrule; i++) {
		const struct rule *rule = &p->rule[i];

		if (!rule_on(p, rule) || !str_is(policy_text(p, p->feature[rule->feature].name), name))
			continue;
		if (rule->verb == OFF && !rule_conditional(rule) && !rule_lifted(p, rule))
			return false;
		on = on || rule->verb != OFF;
	}
	return on;
}

static void
text_row(struct buf *b, const char *key, struct str value)
{
	buf_format(b, "  %-10s", key);
	text_line(b, "%.*s", FMT(value));
}

/* Its lines in a text, each with its place. In JSON an array's rows, and n how many there are. */
static void
rules(struct buf *b, struct str text, const char *file, struct str name, bool json, unsigned *n)
{
	for (unsigned at = 1; text.n > 0; at++) {
		struct str line = str_split(&text, '\n'), rest = line;

		(void)str_split(&rest, ' ');
		if (!is_of(line, name) || str_starts(rest, STR("use")))
			continue;
		if (json) {
			buf_text(b, (*n)++ > 0 ? ",{" : "{");
			json_field(b, "rule", str_of(text_format("%s:%u", file, at)));
			json_field(b, "text", line);
			buf_char(b, '}');
		} else {
			text_row(b, (*n)++ > 0 ? "" : "rules", str_of(text_format("%.*s  # %s:%u", FMT(line), file, at)));
		}
	}
}

static void
all_rules(struct buf *b, struct str name, bool json)
{
	unsigned n = 0;

	rules(b, str_of(catalogue), CATALOGUE, name, json, &n);
	for (size_t i = 0; i < nembedded; i++)
		rules(b, str_of(embedded[i].text), text_format("%s" PROFILE_SUFFIX, embedded[i].name), name, json, &n);
}

/* The profiles whose own lines name it. */
static void
profiles(struct args *names, struct str name)
{
	for (size_t i = 0; i < nembedded; i++) {
		struct str text = str_of(embedded[i].text);

		while (text.n > 0)
			if (is_of(str_split(&text, '\n'), name)) {
				args_push(names, embedded[i].name);
				break;
			}
	}
}

/* What `hardcc verify` calls it. */
static void
checked_as(struct args *names, struct str feature)
{
	uint32_t bits = checks_for(feature);

	for (unsigned i = 0; i < NCHECK; i++)
		if (bits >> i & 1)
			args_push(names, checks[i].name);
}

/* The first feature of a check of that name; the name itself where there is none. */
static struct str
feature_of(struct str name)
{
	for (unsigned i = 0; i < NCHECK; i++)
		if (str_is_text(name, checks[i].name) && check_feature(i).n > 0)
			return check_feature(i);
	return name;
}

static void
in_full(struct buf *b, const struct about *a, bool on, struct str list_now)
{
	struct args in = {0}, checked = {0};
	struct buf list = {0};

	profiles(&in, a->name);
	checked_as(&checked, a->name);
	for (size_t i = 0; i < in.n; i++)
		buf_word(&list, str_of(in.v[i]));
	text_line(b, "%.*s: %.*s", FMT(a->name), FMT(a->what));
	text_row(b, "now", on ? STR("on") : STR("off"));
	text_row(b, "in", list.n > 0 ? buf_str(&list) : STR("no profile; it is taken by name"));
	text_row(b, "costs", a->costs);
	text_row(b, "breaks", a->breaks);
	for (size_t i = 0; i < checked.n; i++)
		text_row(b, i > 0 ? "" : "verified", str_of(text_format("as %s", checked.v[i])));
	text_row(b, on ? "off by" : "on by", str_of(text_format("HARDCC_PROFILE=%.*s,%c%.*s", FMT(list_now), on ? '-' : '+', FMT(a->name))));
	all_rules(b, a->name, false);
}

static void
in_json(struct buf *b, const struct about *a, bool on)
{
	struct args in = {0}, checked = {0};

	profiles(&in, a->name);
	checked_as(&checked, a->name);
	buf_text(b, b->n == 0 ? "{" : ",{");
	json_field(b, "name", a->name);
	json_key(b, "on");
	buf_text(b, on ? "true" : "false");
	json_field(b, "about", a->what);
	json_field(b, "costs", a->costs);
	json_field(b, "breaks", a->breaks);
	json_words(b, "profiles", in.v, in.n);
	json_words(b, "verified", checked.v, checked.n);
	json_key(b, "rules");
	buf_char(b, '[');
	all_rules(b, a->name, true);
	buf_text(b, "]}");
}

/* The row of that name; false after the nearest was asked for. */
static bool
about_named(struct str name, struct about *a)
{
	struct nearest near = {.word = name};
	struct str text = str_of(catalogue);

	while (about_next(&text, a)) {
		if (str_is(a->name, name))
			return true;
		nearest_try(&near, a->name);
	}
	if (!str_is(feature_of(name), name))
		return about_named(feature_of(name), a);
	complain("features: unknown feature \"%.*s\"%s; see 'hardcc features'", FMT(name), nearest_question(&near));
	return false;
}

int
cmd_features(const struct invocation *in)
{
	const struct args *names = &in->choices.operand;
	bool json = in->choices.of[CHOICE_JSON];
	struct str text = str_of(catalogue);
	struct settings s;
	struct policy p;
	struct buf b = {0};
	struct about a;

	verify_load(&p, &s, &in->choices, in->environ);
	for (size_t i = 0; i < names->n; i++) {
		if (!about_named(str_of(names->v[i]), &a))
			return EXIT_USAGE;
		if (json)
			in_json(&b, &a, is_on(&p, a.name));
		else
			in_full(&b, &a, is_on(&p, a.name), s.of[SETTING_PROFILE].value);
	}
	while (names->n == 0 && about_next(&text, &a)) {
		if (json)
			in_json(&b, &a, is_on(&p, a.name));
		else
			text_line(&b, "%c %-22.*s %.*s", is_on(&p, a.name) ? '*' : ' ', FMT(a.name), FMT(a.what));
	}
	if (json) {
		struct buf whole = {0};

		buf_format(&whole, "{\"features\":[%.*s]}\n", FMT(buf_str(&b)));
		b = whole;
	}
	print(fold(buf_str(&b), json ? 0 : terminal_width(STDOUT_FILENO)));
	return 0;
}
