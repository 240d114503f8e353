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

/* Cuts the next word off, without what stands around it. */
static struct str
next_word(struct str *rest)
{
	static const char around[] = " \t,;:()\"'";
	struct str word;
	size_t n = 0;

	while (rest->n > 0 && strchr(around, rest->p[0]))
		*rest = str_cut(*rest, 1);
	while (n < rest->n && !strchr(around, rest->p[n]))
		n++;
	word = str_head(*rest, n);
	*rest = str_cut(*rest, n);
	return word;
}

/* until in any case, untill, unitl, till: a 'u' and letters of until, an 'l' among them. */
static bool
means_until(struct str word)
{
	bool l = false;

	for (size_t i = 0; i < word.n; i++) {
		if (!strchr("UNTILuntil", word.p[i]))
			return false;
		l = l || word.p[i] == 'l' || word.p[i] == 'L';
	}
	return l && word.n > 2 && (word.p[0] == 'u' || word.p[0] == 'U' || str_is(word, STR("till")) || str_is(word, STR("til")));
}

/* A day behind such a word, where none ends the exception: whoever wrote it thinks that it does. */
static bool
has_misspelt_until(struct str because, struct str *word)
{
	struct str before = STR(""), next;
	struct day day;

	if (exception_until(because, &day))
		return false;
	for (; (next = next_word(&because)).n > 0; before = next)
		if (next.n > 4 && next.p[4] == '-' && str_number(str_head(next, 4), UINT16_MAX, &(unsigned){0}) && means_until(before)) {
			*word = before;
			return true;
		}
	return false;
}

const char *
exception_error(struct str because, struct str *word)
{
	static const char *const refusals[] = NO_SUCH_FLAG;
	struct str rest;

	for (size_t i = 0; i < COUNT(refusals); i++) /* the reason is said in a compiler's place */
		if (memmem(because.p, because.n, refusals[i], strlen(refusals[i]))) {
			*word = str_of(refusals[i]);
			return "may not stand in a reason: cmd/go would take it for a compiler's";
		}
	rest = because;
	while (next_until(&rest, word))
		if (word->n > 0 && word->p[0] >= '0' && word->p[0] <= '9' && !is_day(*word))
			return "is not a day; a number behind until is one, as 2027-06-30";
	if (has_misspelt_until(because, word))
		return "ends no exception as it stands there; write: until 2027-06-30";
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
