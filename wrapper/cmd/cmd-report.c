#include <unistd.h>

#include "base/error.h"
#include "cli/terminal.h"
#include "cmd/cmd.h"
#include "report/report.h"

int
cmd_report(const struct invocation *in)
{
	struct report *r = arena_alloc(sizeof *r, 1);
	const struct choices *choices = &in->choices;
	struct str format;

	verify_load(&r->policy, &r->settings, choices, in->environ);
	format = str_of(choices->of[CHOICE_LOG_FORMAT] ? choices->of[CHOICE_LOG_FORMAT] : "");
	r->strict = choices->of[CHOICE_STRICT];
	r->quiet = choices->of[CHOICE_REPORT_QUIET];
	r->commands = str_is(format, STR("compile-commands"));
	r->verify.width = choices->of[CHOICE_JSON] || r->commands ? 0 : terminal_width(STDOUT_FILENO);
	r->verify.colour = terminal_colours(STDOUT_FILENO, in->environ);
	r->today = day_today();
	report_begin(r);
	for (size_t i = 0; i < choices->operand.n; i++)
		report_path(r, choices->operand.v[i], false);
	report_strays(r);
	report_sort(r);
	if (str_is(format, STR("json")))
		report_json(r);
	else if (r->commands)
		report_commands(r);
	else
		report_text(r);
	verify_flush(&r->verify);
	return report_status(r);
}
