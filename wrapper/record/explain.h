/* explain.h - the plan, for people and for programs. */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "plan/call.h"

/* HARDCC_DEBUG: 1 the argv in one line, 2 one word a line and every edit; on stderr. */
void explain_debug(struct call *call);
/* all: with the rules that are for other calls. */
void explain_text(struct call *call, struct buf *b, bool all);
/* Who is to link a Go program that leaves it open: two fields of an object, or nothing. */
void explain_link(const struct call *call, struct buf *b);
/* What keeps it from being known what comes out: a field for each stage, where there is such a word. */
void explain_opaque(const struct call *call, struct buf *b);
void explain_json(struct call *call, struct buf *b);

/* All of them; for the log, with secrets hidden: of what was skipped only what an exception turned off; what was left
 * out for a reason that a reader of the log wants, edit_wanted. */
enum edits { EDITS_ALL, EDITS_LOGGED, EDITS_LEFT_OUT };
/* [{"feature","verb","flag","result","rule","reason"}] */
void explain_edits(const struct call *call, struct buf *b, enum edits which);
#endif
