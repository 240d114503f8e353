/* rule.h - a rule of a policy: whether it holds, where it was written, what it says. */
#ifndef RULE_H
#define RULE_H

#include "compiler/compiler.h"
#include "profile/profile.h"

/* "file:line" */
const char *rule_place(const struct policy *p, const struct rule *rule);
/* The words behind its verb, a blank between them. */
struct str rule_words(const struct policy *p, const struct rule *rule);
/* " gcc>=12 clang<16", what it asks of the compiler. */
COLD void rule_bounds(struct buf *b, const struct policy *p, const struct rule *rule);
/* The rule as a line of a profile, without its reason; of a policy that was parsed just now. */
COLD void rule_text(struct buf *b, const struct policy *p, const struct rule *rule);
/* Is its feature on, and no switch missing? */
bool rule_on(const struct policy *p, const struct rule *rule);
/* Does it hold only sometimes? */
bool rule_conditional(const struct rule *rule);
/* Does one of its package patterns fit? */
bool rule_names_package(const struct policy *p, const struct rule *rule, struct str package);
/* Is it for the Go package of this call? */
bool rule_in_package(const struct policy *p, const struct rule *rule, const struct settings *s);

/* What is known of a call, or of a file that calls have made. */
struct known {
	struct facts certain;  /* they hold */
	struct facts possible; /* and no others may; all bits of a facet: nothing is known of it */
	const struct compiler *compiler; /* NULL: it may be any */
};

enum rule_state { RULE_HOLDS, RULE_FAILS, RULE_UNTOLD };

/* What the conditions of a rule come to, packages and the user's words left aside. facet: the first that decides against
 * it, or NULL; FAMILY stands for the compilers' bounds. */
enum rule_state rule_state(const struct policy *p, const struct rule *rule, const struct known *known, enum facet *facet);
/* The same where everything is known: the first facet that fails, NFACET for none. */
enum facet rule_failing(const struct policy *p, const struct rule *rule, const struct facts *facts, const struct compiler *cc);
/* What is required, with the compilers and machines of its own line in the place of the catalogue's. */
struct rule rule_asked(const struct rule *rule);
/* Of a compiler and its target, before there is a call. */
struct known known_target(const struct facts *target, const struct compiler *cc);
/* Can the rule change a call of this compiler for this target? */
bool rule_can_hold(const struct policy *p, const struct rule *rule, const struct known *target);

/* Does one hold wherever the other does, by what is written in them? Of the facets in skip nothing is asked. */
bool rule_covers(const struct policy *p, const struct rule *one, const struct rule *other, unsigned skip);
/* Switched on by name: then an `off` without conditions does not hold. */
bool rule_lifted(const struct policy *p, const struct rule *off);
/* Does the rule yield, and one before it do its work in every call of this compiler? */
COLD bool rule_shadowed(const struct policy *p, unsigned index, const struct known *target);

#endif
