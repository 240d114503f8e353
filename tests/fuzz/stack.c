/* Who asks for an executable stack, in objects, archives and assembler sources. */
#include "fuzz.h"
#include "plan/classify.h"

static void
named(struct str found, struct str path)
{
	LAW(found.n == 0 || found.p == path.p);
}

void
fuzz(struct str input)
{
	struct str path = STR("input"), other = STR("other");
	struct stack_inputs object = {0}, source = {0}, again;

	stack_of_object(&object, path, input);
	stack_of_source(&source, path, input);
	named(object.asks, path);
	named(object.silent, path);
	named(object.lto, path);
	named(source.asks, path);
	LAW(source.lto.n == 0);
	LAW(source.asks.n == 0 || source.silent.n == 0);
	again = object; /* the first of each kind is the one that is named */
	stack_of_object(&again, other, input);
	LAW(again.asks.n == 0 || again.asks.p == path.p);
	LAW(again.silent.n == 0 || again.silent.p == path.p);
}
