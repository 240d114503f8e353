#include "shim/golink.h"

#include <unistd.h>

#include "base/io.h"
#include "command/goflags.h"
#include "command/options.h"
#include "route/route.h"

enum {
	ANCESTORS = 16, /* looked at; a program of -toolexec's may have a shell between, or a go that runs it */
	GO_TAKES_REFUSAL = 19, /* Go 1.N: one that is older ends with an error */
};

/* What cmd/go is called: cmd/dist builds the standard library with a copy of its own. */
static const char go_names[][16] = {"go", "go_bootstrap"};

/* The go command that waits for this call, and what it was told. */
struct caller {
	const struct call *call;
	struct str command; /* its words, a newline behind each, quotes gone; empty where it is not cmd/go */
	struct str ldflags; /* what it was told for its link; the command line's word counts, else GOFLAGS' */
};

/* A newline behind each word; a blank for each quote, for a flag's value may be quoted once more inside. */
static struct str
plain_words(struct str text)
{
	char *p = str_dup(text);

	for (size_t i = 0; i < text.n; i++)
		if (p[i] == '\0')
			p[i] = '\n';
		else if (p[i] == '\'' || p[i] == '"' || p[i] == '\t')
			p[i] = ' ';
	return (struct str){p, text.n};
}

/* GOFLAGS as a command line has its words: a NUL behind each. */
static struct str
goflags_words(struct str goflags)
{
	struct args words = {0};
	struct buf b = {0};

	(void)goflags_split(goflags, &words); /* Go itself says what is wrong with the rest */
	for (size_t i = 0; i < words.n; i++) {
		buf_text(&b, words.v[i]);
		buf_char(&b, '\0');
	}
	return plain_words(buf_str(&b));
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n';
}

static bool
ends_word(struct str text, size_t at)
{
	return at >= text.n || is_blank(text.p[at]) || text.p[at] == '=';
}

static bool
begins_word(const char *begin, const char *at)
{
	return at == begin || is_blank(at[-1]) || at[-1] == '=' || at[-1] == ',' ||
	    (at[-1] == '-' && (at == begin + 1 || is_blank(at[-2]) || at[-2] == '='));
}

/* What stands behind the flag: its value and all behind that; p is NULL where there is none. */
static struct str
behind(struct str text, const char *flag)
{
	const char *begin = text.p;
	struct str name = str_of(flag);

	for (; text.n > 0; text = str_cut(text, 1)) {
		struct str rest = str_cut(text, name.n);

		if (!str_starts(text, name) || !ends_word(rest, 0) || !begins_word(begin, text.p))
			continue;
		while (rest.n > 0 && ends_word(rest, 0))
			rest = str_cut(rest, 1);
		return rest;
	}
	return (struct str){NULL, 0};
}

bool
golink_asks(struct str text, const char *flag, const char *value)
{
	struct str want = str_of(value);

	for (struct str rest = behind(text, flag); rest.p; rest = behind(rest, flag))
		if (str_starts(rest, want) && (want.n == 0 || ends_word(rest, want.n)))
			return true;
	return false;
}

/* The value of each -ldflags, a newline behind it. */
static struct str
ldflags_of(struct str words)
{
	struct buf b = {0};

	for (struct str rest = behind(words, GO_LDFLAGS); rest.p; rest = behind(rest, GO_LDFLAGS)) {
		buf_add(&b, str_head(rest, str_find(rest, '\n', 0)));
		buf_char(&b, '\n');
	}
	return buf_str(&b);
}

static bool
process_told(const char *directory, struct process *process)
{
	struct str text;

	return read_if_there(str_join(str_of(directory), STR("/stat")), &text) && process_parse(text, process);
}

static bool
is_go(struct str name)
{
	for (size_t i = 0; i < COUNT(go_names); i++)
		if (str_is_text(name, go_names[i]))
			return true;
	return false;
}

/* The parent's words, where that is cmd/go; at the identity call also those of the one that has it
 * run by its -toolexec. A /proc of another PID namespace tells of other processes. */
static struct str
go_command(const struct caller *c, struct str goflags)
{
	unsigned levels = c->call->command.kind == FACT_IDENTITY ? ANCESTORS : 1;
	struct process process;
	struct str text;

	if (!process_told("/proc/self", &process) || process.pid != (unsigned)getpid())
		return STR("");
	for (unsigned i = 0; i < levels && process.parent > 0; i++) {
		const char *directory = text_format("/proc/%u", process.parent);

		if (!process_told(directory, &process))
			return STR("");
		if (!is_go(process.name) || !read_if_there(str_join(str_of(directory), STR("/cmdline")), &text))
			continue;
		text = plain_words(text);
		if (i == 0 || golink_asks(text, GO_TOOLEXEC, "") || golink_asks(goflags, GO_TOOLEXEC, ""))
			return text;
	}
	return STR("");
}

