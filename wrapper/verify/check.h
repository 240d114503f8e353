/*
 * check.h - the properties that `hardcc verify` knows, one row each, and what a profile makes of them.
 */
#ifndef CHECK_H
#define CHECK_H

#include "verify/demand.h"

enum state {
	HOLDS,
	LACKS,
	DOES_NOT_APPLY,
	CANNOT_TELL,
	TOLD, /* a value, neither good nor bad */
};

/* What a file has, before any profile is asked. */
struct finding {
	enum state state;
	struct str value, evidence;
	struct str advice; /* empty: what the profile's rule adds */
};

/* What a row is about; of another file it does not apply. */
enum subject {
	OF_FILE, OF_LINK, OF_GO,
	OF_CODE, /* compiled code: no core dump, no debug information alone, no object whose code the link makes */
	OF_C,
};

/* name in C, name, what it is about, the profile's features for it (empty: it is only told), what it is */
#define CHECKS(X) \
	X(kind, "kind", OF_FILE, "", "what kind of file it is") \
	X(pie, "pie", OF_LINK, "pie", "the program is loaded at a random address") \
	X(relro, "relro", OF_LINK, "relro", "tables that the loader fills in are read-only afterwards") \
	X(bindnow, "bindnow", OF_LINK, "bindnow", "functions are bound when the program starts, so their table can be read-only") \
	X(nx, "nx", OF_CODE, "noexecstack", "the stack is not executable") \
	X(rwx, "rwx", OF_LINK, "rwx", "nothing is writable and executable at once") \
	X(textrel, "textrel", OF_LINK, "textrel", "the loader writes nothing into code") \
	X(rpath, "rpath", OF_LINK, "rpath", "libraries are looked for in safe places") \
	X(entry, "entry", OF_LINK, "entry", "the program does not start in writable memory") \
	X(interp, "interp", OF_LINK, "", "the loader that it names") \
	X(needed, "needed", OF_LINK, "", "the libraries that it needs") \
	X(static, "static", OF_LINK, "static", "no loader and no library is needed") \
	X(libc, "libc", OF_FILE, "", "its C library") \
	X(nss, "nss", OF_FILE, "nss", "a static program loads no library when it runs") \
	X(stackprotector, "stackprotector", OF_C, "stackprotectorstrong stackprotector", "a smashed stack is noticed") \
	X(fortify, "fortify", OF_C, "fortify", "calls that write to a buffer check its size") \
	X(stackclash, "stackclash", OF_C, "stackclash", "big frames touch each page of the stack") \
	X(auto_var_init, "auto-var-init", OF_C, "trivial-auto-var-init", "a variable without a value has a known one") \
	X(flex_arrays, "flex-arrays", OF_C, "strict-flex-arrays", "an array at the end of a struct is as long as it says") \
	X(overflow, "overflow", OF_C, "no-strict-overflow", "the compiler may not take it that numbers with a sign never overflow") \
	X(aliasing, "aliasing", OF_C, "no-strict-aliasing", "the compiler may not take it that pointers of two types never meet") \
	X(branch, "branch", OF_CODE, "branch", "jumps and returns go only where they may: IBT and shadow stack, BTI and PAC") \
	X(notes, "notes", OF_FILE, "note", "the units have hardcc's note") \
	X(sanitizer, "sanitizer", OF_CODE, "sanitizer", "no sanitizer, coverage or profiling is left in it") \
	X(symbols, "symbols", OF_FILE, "symbols", "the symbols of a Go program are there for vulnerability scanners") \
	X(debug, "debug", OF_FILE, "", "its debug information") \
	X(buildid, "buildid", OF_LINK, "buildid", "a build id finds its debug information") \
	X(go_link, "go-link", OF_GO, "extlink", "a Go program with C is linked by the C compiler") \
	X(go_trimpath, "go-trimpath", OF_GO, "trimpath", "a Go program holds no path of the machine that built it")

enum check_id {
#define CHECK_ENUM(name, ...) CHECK_##name,
	CHECKS(CHECK_ENUM)
	NCHECK
};

struct check_row {
	char name[16];
	uint8_t subject;
	char features[40], about[88]; /* no pointers: each would be set at every start, of the shim too */
};
extern const struct check_row checks[NCHECK];

/* What a row finds in a file. Rows are asked of files that they are about. */
struct finding check_find(enum check_id id, const struct binary *b);

#define CHECK_DECLARE(name, ...) struct finding check_##name(const struct binary *b);
CHECKS(CHECK_DECLARE)

/* The better verdict first. */
enum verdict { PASS, NA, UNKNOWN, FAIL, NVERDICT };
#define VERDICT_NAMES "pass", "n/a", "unknown", "fail"
#define NOT_KNOWN "unknown" /* a value that cannot be told */
extern const char verdict_names[NVERDICT][8];

struct checked {
	enum verdict verdict;
	bool told; /* a value only */
	struct str value, evidence, advice;
	struct str others; /* not empty: an exception is for some packages, and units of these may be among those without it */
};

/* The units of a file, and which of them a log tells of. */
struct coverage {
	unsigned files;		 /* C files by name in its symbols */
	unsigned known;		 /* those that a source of a log stands for */
	unsigned logged, cached; /* of those with a note */
	unsigned unrecorded;	 /* at least */
	unsigned among;		 /* so many units may be those */
	struct args names;	 /* of these, the first few */
	bool told;		 /* it says the names of its units */
};

struct judged {
	struct checked of[NCHECK];
	unsigned n[NVERDICT]; /* those that are only told apart */
	enum verdict verdict; /* NA where nothing was asked for */
	const struct coverage *log; /* NULL without a log */
};

/* The worst of so many. */
enum verdict verdict_of(const unsigned n[NVERDICT]);
/* An exception excuses up to its day. */
void judge(struct judged *j, const struct policy *p, const struct binary *b);
/* Counts again, after one of them was changed. */
void judge_sum(struct judged *j);
/* Is it asked of each unit, and not of the link? */
bool check_of_units(enum check_id id);
/* The checks, as bits, that a feature of a profile is for. */
uint32_t checks_for(struct str feature);
/* The first feature that a check is for; empty where it is only told. */
struct str check_feature(unsigned check);

/* For the rows. */
static inline struct finding
found(enum state state, struct str value, struct str evidence)
{
	return (struct finding){state, value, evidence, STR("")};
}

/* A check that is a table: what it finds is the first row whose condition is true, as the last one's is. Beside the
 * condition: state, value, evidence, advice. */
struct finding_row {
	bool is;
	enum state state;
	const char *value, *evidence, *advice;
};
static inline struct finding
first_true(const struct finding_row *row)
{
	while (!row->is)
		row++;
	return (struct finding){row->state, str_of(row->value), str_of(row->evidence), str_of(row->advice)};
}
#define CHECK_TABLE(name, ...) \
	struct finding check_##name(const struct binary *b) \
	{ \
		return first_true((const struct finding_row[]){__VA_ARGS__}); \
	}

/* Is there compiled code in it, which is judged here? */
bool judged_by_code(const struct binary *b);
/* "1 of 3 units" and what is told of them */
struct str units_of(unsigned n, unsigned of, const char *behind);
/* " ..." where a list, of names with blanks between, has not all of n. */
const char *units_more(const struct buf *names, unsigned n);
/* What no note tells of: units by name, or code; empty where notes tell of all of it. */
struct str units_untold(const struct binary *b);
/* What the notes say holds for the units that have one. */
struct finding units_recorded(const struct binary *b, struct str value, struct str evidence);

#endif
