/*
 * memo.h - the file that a usual call reads instead of asking and parsing: who the compiler is,
 * and the rules that can hold for it.
 *
 * It is believed where it is root's or ours, made by this build, for this compiler and these
 * settings, and every file of settings and every profile that was read, or that would have replaced
 * one, is as it was then.
 */
#ifndef MEMO_H
#define MEMO_H

#include "plan/call.h"

/* Before the settings' files are read and the compiler is looked for: fills in what the files say, call->remembered and
 * call->policy. False where there is nothing to believe, and for the call that renews it; then the files are to be
 * read. Without this nothing is read or remembered. */
bool memo_open(struct call *call, struct settings *settings, struct str shim_directory);
/* With the settings and the compiler's path at hand: fills in call->compiler and call->policy; false where there is
 * nothing to believe. */
bool memo_read(struct call *call);
/* Remembers them; nothing happens where that cannot be. */
COLD void memo_write(const struct call *call);

#endif
