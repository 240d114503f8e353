/* What a go command's words ask of its link, and which Go knows what a refusal means. */
#include "command/options.h"
#include "shim/golink.h"
#include "tap.h"

static void
words(void)
{
	static const struct {
		const char *text, *flag, *value;
		bool want;
	} rows[] = {
		{"go build -ldflags=-linkmode=internal", GO_LINKMODE, GO_LINKMODE_INTERNAL, true},
		{"go build -ldflags -linkmode  internal", GO_LINKMODE, GO_LINKMODE_INTERNAL, true},
		{"go build --linkmode internal .", GO_LINKMODE, GO_LINKMODE_INTERNAL, true},
		{"-linkmode=external -linkmode=internal", GO_LINKMODE, GO_LINKMODE_INTERNAL, true},
		{"-linkmode=external", GO_LINKMODE, GO_LINKMODE_INTERNAL, false},
		{"-linkmode=internals", GO_LINKMODE, GO_LINKMODE_INTERNAL, false},
		{"-linkmodes=internal", GO_LINKMODE, GO_LINKMODE_INTERNAL, false},
		{"-linkmode", GO_LINKMODE, GO_LINKMODE_INTERNAL, false},
		{"-linkmode=", GO_LINKMODE, GO_LINKMODE_INTERNAL, false},
		{"", GO_LINKMODE, GO_LINKMODE_INTERNAL, false},
		{"-toolexec=wrap", GO_TOOLEXEC, "", true},
		{"-toolexec", GO_TOOLEXEC, "", true},
		{"-toolexecs", GO_TOOLEXEC, "", false},
		{"-extldflags  -Wl,-static ", "-static", "", true},
		{"-extldflags -static-libgcc", "-static", "", false},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(golink_asks(str_of(rows[i].text), rows[i].flag, rows[i].value) == rows[i].want,
		    str_of(rows[i].text));
}

static void
versions(void)
{
	static const struct {
		const char *text;
		bool want;
	} rows[] = {
		{"go1.19", true}, {"go1.19rc2", true}, {"go1.26.8", true}, {"go2.0", true}, {"devel go1.20-ab", true},
		{"go1.18.10", false}, {"go1.9", false}, {"go1", false}, {"go", false}, {"", false}, {"1.20", false},
		{"devel +ab12 Mon", false}, {"go1.", false}, {"go99999999999.1", false}, {"go1.99999999999", false},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		ok(golink_since(str_of(rows[i].text), 19) == rows[i].want, str_of(rows[i].text));
}

int
main(void)
{
	words();
	versions();
	return done_testing();
}
