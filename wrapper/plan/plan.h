/*
 * plan.h - rules and facts to edits, edits to the argv that is run.
 *
 *	real  [added]  the user's argv  [forced]
 *
 * explain prints the plan, the log serialises it, exec runs it.
 */
#ifndef PLAN_H
#define PLAN_H

#include "command/word.h"
#include "plan/classify.h"
#include "profile/policy.h"
#include "route/route.h"

enum result { ADDED, FORCED, REPLACED, DROPPED, DENIED, REFUSED, SKIPPED, NRESULT };
extern const char result_names[NRESULT][10];

/* Why a rule did nothing. */
enum reason {
	BECAUSE_RULE,	   /* it did something; the rule's own reason, if it has one */
	SWITCHED_OFF,
	NOT_ASKED,	   /* with, without: nobody set that switch */
	YIELDED,	   /* a rule of a profile that does not yield has done it */
	TURNED_OFF,	   /* by an `off` rule: by */
	PASSED_ON,	   /* the kind of call, or what it is built for, is never edited */
	CONDITION,	   /* facet */
	OTHER_PACKAGE,
	USER_SAYS,	   /* word */
	NOT_TAKEN,	   /* the compiler does not take it */
	NOTHING_TO_DO,	   /* drop, deny, replace: no such word */
	NO_SPEC_FILE,
	SPEC_NAMED,
	SPEC_POISONS,	   /* gcc would take every option while it is used */
	SPEC_OVERRIDES,	   /* word: of the user's */
	NO_NOTE,	   /* word: why */
};

struct edit {
	const struct rule *rule;
	const struct rule *by;
	struct str flag; /* what was added, or which word of the user's it is about */
	struct str word;
	struct str place, about; /* of an edit without a rule: what caused it, and why */
	uint8_t result, reason, facet;
	bool told; /* a warning says it, too */
};

struct plan {
	const struct policy *policy;
	struct edit *edit;
	size_t n, cap;
	struct args added, forced, argv;
	const struct edit *stop; /* the first that denies or refuses the call */
	bool noted;		 /* the note's words are there */
	struct args *note_in;	 /* where what the note is told stands, and its edit */
	size_t note_at, note_edit;
	const struct rule *note_rule;
	uint8_t told[8];	 /* what the words say that the note is told; note.c */
	bool changed;		 /* some of the user's words are others, or gone */
	bool all;		 /* edits that were not made are kept, too */
	const char *passed_on;	 /* why no rule was looked at; NULL otherwise */
	uint64_t policy_id;
	const char *spec;	 /* the system's spec file for gcc, empty for none; NULL: not looked for */
};

/* Everything a plan is made from. */
struct call {
	const struct settings *settings;
	struct command command;
	struct compiler compiler;
	struct facts facts;
	struct policy policy;
	struct plan plan;
	struct depth depth;
	struct words words;
	struct route route;
	struct compiler known; /* what a memo was opened for; without a path, none was */
	uint64_t memo; /* which one is this call's */
	uint64_t libc_key, libc_id; /* of the route's libc.a: path, size and time, and of what is in it */
	bool learned;	/* a trial answered what a memo can keep */
	bool explained; /* somebody looks at the edits that are not made, too */
	const char *own_link; /* why Go links by itself; NULL: through us; golink.h */
};

/* Fills in call->plan. */
void plan_make(struct call *call);
/* Of a call that is only looked at: nothing is made, no compiler is asked. First whether any rule is looked at; then why
 * a rule would do nothing, BECAUSE_RULE for one that holds; by: what turns it off, whatever else does. */
void plan_begin(struct call *call);
struct edit plan_ask(struct call *call, const struct rule *rule);
/* One more edit at its end; empty. */
struct edit *plan_edit(struct plan *plan);
/* One that the route makes. */
COLD struct edit *route_edit(struct call *call, enum result result, struct str flag);
/* Drops a word of the user's, by index; nothing where it is beyond the last. */
COLD void route_drop(struct call *call, size_t word, struct str about, bool told);
/* The user's words fitted into an argv, ours beside them may not: then all go through a response
 * file in memory. */
void plan_shorten(struct call *call);
/* Does one of the rule's package patterns fit? */
bool rule_names_package(const struct policy *p, const struct rule *rule, struct str package);
/* The first facet whose condition does not hold; NFACET where all do. FAMILY stands for the compilers' bounds. */
enum facet rule_failing(const struct policy *p, const struct rule *rule, const struct call *call);
/* Is it for the Go package of this call? */
bool rule_in_package(const struct policy *p, const struct rule *rule, const struct settings *s);
/* Can the rule hold in any call of this compiler for this target? */
bool rule_can_hold(const struct policy *p, const struct rule *rule, const struct facts *target,
    const struct compiler *cc);
/* The id of the policy for this compiler, as Go's cache key and the note carry it. */
uint64_t policy_id(struct call *call);
/* Why an edit was not made, or the reason its rule gives; in the arena. */
struct str edit_reason(const struct call *call, const struct edit *edit);

/* Was it not made for a reason that a reader of the log wants to know? */
bool edit_wanted(const struct call *call, const struct edit *edit);

/* What a refused call is refused for: the input that asks for an executable stack, by name. */
struct str refused_subject(const struct call *call, const struct edit *edit);

#endif
