#include "exception.h"

#include <time.h>

#include "error.h"

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

bool
exception_until(struct str because, struct day *day)
{
	for (; because.n > 0; because = str_cut(because, 1)) {
		struct str date = str_cut(because, sizeof until - 1);
		size_t n = 0;

		if (!str_starts_text(because, until))
			continue;
		while (n < date.n && n < sizeof form - 1 &&
		    (form[n] == 'd' ? date.p[n] >= '0' && date.p[n] <= '9' : date.p[n] == form[n]))
			n++;
		if (n < sizeof form - 1)
			continue;
		memcpy(day->text, date.p, n);
		day->text[n] = '\0';
		return true;
	}
	return false;
}

unsigned
exceptions_expired(const struct policy *p, struct day today)
{
	unsigned expired = 0;

	for (unsigned i = 0; i < p->nrule; i++) {
		const struct rule *rule = &p->rule[i];
		struct day day;

		if (!exception_until(policy_text(p, rule->because), &day) || strcmp(day.text, today.text) >= 0)
			continue;
		complain("%s: \"%.*s\" was to hold until %s; take it out, or give it a later day", rule_place(p, rule),
		    FMT(policy_text(p, p->feature[rule->feature].name)), day.text);
		expired++;
	}
	return expired;
}
