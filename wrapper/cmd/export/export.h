/*
 * export.h - a profile in the language of others, for those who want no wrapper: a spec file for gcc, a config file for
 * clang, Go's CGO_ variables.
 *
 * Each rule is said, or its line names the reason why not; export.c decides what no form can say.
 */
#ifndef EXPORT_H
#define EXPORT_H

#include "cli/choice.h"
#include "plan/plan.h"

enum export_part { PART_CPP, PART_CC, PART_CXX, PART_LINK, NPART };

struct export {
	struct call call; /* the compiler, the policy; no words of a user's */
	struct facts target;
	char *const *environ;
	struct buf part[NPART], unsaid;
};

/* One line of what the form cannot say: the rule is left out, or holds where it should not. */
void export_tell(struct export *x, const struct rule *rule, const char *why, struct str about);
/* A word of the rule. */
const char *export_word(const struct export *x, const struct rule *rule, unsigned i);
/* Is the word for the linker alone, for the preprocessor alone? Else PART_CC. */
enum export_part export_part_of(const char *word);
/* Are all words of the rule for that part? */
bool export_all(const struct export *x, const struct rule *rule, enum export_part part);
/* Has one of the rule's words one of these letters? */
bool export_special(const struct export *x, const struct rule *rule, const char *letters);
/* The linker's words are not seen, but where the last one wins that is the user's, as -z lazy is behind our -z now. */
bool export_order_decides(struct str pattern);

static inline bool
export_has(uint16_t mask, unsigned fact)
{
	return mask >> fact_rows[fact].bit & 1;
}

/* The facts of a facet that the rule holds with: all where it names none. */
static inline uint16_t
export_wanted(const struct rule *rule, enum facet facet)
{
	return rule->want[facet] ? rule->want[facet] : UINT16_MAX;
}

/* One rule that holds for this compiler: returns why it cannot be said, or NULL; then all of it. */
const char *export_specs_rule(struct export *x, const struct rule *rule);
void export_specs_end(struct export *x, struct buf *out);
const char *export_config_rule(struct export *x, const struct rule *rule);
void export_config_end(struct export *x, struct buf *out);
const char *export_cgo_rule(struct export *x, const struct rule *rule);
void export_cgo_end(struct export *x, struct buf *out);

/* The command: s is read, and gets --profile. Returns an exit status. */
int export_profile(struct buf *out, struct settings *s, const struct choices *c, char *const *environ, const char *self);

#endif
