/*
 * linkitem.h - what a link is given, whatever way it was said: to the compiler, or to the linker in -Wl, and -Xlinker.
 *
 *	gcc a.o -L lib -Wl,--library-path,more,-lx,b.a -Xlinker -o -Xlinker out
 *	files a.o b.a, directories lib more, library x, output out
 */
#ifndef LINKITEM_H
#define LINKITEM_H

#include "base/str.h"

struct call;

/* The first three are directories: of headers, of start files, of libraries. */
enum item_role { ITEM_HEADERS, ITEM_START, ITEM_DIRECTORY, ITEM_LIBRARY, ITEM_OUTPUT, ITEM_FILE };

struct item {
	struct str value;
	uint8_t role;
	size_t word; /* index of it; not of the compiler's input files */
};

struct items {
	struct item *of;
	size_t n, room;
};

/* Those of a call whose words were made. */
struct items items_of(const struct call *call);
/* The file that the link makes: what the linker was told last, else the compiler. */
struct str items_output(const struct items *items, const struct call *call);
/* The file of an item: itself, or -lNAME in the directories that were given and musl's; empty where there is none. */
struct str items_path(const struct items *items, const struct call *call, const struct item *item);

#endif
