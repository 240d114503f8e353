#include "record/depfile.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "command/options.h"
#include "command/output.h"

/* Where a line is broken, in bytes: gcc's mkdeps.cc, clang's DependencyFile.cpp. */
enum { GCC_COLUMNS = 72, CLANG_COLUMNS = 75 };

/* As make reads a file's name. */
static struct str
in_make(struct str file)
{
	struct buf b = {0};

	for (size_t i = 0; i < file.n; i++) {
		if (file.p[i] == '$')
			buf_char(&b, '$');
		else if (file.p[i] == ' ' || file.p[i] == '#')
			buf_char(&b, '\\');
		buf_char(&b, file.p[i]);
	}
	return buf_str(&b);
}

/* The next word of a rule, and what is left behind it. */
static struct str
next_word(struct str *rule)
{
	struct str word;
	size_t n = 0;

	while (rule->n > 0 && (rule->p[0] == ' ' || rule->p[0] == '\n' || str_starts(*rule, STR("\\\n"))))
		*rule = str_cut(*rule, 1);
	while (n < rule->n && rule->p[n] != ' ' && rule->p[n] != '\n')
		n += rule->p[n] == '\\' && n + 1 < rule->n && rule->p[n + 1] == ' ' ? 2 : 1;
	word = str_head(*rule, n);
	*rule = str_cut(*rule, n);
	return word;
}

/* The lines up to one that does not go on in the next. */
static struct str
next_rule(struct str *text)
{
	size_t n = 0;
	struct str rule;

	while (n < text->n && (text->p[n] != '\n' || (n > 0 && text->p[n - 1] == '\\')))
		n++;
	n += n < text->n;
	rule = str_head(*text, n);
	*text = str_cut(*text, n);
	return rule;
}

/* How long clang takes a word for: it counts before it writes a file's name for make. */
static size_t
counted(struct str word)
{
	size_t n = word.n;

	for (size_t i = 0; i + 1 < word.n; i++)
		if ((word.p[i] == '\\' && (word.p[i + 1] == ' ' || word.p[i + 1] == '#')) || (word.p[i] == '$' && word.p[i + 1] == '$')) {
			n--;
			i++;
		}
	return n;
}

/* Where the file stands in the rule, alone between two blanks; rule.n where it does not. */
static size_t
place_of(struct str rule, struct str file)
{
	for (size_t at = 1; at + file.n < rule.n; at++)
		if (rule.p[at - 1] == ' ' && (at == 1 || rule.p[at - 2] != '\\') &&
		    (rule.p[at + file.n] == ' ' || rule.p[at + file.n] == '\n') && str_starts(str_cut(rule, at), file))
			return at;
	return rule.n;
}

/* How far the compiler takes the last line to be filled. */
static size_t
column_of(struct str text, bool clang)
{
	size_t begin = text.n, targets;
	struct str line;

	while (begin > 0 && text.p[begin - 1] != '\n')
		begin--;
	line = str_cut(text, begin);
	targets = str_find_text(line, ": ");
	if (!clang)
		return line.n;
	targets = targets < line.n ? targets : 0;
	return (begin > 0 && targets == 0) + targets + counted(str_cut(line, targets));
}

/*
 * The rule without the file: lines are broken where the compiler would have broken them. What stands before the file is as the
 * compiler wrote it: -MT may name any text. False where the file is not among its words.
 */
static bool
add_rule(struct buf *to, struct str rule, struct str file, bool clang)
{
	static const char breaks[][5] = {" \\\n", " \\\n "};
	size_t at = place_of(rule, file), start = to->n, column;
	struct str before = str_head(rule, at - (at > 0));

	if (at == rule.n || (str_starts(rule, file) && rule.p[file.n] == ':')) /* no compiler has it depend on anything */
		return false;
	if (str_ends(before, str_of(breaks[clang])))
		before = str_head(before, before.n - strlen(breaks[clang]));
	column = column_of(before, clang);
	buf_add(to, before);
	rule = str_cut(rule, at + file.n);
	for (struct str word = next_word(&rule); word.n > 0; word = next_word(&rule)) {
		size_t n = clang ? counted(word) : word.n;

		if (str_is(word, file))
			continue;
		if (column + n + (clang ? 3 : 0) > (clang ? CLANG_COLUMNS : GCC_COLUMNS)) {
			buf_text(to, breaks[clang]);
			column = clang ? 2 : 0;
		}
		buf_char(to, ' ');
		buf_add(to, word);
		column += n + 1;
	}
	if (str_ends(buf_str(to), STR("\\"))) { /* no compiler's: the next rule would become a part of it */
		to->n = start;
		return false;
	}
	buf_char(to, '\n');
	return true;
}

bool
depfile_without(struct buf *to, struct str text, struct str file, bool clang)
{
	struct str name = in_make(file), alone = str_of(str_join(name, STR(":\n")));
	bool found = false;

	while (text.n > 0) {
		struct str rule = next_rule(&text);
		if (str_is(rule, alone)) { /* of -MP; clang before 19 has a line between them */
			found = true;
			to->n -= str_ends(buf_str(to), STR("\n\n")) && !str_ends(buf_str(to), STR("\\\n\n"));
		} else if (add_rule(to, rule, name, clang)) {
			found = true;
		} else {
			buf_add(to, rule);
		}
	}
	return found;
}

/* In its place, so that its other names and its mode stay. */
static void
clean(const struct call *call, struct str path)
{
	struct str text;
	struct buf b = {0};
	int fd;

	if (path.n == 0 || !read_file(path.p, &text) ||
	    !depfile_without(&b, text, call->plan.note_header, call->compiler.family == FACT_CLANG))
		return;
	fd = openat(AT_FDCWD, path.p, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0 || !write_limited(fd, buf_str(&b)) || ftruncate(fd, (off_t)b.n) != 0)
		warn("cannot take %.*s out of %.*s:", FMT(call->plan.note_header), FMT(path));
	if (fd >= 0)
		close(fd);
}

static struct str
value_of(const struct command *cmd, const char *option)
{
	struct str value = STR("");

	for (const struct arg *a = cmd->arg; a < cmd->arg + cmd->n; a++)
		if (a->opt && str_is_text(str_of(a->opt->name), option))
			value = a->value;
	return value;
}

/* All names that a list can have, for compilers and their versions have different ones: what has no such file, or another's, is
 * left alone. */
void
depfile_clean(const struct call *call)
{
	const struct command *cmd = &call->command;
	struct args lists = output_lists(cmd);
	struct str program = output_name(cmd, STR("")), directory = value_of(cmd, LISTS_DIRECTORY);
	struct str bases[] = {cmd->output, value_of(cmd, LISTS_BASE), STR("")};

	for (size_t i = 0; i < lists.n; i++)
		clean(call, str_of(lists.v[i]));
	for (size_t i = 0; i < COUNT(bases) + cmd->ninput; i++) {
		struct str base = i < COUNT(bases) ? bases[i] : str_base(cmd->input[i - COUNT(bases)].path);
		struct str own = str_of(str_join(output_stem(base), STR(".d")));

		clean(call, own);
		clean(call, str_of(str_join(directory, own)));
		clean(call, str_of(str_join3(program, STR("-"), own))); /* gcc, since 11 */
		clean(call, str_of(str_join3(output_stem(program), STR("-"), own)));
	}
}
