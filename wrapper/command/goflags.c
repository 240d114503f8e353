#include "command/goflags.h"

#include "command/options.h"

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool
goflags_split(struct str text, struct args *words)
{
	while (text.n > 0) {
		size_t end = 0;

		if (blank(text.p[0])) {
			text = str_cut(text, 1);
			continue;
		}
		if (text.p[0] == '\'' || text.p[0] == '"') {
			end = str_find(text, text.p[0], 1);
			if (end == text.n)
				return false;
			args_push(words, str_dup(str_cut(str_head(text, end), 1)));
			text = str_cut(text, end + 1);
			continue;
		}
		while (end < text.n && !blank(text.p[end]))
			end++;
		args_push(words, str_dup(str_head(text, end)));
		text = str_cut(text, end);
	}
	return true;
}

static bool
contains(struct str s, const char *set)
{
	for (size_t i = 0; i < s.n; i++)
		if (strchr(set, s.p[i]))
			return true;
	return false;
}

bool
goflags_join(const struct args *words, struct buf *b)
{
	for (size_t i = 0; i < words->n; i++) {
		struct str word = str_of(words->v[i]);
		const char *quote = !contains(word, " \t\r\n'\"") && word.n > 0 ? ""
		    : !contains(word, "'")				     ? "'"
		    : !contains(word, "\"")				     ? "\""
									     : NULL;

		if (!quote)
			return false;
		buf_text(b, i > 0 ? " " : "");
		buf_text(b, quote);
		buf_add(b, word);
		buf_text(b, quote);
	}
	return true;
}

/* The value of a flag, "" where it has none; p is NULL where it is another flag. */
static struct str
value_of(const char *word, const char *name)
{
	struct str s = str_of(word), flag;
	size_t equals;

	if (s.n > 1 && s.p[0] == '-' && s.p[1] == '-')
		s = str_cut(s, 1);
	equals = str_find(s, '=', 0);
	flag = str_head(s, equals);
	return str_is_text(flag, name) ? str_cut(s, equals + (equals < s.n)) : (struct str){0};
}

bool
goflags_has(const struct args *words, const char *name)
{
	static const char off[][6] = {"0", "f", "F", "false", "False", "FALSE"}; /* as Go's strconv.ParseBool has it */
	bool has = false;

	for (size_t i = 0; i < words->n; i++) {
		struct str value = value_of(words->v[i], name);

		has = has || value.p;
		for (size_t j = 0; j < COUNT(off) && value.p; j++)
			has = has && !str_is_text(value, off[j]);
	}
	return has;
}

static bool
has_part(struct str list, const char *separators, struct str part)
{
	while (list.n > 0) {
		size_t end = 0;

		while (end < list.n && !strchr(separators, list.p[end]))
			end++;
		if (str_is(str_head(list, end), part))
			return true;
		list = str_cut(list, end + (end < list.n));
	}
	return false;
}

/* Without the stamp of an earlier time. */
static struct str
unstamped(struct str list, const char *stamp)
{
	struct buf b = {0};

	if (!stamp)
		return list;
	while (list.n > 0) {
		struct str word = str_split(&list, ' ');

		if (str_starts_text(word, stamp))
			continue;
		buf_text(&b, b.n > 0 ? " " : "");
		buf_add(&b, word);
	}
	return buf_str(&b);
}

/* -ldflags=-s and -w become one -ldflags, of -w -s. Theirs stand behind ours: the last one holds. */
static const char *
with_ldflags(const struct goflags *want, struct str theirs)
{
	const struct args *ours = &want->ldflags;
	struct buf b = {0};

	theirs = unstamped(theirs, want->stamp);
	buf_text(&b, GO_LDFLAGS "=");
	for (size_t i = 0; i < ours->n; i++) {
		if (has_part(theirs, " ", str_of(ours->v[i])))
			continue;
		buf_text(&b, ours->v[i]);
		buf_text(&b, i + 1 < ours->n || theirs.n > 0 ? " " : "");
	}
	buf_add(&b, theirs);
	return b.p;
}

static const char *
with_tags(struct str theirs)
{
	bool blanks = contains(theirs, " "); /* as lists were written before Go 1.13 */
	struct str rest = STR(GO_OWN_TAGS);
	struct buf b = {0};

	buf_text(&b, GO_TAGS "=");
	buf_add(&b, theirs);
	while (rest.n > 0) {
		struct str tag = str_split(&rest, ',');

		if (has_part(theirs, ", ", tag))
			continue;
		if (b.p[b.n - 1] != '=')
			buf_char(&b, blanks ? ' ' : ',');
		buf_add(&b, tag);
	}
	return b.p;
}

/* What of ours the user's words have a place for already. */
struct there {
	bool trimpath, buildmode, ldflags, tags;
};

static void
merge_word(const struct goflags *want, const char *word, struct there *there, struct args *out)
{
	struct str mode = value_of(word, GO_BUILDMODE), ldflags = value_of(word, GO_LDFLAGS), tags = value_of(word, GO_TAGS);

	there->trimpath = there->trimpath || value_of(word, GO_TRIMPATH).p;
	if (mode.p) {
		if (want->insist || (want->race && str_is(mode, STR("pie"))))
			return;
		there->buildmode = true;
	} else if (ldflags.p && want->ldflags.n > 0 && (ldflags.n == 0 || ldflags.p[0] == '-')) {
		there->ldflags = true;
		word = with_ldflags(want, ldflags);
	} else if (tags.p && want->tags) {
		there->tags = true;
		word = with_tags(tags);
	}
	args_push(out, word);
}

struct args
goflags_merge(const struct goflags *want, const struct args *user)
{
	struct args theirs = {0}, out = {0};
	struct there there = {0};

	for (size_t i = 0; i < user->n; i++)
		merge_word(want, user->v[i], &there, &theirs);
	if (!there.trimpath)
		args_push(&out, GO_TRIMPATH);
	if (!there.buildmode && want->buildmode && !want->race)
		args_push(&out, str_join(STR(GO_BUILDMODE "="), str_of(want->buildmode)));
	if (!there.ldflags && want->ldflags.n > 0)
		args_push(&out, with_ldflags(want, STR("")));
	if (!there.tags && want->tags)
		args_push(&out, with_tags(STR("")));
	for (size_t i = 0; i < theirs.n; i++)
		args_push(&out, theirs.v[i]);
	return out;
}
