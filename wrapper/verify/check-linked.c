/* The rows of checks[] that the linker decides. */
#include <elf.h>

#include "verify/advice.h"
#include "verify/check.h"

static struct finding
advised(enum state state, struct str value, struct str evidence, struct str advice)
{
	return (struct finding){state, value, evidence, advice};
}

/* What no linker flag can reach: Go's own link. Nothing is asked of a program without C. */
static struct finding
lacks(const struct binary *b, struct str value, struct str evidence)
{
	if (b->go.link != GO_LINK_INTERNAL)
		return found(LACKS, value, evidence);
	if (b->go.c == GO_C_NONE)
		return found(DOES_NOT_APPLY, value, STR("Go, without C, linked by Go itself"));
	return advised(LACKS, value, evidence, STR(ADVICE_GO_LINK));
}

struct finding
check_kind(const struct binary *b)
{
	const struct machine *m = binary_machine(b);
	struct buf v = {0}, e = {0};

	if (*m->name)
		buf_text(&e, m->name);
	else
		buf_format(&e, "machine %u", b->machine);
	buf_format(&e, ", %u bits, %s-endian", b->wide ? 64u : 32u, b->big ? "big" : "little");
	buf_text(&v, binary_kind_names[b->kind]);
	if (b->kind == BINARY_ARCHIVE)
		buf_format(&v, " of %u", b->nmember);
	buf_text(&v, b->go.is ? ", Go" : "");
	return found(TOLD, buf_str(&v), buf_str(&e));
}

CHECK_TABLE(pie,
	{b->kind == BINARY_SHARED, DOES_NOT_APPLY, "", "a library is loaded anywhere", ""},
	{b->kind != BINARY_EXEC && b->kind != BINARY_STATIC && b->aligned_away, LACKS, "no",
	    "program headers: a PT_LOAD is aligned so that few addresses are left", ADVICE_PIE},
	{b->kind == BINARY_PIE || b->kind == BINARY_STATIC_PIE, HOLDS, "yes", "ELF header: ET_DYN", ""},
	{true, LACKS, "no", "ELF header: ET_EXEC", b->go.is ? ADVICE_GO_PIE : ADVICE_PIE})

/* The kernel does nothing with PT_GNU_RELRO: what a static program has to do by itself. */
static struct finding
unapplied(const struct binary *b)
{
	struct str value = STR("marked, not in effect");

	if (b->libc == CLIB_MUSL && !b->relro_start)
		return advised(LACKS, value, STR("program headers: PT_GNU_RELRO; in a static program musl's start does not apply it"),
		    STR(ADVICE_STATIC_RELRO));
	if (b->libc == CLIB_NONE && b->go.link == GO_LINK_INTERNAL)
		return lacks(b, value, STR("program headers: PT_GNU_RELRO; in a static program Go's start does not apply it"));
	return found(CANNOT_TELL, STR("marked"), STR("program headers: PT_GNU_RELRO; whether this static program's start applies it is not known"));
}

struct finding
check_relro(const struct binary *b)
{
	if (b->relro == RELRO_NONE)
		return lacks(b, STR("none"), STR("program headers: no PT_GNU_RELRO"));
	if (binary_static(b) && !b->relro_applied)
		return unapplied(b);
	if (b->relro == RELRO_FULL)
		return found(HOLDS, STR("full"), b->sections ? STR("program headers: PT_GNU_RELRO over all of it") :
		    STR("program headers: PT_GNU_RELRO from the first writable page on, over the dynamic segment and the GOT"));
	if (b->relro == RELRO_SHORT)
		return lacks(b, STR("partial"), STR("program headers: PT_GNU_RELRO leaves out pages that it is for, or has none"));
	if (b->relro == RELRO_UNKNOWN)
		return found(CANNOT_TELL, STR("present"), STR("program headers: PT_GNU_RELRO; no section headers tell what is beside it"));
	if (b->has_dynamic && b->now && b->got_outside)
		return found(LACKS, STR("partial"), STR("dynamic segment: slots are outside of PT_GNU_RELRO, in spite of BIND_NOW"));
	return found(HOLDS, STR("partial"), STR("program headers: PT_GNU_RELRO, not over the table of functions"));
}

