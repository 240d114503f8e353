/* parser.h - a line of a profile while it is read: parser.c has its words, parse-if.c reads conditions, parse-rule.c what
 * a rule does, parse-use.c what stands in the catalogue, profile.c the rest. */
#ifndef PARSER_H
#define PARSER_H

#include "profile/profile.h"

struct parser {
	struct policy *p;
	struct str rest; /* of the line */
	struct str only;
	struct rule *rule;
	uint16_t file, line;
	uint16_t defined; /* the catalogue's line that is being read, or 0 */
	bool nowhere; /* the conditions of the rule exclude one another */
	bool ignored; /* a rule of a project's that undoes something */
	struct str bad; /* the word that an error is about */
	struct buf text;
	include_function *include;
	void *context;
};

/* The next word of the line; false at its end. */
bool parser_next(struct parser *ps, struct str *word);
/* The same; false for if, unless and because, too. */
bool parser_more(struct parser *ps, struct str *word);
/* Keeps a word of the rule's; what is wrong with it, or NULL. */
const char *parser_keep(struct parser *ps, struct str word, bool pattern);
/* A rule more, of this line. */
void parser_rule(struct parser *ps, struct str feature);
/* The verb; NWRITTEN where there is none, and what is wrong. */
const char *parser_verb(struct parser *ps, enum verb *verb);
/* The words of the rule's verb; word is the first one behind them. */
const char *parser_words(struct parser *ps, struct str *word);
/* What stands behind `if`, as conditions more to those that the rule has; word is the first one that is not a condition. */
const char *parser_conditions(struct parser *ps, struct str *word);

/* A line from behind its words on. */
struct part {
	struct str word, rest; /* if, unless or because, and what follows */
	uint16_t defined;      /* the catalogue's line, 0 where it is the profile's */
};
/* The conditions of all parts, then what the user may say, then the reason: the end of the rule. */
const char *parser_parts(struct parser *ps, struct part *part, unsigned n);
/* Is the line the project's own, and not one of a profile of ours that it includes? */
bool parser_of_project(const struct parser *ps);
/* Is a flag the next word? Behind `require` one may stand, or a level. */
bool parser_flag(const struct parser *ps);
/* The rules that `FEATURE use` stands for, or `FEATURE require` without a flag. */
const char *parser_use(struct parser *ps, struct str feature, enum verb verb);
/* A project's line that does more than add and require; said, unless it is of a profile of ours that the project includes. */
void parser_ignore(struct parser *ps, struct str word, struct str verb);
/* A rule that came to nothing is taken back. */
void parser_undo(struct parser *ps, const struct policy *before);
/* Does the verb stop calls or ask for something, and change no word of a call? */
bool verb_only_asks(enum verb verb);

#endif
