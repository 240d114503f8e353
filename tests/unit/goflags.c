/* GOFLAGS: the user's words win, ours are merged into them, and what go reads back is what was meant. */
#include "command/goflags.h"
#include "tap.h"

static void
merged(void)
{
	static const struct {
		const char *name, *user;
		struct {
			const char *mode;
			bool insist, tags, race, paths; /* paths: they stay */
			const char *ldflags[3], *stamp;
		} want;
		const char *out;
	} rows[] = {
		{"nothing of the user's", "", {.mode = "pie", .ldflags = {"-w"}}, "-trimpath -buildmode=pie -ldflags=-w"},
		{"-trimpath only where it is wanted", "-v", {.mode = "pie", .paths = true}, "-buildmode=pie -v"},
		{"nothing at all", "-buildmode=pie", {.insist = true, .paths = true}, ""},
		{"other flags stay", "-v -mod=vendor", {.mode = "pie", .ldflags = {"-w"}},
		    "-trimpath -buildmode=pie -ldflags=-w -v -mod=vendor"},
		{"a build mode of the user's stays", "--buildmode=c-shared", {.mode = "pie"}, "-trimpath --buildmode=c-shared"},
		{"unless an option insists", "-buildmode=exe", {.mode = "pie", .insist = true}, "-trimpath -buildmode=pie"},
		{"or takes it away", "-buildmode=pie", {.insist = true}, "-trimpath"},
		{"-trimpath=false stays", "-trimpath=false", {.mode = NULL}, "-trimpath=false"},
		{"no PIE with -race", "-race", {.mode = "pie", .race = true}, "-trimpath -race"},
		{"not even the user's", "-race -buildmode=pie", {.race = true}, "-trimpath -race"},
		{"ldflags: ours first", "-ldflags=-s", {.ldflags = {"-w"}}, "-trimpath '-ldflags=-w -s'"},
		{"ldflags: not twice", "-ldflags=-w", {.ldflags = {"-w"}}, "-trimpath -ldflags=-w"},
		{"ldflags with blanks", "'-ldflags=-s -X a.b=c'", {.ldflags = {"-w"}}, "-trimpath '-ldflags=-w -s -X a.b=c'"},
		{"ldflags with a quote", "\"-ldflags=-X 'a.b=c d'\"", {.ldflags = {"-w"}}, "-trimpath \"-ldflags=-w -X 'a.b=c d'\""},
		{"ldflags for a pattern are left alone", "-ldflags=all=-s", {.ldflags = {"-w"}},
		    "-trimpath -ldflags=-w -ldflags=all=-s"},
		{"an empty one", "-ldflags=", {.ldflags = {"-w"}}, "-trimpath -ldflags=-w"},
		{"a stamp takes the place of an earlier one", "'-ldflags=-w -X=main.version=v1'",
		    {.ldflags = {"-w", "-X=main.version=v2"}, .stamp = "-X=main.version="}, "-trimpath '-ldflags=-X=main.version=v2 -w'"},
		{"tags", "", {.tags = true}, "-trimpath -tags=netgo,osusergo"},
		{"tags beside the user's", "-tags=a,osusergo", {.tags = true}, "-trimpath -tags=a,osusergo,netgo"},
		{"tags as they were written once", "'-tags=a b'", {.tags = true}, "-trimpath '-tags=a b netgo osusergo'"},
		{"-tagsx is another flag", "-tagsx=a", {.tags = true}, "-trimpath -tags=netgo,osusergo -tagsx=a"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct goflags want = {.buildmode = rows[i].want.mode, .insist = rows[i].want.insist, .tags = rows[i].want.tags,
		    .race = rows[i].want.race, .trimpath = !rows[i].want.paths, .stamp = rows[i].want.stamp};
		struct args user = {0}, out, again = {0};
		struct buf text = {0}, twice = {0};

		for (size_t j = 0; j < COUNT(rows[i].want.ldflags) && rows[i].want.ldflags[j]; j++)
			args_push(&want.ldflags, rows[i].want.ldflags[j]);
		ok(goflags_split(str_of(rows[i].user), &user), str_of(rows[i].name));
		out = goflags_merge(&want, &user);
		ok(goflags_join(&out, &text), STR("  can be quoted"));
		is(buf_str(&text), str_of(rows[i].out), STR("  merged"));
		goflags_split(buf_str(&text), &again);
		out = goflags_merge(&want, &again);
		goflags_join(&out, &twice);
		is_number(out.n, again.n, "  a second time adds nothing");
	}
}

/* Flags of go's command line that take ours away, and what should stand there. */
static void
lost(void)
{
	static const struct {
		const char *command, *instead;
	} rows[] = {
		{"go build -tags x .", "-tags=x,netgo,osusergo"},
		{"go build --tags=x .", "-tags=x,netgo,osusergo"},
		{"go build -tags x,osusergo,netgo .", ""},
		{"go build -o tags -v .", ""},
		{"/usr/bin/go -C dir install '-tags=a b' .", "'-tags=a b netgo osusergo'"},
		{"env A=1 go test ./... -tags x -args -tags y", "-tags=x,netgo,osusergo"},
		{"go run -v . -tags x", ""},
		{"go run -p 2 -tags x . -tags y", "-tags=x,netgo,osusergo"},
		{"sh -c 'cd d && go build -tags x'", "-tags=x,netgo,osusergo"},
		{"go build -ldflags=-s .", "'-ldflags=-linkmode=external -s'"},
		{"go build -ldflags '-linkmode=external -s' .", ""},
		{"go build -ldflags=all=-s .", "-"},
		{"go build -toolexec time .", "-"},
		{"go build -buildmode=exe .", "-"},
		{"go build -buildmode=pie -tagsx=y .", ""},
		{"make -tags x", ""},
	};
	struct goflags want = {.buildmode = "pie", .insist = true, .tags = true, .toolexec = "hardcc toolexec", .trimpath = true};

	args_push(&want.ldflags, "-linkmode=external");
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct args command = {0}, flags, out = {0};
		struct buf b = {0};

		goflags_split(str_of(rows[i].command), &command);
		flags = goflags_of_command(&command);
		for (size_t j = 0; j < flags.n; j++) {
			const char *instead = goflags_instead(&want, flags.v[j]);

			if (instead)
				args_push(&out, *instead ? instead : "-");
		}
		goflags_join(&out, &b);
		is_text(buf_str(&b), rows[i].instead, rows[i].command);
	}
}

int
main(void)
{
	struct args words = {0};
	struct buf b = {0};

	merged();
	lost();
	ok(!goflags_split(STR("-v '-ldflags=-s"), &words), STR("a quote without an end"));
	words = (struct args){0};
	args_push(&words, "'\" both");
	ok(!goflags_join(&words, &b), STR("both quotes cannot be written"));
	return done_testing();
}
