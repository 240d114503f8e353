#include "route/linkitem.h"

#include <unistd.h>

#include "command/options.h"
#include "plan/call.h"
#include "route/options-route.h"

static const struct spelling {
	char start[28];
	uint8_t space, role;
} spellings[] = {
#define SPELLING(start, space, role) {start, space, role},
	LINK_WORDS(SPELLING)
};

static void
add(struct items *items, struct str value, enum item_role role, size_t word)
{
	items->of = arena_more(items->of, items->n, &items->room, sizeof *items->of);
	items->of[items->n++] = (struct item){str_of(str_dup(value)), (uint8_t)role, word};
}

/* -o FILE and --orphan-handling: a letter's option is none with two dashes. */
static bool
is_long(const struct command *cmd, const struct word *w)
{
	const struct arg *a = &cmd->arg[w->piece.arg];
	bool carried = w->piece.offset == 0 && a->opt && a->opt->role == LINKER_WORD;

	return w->space == SPACE_LD && str_starts(carried ? a->value : str_cut(a->text, w->piece.offset), STR("--"));
}

struct items
items_of(const struct call *call)
{
	const struct command *cmd = &call->command;
	struct items items = {0};

	for (size_t i = 0; i < cmd->ninput; i++)
		if (!cmd->input[i].language)
			add(&items, cmd->input[i].path, ITEM_FILE, 0);
	for (size_t i = 0; i < call->words.n; i++) {
		const struct word *w = &call->words.of[i];

		if (w->space == SPACE_LD && w->text.n > 0 && w->text.p[0] != '-' && w->text.p[0] != '@')
			add(&items, w->text, ITEM_FILE, i);
		for (size_t j = 0; j < COUNT(spellings); j++) {
			struct str start = str_of(spellings[j].start);

			if (w->space != spellings[j].space || !str_starts(w->text, start) ||
			    (start.n == 2 && is_long(cmd, w)))
				continue;
			add(&items, str_cut(w->text, start.n), (enum item_role)spellings[j].role, i);
			break;
		}
	}
	return items;
}

struct str
items_output(const struct items *items, const struct call *call)
{
	struct str output = output_name(&call->command, STR(""));

	for (size_t i = 0; i < items->n; i++)
		if (items->of[i].role == ITEM_OUTPUT && items->of[i].value.n > 0)
			output = items->of[i].value;
	return output;
}

struct str
items_path(const struct items *items, const struct call *call, const struct item *item)
{
	struct str name = item->value, path;
	struct str file = str_starts(name, STR(":")) ? str_format("/%.*s", FMT(str_cut(name, 1)))
						     : str_format("/lib%.*s.a", FMT(name));

	if (item->role != ITEM_LIBRARY)
		return item->role == ITEM_FILE ? name : STR("");
	for (size_t i = 0; i < items->n; i++) {
		if (items->of[i].role != ITEM_DIRECTORY)
			continue;
		path = str_of(str_join(items->of[i].value, file));
		if (can_read(path.p))
			return path;
	}
	path = str_of(str_join(call->route.lib, file));
	return can_read(path.p) ? path : STR("");
}
