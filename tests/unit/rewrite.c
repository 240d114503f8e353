/* The user's words with some dropped or replaced, wherever they stand: alone, in lists, in pairs, in response files. */
#include "command/rewrite.h"

#include "call.h"
#include "command/command.h"
#include "command/response.h"
#include "tap.h"

/* @{words of it} for a response file in memory; an empty word is ''. */
static struct str
argv_text(const struct args *a)
{
	struct buf b = {0};

	buf_text(&b, "");
	for (size_t i = 0; i < a->n; i++) {
		struct str text, word;

		buf_text(&b, i > 0 ? " " : "");
		if (!str_starts(str_of(a->v[i]), STR("@/proc/self/fd/"))) {
			buf_text(&b, a->v[i][0] ? a->v[i] : "''");
			continue;
		}
		if (!read_file(a->v[i] + 1, &text))
			exit(99);
		buf_text(&b, "@{");
		for (const char *between = ""; response_word(&text, &word); between = " ") {
			buf_text(&b, between);
			buf_add(&b, word.n > 0 ? word : STR("''"));
		}
		buf_char(&b, '}');
	}
	return buf_str(&b);
}

/* changes: PATTERN or PATTERN=>BY as in a profile, a blank between two. forced: words. */
static struct str
rewritten(const char *line, const char *changes, const char *forced)
{
	char **argv = words_in(line, ' ');
	struct command cmd;
	struct words words;
	struct rewrite r = {.cmd = &cmd, .words = &words};
	struct args result = {0}, force = {0};

	command_parse(&cmd, name_parse(STR("cc")), words_number(argv), argv);
	words_of(&words, &cmd);
	for (struct str rest = str_of(changes); rest.n > 0;) {
		struct str change = str_split(&rest, ' '), by = STR(""), pattern, text;
		size_t at = str_find_text(change, "=>");
		enum space space;

		if (at < change.n)
			by = str_cut(change, at + 2);
		pattern = str_head(change, at);
		if (!word_canonical(pattern, &space, &text))
			exit(99);
		for (at = words_find(&words, space, text, 0); at < words.n; at = words_find(&words, space, text,
		    at + 1)) {
			r.change = arena_more(r.change, r.n, &r.room, sizeof *r.change);
			r.change[r.n++] = (struct change){at, by};
		}
	}
	for (struct str rest = str_of(forced); rest.n > 0;)
		args_push(&force, str_dup(str_split(&rest, ' ')));
	rewrite_words(&r, &result, &force);
	return argv_text(&result);
}

struct row {
	const char *line, *changes, *forced, *want;
};

static void
table(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		is(rewritten(rows[i].line, rows[i].changes, rows[i].forced), str_of(rows[i].want),
		    str_format("%s; %s; %s", rows[i].line, rows[i].changes[0] ? rows[i].changes : "no change",
			rows[i].forced[0] ? rows[i].forced : "none forced"));
}

static void
words(void)
{
	static const struct row rows[] = {
		{"cc -c a.c", "", "", "-c a.c"},
		{"cc", "", "", ""},
		{"cc -c a.c", "-s", "", "-c a.c"},
		{"cc -s -c a.c", "-s", "", "-c a.c"},
		{"cc -c a.c -s", "-s", "", "-c a.c"},
		{"cc -s -c -s a.c", "-s", "", "-c a.c"},
		{"cc -s", "-s", "", ""},
		{"cc -O3 -c a.c", "-O3=>-O2", "", "-O2 -c a.c"},
		{"cc -O3 -O3 a.c", "-O3=>-O2", "", "-O2 -O2 a.c"},
		{"cc -O3 -s a.c", "-s -O3=>-O2", "", "-O2 a.c"},
		{"cc -s a.c", "-s=>-t -s=>-u", "", "-u a.c"}, /* the last change holds */
		/* an option and its argument */
		{"cc -D X -c a.c", "-DX", "", "-c a.c"},
		{"cc -DX -D Y a.c", "-DY", "", "-DX a.c"},
		{"cc -D X a.c", "-DX=>-DY", "", "-DY a.c"},
		{"cc -z lazy a.o", "-Wl,-z,lazy", "", "a.o"},
		{"cc -zlazy a.o", "-Wl,-z,lazy=>-Wl,-z,now", "", "-Wl,-z,now a.o"},
		{"cc -include x.h a.c", "-includex.h", "", "a.c"},
		{"cc --include-directory x a.c", "--include-directory=x", "", "a.c"},
		/* words that only look like it */
		{"cc -o -s a.c", "-s", "", "-o -s a.c"},
		{"cc -- -s", "-s", "", "-- -s"},
		{"cc a.c @nowhere -s", "-s", "", "a.c @nowhere"},
	};

	table(rows, COUNT(rows));
}

