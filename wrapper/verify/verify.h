/*
 * verify.h - many files judged: what is written of each, and of all.
 */
#ifndef VERIFY_H
#define VERIFY_H

#include "verify/check.h"

/* How `verify` and `report` end. */
enum { STATUS_FAIL = 1, STATUS_DAMAGED = 2, STATUS_NOTHING = 3, STATUS_UNKNOWN = 4 };

/* One file of a directory, kept for the end. */
struct verified {
	struct str path;
	unsigned n[NVERDICT];
	uint32_t failed, unknown; /* a bit for each check */
};
_Static_assert(NCHECK <= 32, "checks are bits of a uint32_t");

struct verify;
struct format {
	void (*begin)(struct verify *v);
	void (*file)(struct verify *v, const struct binary *b, const struct judged *j);
	void (*damage)(struct verify *v, struct str path, const char *what);
	void (*end)(struct verify *v);
};

struct verify {
	const struct policy *policy;
	const struct format *format;
	struct buf out; /* written and emptied after each file */
	bool brief, colour;
	size_t width; /* of the terminal; 0: there is none, or the format is not for people */
	bool listed; /* the file at hand was found in a directory */
	struct verified *of; /* those that were */
	size_t nlisted, room;
	unsigned nfile, damaged, other; /* other: no ELF file */
	unsigned misnamed;		/* those of them that were not found in a directory: they are among the damaged, too */
	unsigned files[NVERDICT];
	unsigned checks[NCHECK][NVERDICT];
	/* What a log tells of the file where the file itself does not: changes verdicts and evidence. NULL without a log. */
	void (*by_log)(const void *log, const struct binary *b, struct judged *j);
	const void *log;
	_Atomic size_t *looked_at; /* files of a directory, by all processes */
	struct buf *damage_of_one; /* in another process: what is wrong with the file at hand, to be said later */
	struct buf damage; /* SARIF: what is said of files that cannot be read */
	bool written;	   /* SARIF: a result stands before */
};

/* Before the first file. */
void verify_begin(void);
/* Judges the file; true for a directory, of which nothing is said. listed: it was found in one, where what is no
 * ELF file is counted and no error, and a link is passed over. */
bool verify_file(struct verify *v, const char *path, bool listed);
/* The same, or the files in the directory; below it, too, where that is asked for. */
void verify_path(struct verify *v, const char *path, bool recurse);
/* Says what is wrong with a file, and counts it. */
void verify_damaged(struct verify *v, struct str path, const char *what);
/* From here on, says each second how far it has come. */
void verify_progress(void);
void verify_progress_end(void);
/* In a process of its own: says nothing more. */
void verify_progress_stop(void);
/* Writes what there is. */
void verify_flush(struct verify *v);

void text_verdict(struct verify *v, enum verdict verdict, int width);

void text_file(struct verify *v, const struct binary *b, const struct judged *j);
void text_end(struct verify *v);
void json_begin(struct verify *v);
void json_file(struct verify *v, const struct binary *b, const struct judged *j);
void json_damage(struct verify *v, struct str path, const char *what);
void json_end(struct verify *v);
/* The object of one check. */
void json_check(struct buf *out, unsigned check, const struct checked *c);
void sarif_begin(struct verify *v);
void sarif_file(struct verify *v, const struct binary *b, const struct judged *j);
void sarif_damage(struct verify *v, struct str path, const char *what);
void sarif_end(struct verify *v);

#endif
