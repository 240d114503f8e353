/*
 * report.h - what builds got, by Go package and by feature, and whether that is what a profile asks for: from logs, joined
 * with the notes of the files that were made.
 *
 * Logs are read line by line. What is kept grows with the number of different things, not of lines, and each kind has a
 * limit; beyond it things are counted and not told apart.
 */
#ifndef REPORT_H
#define REPORT_H

#include "plan/plan.h"
#include "profile/exception.h"
#include "record/logline.h"
#include "verify/verify.h"

/* What became of a feature in a unit or a link that it concerns. name in C, name, what people read */
#define OUTCOMES(X) \
	X(GOT, "got", "got it") \
	X(OWN, "own", "by a word of the user's own") \
	X(BY_RULE, "rule", "the rule is not for them") \
	X(BY_EXCEPTION, "exception", "excepted") \
	X(BY_STANDARD, "standard", "the standard library's own opt-out") \
	X(UNTOLD, "unknown", "cannot be told") \
	X(BY_USER, "user", "taken away by the user") \
	X(BY_BUILD, "build", "left out by the build's own policy")

enum outcome {
#define OUTCOME_ENUM(name, ...) OUTCOME_##name,
	OUTCOMES(OUTCOME_ENUM)
	NOUTCOME,
	OUTCOME_NO_CONCERN = NOUTCOME
};

/* How often any of them. */
uint64_t outcomes_sum(const uint64_t of[NOUTCOME]);
static inline bool
outcome_bad(enum outcome o)
{
	return o == OUTCOME_BY_USER || o == OUTCOME_BY_BUILD;
}

struct outcome_row {
	char name[12], about[40];
};
extern const struct outcome_row outcome_rows[NOUTCOME];

/* 64-bit hashes, each with a number: the first has 0, the next 1. */
struct table {
	struct table_slot {
		uint64_t hash;
		size_t after; /* one more than the number; 0: the slot is free */
	} *slot;
	size_t n, cap;
};

/* False where it is not there. */
bool table_find(const struct table *t, uint64_t hash, size_t *number);
/* The number, which is t->n where it is new. */
size_t table_add(struct table *t, uint64_t hash);

/* Things by name, and how often each was seen. */
struct things {
	struct thing {
		struct str name;
		uint64_t n, noted, last; /* noted: of them with a note; last: in which line */
		uint32_t got, lost;	 /* of sources: bits of checks[] that all of them got, that one of them lost */
	} *of;
	size_t n, room;
	uint64_t others; /* past the limit */
	struct table index;
};

enum { THINGS_LIMIT = 1000, NAMES_LIMIT = 1 << 20, REPORT_SCRATCH = 64 * 1024 * 1024 };

/* NULL where there is none. */
const struct thing *thing_find(const struct things *t, struct str name);
/* NULL past the limit. The name is copied when it is new. */
struct thing *thing_of(struct things *t, struct str name, size_t limit);
/* Seen n times more, with THINGS_LIMIT; nothing where the name is empty. */
void thing_count(struct things *t, struct str name, uint64_t n);

/* A Go package, or the directory of what belongs to none. */
struct group {
	struct str name;
	size_t order; /* by name */
	bool go;
	uint64_t units, links;
	uint64_t (*of)[NOUTCOME]; /* by feature */
};

/* Why units of a group did not get a feature. */
struct cause {
	const struct group *group;
	unsigned feature;
	enum outcome outcome;
	struct str text, first; /* first: the first source or output it was seen with */
	const struct rule *by;	/* an exception */
	uint64_t n;
};

/* A call of a log, seen again. */
struct past {
	struct logline line;
	struct call call;
	struct settings settings;
	struct str first; /* its first source, or what it linked; NUL-terminated */
	struct logedit *edit;
	size_t nedit;
	bool unit, link; /* it made an object or what an object is made from; it linked */
	bool noted, denied, own_log; /* own_log: a rule was looked at */
	unsigned nunit, npreprocessed; /* and how many of them no macro reaches */
	unsigned nassembler;	       /* and how many are no compiler's */
	struct verdict_of {
		enum outcome outcome;
		bool link; /* counted once a call, not once a unit */
		bool compiled; /* no concern of a unit of assembler */
		struct str text;
		const struct rule *by;
	} of[MAX_FEATURES];
};

struct log {
	struct str path;
	int fd; /* of what has no path to be opened by; -1 where it has */
	uint64_t lines, calls, broken;
};

/* A binary, kept. */
struct joined {
	struct str path, kind;
	enum verdict verdict;
	struct checked of[NCHECK];
	unsigned notes;		/* units with one */
	struct coverage units;
	uint32_t got, lost;	/* bits of checks[] that all of its C files got by the log, that one of them lost */
	bool asked;		/* the profile asks for a note in each */
	struct things policies; /* n: notes */
};