static void
lists(void)
{
	static const struct row rows[] = {
		{"cc -Wl,-s a.o", "-Wl,-s", "", "a.o"},
		{"cc -Wl,-s,-x a.o", "-Wl,-s", "", "-Wl,-x a.o"},
		{"cc -Wl,-x,-s a.o", "-Wl,-s", "", "-Wl,-x a.o"},
		{"cc -Wl,-x,-s,-y a.o", "-Wl,-s", "", "-Wl,-x,-y a.o"},
		{"cc -Wl,-s,-s a.o", "-Wl,-s", "", "a.o"},
		{"cc -Wl,-x,-s,-y a.o", "-Wl,-s=>-Wl,-S", "", "-Wl,-x,-S,-y a.o"},
		{"cc -Wl,-x,-s,-y a.o", "-Wl,-s=>-Wl,-z,now", "", "-Wl,-x,-z,now,-y a.o"},
		{"cc -Wl,-z,lazy a.o", "-Wl,-z,lazy", "", "a.o"},
		{"cc -Wl,-x,-z,lazy,-y a.o", "-Wl,-z,lazy", "", "-Wl,-x,-y a.o"},
		{"cc -Wl,-z,lazy,-z,now a.o", "-Wl,-z,lazy=>-Wl,-z,relro", "", "-Wl,-z,relro,-z,now a.o"},
		{"cc -Wl,--as-needed,x.a a.o", "-Wl,-as-needed", "", "-Wl,x.a a.o"},
		{"cc -Wl,--library-path,d a.o", "-Wl,--library-path=d", "", "a.o"},
		/* empty members stay where they were; the list is compared word by word */
		{"cc -Wl,-x,,-s a.o", "-Wl,-s", "", "-Wl,-x, a.o"},
		{"cc -Wp,-DX,-DY -c a.c", "-DX", "", "-Wp,-DY -c a.c"},
		{"cc -Wp,-D,X,-DY -c a.c", "-DX", "", "-Wp,-DY -c a.c"},
		{"cc -Wp,-DX -c a.c", "-DX", "", "-c a.c"},
		{"cc -Wa,-x,-y -c a.s", "-Wa,-x", "", "-Wa,-y -c a.s"},
		/* an option in one list, its argument in the next */
		{"cc -Wl,-x,-z -Wl,lazy,-y a.o", "-Wl,-z,lazy", "", "-Wl,-x -Wl,-y a.o"},
		{"cc -Wl,-z -Wl,lazy a.o", "-Wl,-z,lazy=>-Wl,-z,now", "", "-Wl,-z,now a.o"},
	};

	table(rows, COUNT(rows));
}

static void
pairs(void)
{
	static const struct row rows[] = {
		{"cc -Xlinker -s a.o", "-Wl,-s", "", "a.o"},
		{"cc -Xlinker -x -Xlinker -s a.o", "-Wl,-s", "", "-Xlinker -x a.o"},
		{"cc -Xlinker -z -Xlinker lazy a.o", "-Wl,-z,lazy", "", "a.o"},
		{"cc -Xlinker -z a.o -Xlinker lazy -Xlinker -x", "-Wl,-z,lazy", "", "-Xlinker -z a.o -Xlinker lazy -Xlinker -x"}, /* -z a.o */
		{"cc -Xlinker -z lazy -Xlinker -x", "-Wl,-z,lazy", "", "-Xlinker -x"},
		{"cc -Xlinker -s a.o", "-Wl,-s=>-Wl,-S", "", "-Wl,-S a.o"},
		{"cc -Xlinker -z -Xlinker lazy a.o", "-Wl,-z,lazy=>-Wl,-z,now", "", "-Wl,-z,now a.o"},
		{"cc -Wl,-z -Xlinker lazy a.o", "-Wl,-z,lazy", "", "a.o"},
		{"cc -Xlinker -z -Wl,lazy,-x a.o", "-Wl,-z,lazy", "", "-Wl,-x a.o"},
		{"cc --for-linker=-s a.o", "-Wl,-s", "", "a.o"},
		{"cc --for-linker -s a.o", "-Wl,-s", "", "a.o"},
		{"cc -Xpreprocessor -DX -c a.c", "-DX", "", "-c a.c"},
		{"cc -Xpreprocessor -D -Xpreprocessor X -c a.c", "-DX", "", "-c a.c"},
		{"cc -Xassembler -x -c a.s", "-Wa,-x", "", "-c a.s"},
		{"cc -Xlinker -s a.o", "-s", "", "-Xlinker -s a.o"}, /* the linker's -s is not the compiler's */
		{"cc -s a.o", "-Wl,-s", "", "-s a.o"},
	};

	table(rows, COUNT(rows));
}

