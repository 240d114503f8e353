/* What linkers tell of their input, and which part of a musl program is glibc's. */
#include "route/trace.h"

#include <elf.h>

#include "call.h"
#include "tap.h"

static const char *folder;

/* An object with symbols: of each the name, and a sign before it: '?' used, '!' had, '~' used where it is there. */
static struct str
object(const char *symbols)
{
	Elf64_Sym symbol[16] = {{0}};
	Elf64_Ehdr head = {.e_ident = ELFMAG "\2\1\1", .e_type = ET_REL, .e_machine = EM_X86_64, .e_version = 1,
	    .e_shoff = sizeof head, .e_shentsize = sizeof(Elf64_Shdr), .e_shnum = 4, .e_shstrndx = 2};
	Elf64_Shdr section[4] = {{0}};
	struct buf names = {0}, b = {0};
	unsigned n = 1;

	buf_char(&names, '\0');
	for (struct str rest = str_of(symbols); rest.n > 0; n++) {
		struct str word = str_split(&rest, ' ');

		symbol[n] = (Elf64_Sym){.st_name = (uint32_t)names.n, .st_shndx = word.p[0] == '!' ? 3 : SHN_UNDEF,
		    .st_info = (unsigned char)ELF64_ST_INFO(word.p[0] == '~' ? STB_WEAK : STB_GLOBAL, STT_FUNC)};
		buf_add(&names, str_cut(word, 1));
		buf_char(&names, '\0');
	}
	section[1] = (Elf64_Shdr){.sh_type = SHT_SYMTAB, .sh_link = 2, .sh_entsize = sizeof *symbol,
	    .sh_offset = sizeof head + sizeof section,
	    .sh_size = n * sizeof *symbol};
	section[2] = (Elf64_Shdr){.sh_type = SHT_STRTAB, .sh_offset = section[1].sh_offset + section[1].sh_size,
	    .sh_size = names.n};
	section[3] = (Elf64_Shdr){.sh_type = SHT_PROGBITS, .sh_offset = section[2].sh_offset};
	buf_add(&b, (struct str){(const char *)&head, sizeof head});
	buf_add(&b, (struct str){(const char *)section, sizeof section});
	buf_add(&b, (struct str){(const char *)symbol, n * sizeof *symbol});
	buf_add(&b, buf_str(&names));
	return buf_str(&b);
}

static void
member(struct buf *archive, const char *name, struct str bytes)
{
	char head[61];

	snprintf(head, sizeof head, "%-16s%-12s%-6s%-6s%-8s%-10zu`\n", name, "0", "0", "0", "644", bytes.n);
	buf_text(archive, head);
	buf_add(archive, bytes);
	if (bytes.n % 2 != 0)
		buf_char(archive, '\n');
}

/* "PATH", "PATH(MEMBER)(MEMBER)"; '?' behind what may not have gone into the link */
static struct str
accounts_text(const struct traces *t)
{
	struct buf b = {0};

	buf_text(&b, "");
	for (size_t i = 0; i < t->n; i++) {
		const struct traced *one = &t->of[i];

		buf_format(&b, "%s%.*s", i > 0 ? "; " : "", FMT(one->path));
		for (struct str rest = buf_str(&one->members); rest.n > 0;) {
			struct str member = str_split(&rest, '\n');

			buf_format(&b, "(%.*s)", FMT(member));
		}
		buf_text(&b, one->used ? "" : "?");
	}
	return buf_str(&b);
}

