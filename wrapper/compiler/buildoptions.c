#include "compiler/buildoptions.h"

#include <strings.h>

#include "base/nearest.h"

#define NAME(id, name) name,
const char buildoption_names[NBUILDOPTION][28] = {BUILD_OPTIONS_VARIABLES(NAME)};

#define BLANKS " \t\n\v\f\r"

enum state { UNTOLD, ON, OFF };

/* dpkg's area `hardening`; the coupled ones in the order of its manual. */
enum feature { PIE, STACKPROTECTOR, STRONG, STACKCLASH, FORTIFY, FORMAT, RELRO, BINDNOW, BRANCH, NFEATURE };
static const char features[NFEATURE][24] = {
	"pie", "stackprotector", "stackprotectorstrong", "stackclash", "fortify", "format", "relro", "bindnow", "branch",
};

/* Without the first dpkg leaves out the second. */
static const uint8_t coupled[][2] = {{RELRO, BINDNOW}, {STACKPROTECTOR, STRONG}};

/* What Fedora's macros give where the package does not undefine it: its spec files and clang's config files, after which the feature
 * is called; for a link by clang it may be -z now alone. */
static const struct rpm {
	uint8_t variable;
	char gives[2][20], feature[24];
} rpms[] = {
	{BUILDOPTION_RPM_OPT_FLAGS, {"redhat-hardened-", "redhat-hardened-"}, "redhat-hardened-cc1"},
	{BUILDOPTION_RPM_OPT_FLAGS, {"redhat-annobin-cc1", "redhat-annobin-cc1"}, "annobin"},
	{BUILDOPTION_RPM_LD_FLAGS, {"redhat-hardened-", "z,now"}, "redhat-hardened-ld"},
};

bool
buildoption_take(struct str **value, struct str name, struct str text)
{
	for (size_t i = 0; i < NBUILDOPTION; i++) {
		if (!str_is_text(name, buildoption_names[i]))
			continue;
		if (!*value)
			*value = arena_alloc(sizeof **value, NBUILDOPTION);
		if (!(*value)[i].p)
			(*value)[i] = text;
		return true;
	}
	return false;
}

static bool
is_in_any_case(struct str s, const char *text)
{
	return s.n == strlen(text) && strncasecmp(s.p, text, s.n) == 0;
}

/* "hardening=+all,-pie": what is not understood is passed over; wrong: gets a line for it, as dpkg warns. NULL for none. */
static void
switches(enum state state[NFEATURE], struct str list, enum buildoption from, struct buf *wrong)
{
	while (list.n > 0) {
		struct str word = str_split(&list, ','), name = str_cut(word, 1);
		bool sign = word.n > 1 && (word.p[0] == '+' || word.p[0] == '-'), known = false;

		for (size_t i = 0; sign && i < NFEATURE; i++)
			if (is_in_any_case(name, "all") || is_in_any_case(name, features[i])) {
				state[i] = word.p[0] == '+' ? ON : OFF;
				known = true;
			}
		if (!known && wrong)
			text_line(wrong, "%s: hardening: \"%.*s\" is %s", buildoption_names[from], FMT(word),
			    sign ? text_format("passed over: dpkg has no such feature%s", nearest_row(name, features, sizeof *features, NFEATURE))
				 : "passed over: write +FEATURE or -FEATURE");
	}
}

/* Of an option that stands there twice, the last holds. */
static void
options(enum state state[NFEATURE], const struct str *value, enum buildoption from, bool *noopt, struct buf *wrong)
{
	struct str text = value[from], list = STR(""), word;

	while (str_word(&text, &word, BLANKS)) {
		struct str name = str_split(&word, '=');

		if (str_is(name, STR("hardening")))
			list = word;
		else if (str_is(name, STR("noopt")))
			*noopt = true;
	}
	switches(state, list, from, wrong);
}

void
buildoptions_wrong(const struct str *value, struct buf *wrong)
{
	enum state state[NFEATURE] = {UNTOLD};
	bool noopt = false;

	options(state, value, BUILDOPTION_OPTIONS, &noopt, wrong);
	options(state, value, BUILDOPTION_MAINT_OPTIONS, &noopt, wrong);
}

struct str
buildoptions(const struct str *value)
{
	enum state state[NFEATURE] = {UNTOLD};
	struct buf b = {0};
	bool noopt = false, unused = false;

	options(state, value, BUILDOPTION_OPTIONS, &noopt, NULL);
	options(state, value, BUILDOPTION_MAINT_OPTIONS, &unused, NULL);
	if (noopt)
		state[FORTIFY] = OFF;
	for (size_t i = 0; i < COUNT(coupled); i++)
		if (state[coupled[i][0]] == OFF)
			state[coupled[i][1]] = OFF;
	for (size_t i = 0; i < NFEATURE; i++)
		if (state[i] != UNTOLD)
			buf_format(&b, "%c%s\n", state[i] == ON ? '+' : '-', features[i]);
	for (size_t i = BUILDOPTION_CFLAGS_STRIP; i <= BUILDOPTION_LDFLAGS_MAINT_STRIP; i++)
		for (struct str rest = value[i], word; str_word(&rest, &word, BLANKS);)
			buf_format(&b, "~%.*s\n", FMT(word));
	for (size_t i = 0; i < COUNT(rpms); i++) {
		struct str flags = value[rpms[i].variable];

		if (str_trim(flags).n > 0 && !str_has(flags, rpms[i].gives[0]) && !str_has(flags, rpms[i].gives[1]))
			buf_format(&b, "-%s\n", rpms[i].feature);
	}
	return buf_str(&b);
}
