/* parser.h - a line of a profile while it is read: parser.c has its words, parse-if.c reads
 * conditions, profile.c the rest. */
#ifndef PARSER_H
#define PARSER_H

#include "profile/profile.h"

struct parser {
	struct policy *p;
	struct str rest; /* of the line */
	struct str only;
	struct rule *rule;
	struct str bad; /* the word that an error is about */
	include_function *include;
	void *context;
};

/* The next word of the line; false at its end. */
bool parser_next(struct parser *ps, struct str *word);
/* Keeps a word of the rule's; what is wrong with it, or NULL. */
const char *parser_keep(struct parser *ps, struct str word, bool pattern);
/* What a rule does, without place and reason: equal rules have equal hashes. */
void parser_mix(struct parser *ps, struct str word);
/* What stands behind `if`; word is the first one that is no condition any more. */
const char *parser_conditions(struct parser *ps, struct str *word);

#endif