/* Only liba.a, an object d/x(1).o and a file b(1) are there. */
static void
accounts(void)
{
	static const struct {
		const char *text, *want, *others;
	} rows[] = {
		{"", "", ""},
		/* objects: the compiler's own are gone when it is read */
		{"/lib/crt1.o\n", "/lib/crt1.o", ""},
		{"/tmp/ccgone.o\na.o\n", "/tmp/ccgone.o; a.o", ""},
		{"a.o", "a.o", ""},
		/* bfd */
		{"liba.a\n", "liba.a", ""},
		{"(liba.a)part.o\n", "liba.a(part.o)", ""},
		{"(liba.a)part.o\n(liba.a)more.o\nliba.a\n", "liba.a(part.o)(more.o)", ""},
		/* gold, lld */
		{"liba.a(part.o)\n", "liba.a(part.o)", ""},
		{"/lib/crt1.o\nliba.a(part.o)\n/tmp/x.o\n", "/lib/crt1.o; liba.a(part.o); /tmp/x.o", ""},
		/* mold tells of everything that it opens */
		{"trace: /lib/crt1.o\n", "/lib/crt1.o?", ""},
		{"trace: liba.a(part.o)\n", "liba.a?", ""},
		/* a member that is no object by its name */
		{"(liba.a)part\nliba.a(x.lo)\n", "liba.a(part)(x.lo)", ""},
		/* names with brackets of their own */
		{"b(1)\n", "b(1)", ""},
		{"d/x(1).o\n", "d/x(1).o", ""},
		{"(liba.a)x(1).o\n", "", "(liba.a)x(1).o\n"}, /* not in a member: it is taken for no account */
		{"liba.a(x(1).o)\n", "", "liba.a(x(1).o)\n"},
		/* what else a linker says is handed on as it is */
		{"ld: warning: x\n", "", "ld: warning: x\n"},
		{"libgone.a\n", "", "libgone.a\n"},
		{"(libgone.a)part.o\n", "", "(libgone.a)part.o\n"},
		{"a.o\nld: warning: x\nb.o\nundefined: y", "a.o; b.o", "ld: warning: x\nundefined: y"},
		{"\n\n", "", "\n\n"},
		{"  indented.o\n", "", "  indented.o\n"},
		{"(\n()\n)\n(x\nx)\n", "", "(\n()\n)\n(x\nx)\n"},
		{"trace: \n", "", "trace: \n"},
	};
	const struct str nul = STR("\0a.o\nliba.a\0\n(liba.a)p\0.o\n"); /* no path has a NUL */
	struct traces none = {0};
	struct buf rest = {0};

	put_file("liba.a", STR("x"));
	put_file("b(1)", STR("x"));
	put_file("d/x(1).o", STR("x"));
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct traces traces = {0};
		struct buf others = {0};

		buf_text(&others, "");
		trace_read(&traces, str_of(rows[i].text), &others);
		is(accounts_text(&traces), str_of(rows[i].want), str_of(rows[i].text));
		is(buf_str(&others), str_of(rows[i].others), STR("and the rest"));
	}
	trace_read(&none, nul, &rest);
	ok(none.n == 0 && str_is(buf_str(&rest), nul), STR("a line with a NUL is no account"));
}

/* %F of the text is the folder; the call is for the musl of folder/musl. */
static struct str
in_folder(const char *text)
{
	struct buf b = {0};

	buf_text(&b, "");
	for (struct str rest = str_of(text); rest.n > 0;) {
		size_t at = str_find_text(rest, "%F");

		buf_add(&b, str_head(rest, at));
		buf_text(&b, at < rest.n ? folder : "");
		rest = str_cut(rest, at + 2);
	}
	return buf_str(&b);
}

static struct call *
musl_call(void)
{
	struct call *call = call_of("cc a.o", GCC_12, "");

	call->route.libc = LIBC_MUSL;
	call->route.lib = in_folder("%F/musl");
	return call;
}

static struct traces
told(const char *text)
{
	struct traces traces = {0};
	struct buf others = {0};

	trace_read(&traces, in_folder(text), &others);
	return traces;
}

static void
put_parts(void)
{
	struct buf archive = {0}, thin = {0};

	put_file("glibc/libc.so.6", STR("x")); /* the mark of its directory */
	put_file("glibc/g.o", object("!g"));
	put_file("musl/libc.a", object("!malloc !puts"));
	put_file("musl/libm.a", object("?__printf_chk"));
	put_file("clean.o", object("?malloc !main"));
	put_file("checked.o", object("?malloc ?__printf_chk"));
	put_file("defines.o", object("!__printf_chk"));
	put_file("needs.o", object("?puts ?gnu_only ?nobody"));
	put_file("weak.o", object("~gnu_only"));
	put_file("has.o", object("!gnu_only"));
	put_file("elsewhere.o", object("?gnu_only"));
	put_file("glibc/libc.a", object("!puts !gnu_only !malloc"));
	buf_add(&archive, STR("!<arch>\n"));
	member(&archive, "g.o/", object("!g"));
	put_file("glibc/libg.a", buf_str(&archive));
	archive.n = 0;
	buf_add(&archive, STR("!<arch>\n"));
	member(&archive, "clean.o/", object("!f"));
	member(&archive, "checked.o/", object("?__isoc99_scanf"));
	member(&archive, "resolves.o/", object("?__res_init")); /* Rust's std has it */
	member(&archive, "single.o/", object("?__libc_single_threaded")); /* libstdc++ has it */
	member(&archive, "needs.o/", object("?gnu_only"));
	put_file("libx.a", buf_str(&archive));
	buf_add(&thin, STR("!<thin>\n"));
	member(&thin, "//", STR("sub/part.o/\n"));
	put_file("libthin.a", buf_str(&thin));
	put_file("sub/part.o", object("?__ctype_b_loc"));
	if (symlink("glibc/g.o", "link.o") != 0)
		exit(99);
}