/* An input of a link that no call of a log made. */
struct stray {
	const char *path;
	struct str by; /* the link's output */
	enum { STRAY_GONE, STRAY_NOTED, STRAY_SILENT, STRAY_OTHER } is;
};

/* The line of a unit, for compile_commands.json. */
struct unit_line {
	size_t log;
	uint64_t offset;
	size_t length;
	unsigned source;
};

struct report {
	struct verify verify; /* first: the binaries are walked by it */
	struct policy policy;
	struct settings settings;
	bool strict, commands, quiet;
	int width, width_what; /* of columns */
	struct day today;

	struct log *log;
	size_t nlog, log_room;
	struct things broken; /* "path:line" */
	struct things errors; /* "path: why" */

	uint64_t calls, units, links, questions, failed, killed, denied;
	struct things profiles, policies, compilers, denials, failures;
	struct group **group;
	size_t ngroup, group_room;
	struct group *others; /* groups past the limit */
	struct table groups;
	uint64_t (*of)[NOUTCOME]; /* by feature, all groups */
	uint32_t *checked;	  /* by feature: the bits of checks[] that it is for */
	struct cause *cause;
	size_t ncause, cause_room;
	uint64_t cause_others;
	struct table causes;
	uint64_t *used; /* by rule: how often an exception held */

	struct things sources; /* names of C sources, without directory */
	struct table outputs;  /* objects that were made */
	struct stray *stray;
	size_t nstray, stray_room;
	struct table strays;

	struct joined *joined;
	size_t njoined, joined_room;
	struct arena keep; /* where a binary's findings stay */
	void *scratch;	   /* of one line or file, used again for the next; what is not used is not there */

	struct unit_line *unit;
	size_t nunit, unit_room;
	struct table commands_index;
};

/* A copy that stays, with a NUL behind it. */
static inline struct str
kept(struct str s)
{
	return str_of(str_dup(s));
}

/* report-read.c */
void report_begin(struct report *r);
/* A log or a binary, told apart by its first bytes; log: a log, whatever they are. "-" is standard input; what gzip has packed
 * is unpacked into memory. */
void report_path(struct report *r, const char *path, bool log);
/* A line again, whole, in the arena; p is NULL where it is not what it was. */
struct str report_line_again(const struct report *r, const struct unit_line *u);

/* report-past.c: false where the line is none of a log. */
bool past_read(struct past *past, const struct settings *settings, struct str line);
/* The object that a source becomes, as a path from the root; empty where there is none. */
struct str past_object(const struct past *past, struct str source);
/* A path of the call's, from the root. */
struct str past_path(const struct past *past, struct str path);

/* report-judge.c: fills in past->of. */
void past_judge(struct past *past, const struct policy *p);

/* report-add.c: one call more. */
void report_add(struct report *r, const struct past *past, const struct unit_line *where);
/* The Go package of that name, of which the logs have calls; NULL where they have none. */
const struct group *report_package(const struct report *r, struct str name);

/* report-join.c */
void report_binary(struct report *r, const char *path);
/* Which units of the file the logs tell of, from logged on. */
void report_join(const struct report *r, const struct binary *b, struct joined *j);
/* When all is read: which inputs of links nobody made. */
void report_strays(struct report *r);

/* verify-log.c: a struct report for verify's by_log. */
void verify_by_log(const void *log, const struct binary *b, struct judged *j);

/* report-verdict.c */
uint64_t report_failures(const struct report *r);
uint64_t report_unknowns(const struct report *r);
int report_status(const struct report *r);
const char *report_verdict(const struct report *r);
/* Does the profile ask for a note in each unit? An object tells no package that an exception may be for. */
bool report_wants_note(const struct report *r);

/* An exception of the profile: a rule that turns a feature off. */
struct excepted {
	const struct rule *rule;
	struct day until; /* empty: for ever */
	uint64_t used;	  /* by units, links and properties of files */
	bool past;
};
/* The next of them, from *at on; false behind the last. */
bool report_exception(const struct report *r, unsigned *at, struct excepted *x);

/* When all is added: packages by name, causes by package. */
void report_sort(struct report *r);
void report_text(struct report *r);
/* Its first part. */
void report_problems(struct report *r);
struct str report_feature(const struct report *r, unsigned feature);
/* "1 unit", "2 units" */
void text_counted(struct buf *out, uint64_t n, const char *one, const char *many);

/* A file that cannot be read; what is said of it on stderr, somebody has said. */
void report_error(struct report *r, struct str path, const char *what);

void report_json(struct report *r);
void report_commands(struct report *r);

#endif
