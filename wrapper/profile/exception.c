#include "profile/exception.h"

#include <time.h>

#include "base/error.h"
#include "command/options.h"
#include "profile/rule.h"

static const char until[] = "until ", form[] = "dddd-dd-dd";

struct day
day_today(void)
{
	struct day day = {{0}};
	time_t now = time(NULL);
	struct tm tm;

	if (!gmtime_r(&now, &tm) || strftime(day.text, sizeof day.text, "%Y-%m-%d", &tm) == 0)
		day.text[0] = '\0'; /* before every day */
	return day;
}

/* The word behind the next "until"; false where there is none. */
static bool
next_until(struct str *because, struct str *word)
{
	bool begins = true; /* a word */

	for (; because->n > 0; *because = str_cut(*because, 1)) {
		if (begins && str_starts_text(*because, until)) {
			*because = str_cut(*because, sizeof until - 1);
			*word = *because;
			for (size_t i = 0; i < word->n; i++)
				if (strchr(" \t,;)", word->p[i]))
					*word = str_head(*word, i);
			while (word->n > 0 && strchr(".:", word->p[word->n - 1]))
				word->n--;
			return true;
		}
		begins = strchr(" \t,;(", because->p[0]);
	}
	return false;
}

/* 2027-06-30, a day that there is. */
static bool
is_day(struct str word)
{
	static const uint8_t days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	unsigned year, month, day;

	if (word.n != sizeof form - 1)
		return false;
	for (size_t i = 0; i < word.n; i++)
		if (form[i] == 'd' ? word.p[i] < '0' || word.p[i] > '9' : word.p[i] != form[i])
			return false;
	if (!str_number(str_head(word, 4), 9999, &year) || !str_number(str_head(str_cut(word, 5), 2), 12, &month) ||
	    !str_number(str_cut(word, 8), 31, &day) || month == 0 || day == 0 || day > days[month - 1])
		return false;
	return month != 2 || day < 29 || (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool
exception_until(struct str because, struct day *day)
{
	struct str word;

	while (next_until(&because, &word))
		if (is_day(word)) {
			memcpy(day->text, word.p, word.n);
			day->text[word.n] = '\0';
			return true;
		}
	return false;
}

bool
exception_past(struct str because, struct day today, struct day *day)
{
	return exception_until(because, day) && strcmp(day->text, today.text) < 0;
}

/* untill, till, Until, "until:": of the letters of until, but not it. */
static bool
misspells_until(struct str word)
{
	const struct str last = STR(":");

	word = str_ends(word, last) && word.n > 1 ? str_head(word, word.n - 1) : word;
	for (size_t i = 0; i < word.n; i++)
		if (!strchr("UNTILuntil", word.p[i]))
			return false;
	return word.n > 2 && (memchr(word.p, 'l', word.n) || memchr(word.p, 'L', word.n));
}

/* A day behind such a word ends nothing, and whoever wrote it thinks that it does. */
static bool
has_misspelt_until(struct str because, struct str *word)
{
	struct str before = STR("");

	while (because.n > 0) {
		struct str next = str_split(&because, ' '), day = next;

		while (day.n > 0 && strchr(".,;:)", day.p[day.n - 1]))
			day.n--;
		if (is_day(day) && misspells_until(before) && !str_is(before, STR("until"))) {
			*word = before;
			return true;
		}
		before = next;
	}
	return false;
}

const char *
exception_error(struct str because, struct str *word)
{
	static const char *const refusals[] = NO_SUCH_FLAG;

	for (size_t i = 0; i < COUNT(refusals); i++) /* the reason is said in a compiler's place */
		if (memmem(because.p, because.n, refusals[i], strlen(refusals[i]))) {
			*word = str_of(refusals[i]);
			return "may not stand in a reason: cmd/go would take it for a compiler's";
		}
	if (has_misspelt_until(because, word))
		return "does not end an exception; write: until 2027-06-30";
	while (next_until(&because, word))
		if (word->n > 0 && word->p[0] >= '0' && word->p[0] <= '9' && !is_day(*word))
			return "is not a day; a number behind until is one, as 2027-06-30";
	return NULL;
}

unsigned
exceptions_expired(const struct policy *p, struct day today)
{
	unsigned expired = 0;

	for (unsigned i = 0; i < p->nrule; i++) {
		const struct rule *rule = &p->rule[i];
		struct day day;

		if (!exception_past(policy_text(p, rule->because), today, &day))
			continue;
		complain("%s: \"%.*s\" was to hold until %s; take it out, or give it a later day", rule_place(p, rule),
		    FMT(policy_text(p, p->feature[rule->feature].name)), day.text);
		expired++;
	}
	return expired;
}
