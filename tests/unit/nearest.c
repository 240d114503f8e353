/* The word that was meant. */
#include "base/nearest.h"
#include "tap.h"

int
main(void)
{
	static const char *const known[] = {"explain", "shims", "version", "help", "run", "env", "doctor", "profiles"};
	static const struct {
		const char *word, *want;
	} rows[] = {
		{"expalin", "explain"}, {"explian", "explain"}, {"xplain", "explain"}, {"explainn", "explain"}, {"shim", "shims"},
		{"verison", "version"}, {"hlep", "help"}, {"runn", "run"}, {"rnu", "run"}, {"dcotor", "doctor"}, {"prof", "profiles"},
		{"x", ""}, {"completely", ""}, {"", ""}, {"zz", ""},
		{"a-word-that-is-far-longer-than-any-that-there-is-here", ""},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct nearest near = {.word = str_of(rows[i].word)};
		char *want = str_join3(STR(" (did you mean \""), str_of(rows[i].want), STR("\"?)"));

		for (size_t j = 0; j < COUNT(known); j++)
			nearest_try(&near, str_of(known[j]));
		is(str_of(nearest_question(&near)), str_of(*rows[i].want ? want : ""), str_of(rows[i].word));
	}
	return done_testing();
}
