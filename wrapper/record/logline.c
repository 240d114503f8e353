#include "record/logline.h"

#include "base/jsonread.h"

enum { VERSION = 1 };
enum type { NUMBER, TEXT, LIST };

struct row {
	char key[16];
	enum type type;
	size_t at;
};

#define ROW(key, type) {#key, type, offsetof(struct logline, key)},
static const struct row rows[] = {LOGLINE(ROW) LOGLINE_OPTIONAL(ROW)};
#define ONE(key, type) char key;
struct required {
	LOGLINE(ONE)
};
enum { NREQUIRED = sizeof(struct required) }; /* the first ones */

#define EDIT(key) {#key, TEXT, offsetof(struct logedit, key)}
static const struct row edit_rows[] = {EDIT(feature), EDIT(verb), EDIT(flag), EDIT(result), EDIT(rule), EDIT(reason)};

/* One value into its place; false where it is of another type. */
static bool
put(const struct row *row, struct str value, char *to)
{
	struct str text = {0};

	if (row->type == NUMBER)
		return str_count(value, (uint64_t *)(void *)(to + row->at));
	if (row->type == TEXT)
		text = str_is(value, STR("null")) ? STR("") : json_text(value);
	else if (!json_elements(value, &text))
		return false;
	*(struct str *)(void *)(to + row->at) = text;
	return text.p != NULL;
}

/* Each of the first rows must be there once or more; what else is there is left alone. */
static bool
read_object(struct str value, const struct row *table, size_t n, size_t must, void *to)
{
	struct str inside, key, member;
	uint32_t seen = 0;

	if (!json_members(value, &inside))
		return false;
	while (json_member(&inside, &key, &member)) {
		struct str name = json_text(key);

		for (size_t i = 0; i < n; i++) {
			if (!str_is_text(name, table[i].key))
				continue;
			if (!put(&table[i], member, to))
				return false;
			seen |= UINT32_C(1) << i;
		}
	}
	must = (UINT32_C(1) << must) - 1;
	return (seen & must) == must;
}

bool
logline_read(struct str line, struct logline *l)
{
	struct str value;

	*l = (struct logline){0};
	return json_value(&line, &value) && line.n == 0 && read_object(value, rows, COUNT(rows), NREQUIRED, l) && l->v == VERSION;
}

bool
logline_word(struct str *list, struct str *word)
{
	struct str value;

	if (!json_element(list, &value))
		return false;
	*word = json_text(value);
	return word->p != NULL;
}

bool
logline_edit(struct str *edits, struct logedit *edit)
{
	struct str value;

	*edit = (struct logedit){0};
	return json_element(edits, &value) && read_object(value, edit_rows, COUNT(edit_rows), COUNT(edit_rows), edit);
}
