#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "cli/terminal.h"
#include "cmd/cmd.h"
#include "profile/policy.h"
#include "report/report.h"

/* The option takes no other words; text where it is not given. */
static struct format
format_named(const char *name)
{
	struct str word = str_of(name ? name : "");

	if (str_is(word, STR("json")))
		return (struct format){json_begin, json_file, json_damage, json_end};
	if (str_is(word, STR("sarif")))
		return (struct format){sarif_begin, sarif_file, sarif_damage, sarif_end};
	return (struct format){NULL, text_file, NULL, text_end};
}

void
choose_profile(struct settings *settings, const struct choices *choices)
{
	const char *profile = choices->of[CHOICE_VERIFY_PROFILE];

	if (profile)
		settings->of[SETTING_PROFILE] = (struct setting){str_of(profile), choice_rows[CHOICE_VERIFY_PROFILE].name, 0};
	else
		(void)project_profile(settings, choices->of[CHOICE_TRUST_PROJECT]);
}

void
verify_load(struct policy *policy, struct settings *settings, const struct choices *choices, char *const *environ)
{
	settings_environment(settings, environ);
	settings_files(settings, STR(""));
	choose_profile(settings, choices);
	policy_load(policy, settings);
	policy_tell_idle(policy);
}

static int
status(const struct verify *v, const struct report *log, bool strict)
{
	if (v->damaged > 0 || (log && log->errors.n > 0))
		return STATUS_DAMAGED;
	if (v->files[FAIL] > 0)
		return STATUS_FAIL;
	if (log && log->units + log->links == 0)
		return STATUS_NOTHING;
	if (strict && (v->files[UNKNOWN] > 0 || (log && log->broken.n > 0)))
		return STATUS_UNKNOWN;
	return v->nfile > 0 ? 0 : STATUS_NOTHING;
}

/* The policy is the one that files are judged by: it says what the calls of the log should have got. */
static const struct report *
load_log(struct verify *v, const struct settings *settings, const char *path)
{
	struct report *r = arena_alloc(sizeof *r, 1);

	r->policy = *v->policy;
	r->settings = *settings;
	r->today = day_today();
	report_begin(r);
	report_path(r, path, true);
	v->log = r;
	v->by_log = verify_by_log;
	if (r->errors.n == 0 && r->units + r->links == 0)
		complain("%s: there is no compile and no link in this log", path);
	return r;
}

int
cmd_verify(const struct invocation *in)
{
	const struct choices *choices = &in->choices;
	struct settings settings;
	struct policy policy;
	struct verify v = {.policy = &policy};
	const struct report *log = NULL;
	struct format format;

	verify_load(&policy, &settings, choices, in->environ);
	format = format_named(choices->of[CHOICE_REPORT_FORMAT]);
	v.format = &format;
	v.brief = choices->of[CHOICE_BRIEF];
	v.width = format.begin ? 0 : terminal_width(STDOUT_FILENO);
	v.colour = terminal_colours(STDOUT_FILENO, in->environ);
	if (choices->of[CHOICE_VERIFY_LOG])
		log = load_log(&v, &settings, choices->of[CHOICE_VERIFY_LOG]);
	else
		verify_begin();
	if (terminal_watched(STDERR_FILENO, in->environ))
		verify_progress();
	if (format.begin)
		format.begin(&v);
	for (size_t i = 0; i < choices->operand.n; i++)
		verify_path(&v, choices->operand.v[i], choices->of[CHOICE_RECURSE]);
	if (v.nfile == 0 && v.damaged == 0)
		complain("no ELF file in what was named");
	verify_progress_end();
	format.end(&v);
	verify_flush(&v);
	return status(&v, log, choices->of[CHOICE_STRICT]);
}
