#include "route/route.h"

#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "command/command.h"
#include "command/options.h"
#include "compiler/depth.h"
#include "config.h"
#include "plan/classify.h"
#include "plan/edit.h"
#include "plan/spec.h"
#include "route/guard.h"
#include "route/options-route.h"
#include "route/trace.h"

/* The name without a triplet: musl-gcc-12 is gcc-12. */
static COLD struct str
plain_name(const struct name *name)
{
	return str_cut(name->whole, name->triplet.n + 1);
}

/* x86_64-linux-musl-gcc is a compiler of its own where one is there; else the one for the same
 * machine and glibc stands in. The distribution's script of that name is none. */
static COLD void
stand_in(struct command *cmd)
{
	static const char *const hosts[] = {HOST_TRIPLETS};
	struct str rest = cmd->name.triplet, arch = str_split(&rest, '-'), host = str_of(hosts[0]);
	bool native = str_is(arch, str_split(&host, '-')) || str_starts_text(cmd->name.whole, "clang");

	cmd->stand_in = native ? plain_name(&cmd->name) :
	    str_of(str_join3(arch, STR(TRIPLET_GLIBC), plain_name(&cmd->name)));
}

void
route_choose(struct call *call)
{
	struct command *cmd = &call->command;
	const struct setting *set = &call->settings->of[SETTING_LIBC];
	struct route *r = &call->route;
	bool bare = str_is_text(cmd->name.triplet, "musl");
	bool by_name = bare || str_ends(cmd->name.triplet, STR(TRIPLET_MUSL));

	r->libc = setting_libc(set->value);
	r->origin = str_of(setting_origin(set));
	if (by_name && set->value.n == 0) {
		r->libc = LIBC_MUSL;
		r->origin = cmd->name.whole;
	}
	if (by_name && r->libc != LIBC_MUSL && r->libc != LIBC_HOST)
		fatal(EXIT_OURS, "called as %.*s, and %s says HARDCC_LIBC=%.*s; leave one of them out", FMT(cmd->name.whole),
		    setting_origin(set), FMT(set->value));
	if (r->libc == LIBC_HOST)
		return;
	cmd->target_key = hash_str(cmd->target_key, STR("libc"));
	cmd->target_key = hash_bytes(cmd->target_key, &r->libc, sizeof r->libc);
	if (r->libc != LIBC_MUSL)
		return;
	cmd->libc = FACT_MUSL;
	if (bare)
		cmd->name = name_parse(plain_name(&cmd->name));
	else if (by_name)
		stand_in(cmd);
}

/* Our own text for this compiler's family. */
static COLD void
find_spec(struct call *call)
{
	struct route *r = &call->route;
	bool clang = call->compiler.family == FACT_CLANG;

	r->spec = settings_installed(call->settings, clang ? "/specs/" ROUTE_CONFIG : "/specs/" ROUTE_SPECS);
	if (!read_file(r->spec.p, &r->text))
		fatal(EXIT_OURS, "%.*s, which make install puts there:", FMT(r->spec));
}

void
route_find(struct call *call)
{
	struct route *r = &call->route;
	struct facts target = {0};
	enum fact kind = call->command.kind;
	const char *setting = call->command.name.driver->cxx ? "HARDCC_CXX" : "HARDCC_CC";
	bool musl = classify_libc(call->compiler.target) == FACT_MUSL;

	if (musl && can_read("/usr/include/bits/alltypes.h")) /* the system's own library is musl */
		r->fortify = musl_fortify(STR("/usr/include"), &r->fortify_id);
	if (r->libc == LIBC_HOST)
		return;
	classify_target(&target, &call->command, call->compiler.target);
	if (fact_holds(&target, FACT_FOREIGN))
		return; /* another system's code, a BPF program: as it came */
	if (r->libc != LIBC_MUSL && musl)
		fatal(EXIT_OURS, "HARDCC_LIBC=%.*s (%.*s), and %s compiles for musl; take HARDCC_LIBC=musl, or name a compiler "
		    "for glibc in %s", FMT(call->settings->of[SETTING_LIBC].value), FMT(r->origin), call->compiler.path, setting);
	r->native = musl;
	if (r->libc == LIBC_MUSL && !musl) {
		if (call->compiler.family == FACT_OTHER_FAMILY)
			fatal(EXIT_OURS, "musl was asked for by %.*s, and %s is neither gcc nor clang; name one of them in "
			    "%s, or leave the call to it with HARDCC_LIBC=host", FMT(r->origin), call->compiler.path, setting);
		musl_find(call, &target);
		find_spec(call);
	}
	r->on = kind != FACT_QUERY && kind != FACT_IDENTITY && !call->command.unfinished && r->libc != LIBC_GLIBC;
}

