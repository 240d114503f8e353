#include "plan/call.h"

#include "command/command.h"
#include "plan/classify.h"

void
call_words(struct call *call, struct name name, int argc, char *const *argv)
{
	command_parse(&call->command, name, argc, argv);
	call->command.kind = classify_kind(&call->command);
}

void
call_words_again(struct call *call)
{
	command_parse_for(&call->command, call->compiler.family);
	call->command.kind = classify_kind(&call->command);
}

/* Variables that give a compiler other words, or another program to run. */
static const struct opaque_variable {
	uint8_t variable, family; /* NFACT: any */
} opaque_variables[] = {
	{VAR_CCC_OVERRIDE, FACT_CLANG},
	{VAR_COMPILER_PATH, NFACT},
	{VAR_GCC_EXEC, FACT_GCC},
};

struct str
call_opaque(const struct call *call, enum opaque stage)
{
	struct str word = call->command.opaque[stage == OPAQUE_LINK];

	if (word.p)
		return word;
	for (size_t i = 0; i < COUNT(opaque_variables); i++) {
		const struct opaque_variable *v = &opaque_variables[i];

		if (call->settings->var[v->variable].n > 0 && (v->family == NFACT || call->compiler.family == v->family))
			return variable_name((enum variable_id)v->variable);
	}
	return STR("");
}

struct probe
call_probe(struct call *call)
{
	return (struct probe){&call->compiler, &call->command, call->settings, .optional = false};
}
