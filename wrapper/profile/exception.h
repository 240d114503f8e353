/* exception.h - rules that name a day, and whether it is past. Only commands that judge may ask. */
#ifndef EXCEPTION_H
#define EXCEPTION_H

#include "profile/profile.h"

struct day {
	char text[11]; /* 2027-06-30 */
};

struct day day_today(void);
/* The day behind "until" in a rule's reason; false where there is none. */
bool exception_until(struct str because, struct day *day);
/* The same where that day is past: the rule goes on holding, and is reported. */
bool exception_past(struct str because, struct day today, struct day *day);
/* What is wrong with a number behind "until", or with what stands for "until" before a day, and that word; NULL where nothing is. */
const char *exception_error(struct str because, struct str *word);
/* Says each rule whose day is past; returns how many. */
unsigned exceptions_expired(const struct policy *p, struct day today);

#endif