void
route_facts(struct call *call)
{
	struct facts *facts = &call->facts;
	bool exe = fact_holds(facts, FACT_EXE) || fact_holds(facts, FACT_STATIC);
	bool pie = fact_holds(facts, FACT_PIE) || fact_holds(facts, FACT_STATIC_PIE);

	if (call->route.fortify.n > 0 && fact_holds(facts, FACT_MUSL))
		fact_set(facts, FACT_FORTIFY_HEADERS);
	call->route.links = call->route.on && (exe || pie);
	if (call->route.links) {
		fact_clear(facts, exe ? FACT_EXE : FACT_PIE);
		fact_set(facts, exe ? FACT_STATIC : FACT_STATIC_PIE);
	}
}

/* Does the call read headers by itself? Other languages' compilers do not know our words. */
static bool
reads_headers(struct call *call)
{
	const struct facts *f = &call->facts;
	bool any = fact_holds(f, FACT_C) || fact_holds(f, FACT_CXX) || fact_holds(f, FACT_OBJC) ||
	    fact_holds(f, FACT_OBJCXX) || fact_holds(f, FACT_ASM_CPP);

	return any && !fact_holds(f, FACT_OTHER_LANGUAGE) && !fact_holds(f, FACT_PREPROCESSED) &&
	    !words_have(&call->words, SPACE_CC, STR(ROUTE_USER_HEADERS));
}

static COLD struct edit *
give(struct call *call, const char *word, struct str directory)
{
	args_push(&call->plan.added, word);
	args_push(&call->plan.added, directory.p);
	return edit_route(call, ADDED, str_format("%s %.*s", word, FMT(directory)));
}

static COLD void
give_musl(struct call *call)
{
	struct route *r = &call->route;
	bool headers = reads_headers(call), link = fact_holds(&call->facts, FACT_LINK);

	if (!headers && !link)
		return;
	edit_route(call, ADDED, r->spec);
	spec_words(call, r->spec);
	if (headers)
		give(call, ROUTE_HEADERS, r->include);
	if (headers && r->kernel.n > 0)
		give(call, ROUTE_HEADERS, r->kernel);
	if (link)
		give(call, ROUTE_START, str_of(str_join(r->lib, STR("/"))));
	if (link && call->compiler.family != FACT_GCC)
		give(call, ROUTE_LIBRARIES, r->lib);
}

/* Is FORTIFY on, by a rule's word or, where a route was asked for, by the user's? */
static bool
fortified(const struct call *call)
{
	const struct str on = STR(FORTIFY_ON), off = STR(FORTIFY_OFF), none = STR(FORTIFY_NONE);
	bool is = edit_fortifies(&call->plan);

	for (size_t i = 0; i < call->words.n && call->route.on; i++) {
		struct str text = call->words.of[i].text;

		if (call->words.of[i].space == SPACE_CC && (str_starts(text, on) || str_is(text, off)))
			is = str_starts(text, on) && !str_is(text, none);
	}
	return is;
}

/* Its headers include musl's, so they stand before them: behind the user's -I, as FORTIFY's in glibc do. */
static void
give_fortify(struct call *call)
{
	if (call->route.fortify.n == 0 || !fact_holds(&call->facts, FACT_MUSL) || !reads_headers(call) || !fortified(call))
		return;
	give(call, ROUTE_SEARCH, call->route.fortify)->about =
	    STR("fortify-headers, for musl has no checking functions");
}