struct finding
check_bindnow(const struct binary *b)
{
	if (b->now)
		return found(HOLDS, STR("yes"), STR("dynamic segment: BIND_NOW"));
	if (b->now_needless && !binary_static(b))
		return found(HOLDS, STR("yes"), STR("dynamic segment: no DT_JMPREL, so nothing is bound late"));
	if (b->has_dynamic && !binary_static(b))
		return lacks(b, STR("no"), STR("dynamic segment: no BIND_NOW"));
	if (b->got_outside)
		return lacks(b, STR("no"), STR("relocations: addresses of functions stay writable"));
	if (b->go.link == GO_LINK_INTERNAL && b->go.c == GO_C_NONE)
		return found(DOES_NOT_APPLY, STR(""), STR("Go, without C, linked by Go itself"));
	if (!b->has_dynamic && binary_machine(b)->indirect == 0)
		return found(CANNOT_TELL, STR(""), STR("static, and how this machine's start code fills in slots is not known"));
	return found(HOLDS, STR("static"), STR("relocations: no address of a function stays writable"));
}

#define STACK_MARK_OF(b) (binary_linked(b) ? "program headers: PT_GNU_STACK" : "sections: .note.GNU-stack")
CHECK_TABLE(nx,
	{b->stack == STACK_PLAIN, HOLDS, "yes", STACK_MARK_OF(b), ""},
	{b->stack == STACK_EXECUTABLE, LACKS, "no", STACK_MARK_OF(b), ADVICE_NX},
	{binary_machine(b)->stack == STACK_PLAIN, HOLDS, "yes",
	    "it asks for no executable stack, and on this machine the default is none", ""},
	{binary_machine(b)->stack == STACK_EXECUTABLE, LACKS, "not marked", binary_linked(b) ?
		"program headers: no PT_GNU_STACK; kernels and loaders take that for a wish" :
		"sections: an object without .note.GNU-stack; the linker takes that for a wish", ADVICE_NX},
	{true, CANNOT_TELL, "not marked", binary_linked(b) ?
		"program headers: no PT_GNU_STACK, and what that means on this machine is not known" :
		"sections: no .note.GNU-stack, and what that means on this machine is not known", ADVICE_NX})

CHECK_TABLE(rwx,
	{b->writable_code, LACKS, "yes", "program headers: a PT_LOAD with PF_W and PF_X", ADVICE_RWX},
	{b->executable_zeroes, LACKS, "zeroes",
	    "program headers: a PT_LOAD with PF_X has more memory than bytes, which Linux makes writable", ADVICE_RWX},
	{b->stack == STACK_ABSENT && binary_machine(b)->stack == STACK_EXECUTABLE && b->machine != EM_S390 && b->kind != BINARY_SHARED,
	    LACKS, "by default",
	    "program headers: no PT_GNU_STACK; kernels make all that can be read executable", ADVICE_NX},
	{true, HOLDS, "none", "program headers: no PT_LOAD with PF_W and PF_X", ""})

CHECK_TABLE(textrel,
	{b->textrel, LACKS, "yes", "dynamic segment: DT_TEXTREL", ADVICE_TEXTREL},
	{true, HOLDS, "none", "dynamic segment: no DT_TEXTREL", ""})

CHECK_TABLE(entry,
	{b->kind == BINARY_SHARED, DOES_NOT_APPLY, "", "a library", ""},
	{b->entry_writable, LACKS, "writable", "ELF header: e_entry is in a segment with PF_W", ADVICE_ENTRY},
	{true, HOLDS, "none", "ELF header: e_entry is in a segment without PF_W", ""})

