/* call.h - a call: what is known of it, and what will be done. */
#ifndef CALL_H
#define CALL_H

#include "command/output.h"
#include "command/rewrite.h"
#include "compiler/compiler.h"
#include "profile/policy.h"

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
	bool warned; /* a warning says it, too */
	bool retried; /* without a rule, and not the route's: record/werror.h made it */
};

struct plan {
	const struct policy *policy;
	struct edit *edit;
	size_t n, cap;
	struct args added, forced, argv;
	bool shortened;		 /* argv is a response file */
	const struct edit *stop; /* the first that denies or refuses the call */
	bool noted;		 /* the note's words are there */
	bool listed;		 /* so that -MD or -MMD lists note_header, until record/depfile.h takes it out */
	struct str note_header;
	bool werror, once;	 /* it may end by warnings that only hardening brings, and writes to stdout or a pipe; record/werror.h */
	struct args *note_in;	 /* where what the note is told stands, and its edit */
	size_t note_from, note_at, note_edit; /* where its header's place begins; what it is told; its edit */
	const struct rule *note_rule;
	uint8_t note_keys[8];	 /* what the words say of the keys that no macro tells; note.c */
	struct rewrite changes;	 /* of the user's words */
	bool all;		 /* edits that were not made are kept, too */
	const char *passed_on;	 /* why no rule was looked at; NULL otherwise */
	uint64_t policy_id;
	const char *spec;	 /* the system's spec file for gcc, empty for none; NULL: not looked for */
};

/* Which C library a call is for, and what takes it there; route.h. */
struct route {
	enum libc libc;
	struct str origin;  /* what chose it */
	struct str include, lib, kernel, spec; /* of musl; empty where the compiler is musl's own */
	struct str text;    /* the spec file's */
	uint64_t id;	    /* of what is in musl's libc.a */
	struct str fortify; /* fortify-headers' directory; empty where there is none */
	uint64_t fortify_id; /* of what is in it */
	bool native;	    /* the compiler is one for musl */
	bool on;	    /* this call is routed */
	bool links;	    /* and ends with a static program */
	bool go_archive;     /* one is linked that Go made */
	bool traced;	     /* the linker tells what it reads */
	int saved_stdout, saved_stderr; /* while what is printed goes into memory; -1 otherwise */
	struct output output; /* of the link */
};

/* How a call ends. */
enum ending {
	PASS_ON, /* run as it came, by exec */
	ANSWER,  /* Go's identity call: our line, then the compiler's */
	STOP,    /* the policy denies or refuses it */
	WAIT,    /* run as a child, for a log, a list of dependencies, -Werror, or to look at what was linked */
	EXEC,
};

/* Everything that is known of a call. A step of the pipeline fills in its part; shim/make.h has their order. */
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
	struct compiler remembered; /* whom a memo was opened for; without a path, none was */
	uint64_t memo; /* which one is this call's */
	uint64_t libc_key, libc_id; /* of the route's libc.a: path, size and time, and of what is in it */
	bool learned;	/* a trial answered what a memo can keep */
	bool dry;	/* explain: nothing is run, and nothing is taken from a memo */
	bool explained; /* somebody looks at the edits that are not made, too */
	const char *why_go_links; /* by itself; NULL: it links through us; golink.h */
	enum ending ending;
};

/* The words: what is asked, and which kind of call that is. The first step; no file but a response file is read. */
void call_words(struct call *call, struct name name, int argc, char *const *argv);
/* The same for the compiler, once it is known. */
COLD void call_words_again(struct call *call);
/* The first word or variable whose effect on what that stage makes is not seen; empty where there is none. */
struct str call_opaque(const struct call *call, enum opaque stage);
/* Whom a question about this call is put to. */
struct probe call_probe(struct call *call);

#endif
