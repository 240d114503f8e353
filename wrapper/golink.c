#include "golink.h"

#include <unistd.h>

#include "io.h"
#include "options.h"

enum {
	ANCESTORS = 16, /* looked at; a program of -toolexec's may have a shell between */
	GO_TAKES_REFUSAL = 19, /* Go 1.N: one that is older ends with an error */
	GO_KEEPS_BOTH_KINDS = 20, /* the compiler's identity is in the standard library's cache keys, too */
};

/* The go command that waits for this call, and what it was told. */
struct caller {
	const struct call *call;
	struct str command; /* its words, blanks between and quotes gone; empty where it is not cmd/go */
	struct str flags;   /* GOFLAGS, in the same way */
};

/* Blanks for what stands between words: a flag's value may be quoted once more inside. */
static struct str
plain_words(struct str text)
{
	char *p = str_dup(text);

	for (size_t i = 0; i < text.n; i++)
		if (p[i] == '\0' || p[i] == '\'' || p[i] == '"' || p[i] == '\t' || p[i] == '\n')
			p[i] = ' ';
	return (struct str){p, text.n};
}

static bool
ends_word(struct str text, size_t at)
{
	return at >= text.n || text.p[at] == ' ' || text.p[at] == '=';
}

bool
golink_asks(struct str text, const char *flag, const char *value)
{
	struct str name = str_of(flag), want = str_of(value);

	for (; text.n > 0; text = str_cut(text, 1)) {
		struct str rest = str_cut(text, name.n);

		if (!str_starts(text, name) || !ends_word(rest, 0))
			continue;
		while (rest.n > 0 && ends_word(rest, 0))
			rest = str_cut(rest, 1);
		if (str_starts(rest, want) && (want.n == 0 || ends_word(rest, want.n)))
			return true;
	}
	return false;
}

static bool
asks(const struct caller *c, const char *flag, const char *value)
{
	return golink_asks(c->command, flag, value) || golink_asks(c->flags, flag, value);
}

/* "PID (NAME) STATE PARENT ..."; a name may hold parentheses itself. */
static bool
process(unsigned pid, struct str *name, unsigned *parent)
{
	struct buf path = {0};
	struct str text, rest;
	size_t begin, end;

	buf_text(&path, "/proc/");
	buf_number(&path, pid);
	buf_text(&path, "/stat");
	if (!read_file(path.p, &text))
		return false;
	begin = str_find(text, '(', 0);
	for (end = text.n; end > begin && text.p[end - 1] != ')';)
		end--;
	if (end <= begin + 1)
		return false;
	*name = str_cut(str_head(text, end - 1), begin + 1);
	rest = str_cut(text, end + 3); /* " S " */
	return str_number(str_split(&rest, ' '), UINT32_MAX, parent);
}

static struct str
command_line(unsigned pid)
{
	struct buf path = {0};
	struct str text;

	buf_text(&path, "/proc/");
	buf_number(&path, pid);
	buf_text(&path, "/cmdline");
	return read_file(path.p, &text) ? text : STR("");
}

/* The parent, or above the program of -toolexec, which runs the identity call only. */
static struct str
go_command(const struct caller *c)
{
	unsigned pid = (unsigned)getppid(), parent;
	struct str name;

	for (int i = 0; i < ANCESTORS && pid > 0 && process(pid, &name, &parent); i++, pid = parent) {
		struct caller go = *c;

		if (!str_is(name, STR("go")))
			continue;
		go.command = command_line(pid);
		go.command = plain_words(go.command);
		return i == 0 || asks(&go, GO_TOOLEXEC, "") ? go.command : STR("");
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
	    !read_file(str_join3(root, STR("/src/internal/buildcfg/zbootstrap.go"), STR("")), &text))
		return false;
	for (; text.n > 0; text = str_cut(text, 1))
		if (str_starts_text(text, constant))
			return true;
	return false;
}

static bool
internal(const struct caller *c)
{
	return asks(c, GO_LINKMODE, GO_LINKMODE_INTERNAL);
}

/* Go's own link leaves these words aside; the compiler's would need a static libc of the host. */
static bool
static_words(const struct caller *c)
{
	static const char *const words[] = {GO_STATIC_WORDS};

	if (fact_holds(&c->call->facts, FACT_MUSL) || route_static(c->call) || !asks(c, GO_EXTLDFLAGS, "") || asks(c, GO_LINKMODE, GO_LINKMODE_EXTERNAL))
		return false;
	for (size_t i = 0; i < COUNT(words); i++)
		if (asks(c, words[i], ""))
			return true;
	return false;
}

/* A Go that keeps one kind of the standard library in its cache would go on linking by itself. */
static bool
thrown_away(const struct caller *c)
{
	struct str rest = c->command;

	if (!golink_since(c->call->settings->var[VAR_GOVERSION], GO_KEEPS_BOTH_KINDS))
		return false;
	str_split(&rest, ' ');
	return !route_static(c->call) && str_is(str_split(&rest, ' '), STR("test")) && !golink_asks(rest, GO_TEST_KEEP, "");
}

/* Why Go is left to link by itself: the first row that holds. */
static const struct obstacle {
	bool (*there)(const struct caller *c);
	char why[72];
} obstacles[] = {
	{not_go, "the caller is not known as cmd/go"},
	{too_old, "GOVERSION is not go1.19 or later"},
	{forbidden, "GO_EXTLINK_ENABLED is 0"},
	{forbidden_when_built, "this Go was built with GO_EXTLINK_ENABLED=0"},
	{internal, "the go command or GOFLAGS asks for an internal link"},
	{static_words, "a static link is asked for, which Go's own link ignores"},
	{thrown_away, "go test throws its programs away, and links faster itself"},
};

void
golink_facts(struct call *call)
{
	struct caller c = {.call = call, .flags = plain_words(call->settings->var[VAR_GOFLAGS])};

	c.command = go_command(&c);
	call->own_link = NULL;
	for (size_t i = 0; i < COUNT(obstacles) && !call->own_link; i++)
		if (obstacles[i].there(&c))
			call->own_link = obstacles[i].why;
	if (!call->own_link)
		fact_set(&call->facts, FACT_GOEXT);
}

void
golink_planned(struct call *call)
{
	if (!call->own_link && !(call->plan.stop && call->plan.stop->result == REFUSED))
		call->own_link = "no rule refuses it";
}

void
golink_foresee(struct call *call)
{
	struct call link = *call;

	link.command.kind = FACT_DYNIMPORT;
	route_find(&link);
	classify(&link.facts, &link.command, &link.compiler, link.settings);
	fact_set(&link.facts, FACT_LINK);
	golink_facts(&link);
	plan_make(&link);
	golink_planned(&link);
	call->own_link = link.own_link;
}