static bool
not_go(const struct caller *c)
{
	return c->command.n == 0;
}

/* Go 1.wanted or later: "go1.26.8", "devel go1.27-abc", "go1.22.1 X:boringcrypto" */
bool
golink_since(struct str goversion, unsigned wanted)
{
	unsigned major = 0, minor = 0;
	size_t n = 0;

	if (str_starts_text(goversion, "devel "))
		goversion = str_cut(goversion, sizeof "devel " - 1);
	if (!str_starts_text(goversion, "go"))
		return false;
	goversion = str_cut(goversion, 2);
	if (!str_number(str_split(&goversion, '.'), UINT16_MAX, &major))
		return false;
	while (n < goversion.n && goversion.p[n] >= '0' && goversion.p[n] <= '9')
		n++;
	return str_number(str_head(goversion, n), UINT16_MAX, &minor) &&
	    (major > 1 || (major == 1 && minor >= wanted));
}

static bool
too_old(const struct caller *c)
{
	return !golink_since(c->call->settings->var[VAR_GOVERSION], GO_TAKES_REFUSAL);
}

static bool
forbidden(const struct caller *c)
{
	return str_is(c->call->settings->var[VAR_GO_EXTLINK], STR("0"));
}

/* A Go that was itself built with GO_EXTLINK_ENABLED=0 says so in its source only. */
static bool
forbidden_when_built(const struct caller *c)
{
	static const char constant[] = "defaultGO_EXTLINK_ENABLED = `0`";
	struct str root = c->call->settings->var[VAR_GOROOT], text;

	if (root.n == 0 || c->call->settings->var[VAR_GO_EXTLINK].n > 0 ||
	    !read_if_there(str_join(root, STR("/src/internal/buildcfg/zbootstrap.go")), &text))
		return false;
	return str_has(text, constant);
}

static bool
internal(const struct caller *c)
{
	return golink_asks(c->ldflags, GO_LINKMODE, GO_LINKMODE_INTERNAL);
}

/* Words for the compiler's link, which Go's own leaves aside: they may ask for a library or a kind of
 * link that this program was never meant to have. */
static bool
unused_words(const struct caller *c)
{
	static const char *const places[] = {GO_LINK_PLACES}, *const harmless[] = {GO_LINK_HARMLESS};
	struct str words = behind(c->ldflags, GO_EXTLDFLAGS);

	if (golink_asks(c->ldflags, GO_LINKMODE, GO_LINKMODE_EXTERNAL) || route_static(c->call))
		return false;
	for (size_t i = 0; i < COUNT(places); i++)
		if (golink_asks(c->ldflags, places[i], ""))
			return true;
	words = str_head(words, str_find(words, '\n', 0));
	while (words.n > 0) {
		struct str word = str_split(&words, ' ');
		size_t i = 0;

		while (word.n > 0 && i < COUNT(harmless) && !str_glob(str_of(harmless[i]), word))
			i++;
		if (i == COUNT(harmless))
			return true;
	}
	return false;
}

/* Why Go is left to link by itself: the first row that holds. */
static const struct obstacle {
	bool (*there)(const struct caller *c);
	char why[76];
} obstacles[] = {
	{not_go, "the caller is not known as cmd/go"},
	{too_old, "GOVERSION is not go1.19 or later"},
	{forbidden, "GO_EXTLINK_ENABLED is 0"},
	{forbidden_when_built, "this Go was built with GO_EXTLINK_ENABLED=0"},
	{internal, "the go command or GOFLAGS asks for an internal link"},
	{unused_words, "words for an external linker, which Go's own link leaves aside"},
};

void
golink_decide(struct call *call, const struct call *looking)
{
	struct str goflags = goflags_words(call->settings->var[VAR_GOFLAGS]);
	struct caller c = {.call = looking};

	c.command = go_command(&c, goflags);
	c.call = call;
	c.ldflags = ldflags_of(c.command);
	if (c.ldflags.n == 0)
		c.ldflags = ldflags_of(goflags);
	call->why_go_links = NULL;
	for (size_t i = 0; i < COUNT(obstacles) && !call->why_go_links; i++)
		if (obstacles[i].there(&c))
			call->why_go_links = obstacles[i].why;
	if (!call->why_go_links)
		fact_set(&call->facts, FACT_GOEXT);
}

void
golink_planned(struct call *call)
{
	if (!call->why_go_links && !(call->plan.stop && call->plan.stop->result == REFUSED))
		call->why_go_links = "no rule refuses it";
}
