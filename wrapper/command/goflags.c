#include "command/goflags.h"

#include "command/options.h"

#define BLANKS " \t\n\r"

bool
goflags_split(struct str text, struct args *words)
{
	while ((text = str_cut(text, str_span(text, BLANKS))).n > 0) {
		struct str word;

		if (text.p[0] == '\'' || text.p[0] == '"') {
			size_t end = str_find(text, text.p[0], 1);

			if (end == text.n)
				return false;
			word = str_cut(str_head(text, end), 1);
			text = str_cut(text, end + 1);
		} else {
			str_word(&text, &word, BLANKS);
		}
		args_push(words, str_dup(word));
	}
	return true;
}

bool
goflags_join(const struct args *words, struct buf *b)
{
	for (size_t i = 0; i < words->n; i++) {
		const char *word = words->v[i], *quote = "";

		if (*word == '\0' || strpbrk(word, BLANKS "'\""))
			quote = strchr(word, '\'') ? "\"" : "'";
		if (*quote && strchr(word, *quote))
			return false;
		buf_format(b, "%s%s%s%s", i > 0 ? " " : "", quote, word, quote);
	}
	return true;
}

/* The value of a flag, "" where it has none; p is NULL where it is another flag. */
static struct str
value_of(const char *word, const char *name)
{
	struct str value = str_of(word), flag;

	if (str_starts(value, STR("--")))
		value = str_cut(value, 1);
	flag = str_split(&value, '=');
	return str_is_text(flag, name) ? value : (struct str){0};
}

bool
goflags_has(const struct args *words, const char *name)
{
	const struct str off = STR("0 f F false False FALSE"); /* as Go's strconv.ParseBool has it */
	bool has = false;

	for (size_t i = 0; i < words->n; i++) {
		struct str value = value_of(words->v[i], name);

		if (value.p)
			has = !str_lists(off, value);
	}
	return has;
}

/* -ldflags=-s and -w become one -ldflags, of -w -s. Theirs stand behind ours: the last one holds. A stamp of an earlier
 * time is left out. */
static const char *
with_ldflags(const struct goflags *want, struct str theirs)
{
	const struct args *ours = &want->ldflags;
	struct buf kept = {0}, b = {0};

	while (want->stamp && theirs.n > 0) {
		struct str word = str_split(&theirs, ' ');

		if (!str_starts_text(word, want->stamp))
			buf_word(&kept, word);
	}
	buf_add(&kept, theirs);
	for (size_t i = 0; i < ours->n; i++)
		if (!str_lists(buf_str(&kept), str_of(ours->v[i])))
			buf_word(&b, str_of(ours->v[i]));
	if (kept.n > 0)
		buf_word(&b, buf_str(&kept));
	return str_join(STR(GO_LDFLAGS "="), buf_str(&b));
}

bool
goflags_has_tag(struct str tags, struct str tag)
{
	while (tags.n > 0)
		if (str_lists(str_split(&tags, ','), tag))
			return true;
	return false;
}

static const char *
with_tags(struct str theirs)
{
	char separator = str_has(theirs, " ") ? ' ' : ',';
	struct buf b = {0};

	buf_add(&b, theirs);
	for (struct str rest = STR(GO_OWN_TAGS); rest.n > 0;) {
		struct str tag = str_split(&rest, ',');

		if (goflags_has_tag(theirs, tag))
			continue;
		if (b.n > 0)
			buf_char(&b, separator);
		buf_add(&b, tag);
	}
	return str_join(STR(GO_TAGS "="), buf_str(&b));
}

struct args
goflags_merge(const struct goflags *want, const struct args *user)
{
	bool trimpath = false, buildmode = false, ldflags = false, tags = false, toolexec = !want->toolexec;
	struct args theirs = {0}, out = {0};

	for (size_t i = 0; i < user->n; i++) {
		const char *word = user->v[i];
		struct str mode = value_of(word, GO_BUILDMODE), flags = value_of(word, GO_LDFLAGS), tag = value_of(word, GO_TAGS);

		if (mode.p && (want->insist || (want->race && str_is(mode, STR("pie")))))
			continue;
		if (flags.p && want->ldflags.n > 0 && (flags.n == 0 || flags.p[0] == '-')) {
			ldflags = true;
			word = with_ldflags(want, flags);
		} else if (tag.p && want->tags) {
			word = with_tags(tag);
		}
		trimpath = trimpath || value_of(word, GO_TRIMPATH).p;
		buildmode = buildmode || mode.p;
		tags = tags || tag.p;
		toolexec = toolexec || value_of(word, GO_TOOLEXEC).p;
		args_push(&theirs, word);
	}
	if (want->trimpath && !trimpath)
		args_push(&out, GO_TRIMPATH);
	if (!buildmode && want->buildmode && !want->race)
		args_push(&out, str_join(STR(GO_BUILDMODE "="), str_of(want->buildmode)));
	if (!ldflags && want->ldflags.n > 0)
		args_push(&out, with_ldflags(want, STR("")));
	if (!tags && want->tags)
		args_push(&out, with_tags(STR("")));
	if (!toolexec)
		args_push(&out, str_join(STR(GO_TOOLEXEC "="), str_of(want->toolexec)));
	args_add(&out, theirs.v, theirs.n);
	return out;
}

/* go build -tags x, env A=1 go -C dir run -tags x . -tags y, and inside of a word for sh -c */
struct args
goflags_of_command(const struct args *command)
{
	struct args flags = {0};
	struct str rest, word, verb = {0};
	size_t i = 0;

	while (i < command->n && !str_is(str_base(str_of(command->v[i])), STR("go"))) {
		struct args words = {0};

		if (strpbrk(command->v[i], BLANKS) && goflags_split(str_of(command->v[i]), &words) && words.n > 1)
			return goflags_of_command(&words);
		i++;
	}
	for (i++; i < command->n && !str_is_text(word = str_of(command->v[i]), GO_ARGS); i++) {
		bool flag = word.n > 1 && word.p[0] == '-';

		rest = str_starts(word, STR("--")) ? str_cut(word, 1) : word;
		if (flag && str_find(word, '=', 0) == word.n && str_lists(STR(GO_WITH_ARGUMENT), rest) && i + 1 < command->n)
			rest = str_format("%.*s=%s", FMT(rest), command->v[++i]);
		if (flag)
			args_push(&flags, str_dup(rest));
		else if (str_is_text(verb, GO_RUN))
			break;
		else if (verb.n == 0)
			verb = word;
	}
	return flags;
}

const char *
goflags_instead(const struct goflags *want, const char *flag)
{
	struct args user = {0}, merged;
	struct goflags ours = *want;

	if (value_of(flag, GO_TOOLEXEC).p)
		return want->toolexec ? "" : NULL;
	if (value_of(flag, GO_BUILDMODE).p)
		return !want->insist || (want->buildmode && str_is_text(value_of(flag, GO_BUILDMODE), want->buildmode)) ? NULL : "";
	ours.trimpath = false;
	ours.buildmode = ours.toolexec = NULL;
	if (value_of(flag, GO_TAGS).p)
		ours.ldflags.n = 0;
	else
		ours.tags = false;
	args_push(&user, flag);
	merged = goflags_merge(&ours, &user);
	if (merged.n > 1) /* -ldflags=PACKAGES=... of theirs; ours is left out all the same */
		return value_of(flag, GO_LDFLAGS).p ? "" : NULL;
	return strcmp(merged.v[0], flag) != 0 ? merged.v[0] : NULL;
}
