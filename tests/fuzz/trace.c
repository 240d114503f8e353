/* What a linker prints: what is its account of its input, what tells of glibc's functions; all else is handed on, in order. */
#include "fuzz.h"
#include "route/guard.h"
#include "route/trace.h"

static const char functions[] = "-Wl,--trace-symbol=dlopen\n-Wl,--trace-symbol=getaddrinfo\n-Wl,--trace-symbol=getpwnam\n";

/* Are its lines, in their order, among the input's? */
static bool
is_part(struct str part, struct str input)
{
	while (part.n > 0) {
		struct str line = str_split(&part, '\n');

		while (input.n > 0 && !str_is(str_split(&input, '\n'), line))
			if (input.n == 0)
				return false;
	}
	return true;
}

void
fuzz(struct str input)
{
	struct traces traces = {0};
	struct buf others = {0}, rest = {0}, names = {0};

	trace_read(&traces, input, &others);
	LAW(others.n <= input.n && is_part(buf_str(&others), input));
	for (size_t i = 0; i < traces.n; i++)
		LAW(traces.of[i].path.n > 0 && traces.of[i].path.n + traces.of[i].members.n <= input.n);
	unmet_read(str_of(functions), input, &rest, &names);
	LAW(rest.n <= input.n && is_part(buf_str(&rest), input));
	LAW(names.n <= input.n);
}
