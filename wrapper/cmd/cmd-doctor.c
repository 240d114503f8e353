#include <sys/wait.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/error.h"
#include "base/fold.h"
#include "base/process.h"
#include "cli/terminal.h"
#include "cmd/cmd.h"
#include "cmd/doctor/survey.h"
#include "compiler/lookup.h"
#include "profile/policy.h"

/* Settings and profiles are read by another of us: what is wrong with them ends that one, and stands on the page. False
 * where not even the settings can be read. */
static bool
survey_profiles(struct survey *v, bool trust)
{
	const char *const argv[] = {v->self, "profiles", "check", trust ? choice_rows[CHOICE_TRUST_PROJECT].name : NULL, NULL};
	struct str text;
	int status = run_captured(argv, v->environ, -1, CAPTURE_BOTH, &text);

	if (status < 0)
		fatal(EXIT_OURS, "cannot run %s:", v->self);
	while (text.n > 0) {
		struct str line = str_split(&text, '\n');

		/* the last line says how many there were */
		if (str_starts_text(line, SURVEY_ERROR) && !str_ends(line, STR("nothing was run")))
			page_problem(v->page, str_dup(str_cut(line, sizeof SURVEY_ERROR - 1)), "correct it");
	}
	return WIFEXITED(status) && WEXITSTATUS(status) != EXIT_OURS;
}

int
cmd_doctor(const struct invocation *in)
{
	struct page page = {0};
	struct settings s;
	struct survey v = {.page = &page, .environ = in->environ, .self = in->self};
	struct buf b = {0};

	v.path = environment_get(in->environ, "PATH");
	v.path = v.path.p ? v.path : str_of(default_path);
	v.names = str_of(str_dup(lookup_names(v.path, in->environ, v.self)));
	survey_path(&v);
	if (survey_profiles(&v, in->choices.of[CHOICE_TRUST_PROJECT])) {
		settings_environment(&s, in->environ);
		settings_files(&s, v.names);
		(void)project_profile(&s, in->choices.of[CHOICE_TRUST_PROJECT]);
		v.s = &s;
		if (in->choices.of[CHOICE_PRIME])
			survey_prime(&v);
		survey_compilers(&v);
	}
	survey_tools(&v);
	survey_state(&v);
	(in->choices.of[CHOICE_JSON] ? page_json : page_text)(&page, &b);
	print(fold(buf_str(&b), in->choices.of[CHOICE_JSON] ? 0 : terminal_width(STDOUT_FILENO)));
	return page.problems > 0 ? EXIT_DENIED : 0;
}
