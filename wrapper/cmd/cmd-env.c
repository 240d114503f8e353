#include "base/environment.h"
#include "base/error.h"
#include "cli/assign.h"
#include "cmd/build/buildenv.h"
#include "cmd/cmd.h"
#include "compiler/depth.h"
#include "compiler/lookup.h"

/* For programs that have a build id: debuginfod serves a directory that is laid out so. */
static const char split_debug[] =
    "\nhardcc_split_debug() { # PROGRAM...: its debug information to $hardcc_debug, by build id\n"
    "	for hardcc_program; do\n"
    "		hardcc_id=$(LC_ALL=C readelf -n \"$hardcc_program\" | sed -n 's/^ *Build ID: //p')\n"
    "		[ -n \"$hardcc_id\" ] || { echo \"$hardcc_program has no build id\" >&2; return 1; }\n"
    "		hardcc_file=$hardcc_debug/.build-id/$(printf %.2s \"$hardcc_id\")/${hardcc_id#??}.debug\n"
    "		mkdir -p \"${hardcc_file%/*}\" &&\n"
    "			objcopy --only-keep-debug \"$hardcc_program\" \"$hardcc_file\" &&\n"
    "			objcopy --strip-debug --add-gnu-debuglink=\"$hardcc_file\" \"$hardcc_program\" || return\n"
    "	done\n"
    "}\n";

/* Why these options do not go together; NULL where they do. */
static const char *
disagree(const struct choices *c, const struct assign *format)
{
	if (c->of[CHOICE_PIE] && c->of[CHOICE_EXE])
		return "of --pie and --exe take one";
	if (c->of[CHOICE_EXPLAIN] && !format->comments)
		return "this format has no comments for --explain; take sh, fish, make or docker";
	if (c->of[CHOICE_SPLIT_DEBUG] && format != assign_find(STR("sh")))
		return "what --split-debug writes is a function for a shell; take the format sh";
	return NULL;
}

static bool
write_settings(struct buf *out, const struct buildenv *b, const struct assign *format, const struct choices *c,
    const struct settings *s)
{
	struct str path = s->var[VAR_PATH].p ? s->var[VAR_PATH] : str_of(default_path);

	for (int i = 0; i < NBUILD; i++) {
		const struct build_row *row = &build_rows[i];

		if (!b->value[i].p || (i == BUILD_PATH && b->path_is_right && format->here))
			continue;
		if (c->of[CHOICE_EXPLAIN])
			buf_format(out, "# %s: %s. Costs: %s%s%s\n", row->name, row->does, row->costs,
			    *row->not ? ". Not for: " : "", row->not);
		if (!assign_write(format, out, row->name, b->value[i], i == BUILD_PATH, path)) {
			complain("env: %s has a character that --format %s cannot write", row->name,
			    format->name);
			return false;
		}
	}
	if (c->of[CHOICE_SPLIT_DEBUG]) {
		buf_text(out, "hardcc_debug=");
		text_shell(out, str_of(c->of[CHOICE_SPLIT_DEBUG]));
		buf_text(out, split_debug);
	}
	return true;
}

int
cmd_env(const struct invocation *in)
{
	const struct choices *c = &in->choices;
	const char *word = c->of[CHOICE_FORMAT] ? c->of[CHOICE_FORMAT] : "sh";
	const struct assign *format = assign_find(str_of(word));
	const char *why = disagree(c, format);
	struct settings s;
	struct buildenv b = {0};
	struct args command = {0};
	struct buf out = {0};

	if (why) {
		complain("env: %s", why);
		return EXIT_USAGE;
	}
	settings_environment(&s, in->environ);
	depth_warn(&s);
	settings_files(&s, lookup_names(s.var[VAR_PATH], in->environ, in->self));
	if (!buildenv_make(&b, c, &s, in->self, &command))
		return EXIT_OURS;
	buf_text(&out, c->of[CHOICE_JSON] ? "{" : "");
	if (!write_settings(&out, &b, format, c, &s))
		return EXIT_OURS;
	buf_text(&out, c->of[CHOICE_JSON] ? "}\n" : "");
	print(buf_str(&out));
	return 0;
}
