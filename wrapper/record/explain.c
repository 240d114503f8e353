#include "record/explain.h"

#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "base/json.h"
#include "command/secret.h"
#include "plan/classify.h"
#include "plan/id.h"
#include "plan/reason.h"
#include "profile/rule.h"
#include "route/route.h"

/* What an edit is about: the words of its rule, or the user's word. */
static struct str
edit_flag(const struct call *call, const struct edit *e)
{
	bool of_user = e->result == DROPPED || e->result == DENIED || e->result == REPLACED;

	if (e->flag.n > 0)
		return e->flag;
	return of_user && e->word.n > 0 ? e->word : rule_words(&call->policy, e->rule);
}

static struct str
edit_feature(const struct call *call, const struct edit *e)
{
	if (!e->rule)
		return e->retried ? STR("werror") : STR("libc");
	return policy_text(&call->policy, call->policy.feature[e->rule->feature].name);
}

static void
shell_line(struct buf *b, const char *const *words, size_t n, bool secrets)
{
	for (size_t i = 0; i < n; i++) {
		struct str word = str_of(words[i]);

		text_shell(b, secrets ? secret_hidden(word) : word);
		buf_char(b, i + 1 < n ? ' ' : '\n');
	}
}

static void
edit_line(const struct call *call, const struct edit *e, struct buf *b, bool secrets)
{
	struct str flag = edit_flag(call, e), reason = edit_reason(call, e), feature = edit_feature(call, e);
	struct str place = e->rule ? str_of(rule_place(&call->policy, e->rule)) : e->place;

	if (secrets) {
		flag = secret_hidden(flag);
		reason = secret_hidden(reason);
	}
	text_line(b, "%-9s%-28.*s %-20.*s %.*s%s%.*s%s", result_names[e->result], FMT(feature), FMT(place), FMT(flag),
	    reason.n > 0 ? "  (" : "", FMT(reason), reason.n > 0 ? ")" : "");
}

/* Into what may be a CI's log, without secrets; hardcc explain repeats what it was asked, and can be run. */
void
explain_debug(struct call *call)
{
	bool all = setting_level(call->settings, SETTING_DEBUG) > 1;
	const struct args *argv = &call->plan.argv;
	struct buf b = {0};

	for (size_t i = 0; all && i < call->plan.n; i++) {
		buf_text(&b, "hardcc: ");
		edit_line(call, &call->plan.edit[i], &b, true);
	}
	for (size_t i = 0; all && i < argv->n; i++) {
		buf_text(&b, "hardcc: argv ");
		shell_line(&b, argv->v + i, 1, true);
	}
	if (!all) {
		buf_text(&b, "hardcc: run ");
		shell_line(&b, argv->v, argv->n, true);
	}
	print_error(buf_str(&b), false);
}

/* Only where that is decided: it stands in the identity line, and the dynimport link acts by it. */
static bool
decides_link(const struct call *call)
{
	return call->command.kind == FACT_IDENTITY || call->command.kind == FACT_DYNIMPORT;
}

void
explain_link(const struct call *call, struct buf *b)
{
	if (!decides_link(call))
		return;
	json_field(b, "link", call->why_go_links ? STR("int") : STR("ext"));
	json_field(b, "link_reason", str_of(call->why_go_links ? call->why_go_links : ""));
}

/* name of a field, what people read, by stage */
static const struct opaque_row {
	char key[16], about[10];
	uint8_t stage;
} opaque_rows[] = {
	{"opaque_compile", "compiled", OPAQUE_COMPILE},
	{"opaque_link", "linked", OPAQUE_LINK},
};

void
explain_opaque(const struct call *call, struct buf *b)
{
	for (size_t i = 0; i < COUNT(opaque_rows); i++) {
		struct str word = call_opaque(call, (enum opaque)opaque_rows[i].stage);

		if (word.n > 0)
			json_field(b, opaque_rows[i].key, secret_hidden(word));
	}
}

static void
opaque_lines(const struct call *call, struct buf *b)
{
	for (size_t i = 0; i < COUNT(opaque_rows); i++) {
		struct str word = call_opaque(call, (enum opaque)opaque_rows[i].stage);

		if (word.n > 0)
			buf_format(b, "\nopaque    what %.*s does to what is %s is not known", FMT(word), opaque_rows[i].about);
	}
}

/* The rest are rules for other compilers, stages and machines: a number of them is enough. */
static void
edit_lines(const struct call *call, struct buf *b, bool all)
{
	unsigned folded = 0;

	for (size_t i = 0; i < call->plan.n; i++) {
		const struct edit *e = &call->plan.edit[i];

		if (all || e->result != SKIPPED || e->reason == TURNED_OFF || edit_wanted(call, e))
			edit_line(call, e, b, false);
		else
			folded++;
	}
	if (folded > 0)
		buf_format(b, "skipped  %u rule%s for other calls, or with nothing to do; --all lists %s\n", folded, folded == 1 ? "" : "s",
		    folded == 1 ? "it" : "them");
	buf_text(b, call->plan.n > 0 ? "\n" : "");
}

