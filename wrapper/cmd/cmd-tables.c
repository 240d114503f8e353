/* cmd-tables.c - hardcc help --tables: the tables of the program, for its tests. For maintainers: no help or manual names it. */
#include "base/error.h"
#include "cmd/cmd.h"
#include "command/command.h"
#include "command/options.h"
#include "elf/symbolrole.h"
#include "elf/unitnote.h"
#include "profile/policy.h"
#include "record/logline.h"
#include "verify/check.h"

/* Of tables that are no array, or one that only its own file sees. */
#define NAME_ROW(name, ...) #name,
#define WORD_ROW(word, ...) word,
static const char log_keys[][16] = {LOGLINE(NAME_ROW)};
static const char fortifiable[][24] = {FORTIFIABLE(NAME_ROW)};
static const char words[][40] = {
	LINKER_FACTS(WORD_ROW) SPELLINGS(WORD_ROW) LINKER_TAKES(WORD_ROW) MACRO_FACTS(WORD_ROW) SANITIZER_FACTS(WORD_ROW)
	NOTE_EFFECTS(WORD_ROW)
};

/* The name is at the beginning of each row. */
static void
add_table(struct buf *b, const char *table, const void *rows, size_t size, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_format(b, "%s\t%s\n", table, (const char *)rows + i * size);
}

int
tables_print(void)
{
	struct buf b = {0};
	const char *symbol;

#define TABLE(name, rows, n) add_table(&b, name, rows, sizeof(rows)[0], n)
	TABLE("check", checks, NCHECK);
	TABLE("compiler-option", options, noptions);
	TABLE("compiler-word", words, COUNT(words));
	TABLE("condition", fact_rows, NFACT);
	for (struct str names = str_of(driver_list), name; str_word(&names, &name, " ");)
		buf_format(&b, "driver\t%.*s\n", FMT(name));
	TABLE("fortifiable", fortifiable, COUNT(fortifiable));
	TABLE("log-key", log_keys, COUNT(log_keys));
	TABLE("note-key", unit_keys, NUNITKEY);
	TABLE("option", choice_rows, NCHOICE);
	TABLE("profile", embedded, nembedded);
	TABLE("setting", setting_rows, NSETTING);
	TABLE("verb", verb_names, NWRITTEN);
	for (size_t i = 0; (symbol = symbol_known(i)); i++)
		buf_format(&b, "symbol\t%s\n", symbol);
	print(buf_str(&b));
	return 0;
}
