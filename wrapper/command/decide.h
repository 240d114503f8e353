/* decide.h - what one option of a call says of the whole. */
#ifndef DECIDE_H
#define DECIDE_H

#include "command/command.h"

/* a: an option, with its value where it has one. */
void decide(struct command *cmd, const struct arg *a);

#endif
