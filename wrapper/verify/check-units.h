/* check-units.h - what the rows that are about compiled code share. */
#ifndef CHECK_UNITS_H
#define CHECK_UNITS_H

#include "verify/check.h"

/* A file that holds code: no core dump, no debug information alone, no object whose code the link makes. */
bool judged_by_code(const struct binary *b);
/* Why not. */
struct finding no_code(const struct binary *b);
/* True where there is no C in it: then *f says so. */
bool without_code(const struct binary *b, struct finding *f);
/* "1 of 3 units" and, with what, where the rest comes from */
void units_count(struct buf *v, unsigned n, unsigned of, const char *behind);
/* Names with blanks between, the first few of n. */
void units_name(struct buf *e, const struct buf *names, unsigned n);
/* What the notes say holds for the units that have one. */
struct finding units_recorded(const struct binary *b, struct buf *v, struct buf *e);

#endif
