/* musl.c - where a musl is, fortify-headers and the kernel's headers for it. */
#include <elf.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "elf/elffile.h"
#include "plan/call.h"
#include "route/options-route.h"
#include "route/route.h"

/* Where a musl is looked for; '@' is the architecture. Behind HARDCC_MUSL the prefix stands first. */
struct layout {
	char include[32], lib[28];
};

static const struct layout found[] = {
	{"/usr/include/@-linux-musl", "/usr/lib/@-linux-musl"}, /* Debian */
	{"/usr/lib/musl/include", "/usr/lib/musl/lib"},
	{"/usr/local/musl/include", "/usr/local/musl/lib"},
};

static const struct layout prefixed[] = {
	{"/include", "/lib"},
	{"/include/@-linux-musl", "/lib/@-linux-musl"},
	{"/usr/include/@-linux-musl", "/usr/lib/@-linux-musl"},
};

static const struct arch {
	uint8_t fact;
	uint16_t machine;
} archs[] = {
	{FACT_X86_64, EM_X86_64},
	{FACT_AARCH64, EM_AARCH64},
};

static struct str
filled(struct str prefix, const char *pattern, enum fact arch)
{
	struct buf b = {0};

	buf_add(&b, prefix);
	for (; *pattern; pattern++)
		if (*pattern == '@')
			buf_text(&b, fact_rows[arch].word);
		else
			buf_char(&b, *pattern);
	return buf_str(&b);
}

static bool
for_machine(struct str lib, uint16_t machine)
{
	struct str bytes;
	struct elf e;
	bool fits;

	if (!map_file(str_join(lib, STR("/crt1.o")), &bytes))
		return false;
	fits = elf_open(&e, bytes) && e.machine == machine;
	unmap_file(bytes);
	return fits;
}

static bool
look_in(struct route *r, struct str prefix, const struct layout *layouts, size_t n, const struct arch *arch)
{
	for (size_t i = 0; i < n; i++) {
		r->lib = filled(prefix, layouts[i].lib, (enum fact)arch->fact);
		r->include = filled(prefix, layouts[i].include, (enum fact)arch->fact);
		if (access(str_join(r->lib, STR("/libc.a")), R_OK) != 0 ||
		    access(str_join(r->include, STR("/bits/alltypes.h")), R_OK) != 0)
			continue;
		if (strchr(layouts[i].lib, '@') || for_machine(r->lib, arch->machine))
			return true;
	}
	return false;
}

/* Of all bytes of libc.a, for the same ones are the same library wherever they are; read once, while its time and size
 * stay. */
static void
identify(struct call *call)
{
	struct str path = str_of(str_join(call->route.lib, STR("/libc.a"))), bytes;
	struct stamp stamp;
	struct stat st;
	uint64_t key;

	if (stat(path.p, &st) != 0)
		return;
	stamp = stamp_of(&st);
	key = hash_bytes(hash_str(1, path), &stamp, sizeof stamp);
	if (call->libc_key != key && map_file(path.p, &bytes)) {
		call->libc_id = hash_str(1, bytes);
		unmap_file(bytes);
		call->libc_key = key;
		call->learned = true;
	}
	call->route.id = call->libc_id;
}

struct str
musl_fortify(struct str include, uint64_t *id)
{
	static const char files[][20] = {"/stdio.h", "/string.h", "/fortify-headers.h"};
	const struct str places[] = {include, str_directory(include), STR("/usr/local/include")}; /* the last is its own */
	struct stat st;

	for (size_t i = 0; i < COUNT(places); i++) {
		struct str directory = str_of(str_join(places[i], STR("/fortify")));
		size_t n = 0;

		*id = 1;
		while (n < COUNT(files) && stat(str_join(directory, str_of(files[n])), &st) == 0) {
			uint64_t size = (uint64_t)st.st_size;

			*id = hash_bytes(*id, &size, sizeof size);
			n++;
		}
		if (n == COUNT(files))
			return directory;
	}
	*id = 0;
	return STR("");
}

/* Of one object: where the version stands, if it is there. */
struct version {
	const struct elf *e;
	struct str text;
};

static void
version_symbol(void *context, const struct elf_symbol *s)
{
	struct version *v = context;
	struct elf_section section;
	struct str rest;

	if (!str_is(s->name, STR("__libc_version")) || s->section == SHN_UNDEF || !elf_section(v->e, s->section, &section) ||
	    s->value >= section.bytes.n)
		return;
	rest = str_cut(section.bytes, (size_t)s->value);
	v->text = str_of(str_dup(str_head(rest, str_find(rest, '\0', 0))));
}

static void
version_object(void *context, const struct elf *e)
{
	struct version *v = context;

	v->e = e;
	if (v->text.n == 0)
		elf_each_symbol(e, version_symbol, v);
}

struct str
musl_version(const char *libc)
{
	struct version v = {0};
	struct str bytes;

	if (!map_file(libc, &bytes))
		return STR("");
	elf_each(bytes, version_object, &v);
	unmap_file(bytes);
	return v.text;
}

static const struct arch *
arch_of(const struct facts *target)
{
	for (size_t i = 0; i < COUNT(archs); i++)
		if (fact_holds(target, (enum fact)archs[i].fact))
			return &archs[i];
	return NULL;
}

void
musl_find(struct call *call, const struct facts *target)
{
	const struct setting *set = &call->settings->of[SETTING_MUSL];
	const struct arch *arch = arch_of(target);
	struct route *r = &call->route;
	bool there;

	if (!arch)
		fatal(EXIT_OURS, "musl was asked for by %.*s, and this call of %s is for neither x86_64 nor aarch64; take "
		    "%s=host for it, or a compiler whose own library is musl", FMT(r->origin), call->compiler.path,
		    setting_rows[SETTING_LIBC].name);
	if (set->value.n > 0)
		there = look_in(r, set->value, prefixed, COUNT(prefixed), arch);
	else
		there = look_in(r, STR(""), found, COUNT(found), arch);
	if (!there && set->value.n > 0)
		fatal(EXIT_OURS, "%s: there is no musl for %s below %s=%.*s: no libc.a and bits/alltypes.h in its lib and include",
		    setting_origin(set), fact_rows[arch->fact].word, setting_rows[SETTING_MUSL].name, FMT(set->value));
	if (!there)
		fatal(EXIT_OURS, "musl was asked for by %.*s, and none for %s is there; install it (Debian: musl-dev) or name its "
		    "prefix in %s", FMT(r->origin), fact_rows[arch->fact].word, setting_rows[SETTING_MUSL].name);
	identify(call);
	r->fortify = musl_fortify(r->include, &r->fortify_id);
	if (access(str_join(r->include, STR("/linux")), X_OK) == 0)
		return; /* it brings the kernel's headers */
	r->kernel = settings_installed(call->settings, str_join(STR("/kernel/"), str_of(fact_rows[arch->fact].word)));
	if (access(r->kernel.p, X_OK) != 0)
		r->kernel = STR("");
}