/* Without "//", "." and ".."; false where it climbs above the beginning, which may hold a path already. */
static bool
plain_path(struct str path, struct buf *plain)
{
	bool below = true;

	while (path.n > 0) {
		struct str part = str_split(&path, '/');

		if (str_is(part, STR(".."))) {
			below = below && plain->n > 0;
			while (plain->n > 0 && plain->p[--plain->n] != '/')
				continue;
		} else if (part.n > 0 && !str_is(part, STR("."))) {
			buf_char(plain, '/');
			buf_add(plain, part);
		}
	}
	return below;
}

/* What a directory on a usual system is, where it is not root's alone. */
static const struct { char directory[12], reason[41]; } open_to_all[] = {
	{"/tmp", "all may write there"}, {"/var/tmp", "all may write there"}, {"/usr/tmp", "it is /var/tmp"},
	{"/dev/shm", "all may write there"}, {"/run/shm", "it is /dev/shm"}, {"/dev/mqueue", "all may write there"},
	{"/run/lock", "all may write there"}, {"/var/lock", "it is /run/lock"}, {"/home", "users may write there"},
	{"/run/user", "users may write there"}, {"/dev", "it depends on what the process has open"},
	{"/proc", "it depends on the process that starts it"},
};

/* Why others may be able to write to the file or directory, or to choose it; NULL where they may not. From $ORIGIN it may climb
 * as from PREFIX/lib/NAME. */
static const char *
unsafe_path(struct str path)
{
	static const char origins[][12] = {"$ORIGIN", "${ORIGIN}"};
	struct buf plain = {0};

	for (size_t i = 0; i < COUNT(origins); i++) {
		struct str rest = str_cut(path, strlen(origins[i]));

		if (str_starts_text(path, origins[i]) && (rest.n == 0 || str_starts(rest, STR("/")))) {
			buf_text(&plain, "/lib/NAME");
			return plain_path(rest, &plain) && str_find(rest, '$', 0) == rest.n ? NULL : "it may climb above the program's own directories";
		}
	}
	if (path.n == 0)
		return "an empty part is the current directory";
	if (!str_starts(path, STR("/")))
		return "it is below the current directory";
	/* /var has links on a usual system: run, lock */
	if (str_has(str_of(str_join(path, STR("/"))), "/../") && (str_find(path, '$', 0) < path.n || str_has(path, "/var/")))
		return "where .. climbs to depends on links, or on what $ stands for";
	plain_path(path, &plain);
	buf_char(&plain, '/');
	path = buf_str(&plain);
	if (str_starts(path, STR("/var/run/"))) /* it is /run */
		path = str_cut(path, strlen("/var"));
	for (size_t i = 0; i < COUNT(open_to_all); i++) {
		struct str rest = str_cut(path, strlen(open_to_all[i].directory));

		if (str_starts_text(path, open_to_all[i].directory) && (str_starts(rest, STR("/")) || str_starts(rest, STR("$"))))
			return open_to_all[i].reason;
	}
	return NULL;
}

/* A colon at its end has an empty part behind it. musl takes a newline for a colon. */
static const char *
unsafe_list(struct str list, struct str *which)
{
	bool more = list.p && list.n > 0; /* the loader passes over an empty list */

	while (more) {
		size_t end = str_find(list, ':', 0), line = str_find(list, '\n', 0);
		const char *reason;

		end = line < end ? line : end;
		more = end < list.n;
		*which = str_head(list, end);
		reason = unsafe_path(*which);
		if (reason)
			return reason;
		list = str_cut(list, end + 1);
	}
	return NULL;
}

