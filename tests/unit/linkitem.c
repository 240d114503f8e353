/* What a link is given, whatever way it was said. */
#include "route/linkitem.h"

#include "call.h"
#include "tap.h"

static struct call *
link_of(const char *line)
{
	struct call *call = call_of(line, GCC_12, "");

	words_of(&call->words, &call->command);
	return call;
}

/* "file a.o; library m" */
static struct str
items_text(const struct items *items)
{
	static const char *const roles[] = {[ITEM_FILE] = "file", [ITEM_LIBRARY] = "library",
	    [ITEM_DIRECTORY] = "directory", [ITEM_HEADERS] = "headers", [ITEM_START] = "start",
	    [ITEM_OUTPUT] = "output"};
	struct buf b = {0};

	buf_text(&b, "");
	for (size_t i = 0; i < items->n; i++) {
		buf_text(&b, i > 0 ? "; " : "");
		buf_text(&b, roles[items->of[i].role]);
		buf_char(&b, ' ');
		buf_add(&b, items->of[i].value);
	}
	return buf_str(&b);
}

static void
spellings(void)
{
	static const struct {
		const char *line, *want;
	} rows[] = {
		{"cc a.o", "file a.o"},
		{"cc a.o b.a", "file a.o; file b.a"},
		{"cc a.c a.o", "file a.o"}, /* a source is the compiler's */
		{"cc -x c a.o", ""},
		{"cc -- -a.o", "file -a.o"},
		{"cc -Wl,a.o", "file a.o"},
		{"cc -Wl,--start-group,a.a,b.a,--end-group", "file a.a; file b.a"},
		{"cc -Wl,--start-group a.a -lb -Wl,--end-group", "file a.a; library b"},
		{"cc -Xlinker a.o", "file a.o"},
		{"cc -Xlinker @file a.o", "file a.o"}, /* the linker's response file */

		{"cc -lm", "library m"},
		{"cc -l m", "library m"},
		{"cc -l:libm.a", "library :libm.a"},
		{"cc -Wl,-lm", "library m"},
		{"cc -Wl,-l,m", "library m"},
		{"cc -Wl,-l -Wl,m", "library m"},
		{"cc -Wl,--library=m", "library m"},
		{"cc -Wl,-library=m", "library m"},
		{"cc -Wl,--library,m", "library m"},
		{"cc -Xlinker -lm", "library m"},
		{"cc -Xlinker -l -Xlinker m", "library m"},
		{"cc -Xlinker --library -Xlinker m", "library m"},
		{"cc --for-linker=-lm a.o", "file a.o; library m"},
		{"cc --for-linker -lm a.o", "file a.o; library m"},

		{"cc -Ld a.o", "file a.o; directory d"},
		{"cc -L d a.o", "file a.o; directory d"},
		{"cc --library-directory=d a.o", "file a.o; directory d"},
		{"cc --library-directory d a.o", "file a.o; directory d"},
		{"cc -Wl,-Ld a.o", "file a.o; directory d"},
		{"cc -Wl,-L,d a.o", "file a.o; directory d"},
		{"cc -Wl,--library-path=d a.o", "file a.o; directory d"},
		{"cc -Wl,--library-path,d a.o", "file a.o; directory d"},
		{"cc -Wl,-library-path,d a.o", "file a.o; directory d"},
		{"cc -Xlinker -L -Xlinker d a.o", "file a.o; directory d"},
		{"cc -Xlinker --library-path -Xlinker d a.o", "file a.o; directory d"},

		{"cc -o a a.o", "file a.o"}, /* the compiler's output is the command's */
		{"cc -Wl,-o,a a.o", "file a.o; output a"},
		{"cc -Wl,-oa a.o", "file a.o; output a"},
		{"cc -Wl,--output=a a.o", "file a.o; output a"},
		{"cc -Wl,--output,a a.o", "file a.o; output a"},
		{"cc -Xlinker -o -Xlinker a a.o", "file a.o; output a"},
		{"cc -Xlinker -oa a.o", "file a.o; output a"},

		/* what begins as one of these, and is another */
		{"cc -Wl,--orphan-handling=warn a.o", "file a.o"},
		{"cc -Xlinker --orphan-handling=warn a.o", "file a.o"},
		{"cc -Wl,--oformat,binary a.o", "file a.o; file binary"},
		{"cc -Wl,-z,lazy a.o", "file a.o"},
		{"cc -Wl,-rpath,d a.o", "file a.o"},
		{"cc -Wl,-soname,s -Wl,-Map,m a.o", "file a.o"},
		{"cc -Id -DL a.o", "file a.o; headers d"},

		/* in the order of the words behind the files */
		{"cc a.o -L lib -Wl,--library-path,more,-lx,b.a -Xlinker -o -Xlinker out",
		 "file a.o; directory lib; directory more; library x; file b.a; output out"},
		{"cc", ""},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct items items = items_of(link_of(rows[i].line));

		is(items_text(&items), str_of(rows[i].want), str_of(rows[i].line));
	}
}

