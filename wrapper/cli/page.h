/* page.h - what doctor has to say: problems with the way to mend them, then rows in sections. */
#ifndef PAGE_H
#define PAGE_H

#include "base/str.h"

struct page_row {
	const char *section; /* NULL: a problem; key is what is wrong, value how to mend it */
	struct str key, value;
};

struct page {
	struct page_row *row;
	size_t n, cap, problems;
};

/* Copies both. Of a key the first row in its section stays: PATH may have a directory twice. */
void page_row(struct page *p, const char *section, struct str key, struct str value);
void page_problem(struct page *p, const char *what, const char *mend);
bool page_has_problem(const struct page *p, struct str what);
void page_text(const struct page *p, struct buf *b);
/* {"problems":[{"what","mend"}],SECTION:{KEY:VALUE}} */
void page_json(const struct page *p, struct buf *b);

#endif