/* Libraries by name are found there, too; those with a slash are opened as they are, and so is the loader. */
struct finding
check_rpath(const struct binary *b)
{
	struct str list = b->rpath.p ? b->rpath : b->runpath, which = STR("");
	const char *tag = b->rpath.p ? "dynamic segment: DT_RPATH" : "dynamic segment: DT_RUNPATH";
	const char *reason = unsafe_list(b->rpath, &which);

	if (!reason && (reason = unsafe_list(b->runpath, &which)))
		tag = "dynamic segment: DT_RUNPATH";
	if (!reason && b->interpreter.n > 0 && (reason = unsafe_path(b->interpreter))) {
		tag = "program headers: PT_INTERP";
		which = b->interpreter;
	}
	for (unsigned i = 0; !reason && i < b->nopened; i++)
		if ((reason = unsafe_list(b->opened[i].names, &which)))
			tag = str_format("dynamic segment: %s", b->opened[i].tag).p;
	if (reason)
		return advised(LACKS, list.p ? list : which, which.n == 0 ? str_format("%s; %s", tag, reason) :
			str_format("%s; %.*s: %s", tag, FMT(which), reason), STR(ADVICE_RPATH));
	if (b->cut)
		return found(CANNOT_TELL, list, STR("dynamic segment: it names more than is read"));
	if (!list.p)
		return found(HOLDS, STR("none"), STR("dynamic segment: no DT_RPATH, no DT_RUNPATH"));
	return found(HOLDS, list, str_of(tag));
}

struct finding
check_interp(const struct binary *b)
{
	if (b->interpreter.n == 0)
		return found(TOLD, STR("none"), STR("program headers: no PT_INTERP"));
	return found(TOLD, b->interpreter, STR("program headers: PT_INTERP"));
}

struct finding
check_needed(const struct binary *b)
{
	if (b->needed.n == 0)
		return found(TOLD, STR("none"), b->has_dynamic ? STR("dynamic segment: no DT_NEEDED") : STR("program headers: no PT_DYNAMIC"));
	return found(TOLD, buf_str(&b->needed), STR("dynamic segment: DT_NEEDED"));
}

CHECK_TABLE(static,
	{b->kind == BINARY_SHARED, DOES_NOT_APPLY, "", "a library", ""},
	{binary_static(b), HOLDS, "yes", "program headers: no PT_INTERP, no DT_NEEDED", ""},
	{true, LACKS, "no", b->needed.n == 0 ? "program headers: PT_INTERP" : "dynamic segment: DT_NEEDED",
	    b->go.is ? ADVICE_GO_STATIC : ADVICE_STATIC})

struct finding
check_libc(const struct binary *b)
{
	static const char names[][8] = {
		[CLIB_UNKNOWN] = NOT_KNOWN, [CLIB_NONE] = "none", [CLIB_GLIBC] = "glibc", [CLIB_MUSL] = "musl",
		[CLIB_OTHER] = "other",
	};

	return found(TOLD, str_of(names[b->libc]), binary_static(b) ? STR("notes, symbols and texts in it") :
		binary_linked(b) ? STR("its loader and libraries") : STR("functions that it calls"));
}

CHECK_TABLE(nss,
	{!binary_static(b), DOES_NOT_APPLY, "", "it is not static", ""},
	{b->libc == CLIB_NONE, HOLDS, "none", "it has no C", ""},
	{b->libc == CLIB_UNKNOWN, CANNOT_TELL, "", "its C library is not known", ""},
	{b->libc == CLIB_MUSL && b->symbols.n[ROLE_DLOPEN] > 0, LACKS, "dlopen",
	    "symbols or texts: dlopen", ADVICE_DLOPEN},
	{b->go.dlopen, LACKS, "dlopen", "Go's function table: a package calls dlopen", ADVICE_DLOPEN},
	{b->libc == CLIB_GLIBC && b->symbols.n[ROLE_NSS] > 0, LACKS, "libnss",
	    "symbols or texts: it looks names up, and loads libnss_* for it", ADVICE_NSS},
	{true, HOLDS, "none", "symbols and texts: no name service", ""})

struct finding
check_buildid(const struct binary *b)
{
	static const char digits[] = "0123456789abcdef";
	struct buf v = {0};

	if (b->build_id.n == 0)
		return advised(LACKS, STR("none"), STR("notes: no GNU build id"), STR(ADVICE_BUILDID));
	for (size_t i = 0; i < b->build_id.n && i < 32; i++)
		buf_format(&v, "%c%c", digits[(unsigned char)b->build_id.p[i] >> 4], digits[b->build_id.p[i] & 15]);
	return found(HOLDS, buf_str(&v), STR("notes: GNU build id"));
}
