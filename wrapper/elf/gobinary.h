/*
 * gobinary.h - a Go program: how it was built, who linked it, where its Go code ends, and whose C is
 * in it. All of it survives strip, for it stands in the function table that Go's runtime needs.
 */
#ifndef GOBINARY_H
#define GOBINARY_H

#include "elf/gobuildinfo.h"

enum go_link { GO_LINK_UNKNOWN, GO_LINK_INTERNAL, GO_LINK_EXTERNAL };
enum go_c { GO_C_UNKNOWN, GO_C_NONE, GO_C_STANDARD, GO_C_USER };

struct go_binary {
	bool is;
	struct go_build build;
	enum go_link link;
	enum go_c c;
	struct buf standard; /* packages of the standard library that bring C with them, with blanks between */
	struct buf packages; /* the others */
	unsigned nstandard, npackage;
	bool dlopen;		 /* a package calls dlopen through cgo */
	uint64_t text, text_end; /* the Go code; 0 where it was not found */
	uint64_t c_text;	 /* bytes of code beside it, the C start files included; 0: none, or not known */
};

/* Is it a package of the standard library that brings C with it? */
bool go_standard(struct str package);
/* Are all packages with C that are not the standard library's named in the file, as far as can be told? */
bool go_names_all(const struct go_binary *go);
void gobinary_read(const struct elf *e, struct go_binary *go);

#endif
