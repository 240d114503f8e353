/* page.h - what doctor has to say: problems with the way to fix them, then rows in sections. */
#ifndef PAGE_H
#define PAGE_H

#include "base/str.h"

struct page_row {
	const char *section; /* NULL: a problem; key is what is wrong, value how to fix it */
	const char *key, *value;
	struct str json; /* the value for programs; empty: the same text */
	bool people;	 /* no row for programs */
};

struct page {
	struct page_row *row; /* the problems, then the sections in the order of their first rows */
	size_t n, cap, problems;
};

/* Of a key the first row in its section stays: PATH may have a directory twice. */
void page_row(struct page *p, const char *section, const char *key, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* What a program gets of that row, in JSON; where that is empty there is no such row for it. */
void page_row_json(struct page *p, const char *section, const char *key, struct str json);
void page_problem(struct page *p, const char *what, const char *fix);
bool page_has_problem(const struct page *p, const char *what);
void page_text(const struct page *p, struct buf *b);
/* {"problems":[{"what","fix"}],SECTION:{KEY:VALUE}}; doc/doctor.schema.json */
void page_json(const struct page *p, struct buf *b);

#endif
