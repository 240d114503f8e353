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

/* Where a musl is looked for; '@' is the architecture. Below HARDCC_MUSL the first three, else the last three. */
static const struct layout {
	char include[32], lib[28];
} layouts[] = {
	{"/include", "/lib"},
	{"/include/@-linux-musl", "/lib/@-linux-musl"},
	{"/usr/include/@-linux-musl", "/usr/lib/@-linux-musl"}, /* Debian */
	{"/usr/lib/musl/include", "/usr/lib/musl/lib"},
	{"/usr/local/musl/include", "/usr/local/musl/lib"},
};

static struct str
filled(struct str prefix, const char *pattern, enum fact arch)
{
	struct str rest = str_of(pattern), start = str_split(&rest, '@');

	return str_format("%.*s%.*s%s%.*s", FMT(prefix), FMT(start), rest.n > 0 ? fact_rows[arch].word : "", FMT(rest));
}

static bool
is_for(struct str lib, enum fact arch)
{
	struct str bytes;
	struct elf e;
	bool fits;

	if (!map_if_there(str_join(lib, STR("/crt1.o")), &bytes))
		return false;
	fits = elf_open(&e, bytes) && e.machine == (arch == FACT_X86_64 ? EM_X86_64 : EM_AARCH64);
	unmap_file(bytes);
	return fits;
}

static bool
look(struct route *r, struct str prefix, enum fact arch)
{
	const struct layout *first = &layouts[prefix.n > 0 ? 0 : 2];

	for (const struct layout *l = first; l < first + 3; l++) {
		r->lib = filled(prefix, l->lib, arch);
		r->include = filled(prefix, l->include, arch);
		if (can_read(str_join(r->lib, STR("/libc.a"))) &&
		    can_read(str_join(r->include, STR("/bits/alltypes.h"))) &&
		    (strchr(l->lib, '@') || is_for(r->lib, arch)))
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
		fatal(EXIT_OURS, "cannot look at %s:", path.p);
	stamp = stamp_of(&st);
	key = hash_bytes(hash_str(1, path), &stamp, sizeof stamp);
	if (call->libc_key != key) {
		if (!map_if_there(path.p, &bytes))
			fatal(EXIT_OURS, "cannot read %s:", path.p);
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

		for (*id = 1; n < COUNT(files) && stat_if_there(str_join(directory, str_of(files[n])), &st); n++)
			*id = hash_bytes(*id, &st.st_size, sizeof st.st_size);
		if (n == COUNT(files))
			return directory;
	}
	*id = 0;
	return STR("");
}

static void
version_object(void *context, const struct elf *e)
{
	struct str *version = context, table, strings;
	struct elf_section section;
	struct elf_symbol s;
	uint64_t name;

	if (version->n > 0 || !elf_symbol_table(e, &table, &strings))
		return;
	for (uint64_t i = 1; elf_symbol_at(e, table, i, &s, &name); i++)
		if (s.section != SHN_UNDEF && str_is_text(elf_text(strings, name), "__libc_version") &&
		    elf_section(e, s.section, &section))
			*version = str_of(str_dup(elf_text(section.bytes, s.value)));
}

struct str
musl_version(const char *libc)
{
	struct str version = {0}, bytes;

	if (!map_if_there(libc, &bytes))
		return STR("");
	elf_each(bytes, version_object, &version);
	unmap_file(bytes);
	return version;
}

void
musl_find(struct call *call, const struct facts *target)
{
	const struct setting *set = &call->settings->of[SETTING_MUSL];
	enum fact arch = fact_holds(target, FACT_X86_64) ? FACT_X86_64 : FACT_AARCH64;
	const char *name = fact_rows[arch].word;
	struct route *r = &call->route;
	bool there;

	if (!fact_holds(target, arch))
		fatal(EXIT_OURS, "musl was asked for by %.*s, and this call of %s is for neither x86_64 nor aarch64; take "
		    "HARDCC_LIBC=host for it, or a compiler whose own library is musl", FMT(r->origin), call->compiler.path);
	there = look(r, set->value, arch);
	if (!there && set->value.n > 0)
		fatal(EXIT_OURS, "%s: there is no musl for %s below HARDCC_MUSL=%.*s: no libc.a and bits/alltypes.h in its lib and "
		    "include", setting_origin(set), name, FMT(set->value));
	if (!there)
		fatal(EXIT_OURS, "musl was asked for by %.*s, and none for %s is there; install it (Debian: musl-dev) or name its "
		    "prefix in HARDCC_MUSL", FMT(r->origin), name);
	identify(call);
	r->fortify = musl_fortify(r->include, &r->fortify_id);
	if (can_read(str_join(r->include, STR("/linux"))))
		return; /* it brings the kernel's headers */
	r->kernel = settings_installed(call->settings, text_format("/kernel/%s", name));
	if (!can_read(r->kernel.p))
		r->kernel = STR("");
}
