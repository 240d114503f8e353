/*
 * route.h - which C library a call is for, and the words that take it there.
 *
 *	HARDCC_LIBC=musl gcc a.c -o a	becomes
 *	gcc -specs=DIR/musl.specs -idirafter INCLUDE -idirafter KERNEL -BLIB/ a.c -o a -static
 *
 * fortify-headers, which check what musl does not, stand before musl's own where FORTIFY is on: -isystem DIR.
 *
 * By HARDCC_LIBC, or by a name: musl-gcc, ARCH-linux-musl-gcc. A question to the compiler is not
 * routed, cgo's probes are: they ask for what a compile will see.
 */
#ifndef ROUTE_H
#define ROUTE_H

#include "plan/call.h"

/* From setting and name. Changes the name that a compiler is looked for by. */
void route_choose(struct call *call);
/* When the compiler is known: finds the library, or ends the program and says what is missing. */
void route_find(struct call *call);
/* What the route makes of the facts: an executable becomes a static one. */
void route_facts(struct call *call);
/* The edits, at the end of the plan. */
void route_edits(struct call *call);
/* What waits for the note's words. */
void route_finish(struct call *call);
/* musl.c: finds headers and libraries for the target, or ends the program and says what is missing. */
void musl_find(struct call *call, const struct facts *target);
/* The directory of fortify-headers for the musl whose headers are in include, with what tells one from another;
 * empty where there is none. */
struct str musl_fortify(struct str include, uint64_t *id);
/* "1.2.3", as libc.a has it; empty where it does not tell. */
struct str musl_version(const char *libc);
/* The environment of what is run; says in one line what was left out of the call. */
char *const *route_environment(const struct call *call);
/* "musl, /usr/lib/x86_64-linux-musl (environment)"; empty for the host's library. */
COLD struct str route_text(const struct route *route);
/* Is every program of this route a static one? */
bool route_static(const struct call *call);
/* Is this call looked at beyond its form, although no rule is? */
bool route_concerns(const struct call *call);
/* Does the call wait for its child, to look at the result? */
bool route_waits(const struct call *call);

#endif
