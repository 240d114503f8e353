#include "plan/note.h"

#include "base/io.h"
#include "command/effect.h"
#include "command/options.h"
#include "command/output.h"
#include "elf/unitnote.h"
#include "plan/edit.h"
#include "plan/id.h"

enum {
	TEXT_MOST = 99, /* bytes: with the end of the text, the note's head and the words of the code 140 */
	SEEN_MOST = 28,	 /* what the header adds */
	SAN_MOST = 6,
	FIRST = UNIT_sc, /* the keys that no macro tells */
	NTOLD = UNIT_std - FIRST,
};

/* Bits of a key; the first four of ov: WRAPS by -fwrapv, which was SAID either way, or because overflow is LOOSE. */
enum { LOOSE = 1, TRAPS = 2, SAID = 4, WRAPS = 8, TOLD = 128 };

static const struct effect {
	uint8_t key;
	struct {
		uint8_t keep, set;
	} of[2]; /* gcc, clang */
} effects[] = {
#define EFFECT(word, key, keep, set, clang_keep, clang_set) \
	{UNIT_##key - FIRST, {{keep, (set) | TOLD}, {clang_keep, (clang_set) | TOLD}}},
	NOTE_EFFECTS(EFFECT)
};
_Static_assert(NTOLD <= sizeof((struct plan *)NULL)->note_keys, "a byte for each key");

void
note_hears(struct call *call, uint8_t effect)
{
	const struct effect *e = &effects[effect - 1];
	unsigned family = call->compiler.family == FACT_CLANG;
	uint8_t *bits = &call->plan.note_keys[e->key];

	*bits = (uint8_t)((*bits & e->of[family].keep) | e->of[family].set);
}

static void
hear_word(struct call *call, struct str word)
{
	uint8_t effect = effect_of(word);

	if (effect)
		note_hears(call, effect);
}

/* The user's words as they will be run: what is dropped decides nothing. Those for the preprocessor come first on cc1's
 * line, which has one list for both. Most calls have no word that begins as one of the rows does. */
static void
hear_user(struct call *call)
{
	const struct words *words = &call->words;
	const struct rewrite *r = &call->plan.changes;
#define SEEN(word, ...) | words->seen[WORD_MARK((word)[1], (word)[2], (word)[3])]
	bool any = 0 NOTE_EFFECTS(SEEN);

	for (size_t i = 0; any && i < words->n; i++) {
		const struct word *w = &words->of[i];
		const struct arg *a = &call->command.arg[w->piece.arg];
		struct str text = w->text;

		if (w->space != SPACE_CC || reading_of(a[a->operand ? -1 : 0].opt).carries == CARRIES_NONE)
			continue;
		for (size_t j = 0; j < r->n; j++)
			if (r->change[j].word == i)
				text = r->change[j].by;
		hear_word(call, text);
	}
	for (size_t i = 0; any && i < call->command.n; i++) {
		const struct arg *a = &call->command.arg[i];
		struct str text = a->read;

		if (a->operand || a->input)
			continue;
		for (size_t j = 0; j < r->n; j++)
			if (r->words->of[r->change[j].word].piece.arg == i)
				text = r->change[j].by;
		hear_word(call, text);
	}
}

static unsigned
digit(unsigned key, unsigned bits)
{
	if (key != UNIT_ov - FIRST)
		return bits;
	return bits & TRAPS ? 2 : (bits & (WRAPS | SAID) ? bits & WRAPS : bits & LOOSE) != 0;
}

static void
add_keys(struct buf *b, const uint8_t *told)
{
	for (unsigned i = 0; i < NTOLD; i++) {
		if (!told[i])
			continue;
		buf_char(b, ' ');
		buf_text(b, unit_keys[FIRST + i]);
		buf_char(b, '=');
		buf_char(b, (char)('0' + digit(i, told[i] & ~(unsigned)TOLD)));
	}
}

static bool
undefined_alone(const struct facts *facts)
{
	return facts->bits[SANITIZER] == (1u << fact_rows[FACT_SANITIZE].bit | 1u << fact_rows[FACT_UBSAN].bit);
}

/* Up to the first '-', as in "other-compiler". */
static void
add_name(struct buf *b, const char *word)
{
	struct str name = str_of(word);

	buf_char(b, ' ');
	buf_add(b, str_head(name, str_find(name, '-', 0)));
}

/* What stands behind the profile: compiler, C library, what no macro tells. */
static void
add_tail(struct buf *b, const struct call *call)
{
	const struct compiler *cc = &call->compiler;
	int libc = FIRST_LIBC;

	while (libc < FIRST_OPT - 1 && !fact_holds(&call->facts, (enum fact)libc))
		libc++;
	add_name(b, fact_rows[cc->family].word);
	for (int shift = 16; cc->version > 0 && shift >= 0; shift -= 8) {
		buf_number(b, shift == 16 ? cc->version >> 16 : cc->version >> shift & 255);
		buf_text(b, shift > 0 ? "." : "");
	}
	add_name(b, fact_rows[libc].word);
	if (fact_holds(&call->facts, FACT_GOSTD)) /* it opts out of the stack protector itself: verify must tell */
		buf_text(b, NOTE_STANDARD);
	if (call_opaque(call, OPAQUE_COMPILE).n > 0)
		return;
	if (undefined_alone(&call->facts))
		buf_text(b, NOTE_UBSAN);
	add_keys(b, call->plan.note_keys);
}

/* The first of the list that is no switch, by the name of its file, not its place. part: there is more. */
static struct str
first_profile(struct str list, bool *part)
{
	size_t begin, end;

	for (*part = false;; list = str_cut(list, end + 1), *part = true) {
		for (begin = end = 0; end < list.n && list.p[end] != ','; end++)
			if (list.p[end] == '/')
				begin = end + 1;
		if (end == list.n || (end > 0 && list.p[0] != '+' && list.p[0] != '-'))
			break;
	}
	*part = *part || end < list.n;
	list = str_cut(str_head(list, end), begin);
	return str_ends(list, STR(PROFILE_SUFFIX)) ? str_head(list, list.n - (sizeof PROFILE_SUFFIX - 1)) : list;
}

/* A '~' tells that it is not all. Nothing stands there that could be more than one word. */
static void
add_profile(struct buf *b, struct str list, size_t room)
{
	bool part;
	struct str name = first_profile(list, &part);

	part = part || name.n > room;
	for (size_t i = 0; i < name.n && i + part < room; i++) {
		char c = name.p[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';

		buf_char(b, (char)(plain ? c : '_'));
	}
	buf_text(b, part ? "~" : "");
}

void
note_finish(struct call *call)
{
	struct plan *plan = &call->plan;
	bool sanitized = fact_holds(&call->facts, FACT_SANITIZE) && !undefined_alone(&call->facts);
	struct buf b = {0}, tail = {0};
	size_t used;

	if (!plan->noted)
		return;
	hear_user(call);
	for (size_t i = 0; i < plan->forced.n; i++)
		hear_word(call, str_of(plan->forced.v[i]));
	add_tail(&tail, call);
	buf_text(&b, NOTE_TELL "\"" UNIT_VERSION " ");
	buf_hex(&b, policy_id(call));
	buf_char(&b, ' ');
	used = b.n - sizeof NOTE_TELL + tail.n + SEEN_MOST + (sanitized ? SAN_MOST : 0);
	add_profile(&b, policy_text(&call->policy, call->policy.name), used < TEXT_MOST ? TEXT_MOST - used : 1);
	buf_add(&b, buf_str(&tail));
	buf_char(&b, '"');
	plan->note_in->v[plan->note_at] = b.p;
	if (call->compiler.family == FACT_CLANG && fact_holds(&call->facts, FACT_C) && edit_fortifies(plan))
		args_push(plan->note_in, NOTE_FORTIFIED);
	if (plan->note_edit < plan->n && plan->edit[plan->note_edit].rule == plan->note_rule) /* edits may not be kept */
		plan->edit[plan->note_edit].flag = buf_str(&b);
}

static bool
debugs_macros(struct call *call)
{
	static const char *const flags[] = {NOTE_MACRO_DEBUG};

	for (size_t i = 0; i < COUNT(flags); i++)
		if (words_have(&call->words, SPACE_CC, str_of(flags[i])))
			return true;
	return false;
}

/* Is the header in that directory? */
static bool
header_in(struct str directory, struct str *header)
{
	*header = str_of(str_join3(directory, STR("/"), STR(NOTE_HEADER)));
	return can_read(header->p);
}

bool
note_find(const struct settings *s, struct str *directory, struct str *header)
{
	struct str value = s->of[SETTING_DATADIR].value, missing;
	const struct str expected = str_of(str_join(value, STR("/specs")));

	*directory = expected;
	if (header_in(*directory, header))
		return true;
	missing = *header;
	*directory = settings_installed(s, "/specs");
	if (header_in(*directory, header))
		return true;
	*directory = value; /* of a copy that was made for 0.1 */
	if (header_in(*directory, header))
		return true;
	*directory = expected;
	*header = missing;
	return false;
}

/* What lists the header where it cannot be taken out again: a file that other calls write to, or a stream. Empty: nothing. */
static struct str
lists_for_others(const struct call *call, bool listed)
{
	static const uint8_t others[] = {VAR_DEPENDENCIES, VAR_SUNPRO};
	struct args lists;

	for (size_t i = 0; i < COUNT(others); i++)
		if (call->settings->var[others[i]].n > 0)
			return variable_name((enum variable_id)others[i]);
	if (!listed)
		return STR("");
	lists = output_lists(&call->command);
	for (size_t i = 0; i < lists.n; i++)
		if (str_is(str_of(lists.v[i]), STR("-")) || is_stream(lists.v[i]))
			return str_of(lists.v[i]);
	return STR("");
}

/* handed: to the preprocessor, behind what the user hands it. */
static void
include(struct args *to, const char *header, bool handed)
{
	const char *const words[] = {NOTE_HANDS, NOTE_INCLUDE, NOTE_HANDS, header};

	for (size_t i = 0; i < COUNT(words); i++)
		if (handed || i % 2 == 1)
			args_push(to, words[i]);
}

/*
 * cc -c a.c becomes
 * cc -include /usr/share/hardcc/specs/hardcc-note.h -DHARDCC_NOTE="2 0123456789abcdef openssf gcc12.2.0 glibc ..." -c a.c
 *
 * The preprocessor fills the note in, so that it says what the compiler saw. Behind the user's own -include, or a precompiled header
 * would be lost; by its path, so that no other file of that name takes its place. What it is told waits for the last rule: note_finish.
 */
void
note_edit(struct call *call, struct edit *e)
{
	static const char *const lists[] = {LISTS_DEPENDENCIES};
	struct str directory = STR("");
	struct plan *plan = &call->plan;
	struct str others;
	struct args *to;
	bool listed = false, mapped;

	e->reason = NOTHING_TO_DO;
	if (plan->noted)
		return;
	e->reason = NO_NOTE;
	if (!note_find(call->settings, &directory, &e->word))
		return;
	for (size_t i = 0; i < COUNT(lists); i++)
		listed = listed || words_have(&call->words, SPACE_CC, str_of(lists[i]));
	others = lists_for_others(call, listed);
	e->reason = BECAUSE_RULE;
	if (others.n > 0) {
		e->reason = USER_SAYS;
		e->word = others;
		return;
	}
	plan->noted = true;
	plan->listed = listed;
	to = call->command.includes || call->command.hands_includes ? &plan->forced : &plan->added;
	mapped = debugs_macros(call);
	if (mapped) /* as gcc will write it: it takes a/../ out of a path before it looks for a prefix */
		directory = real_path(directory.p);
	plan->note_from = to->n;
	plan->note_header = str_of(str_join3(directory, STR("/"), STR(NOTE_HEADER)));
	include(to, plan->note_header.p, call->command.hands_includes && !call->command.includes);
	plan->note_in = to;
	plan->note_at = to->n;
	plan->note_edit = (size_t)(e - plan->edit);
	plan->note_rule = e->rule;
	args_push(to, NOTE_TELL);
	if (mapped)
		args_push(to, str_join3(STR(NOTE_PREFIX_MAP), directory, STR(NOTE_PREFIX)));
	e->result = ADDED;
}
