/* spec.h - the distribution's spec file to gcc, its config file to clang. */
#ifndef SPEC_H
#define SPEC_H

#include "plan/call.h"

/* The verb `spec FILE`, or without FILE: what GCC_SPEC_FILE names, else /etc/gcc_spec_file. */
void spec_edit(struct call *call, const struct rule *rule, struct edit *e);
/* Adds the words that hand a compiler of this family its file. */
COLD void spec_words(struct call *call, struct str path);
/* The bytes of a file and of those that it takes in. False where it cannot be read. */
bool spec_text(const struct probe *p, struct str path, struct str *text);
/* The bytes of every file that a spec rule hands to this compiler: they are part of the policy. */
struct str spec_bytes(struct call *call);

#endif