void
explain_text(struct call *call, struct buf *b, bool all)
{
	const char *passed_on = call->plan.passed_on, *why_go_links = call->why_go_links;

	text_line(b, "kind      %s%s%s", kind_name(call->command.kind, &call->facts), passed_on ? ": " : "",
	    passed_on ? passed_on : "");
	text_line(b, "compiler  %s (%.*s; %.*s)", call->compiler.path, FMT(call->compiler.line),
	    FMT(call->compiler.target));
	text_line(b, "profile   %.*s (%s)", FMT(policy_text(&call->policy, call->policy.name)),
	    setting_origin(&call->settings->of[SETTING_PROFILE]));
	if (call->route.libc != LIBC_HOST)
		text_line(b, "libc      %s", route_text(&call->route).p);
	buf_text(b, "policy    ");
	buf_hex(b, policy_id(call));
	if (decides_link(call) && why_go_links)
		buf_format(b, "\nlink      int: %s", why_go_links);
	else if (decides_link(call))
		buf_text(b, "\nlink      ext: Go links through the compiler");
	opaque_lines(call, b);
	buf_text(b, "\n\n");
	edit_lines(call, b, all);
	shell_line(b, call->plan.argv.v, call->plan.argv.n, false);
}

/* What is written many times: the room is made once, and then nothing looks whether there is some. */
#define PUT(to, literal) put(to, literal, sizeof(literal) - 1)
static inline char *
put(char *to, const char *bytes, size_t n)
{
	memcpy(to, bytes, n);
	return to + n;
}

/* Of a table: nothing to escape. */
static inline char *
put_name(char *to, const char *name)
{
	while (*name != '\0')
		*to++ = *name++;
	return to;
}

/* "openssf.profile:12" */
static inline char *
put_place(char *to, struct str file, unsigned line)
{
	to = json_put(to, file) - 1;
	*to++ = ':';
	to = number_put(to, line);
	*to++ = '"';
	return to;
}

static void
edit_object(const struct call *call, const struct edit *e, struct buf *b, bool secrets)
{
	enum { NAMES_ROOM = 128 }; /* bytes: the keys, a verb, a result, a line */
	struct str flag = edit_flag(call, e), reason = edit_reason(call, e), feature = edit_feature(call, e);
	struct str place = e->rule ? policy_text(&call->policy, call->policy.file[e->rule->file]) : e->place;
	char *to;

	if (secrets) {
		flag = secret_hidden(flag);
		reason = secret_hidden(reason);
	}
	buf_reserve(b, NAMES_ROOM + JSON_ROOM(feature.n + flag.n + reason.n + place.n));
	to = b->p + b->n;
	if (to[-1] != '[')
		*to++ = ',';
	to = json_put(PUT(to, "{\"feature\":"), feature);
	to = put_name(PUT(to, ",\"verb\":\""), e->rule ? verb_names[e->rule->verb] : e->retried ? "retry" : "route");
	to = json_put(PUT(to, "\",\"flag\":"), flag);
	to = put_name(PUT(to, ",\"result\":\""), result_names[e->result]);
	to = PUT(to, "\",\"rule\":");
	to = e->rule ? put_place(to, place, e->rule->line) : json_put(to, place);
	to = json_put(PUT(to, ",\"reason\":"), reason);
	if (!secrets)
		to = put_name(PUT(to, ",\"code\":\""), edit_code(e)), *to++ = '"';
	*to++ = '}';
	*to = '\0';
	b->n = (size_t)(to - b->p);
}

void
explain_edits(const struct call *call, struct buf *b, enum edits which)
{
	json_key(b, which == EDITS_LEFT_OUT ? "left_out" : "edits");
	buf_char(b, '[');
	for (size_t i = 0; i < call->plan.n; i++) {
		const struct edit *e = &call->plan.edit[i];
		bool skipped = e->result == SKIPPED;

		if (which == EDITS_LEFT_OUT ? skipped && edit_wanted(call, e) :
		    which == EDITS_ALL || !skipped || e->reason == TURNED_OFF)
			edit_object(call, e, b, which != EDITS_ALL);
	}
	buf_char(b, ']');
}

void
explain_json(struct call *call, struct buf *b)
{
	struct buf id = {0};

	buf_char(b, '{');
	json_field(b, "kind", str_of(kind_name(call->command.kind, &call->facts)));
	json_field(b, "compiler", str_of(call->compiler.path));
	json_field(b, "version", call->compiler.line);
	json_field(b, "target", call->compiler.target);
	buf_hex(&id, policy_id(call));
	json_field(b, "policy", buf_str(&id));
	explain_link(call, b);
	explain_opaque(call, b);
	explain_edits(call, b, EDITS_ALL);
	json_words(b, "argv", call->plan.argv.v, call->plan.argv.n);
	buf_text(b, "}\n");
}