void
route_finish(struct call *call)
{
	if (call->route.go_archive && !call->plan.stop)
		guard_go_start(call);
}

/* -Wl,-Bstatic -lfoo -Wl,-Bdynamic, which is usual: what follows it is static, too. */
static COLD void
drop_dynamic(struct call *call)
{
	static const char *const drops[] = {ROUTE_LINKER_DROPS};

	for (size_t i = 0; i < COUNT(drops); i++)
		for (size_t at = 0; (at = words_find(&call->words, SPACE_LD, str_of(drops[i]), at)) < call->words.n; at++)
			edit_drop(call, at, STR("a static program has no shared libraries"));
}

void
route_edits(struct call *call)
{
	static const char *const drops[] = {ROUTE_DROPS};
	struct route *r = &call->route;
	const char *word = fact_holds(&call->facts, FACT_STATIC_PIE) ? ROUTE_STATIC_PIE : ROUTE_STATIC;
	enum fact said = fact_holds(&call->facts, FACT_STATIC_PIE) ? FACT_STATIC_PIE : FACT_STATIC;

	if (r->on && !call->words.of) /* what follows looks at each of them */
		words_of(&call->words, &call->command);
	give_fortify(call);
	if (!r->on)
		return;
	guard_shared(call);
	if (r->libc == LIBC_MUSL && !r->native) {
		guard_words(call);
		give_musl(call);
	}
	if (call->command.kind == FACT_DYNIMPORT && fact_holds(&call->facts, FACT_GOEXT) && !call->plan.stop) {
		struct edit *e = edit_route(call, REFUSED, STR(""));

		e->about = STR("Go is to link through the compiler: a static program has no symbols to read");
		call->plan.stop = e;
		return;
	}
	if (route_waits(call)) {
		trace_ask(call);
		r->go_archive = r->libc == LIBC_MUSL && call->command.kind == FACT_ORDINARY && guard_go_archive(call);
	}
	if (!r->links)
		return;
	drop_dynamic(call);
	if (fact_holds(&call->command.said, said))
		return;
	for (size_t i = 0; call->compiler.family == FACT_CLANG && i < COUNT(drops); i++)
		edit_drop(call, words_find(&call->words, SPACE_CC, str_of(drops[i]), 0),
		    STR("says nothing of a static program, and clang warns of that"));
	edit_route(call, FORCED, str_of(word));
	args_push(&call->plan.forced, word);
}

char *const *
route_environment(const struct call *call)
{
	char *const *environ = depth_environment(call->settings, call->compiler.path, false);
	struct buf out = {0};

	if (!call->route.on)
		return environ;
	for (size_t i = 0; i < call->plan.n; i++)
		if (call->plan.edit[i].warned)
			buf_format(&out, "%.*s ", FMT(call->plan.edit[i].flag));
	environ = guard_environment(call, environ, &out);
	if (out.n > 0)
		warn("%sleft out: glibc's headers or libraries are there, and a library for musl needs directories of its own",
		    out.p);
	return environ;
}

struct str
route_text(const struct route *r)
{
	struct buf b = {0};

	if (r->libc == LIBC_HOST)
		return STR("");
	buf_text(&b, setting_libcs[r->libc]);
	if (r->lib.n > 0)
		buf_format(&b, ", %.*s", FMT(r->lib));
	if (r->fortify.n > 0)
		buf_format(&b, ", fortify-headers in %.*s", FMT(r->fortify));
	buf_format(&b, " (%.*s)", FMT(r->origin));
	return buf_str(&b);
}

bool
route_static(const struct call *call)
{
	return call->route.libc == LIBC_MUSL || call->route.libc == LIBC_GLIBC_STATIC;
}

bool
route_concerns(const struct call *call)
{
	enum fact kind = call->command.kind;

	return (route_static(call) || call->route.libc == LIBC_GLIBC) && kind != FACT_QUERY;
}

bool
route_waits(const struct call *call)
{
	enum fact kind = call->command.kind;

	return call->route.links && !call->command.dryrun && (kind == FACT_ORDINARY || kind == FACT_GOLINK);
}
