/*
 * tap.h - TAP for the unit tests: a table of input and expected result, one ok() a row.
 * Included by one .c file a program; end main with `return done_testing();`.
 */
#ifndef TAP_H
#define TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

static unsigned tap_tests, tap_failures;

/* On one line, whatever the bytes. */
static inline void
tap_print(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\n')
			fputs("\\n", stdout);
		else if (c < ' ' || c == '#' || c == '\\' || c >= 0x7f)
			printf("\\x%02x", c);
		else
			putchar(c);
	}
}

static inline bool
ok(bool passed, struct str name)
{
	tap_failures += !passed;
	printf("%s %u - ", passed ? "ok" : "not ok", ++tap_tests);
	tap_print(name);
	putchar('\n');
	fflush(stdout);
	return passed;
}

static inline bool
is(struct str got, struct str want, struct str name)
{
	bool same = str_is(got, want);

	ok(same, name);
	if (!same) {
		fputs("# got:  ", stdout);
		tap_print(got);
		fputs("\n# want: ", stdout);
		tap_print(want);
		putchar('\n');
	}
	return same;
}

static inline bool
is_text(struct str got, const char *want, const char *name)
{
	return is(got, str_of(want), str_of(name));
}

static inline bool
is_number(unsigned long got, unsigned long want, const char *name)
{
	bool same = got == want;

	ok(same, str_of(name));
	if (!same)
		printf("# got:  %lu\n# want: %lu\n", got, want);
	return same;
}

static inline int
done_testing(void)
{
	printf("1..%u\n", tap_tests);
	return tap_failures > 0;
}

#endif
