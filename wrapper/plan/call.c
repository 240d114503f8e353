#include "plan/call.h"

#include "command/command.h"
#include "plan/classify.h"

void
call_words(struct call *call, struct name name, int argc, char *const *argv)
{
	command_parse(&call->command, name, argc, argv);
	call->command.kind = classify_kind(&call->command);
}

struct probe
call_probe(struct call *call)
{
	return (struct probe){&call->compiler, &call->command, call->settings, .optional = false};
}
