/*
 * logline.h - one line of HARDCC_LOG, read back. record.c writes it.
 *
 * Nothing of it is believed: a line that is no JSON object, or lacks what a line has, is none.
 */
#ifndef LOGLINE_H
#define LOGLINE_H

#include "base/str.h"

/* key, how it is read; in the order of the line */
#define LOGLINE(X) \
	X(v, NUMBER) \
	X(time, NUMBER) \
	X(duration_us, NUMBER) \
	X(status, NUMBER) \
	X(signal, NUMBER) \
	X(cwd, TEXT) \
	X(name, TEXT) \
	X(real, TEXT) \
	X(compiler, TEXT) \
	X(kind, TEXT) \
	X(language, TEXT) \
	X(sources, LIST) \
	X(output, TEXT) \
	X(argv, LIST) \
	X(run, LIST) \
	X(edits, LIST) \
	X(left_out, LIST) \
	X(flags, LIST) \
	X(profile, TEXT) \
	X(policy, TEXT) \
	X(go_package, TEXT) \
	X(parent, NUMBER)
/* Only where there is something to tell. */
#define LOGLINE_OPTIONAL(X) \
	X(opaque_compile, TEXT) \
	X(opaque_link, TEXT)

#define LOGLINE_NUMBER(key) uint64_t key
#define LOGLINE_TEXT(key) struct str key /* empty for null */
#define LOGLINE_LIST(key) struct str key /* for logline_word, logline_edit */
#define LOGLINE_MEMBER(key, type) LOGLINE_##type(key);

struct logline {
	LOGLINE(LOGLINE_MEMBER)
	LOGLINE_OPTIONAL(LOGLINE_MEMBER)
};

struct logedit {
	struct str feature, verb, flag, result, rule, reason;
};

/* False where it is no line of a log of this version. */
bool logline_read(struct str line, struct logline *l);
/* Cut the next word off sources, argv, run or flags, the next edit off edits or left_out; false behind the last. */
bool logline_word(struct str *list, struct str *word);
bool logline_edit(struct str *edits, struct logedit *edit);

#endif
