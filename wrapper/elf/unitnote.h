/*
 * unitnote.h - the notes that the preprocessor left in each object (include/hardcc-note.h), read back.
 * They are the builder's word, not proof: a check says "recorded".
 */
#ifndef UNITNOTE_H
#define UNITNOTE_H

#include "base/str.h"

#define UNIT_NOTE_OWNER STR("hardcc")
#define UNIT_NOTE_SECTION ".note.hardcc"
enum { UNIT_NOTE_TYPE = 1, UNIT_NAMES = 4, UNIT_PARTS = 5 };
#define UNIT_VERSION "2" /* what is written; 1 is read, too */

/*
 * key, as it stands in the note; hardcc-note(5) says what the values mean. From sc to sf: what no macro tells,
 * and only where a word decides it. std=1: a unit of Go's standard library, which opts out of the stack protector
 */
#define UNIT_KEYS(X) X(opt) X(ssp) X(fs) X(pic) X(pie) X(cf) X(san) X(sc) X(vi) X(fa) X(ov) X(al) X(lt) X(sf) X(std)

enum unit_key {
#define UNIT_KEY_ENUM(name) UNIT_##name,
	UNIT_KEYS(UNIT_KEY_ENUM)
	NUNITKEY
};

extern const char unit_keys[NUNITKEY][4];

enum { UNIT_SILENT = -1, UNIT_VALUES = 8 }; /* a key that a note lacks; values are single digits below 8 */

struct unit {
	struct str policy;
	struct str profile, compiler, libc; /* empty where the note does not tell */
	int8_t of[NUNITKEY];
};

struct units {
	unsigned n, unread;		  /* unread: of a later version */
	unsigned with[NUNITKEY][UNIT_VALUES]; /* how many units have this value; those without the key are in none */
	/* of units that are not Go's own, for what those opt out of */
	unsigned own, own_with[NUNITKEY][UNIT_VALUES];
	uint64_t code[UNIT_PARTS], all; /* bytes of .text, and of its unlikely, startup, hot and exit parts */
	uint64_t padding;		/* as much as aligns the next one */
	unsigned mute;			/* those that do not tell */
	unsigned glibc;	    /* those that say they were compiled for it */
	unsigned fortified; /* a level, and optimised: only then is it in effect */
	struct names {
		struct buf text; /* each once, the first few, with blanks between */
		struct unit_name {
			struct str name;
			unsigned n; /* how many units bear it */
		} of[UNIT_NAMES];
		unsigned n; /* all of them, those beyond UNIT_NAMES, too */
	} policies, compilers;
};

/* False where the text is no note of version 1 or 2. Keys that are not known are passed over. */
bool unit_read(struct str text, struct unit *unit);
/* code: what stands behind the text; NULL where nothing does. It tells nothing of a unit that LTO compiles anew at the
 * link, and of one with functions in sections of their own. */
void units_add(struct units *units, struct str text, const uint64_t code[UNIT_PARTS]);

#endif
