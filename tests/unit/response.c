/* Response files by libiberty's rules; files that name files. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command/command.h"
#include "command/response.h"
#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static struct str
words_in(struct str text)
{
	struct buf b = {0};
	struct str word;

	while (response_word(&text, &word)) {
		buf_char(&b, '[');
		buf_add(&b, word);
		buf_char(&b, ']');
	}
	return buf_str(&b);
}

/* Each of these was given to gcc 12 in a file, and to this table as gcc took it. */
static void
quoting(void)
{
	static const struct {
		struct str in;
		const char *want;
	} rows[] = {
#define ROW(in, want) {{in, sizeof(in) - 1}, want},
		ROW("", "")
		ROW(" \t\r\n\v\f", "")
		ROW("-c a.c", "[-c][a.c]")
		ROW("  -c\n\ta.c\r\n", "[-c][a.c]")
		ROW("-c\va.c\fb.c", "[-c][a.c][b.c]")
		ROW("'a b' \"c d\"", "[a b][c d]")
		ROW("a' 'b", "[a b]")
		ROW("a\" \"b", "[a b]")
		ROW("''", "[]")
		ROW("\"\" x", "[][x]")
		ROW("a''b", "[ab]")
		ROW("'a\"b' \"a'b\"", "[a\"b][a'b]")
		ROW("a\\ b", "[a b]")
		ROW("\\'a", "['a]")
		ROW("\\\\", "[\\]")
		ROW("\"a\\\"b\"", "[a\"b]")
		ROW("'a\\'b'", "[a'b]")
		ROW("a\\nb", "[anb]")
		ROW("a\\\nb", "[a\nb]")
		ROW("'a\nb'", "[a\nb]")
		ROW("-DX=\\\"y\\\"", "[-DX=\"y\"]")
		ROW("# no comment", "[#][no][comment]")
		ROW("$HOME `x`", "[$HOME][`x`]")
		/* the end comes before the quote */
		ROW("'a b", "[a b]")
		ROW("a\\", "[a]")
		ROW("\xff\xfe", "[\xff\xfe]")
		/* NUL ends the file for the drivers, too */
		ROW("a\0b", "[a]")
		ROW("\0b", "")
#undef ROW
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf name = {0};

		buf_text(&name, "words of ");
		buf_add(&name, rows[i].in);
		is(words_in(rows[i].in), str_of(rows[i].want), buf_str(&name));
	}
}

static void
round_trip(void)
{
	static const char *const words[] = {
		"-c", "", "a b", "'", "\"", "\\", "a\nb", "\t", "-DX=\"a b\"", "\xff\xc3", "@file", "a'b\"c\\d e", "\v\f\r",
	};
	struct buf written = {0}, want = {0};

	for (size_t i = 0; i < COUNT(words); i++) {
		response_quote(&written, str_of(words[i]));
		buf_char(&want, '[');
		buf_text(&want, words[i]);
		buf_char(&want, ']');
	}
	is(words_in(buf_str(&written)), buf_str(&want), STR("what is quoted is read back as it was"));
}

static void
a_long_word(void)
{
	struct buf b = {0};
	struct str rest, word;

	for (int i = 0; i < 100000; i++)
		buf_char(&b, (char)('a' + i % 26));
	rest = buf_str(&b);
	ok(response_word(&rest, &word) && str_is(word, buf_str(&b)) && !response_word(&rest, &word),
	    STR("a word of 100,000 bytes"));
}

static void
put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	if (!f || fputs(text, f) < 0 || fclose(f) != 0)
		exit(99);
}

static struct str
words_of_call(const char *a, const char *b, struct command *cmd)
{
	static char gcc[] = "gcc", first[64], second[64]; /* the command keeps views of them */
	char *argv[] = {gcc, first, second, NULL};
	struct buf out = {0};

	snprintf(first, sizeof first, "%s", a);
	snprintf(second, sizeof second, "%s", b);
	command_parse(cmd, name_parse(STR("gcc")), 3, argv);
	for (size_t i = 0; i < cmd->n; i++) {
		buf_char(&out, '[');
		buf_add(&out, cmd->arg[i].text);
		buf_char(&out, ']');
	}
	return buf_str(&out);
}

static void
files(void)
{
	static struct command cmd;

	put("one", "-O2 @two -g");
	put("two", "'-D A' @three");
	put("three", "-c");
	is_text(words_of_call("@one", "a.c", &cmd), "[-O2][-D A][-c][-g][a.c]", "files that name files, depth first");
	put("odd", "@missing @ '@three'");
	is_text(words_of_call("@odd", "a.c", &cmd), "[@missing][@][-c][a.c]",
	    "a file that is not there is a word; so is a lone @");
	put("pending", "-o");
	is_text(words_of_call("@pending", "x", &cmd), "[-o][x]", "an option in a file, its argument outside");
	is_text(cmd.output, "x", "and they belong together");
	put("empty", "");
	is_text(words_of_call("@empty", "a.c", &cmd), "[a.c]", "an empty file");
	mkdir("directory", 0777);
	is_text(words_of_call("@directory", "a.c", &cmd), "[@directory][a.c]", "a directory is no file");
}

static void
cycles(void)
{
	static struct command cmd;
	struct str text;

	put("self", "-c @self -g");
	text = words_of_call("@self", "a.c", &cmd);
	ok(str_starts(text, STR("[-c][-c]")) && str_ends(text, STR("[-g][a.c]")),
	    STR("a file that names itself comes to an end"));
	ok(cmd.n < 10000, STR("and soon"));
	put("twice", "@twice @twice");
	words_of_call("@twice", "a.c", &cmd);
	ok(cmd.n < 10000, STR("a file that names itself twice does, too"));
	put("ping", "@pong");
	put("pong", "@ping");
	ok(str_ends(words_of_call("@ping", "a.c", &cmd), STR("[a.c]")), STR("so do two that name each other"));
}

static void
clean(const char *directory)
{
	static const char *const made[] = {
		"one", "two", "three", "odd", "pending", "empty", "self", "twice", "ping", "pong",
	};

	for (size_t i = 0; i < COUNT(made); i++)
		unlink(made[i]);
	rmdir("directory");
	if (chdir("/") == 0)
		rmdir(directory);
}

int
main(void)
{
	char directory[] = "/tmp/hardcc-unit.XXXXXX";

	quoting();
	round_trip();
	a_long_word();
	if (!mkdtemp(directory) || chdir(directory) != 0)
		return 99;
	files();
	cycles();
	clean(directory);
	return done_testing();
}
