/*
 * memo.h - the file that a usual call reads instead of asking and parsing: who the compiler is,
 * and the rules that can hold for it.
 *
 * It is believed where it is root's or ours, made by this build, for this compiler and this
 * setting, and every profile that was read, or that would have replaced one, is as it was then.
 */
#ifndef MEMO_H
#define MEMO_H

#include "plan.h"

/* Fills in call->compiler and call->policy; false where there is nothing to believe. */
bool memo_read(struct call *call);
/* Remembers them; nothing happens where that cannot be. */
void memo_write(const struct call *call);

#endif