/* A file in which nothing changes is passed on as it is. */
static void
files(void)
{
	static const struct row rows[] = {
		{"cc @plain a.o", "", "", "@plain a.o"},
		{"cc @plain a.o", "-s", "", "@plain a.o"},
		{"cc @strips a.o", "-s", "", "@{-O2 -g} a.o"},
		{"cc @strips a.o", "-s=>-S", "", "@{-O2 -S -g} a.o"},
		{"cc @strips @plain -s a.o", "-s", "", "@{-O2 -g} @plain a.o"},
		{"cc @strips @strips", "-s", "", "@{-O2 -g} @{-O2 -g}"},
		{"cc @list a.o", "-Wl,-s", "", "@{-Wl,-x} a.o"},
		{"cc @pair a.o", "-Wl,-z,lazy", "", "@{} a.o"},
		{"cc @nested a.o", "-s", "", "@{-a -O2 -g -b} a.o"},
		{"cc @quoted a.o", "-s", "", "@{-DX=a b '' it's} a.o"},
		{"cc -D @argument a.c", "-DX", "", "@{-s} a.c"}, /* its argument is the file's first word */
		{"cc @option X a.c", "-DX", "", "@{-s} a.c"},
		{"cc @plain a.o", "", "-f", "@plain a.o -f"},
		{"cc @strips a.o", "-s", "-f", "@{-O2 -g} a.o -f"},
		{"cc @ends a.o", "", "-f", "@{-c -f -- a.c} a.o"},
		{"cc @ends a.o", "", "", "@ends a.o"},
		{"cc @nowhere -s", "-s", "-f", "@nowhere -f"},
	};
	const char *folder = own_folder();

	put_file("plain", STR("-O2 -c\n"));
	put_file("strips", STR("-O2\n-s -g"));
	put_file("list", STR("-Wl,-x,-s"));
	put_file("pair", STR("-Xlinker -z -Xlinker lazy"));
	put_file("nested", STR("-a @strips -b"));
	put_file("quoted", STR("'-DX=a b' -s \"\" it\\'s"));
	put_file("argument", STR("X -s"));
	put_file("option", STR("-s -D"));
	put_file("ends", STR("-c -- a.c"));
	table(rows, COUNT(rows));
	folder_away(folder);
}

static void
forced(void)
{
	static const struct row rows[] = {
		{"cc -c a.c", "", "-f", "-c a.c -f"},
		{"cc -c a.c", "", "-f -g", "-c a.c -f -g"},
		{"cc -c -- a.c", "", "-f -g", "-c -f -g -- a.c"},
		{"cc -- a.c", "", "-f", "-f -- a.c"},
		{"cc a.c --", "", "-f", "a.c -f --"},
		{"cc -- -- a.c", "", "-f", "-f -- -- a.c"}, /* the second is an input */
		{"cc -s -- a.c", "-s", "-f", "-f -- a.c"},
		{"cc -o -- a.c", "", "-f", "-o -- a.c -f"}, /* the output is called -- */
		{"cc -s a.c", "-s", "-f", "a.c -f"},
		{"cc -Xlinker -- a.o", "", "-f", "-Xlinker -- a.o -f"},
		{"cc", "", "-f", "-f"},
	};

	table(rows, COUNT(rows));
}

static void
shorten(void)
{
	static const struct {
		const char *argv, *want;
		size_t keep;
	} rows[] = {
		{"cc -c a.c", "cc @{-c a.c}", 1},
		{"ccache cc -c a.c", "ccache cc @{-c a.c}", 2},
		{"cc", "cc @{}", 1},
		{"cc @file", "cc @{@file}", 1},
		{"cc 'a' \"b\" \\c", "cc @{'a' \"b\" \\c}", 1}, /* as they are: a shell took its quotes away */
		{"cc -I  -c a.c", "cc -I '' @{-c a.c}", 1}, /* clang finds no empty word in a file */
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct args a = {0};

		for (struct str rest = str_of(rows[i].argv); rest.n > 0;)
			args_push(&a, str_dup(str_split(&rest, ' ')));
		rewrite_shorten(&a, rows[i].keep);
		is(argv_text(&a), str_of(rows[i].want), str_format("shortened: %s", rows[i].argv));
		ok(a.v[a.n - 1][0] == '@' && !a.v[a.n], STR("to one word, and its end"));
	}
}

int
main(void)
{
	words();
	lists();
	pairs();
	files();
	forced();
	shorten();
	return done_testing();
}
