/*
 * profile.h - text to rules.
 *
 *	FEATURE VERB WORD... [if CONDITION...] [unless USERFLAG...] [because REASON...]
 *	FEATURE use [LEVEL] [if CONDITION...] [unless USERFLAG...] [because REASON...]
 *	include NAME
 *	yield
 *
 * A policy is flat: rules and words refer to its pool by offset, so that it can be written to a
 * file and read back as it is.
 */
#ifndef PROFILE_H
#define PROFILE_H

#include "base/io.h"
#include "base/str.h"
#include "command/facts.h"

#define PROFILE_SUFFIX ".profile" /* of a file's name */

/* What a rule does; behind NVERB those of lines that are none: `use`, and `each` of the catalogue. */
enum verb { ADD, REQUIRE, FORCE, DROP, DENY, REPLACE, SPEC, OBJECT, NOTE_VERB, REFUSE, OFF, EXPECT, NVERB, USE = NVERB, EACH, NWRITTEN };

/* Text in the pool. A pattern is canonical: see word.h. */
struct text {
	uint32_t at;
	uint16_t n;
	uint8_t space; /* enum space, of word.h */
	union {
		uint8_t mark;	/* of a pattern: word_mark */
		uint8_t effect; /* of a word that is added: effect_of */
		uint8_t yields; /* of a file: enum yields */
	};
};

/* Where a feature has words by a file of a lower number, one of a higher adds none. What a project's file includes has a number each,
 * so that two of them give no feature two levels. */
enum yields { YIELDS_NOT, YIELDS, YIELDS_PROJECT, YIELDS_INCLUDED, NYIELDS = YIELDS_INCLUDED + 8 };

/* family or family>=V or family<V or both: holds where min <= version < max */
struct bound {
	uint32_t min, max;
	uint8_t family;
};

/* Whose word it is that the compiler takes the rule's words. */
enum vouched { VOUCHED_BY_NOBODY, VOUCHED_BY_RULE, VOUCHED_BY_TRIAL };

struct rule {
	uint16_t want[FACETS], never[FACETS];
	uint16_t line;
	uint16_t defined; /* the catalogue's line that a `use` took; 0: the rule stands in its own */
	uint16_t word, pattern, package, bound; /* where theirs begin */
	uint8_t nword, npattern, npackage, nbound;
	uint8_t verb, file, feature;
	uint8_t vouched;
	uint8_t with, without; /* a feature + 1 that must be switched on, or off; 0 once that holds: see rule_idle */
	bool required; /* of every compiler and machine that its own line asks for, whatever bounds the catalogue has */
	bool unmet;    /* in a memo: for this compiler the catalogue has no words; the conditions are those of its own line */
	uint8_t nasked;
	uint16_t asked, asked_arch[2]; /* the bounds of its own line, and the machines that it wants, and does not want */
	struct text because;
};

/* Do all facets hold but the family, which has bounds? */
static inline bool
facets_hold(const struct rule *rule, const struct facts *facts)
{
	uint16_t fails = 0;

	for (int f = 0; f < FACETS; f++) {
		uint16_t found = rule->want[f] & facts->bits[f], unwanted = rule->never[f] & facts->bits[f];

		fails |= rule->want[f] != 0 && found == 0;
		fails |= unwanted;
	}
	return fails == 0;
}

/* Waits for a switch that nobody set. */
static inline bool
rule_idle(const struct rule *rule)
{
	return rule->with | rule->without;
}

enum named { NAMED_NOT, NAMED_WITH_ALL, NAMED_ALONE };

struct feature {
	struct text name;
	uint8_t on;    /* after the switches */
	uint8_t lifted; /* switched on by name: an unconditional `off` does not hold */
	uint8_t off;   /* switched off, by name or with all */
	uint8_t named; /* enum named: the list names it, and what the package says does not hold */
};

enum {
	MAX_A_RULE = 250, /* patterns, packages or compilers of one rule */
	MAX_RULES = 1024,
	MAX_TEXTS = 8192,
	MAX_BOUNDS = 4096,
	MAX_FEATURES = 255,
	MAX_FILES = 64,
	MAX_POOL = 512 * 1024,
};

/* A file as it was before it was read, or was not there. */
struct dependency {
	struct stamp stamp;
	struct text path;
};

struct policy {
	struct rule *rule;
	struct bound *bound;
	struct text *text; /* words are literal for add, canonical patterns for drop, deny, unless */
	struct feature *feature;
	struct text *file; /* names, for messages */
	char *pool;
	uint64_t *rule_hash; /* of what each rule does, not of its place or reason; while parsing only */
	struct str *written; /* each text of the rules as it was written; while parsing only */
	struct str features; /* the catalogue that `use` takes from, and its lines; while parsing only */
	struct entry *entry;
	unsigned nentry;
	unsigned nproject;  /* its files so far */
	bool project;	    /* what is read is a project's, which may only add and require */
	struct buf ignored; /* its lines that do more; the text is for people */
	struct buf idle;    /* switches, of the list or the package, that have nothing to switch: as well */
	uint32_t nrule, nbound, ntext, nfeature, nfile, npool;
	uint64_t hash; /* of the rules that are on */
	struct text name; /* the setting, as it was resolved */
	struct dependency *dependency; /* files that were read, or looked for in vain */
	unsigned ndependency;
	bool relative; /* one of them is another file in another directory: not to be remembered */
};

static inline struct str
policy_text(const struct policy *p, struct text t)
{
	return (struct str){p->pool + t.at, t.n};
}

/* A text of the pool; NUL-terminated. */
#define POLICY_WORD(p, i) ((p)->pool + (p)->text[i].at)

/* An empty policy with room for the biggest. */
void policy_new(struct policy *p);
struct text policy_keep(struct policy *p, struct str s);
/* The index of the feature of that name, which is made where there is none. */
unsigned policy_feature(struct policy *p, struct str name);

/* Called for `include NAME`; what is wrong with it, or NULL. */
typedef const char *include_function(void *context, struct policy *p, struct str name);

/* Adds the rules of text. only: the one feature to take, or empty for all. Every error is said
 * with "file:line"; returns how many there were. */
unsigned profile_parse(struct policy *p, struct str file, struct str text, struct str only,
    include_function *include, void *context);

extern const char verb_names[NWRITTEN][8];

#define CATALOGUE "features" /* the file's name */
extern const char catalogue[]; /* built in: what the features are, once for all profiles */

#endif
