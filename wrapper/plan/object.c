#include "plan/object.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/error.h"
#include "base/io.h"
#include "build-id.h"
#include "command/options.h"
#include "plan/classify.h"
#include "profile/rule.h"

static struct str
text_of(struct call *call, struct str file, struct str *source)
{
	struct str text;

	*source = settings_installed(call->settings, str_join(STR("/specs/"), file));
	if (!read_if_there(source->p, &text))
		fatal(EXIT_OURS, "%.*s, which make install puts there:", FMT(*source));
	return text;
}

/* Without the marks of branch protection one object takes them from the whole program. */
static struct args
words_for(struct probe *probe, struct str source)
{
	static const char *const words[] = {OBJECT_WORDS}, *const marks[] = {OBJECT_MARKS};
	struct args all = probe_words(probe), one = {0};

	for (size_t i = 0; i < COUNT(marks); i++) {
		one.n = 0;
		args_push(&one, marks[i]);
		if (compiler_takes(probe, &one, FACT_COMPILE, false))
			args_push(&all, marks[i]);
	}
	args_add(&all, words, COUNT(words));
	args_push(&all, source.p);
	return all;
}

/* Who makes it, of what, and how. */
static uint64_t
key_of(const struct call *call, const struct args *words, struct str text)
{
	struct buf b = {0};

	compiler_key(&b, &call->compiler, &call->command);
	buf_text(&b, BUILD_ID);
	for (size_t i = 0; i < words->n; i++)
		buf_format(&b, " %s", words->v[i]);
	buf_add(&b, text);
	return hash_str(0, buf_str(&b));
}

static const char *
place_of(const struct call *call, uint64_t key)
{
	struct str directory = cache_directory(call->settings);
	struct buf b = {0};

	if (directory.n == 0)
		return NULL;
	buf_format(&b, "%.*s/object-", FMT(directory)); /* without a dot: see left_behind of the memo */
	buf_hex(&b, key);
	return b.p;
}

/* Behind the object stands its check, which no linker reads. */
static bool
is_kept(const char *place, uint64_t key)
{
	uint64_t check;
	struct str file;

	if (!place || !read_trusted(place, &file) || file.n <= sizeof check)
		return false;
	file.n -= sizeof check;
	memcpy(&check, file.p + file.n, sizeof check);
	return check == hash_str(key, file);
}

static bool
keep(const char *place, uint64_t key, struct str object)
{
	uint64_t check = hash_str(key, object);
	struct buf b = {0};

	buf_add(&b, object);
	buf_add(&b, (struct str){(const char *)&check, sizeof check});
	return place && write_atomic(place, buf_str(&b), 0600);
}

/* A file for the compiler to write to. It has a name: of a descriptor a wrapper between us may have made its own. */
static char *
output(const struct call *call, const char *place)
{
	struct str tmpdir = environment_get(call->settings->environ, "TMPDIR");
	char *path = str_join(str_of(place ? place : ""), STR(".XXXXXX"));
	int fd = place ? mkstemp(path) : -1;

	if (fd < 0) {
		path = str_join(tmpdir.n > 0 ? tmpdir : STR("/tmp"), STR("/hardcc-object.XXXXXX"));
		fd = mkstemp(path);
	}
	if (fd < 0)
		fatal(EXIT_OURS, "%s:", path);
	close(fd);
	return path;
}

/* False where the compiler does not take the text, as it takes another; or makes nothing, and is none. */
static bool
made(struct probe *probe, struct args *words, struct str source, const char *path, struct str *object)
{
	struct args text = {0};
	struct str none;
	int status;

	args_push(words, TRIAL_OUTPUT);
	args_push(words, path);
	status = probe_ask(probe, words, NULL, CAPTURE_NONE, &none);
	if (!read_if_there(path, object))
		*object = STR("");
	unlink(path);
	args_push(&text, OBJECT_TRIAL);
	args_push(&text, source.p);
	if (status != 0 && compiler_takes(probe, &text, FACT_COMPILE, false))
		fatal(EXIT_OURS, "%s makes no object of %.*s", probe->compiler->path, FMT(source));
	return status == 0 && object->n > 0;
}

/* In memory, where no cache keeps it; far behind the descriptors that a wrapper takes for its own. */
static const char *
in_memory(struct str object)
{
	enum { FAR = 200 };
	int fd = memory_file(object), far = fd < 0 ? -1 : fcntl(fd, F_DUPFD, FAR);

	if (fd < 0)
		fatal(EXIT_OURS, "cannot make a file in memory:");
	if (far >= 0)
		close(fd);
	return text_format("/proc/self/fd/%d", far < 0 ? fd : far);
}

const char *
object_of(struct call *call, struct str file, struct str *source)
{
	struct str text = text_of(call, file, source), object;
	struct probe probe = call_probe(call);
	struct args words = words_for(&probe, *source);
	uint64_t key = key_of(call, &words, text);
	const char *place = place_of(call, key);

	if (is_kept(place, key))
		return place;
	if (!made(&probe, &words, *source, output(call, place), &object))
		return NULL;
	return keep(place, key, object) ? place : in_memory(object);
}

void
object_edit(struct call *call, const struct rule *rule, struct edit *e)
{
	const char *path;

	e->reason = NOTHING_TO_DO;
	if (!call->route.links)
		return;
	e->reason = NOT_TAKEN;
	path = object_of(call, policy_text(&call->policy, call->policy.text[rule->word]), &e->flag);
	if (!path)
		return;
	args_push(&call->plan.added, path);
	e->reason = BECAUSE_RULE;
	e->result = ADDED;
}

struct str
object_bytes(struct call *call)
{
	struct facts target = {0};
	struct known known;
	struct buf b = {0};
	struct str source;

	if (call->route.libc != LIBC_MUSL)
		return STR("");
	classify_target(&target, &call->command, call->compiler.target);
	known = known_target(&target, &call->compiler);
	for (unsigned i = 0; i < call->policy.nrule; i++) {
		const struct rule *rule = &call->policy.rule[i];

		if (rule->verb == OBJECT && rule_can_hold(&call->policy, rule, &known))
			buf_add(&b, text_of(call, policy_text(&call->policy, call->policy.text[rule->word]), &source));
	}
	return buf_str(&b);
}
