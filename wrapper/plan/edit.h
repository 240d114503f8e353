/* edit.h - one change of a call, with its cause. */
#ifndef EDIT_H
#define EDIT_H

#include "plan/call.h"

/* One more, at the end; empty. */
struct edit *edit_new(struct plan *plan);
/* One that the route makes: it names the route's text instead of a rule. */
COLD struct edit *edit_route(struct call *call, enum result result, struct str flag);
/* A word of the user's, by index, becomes another; nothing where by is empty. */
void edit_change(struct plan *plan, size_t word, struct str by);
/* Does a rule switch FORTIFY on? */
bool edit_fortifies(const struct plan *plan);
/* The route drops a word of the user's, by index; nothing happens where it is beyond the last. */
COLD struct edit *edit_drop(struct call *call, size_t word, struct str about);

#endif