#define BUILT " is built for glibc, and the program is for musl"
#define COMPILED(by) " was compiled for glibc, as " by " tells, and the program is for musl"
#define WAY_OUT ": build it with CC=musl-gcc, or take HARDCC_LIBC=glibc-static"

static void
culprits(void)
{
	static const struct {
		const char *told, *want;
	} rows[] = {
		{"", ""},
		{"%F/clean.o\n", ""},
		{"%F/checked.o\n", "%F/checked.o" COMPILED("__printf_chk") WAY_OUT},
		{"%F/clean.o\n%F/checked.o\n", "%F/checked.o" COMPILED("__printf_chk") WAY_OUT},
		{"%F/defines.o\n", ""}, /* who has such a function uses none of glibc's */
		{"%F/glibc/g.o\n", "%F/glibc/g.o" BUILT WAY_OUT},
		{"%F/link.o\n", "%F/link.o" BUILT WAY_OUT}, /* where it leads counts */
		{"%F/gone.o\n", ""},
		/* musl's own */
		{"%F/musl/libm.a\n(%F/musl/libm.a)x.o\n", ""},
		/* of an archive the members that went into the link */
		{"(%F/libx.a)clean.o\n%F/libx.a\n", ""},
		{"%F/libx.a\n", ""},
		{"(%F/libx.a)checked.o\n", "%F/libx.a" COMPILED("__isoc99_scanf") WAY_OUT},
		{"%F/libx.a(checked.o)\n", "%F/libx.a" COMPILED("__isoc99_scanf") WAY_OUT},
		{"(%F/libx.a)clean.o\n(%F/libx.a)checked.o\n", "%F/libx.a" COMPILED("__isoc99_scanf") WAY_OUT},
		{"(%F/libx.a)resolves.o\n", "%F/libx.a" COMPILED("__res_init") WAY_OUT},
		{"(%F/libx.a)single.o\n", "%F/libx.a" COMPILED("__libc_single_threaded") WAY_OUT},
		{"trace: %F/libx.a(checked.o)\n", ""}, /* mold: it may not be used */
		{"trace: %F/glibc/g.o\n", "%F/glibc/g.o" BUILT WAY_OUT},
		{"trace: %F/clean.o\n", ""},
		/* a thin archive has names alone: from its own directory, by the whole name or its end */
		{"%F/libthin.a(sub/part.o)\n", "%F/sub/part.o" COMPILED("__ctype_b_loc") WAY_OUT},
		{"%F/libthin.a(part.o)\n", "%F/sub/part.o" COMPILED("__ctype_b_loc") WAY_OUT},
		{"%F/libthin.a(%F/sub/part.o)\n", "%F/sub/part.o" COMPILED("__ctype_b_loc") WAY_OUT},
		{"%F/libthin.a(other.o)\n", ""},
		/* the first is told */
		{"%F/checked.o\n%F/glibc/g.o\n", "%F/checked.o" COMPILED("__printf_chk") WAY_OUT},
		/* an archive of glibc's: what was used of it; of one that mold opened, if there is nothing else */
		{"(%F/glibc/libg.a)g.o\n", "%F/glibc/libg.a" BUILT WAY_OUT},
		{"%F/glibc/libg.a\n", ""},
		{"trace: %F/glibc/libg.a(g.o)\n", "%F/glibc/libg.a" BUILT WAY_OUT},
		{"trace: %F/glibc/libg.a(g.o)\n%F/checked.o\n", "%F/checked.o" COMPILED("__printf_chk") WAY_OUT},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct traces traces = told(rows[i].told);

		is(trace_culprit(musl_call(), &traces), in_folder(rows[i].want), str_format("glibc's of %s",
		    rows[i].told));
	}
}

#define LACKS " needs gnu_only, which glibc has and musl has not: do without it, or take HARDCC_LIBC=glibc-static"