static void
outputs(void)
{
	static const struct {
		const char *line, *want;
	} rows[] = {
		{"cc a.o", "a.out"},
		{"cc -o x a.o", "x"},
		{"cc -ox a.o", "x"},
		{"cc --output=x a.o", "x"},
		{"cc -o x -o y a.o", "y"},
		{"cc -o x -Wl,-o,y a.o", "y"},
		{"cc -Wl,-o,y -o x a.o", "y"},
		{"cc -Wl,-o,y -Xlinker -oz a.o", "z"},
		{"cc -o x -Wl,--orphan-handling=warn a.o", "x"},
		{"cc -o x -Wl,-o a.o", "a.o"}, /* the driver hands words and inputs on in their order */
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct call *call = link_of(rows[i].line);
		struct items items = items_of(call);

		is(items_output(&items, call), str_of(rows[i].want), str_format("the output of %s", rows[i].line));
	}
}

static void
libraries(void)
{
	static const struct {
		const char *line, *name, *want;
	} rows[] = {
		{"cc -L one -lx", "x", "one/libx.a"},
		{"cc -L one -L two -lx", "x", "one/libx.a"},
		{"cc -L two -L one -lx", "x", "two/libx.a"},
		{"cc -L none -Wl,-L,two -lx", "x", "two/libx.a"},
		{"cc -L one -ly", "y", "musl/liby.a"},
		{"cc -lx", "x", ""},
		{"cc -ly", "y", "musl/liby.a"},
		{"cc -L one -lz", "z", ""},
		{"cc -L one -l:libx.a", ":libx.a", "one/libx.a"},
		{"cc -L one -l:x.o", ":x.o", "one/x.o"},
		{"cc -l:liby.a", ":liby.a", "musl/liby.a"},
		{"cc -L one -l:x", ":x", ""},
		{"cc one -lx", "x", ""}, /* an input is no directory of libraries */
	};
	const char *folder = own_folder();

	put_file("one/libx.a", STR("1"));
	put_file("one/x.o", STR("1"));
	put_file("two/libx.a", STR("2"));
	put_file("musl/liby.a", STR("3"));
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct call *call = link_of(rows[i].line);
		struct items items = items_of(call);

		struct str found = STR("");

		call->route.lib = STR("musl");
		for (size_t j = 0; j < items.n; j++)
			if (items.of[j].role == ITEM_LIBRARY && str_is_text(items.of[j].value, rows[i].name))
				found = items_path(&items, call, &items.of[j]);
		is(found, str_of(rows[i].want), str_format("%s is found by %s", rows[i].name, rows[i].line));
	}
	folder_away(folder);
}

int
main(void)
{
	spellings();
	outputs();
	libraries();
	return done_testing();
}