/* A link that failed. Where glibc's libc.a is, the compiler was asked before. */
static void
lacking(void)
{
	static const struct {
		const char *told, *want;
	} rows[] = {
		{"", ""},
		{"%F/clean.o\n", ""},
		{"%F/needs.o\n", "%F/needs.o" LACKS},
		{"%F/clean.o\n%F/needs.o\n%F/elsewhere.o\n", "%F/needs.o" LACKS},
		{"%F/needs.o\n%F/has.o\n", ""}, /* another part has it */
		{"%F/has.o\n%F/needs.o\n", ""},
		{"%F/weak.o\n", ""},
		{"%F/libx.a(needs.o)\n", "%F/libx.a" LACKS},
		{"%F/libx.a(clean.o)\n", ""},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct traces traces = told(rows[i].told);
		struct call *call = musl_call();
		struct buf answers = {0};

		buf_text(&answers, "spec ");
		buf_hex(&answers, hash_str(0, STR("libc.a")));
		buf_format(&answers, " %s/glibc/libc.a\n", folder);
		call->compiler.answers = buf_str(&answers);
		is(trace_lacking(call, &traces), in_folder(rows[i].want), str_format("lacking in %s", rows[i].told));
	}
	{
		struct traces traces = told("%F/needs.o\n");

		is_text(trace_lacking(musl_call(), &traces), "",
		    "where there is no glibc to compare with, nothing is said");
	}
}

/* The words that make the linker tell. */
static void
asking(void)
{
	static const char trace[] = "-Wl,--trace,--trace";
	static const struct {
		const char *line, *want;
		enum libc libc;
		bool native;
	} rows[] = {
		{"cc a.o", trace, LIBC_MUSL, false},
		{"cc a.o", "", LIBC_MUSL, true},
		{"cc -fuse-ld=lld a.o", trace, LIBC_MUSL, false},
		{"cc -fuse-ld=/opt/bin/ld.gold a.o", trace, LIBC_MUSL, false},
		{"cc -fuse-ld=lld-19 a.o", trace, LIBC_MUSL, false},
		{"cc -fuse-ld=wild a.o", "", LIBC_MUSL, false}, /* it was asked, and refused */
		/* the user has words for what the linker is to print */
		{"cc -Wl,-t a.o", "", LIBC_MUSL, false},
		{"cc -Wl,--trace a.o", "", LIBC_MUSL, false},
		{"cc -t a.o", "", LIBC_MUSL, false},
		{"cc -Wl,-M a.o", "", LIBC_MUSL, false},
		{"cc -Wl,--verbose=1 a.o", "", LIBC_MUSL, false},
		{"cc -Wl,-Map=- a.o", "", LIBC_MUSL, false},
		{"cc -Wl,-Map,/dev/stdout a.o", "", LIBC_MUSL, false},
		{"cc -Wl,-Map,file a.o", trace, LIBC_MUSL, false},
		{"cc a.o", "@%F/data/specs/glibc-functions", LIBC_GLIBC_STATIC, false},
		{"cc -Wl,-t a.o", "", LIBC_GLIBC_STATIC, false},
	};

	put_file("data/specs/glibc-functions", STR("-Wl,--trace-symbol=dlopen\n"));
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct call *call = call_of(rows[i].line, GCC_12, in_folder("HARDCC_DATADIR=%F/data").p);
		struct buf answers = {0};

		buf_text(&answers, "try ");
		buf_hex(&answers, hash_str(hash_str(1, STR("wild")), STR(trace)));
		buf_text(&answers, " 0\n");
		call->compiler.answers = buf_str(&answers);
		words_of(&call->words, &call->command);
		call->route.libc = rows[i].libc;
		call->route.native = rows[i].native;
		trace_ask(call);
		is(words_text(&call->plan.added, 0), in_folder(rows[i].want), str_format("asked of %s", rows[i].line));
		ok(call->route.traced == (rows[i].want[0] != '\0') && call->plan.n == call->route.traced,
		    STR("and an edit tells"));
	}
	{
		struct call *call = call_of("cc a.o", GCC_12, in_folder("HARDCC_DATADIR=%F/empty").p);

		words_of(&call->words, &call->command);
		call->route.libc = LIBC_GLIBC_STATIC;
		trace_ask(call);
		ok(!call->route.traced && call->plan.added.n == 0,
		    STR("without the list of functions glibc's linker is not asked"));
	}
}

int
main(void)
{
	folder = own_folder();
	accounts();
	put_parts();
	culprits();
	lacking();
	asking();
	folder_away(folder);
	return done_testing();
}
