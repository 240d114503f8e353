/* argv to what the user asked: each role of the option table, each way to write an option. */
#include "command/command.h"
#include "command/options.h"
#include "plan/classify.h"
#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static bool role_seen[256];

/* Words apart by blanks; a word that is "''" is empty. */
static void
parse(struct command *cmd, const char *line)
{
	struct str rest = str_of(line), first = str_split(&rest, ' ');
	char **argv = arena_alloc(sizeof *argv, strlen(line) + 2);
	int argc = 0;

	argv[argc++] = str_dup(first);
	while (rest.n > 0) {
		struct str word = str_split(&rest, ' ');

		argv[argc++] = str_dup(str_is(word, STR("''")) ? STR("") : word);
	}
	command_parse(cmd, name_parse(first), argc, argv);
	for (size_t i = 0; i < cmd->n; i++)
		if (cmd->arg[i].opt)
			role_seen[cmd->arg[i].opt->role] = true;
}

static void
add_language(struct buf *b, const struct language *l)
{
	if (!l) {
		buf_text(b, "linker");
		return;
	}
	buf_text(b, fact_rows[l->language].word);
	if (l->form != FACT_SOURCE) {
		buf_char(b, '/');
		buf_text(b, fact_rows[l->form].word);
	}
}

static void
add_value(struct buf *b, const char *what, struct str value)
{
	if (!value.p)
		return;
	buf_text(b, what);
	buf_add(b, value);
}

/* "STAGE PATH:LANGUAGE ...; output PATH; FACT ..." and more where there is more to tell. */
static struct str
told(const struct command *cmd)
{
	static const char *const last[] = {"other", "dependencies", "preprocess", "syntax", "compile", "assemble", "link"};
	struct buf b = {0};

	buf_text(&b, last[cmd->last]);
	for (size_t i = 0; i < cmd->ninput; i++) {
		buf_char(&b, ' ');
		buf_add(&b, cmd->input[i].path);
		buf_char(&b, ':');
		add_language(&b, cmd->input[i].language);
	}
	add_value(&b, "; output ", cmd->output);
	add_value(&b, "; target ", cmd->target);
	add_value(&b, "; linker ", cmd->linker);
	add_value(&b, "; search ", cmd->search);
	if (cmd->wordsize != NFACT) {
		buf_text(&b, "; size ");
		buf_text(&b, fact_rows[cmd->wordsize].word);
	}
	for (unsigned i = 0; i < cmd->nlibrary; i++)
		buf_text(&b, "; library");
	buf_text(&b, cmd->query ? "; query" : "");
	buf_text(&b, cmd->dryrun ? "; dryrun" : "");
	buf_text(&b, cmd->dump_macros ? "; macros" : "");
	for (unsigned i = 0; i < NFACT; i++)
		if (fact_holds(&cmd->said, (enum fact)i)) {
			buf_text(&b, "; ");
			buf_text(&b, fact_rows[i].word);
		}
	return buf_str(&b);
}

static const struct {
	const char *line, *want;
} rows[] = {
	/* stages: the earliest wins */
	{"gcc", "link"},
	{"gcc a.c", "link a.c:c"},
	{"gcc -c a.c", "assemble a.c:c"},
	{"gcc -S a.c", "compile a.c:c"},
	{"gcc -E a.c", "preprocess a.c:c"},
	{"gcc -M a.c", "dependencies a.c:c"},
	{"gcc -MM a.c", "dependencies a.c:c"},
	{"gcc -fsyntax-only a.c", "syntax a.c:c; no-object"},
	{"gcc -fsyntax-only -fno-syntax-only -c a.c", "assemble a.c:c"},
	{"gcc -c -E a.c", "preprocess a.c:c"},
	{"gcc -E -c a.c", "preprocess a.c:c"},
	{"gcc -S -c a.c", "compile a.c:c"},
	{"gcc -MD -MF a.d -c a.c", "assemble a.c:c"},
	{"gcc -MMD -MFa.d -MT x -MQ y -MP -c a.c", "assemble a.c:c"},
	{"clang --compile a.c", "assemble a.c:c"},
	{"clang --assemble a.c", "compile a.c:c"},
	{"clang --preprocess a.c", "preprocess a.c:c"},
	{"gcc --dependencies a.c", "dependencies a.c:c"},
	/* outputs */
	{"gcc -o x a.o", "link a.o:linker; output x"},
	{"gcc -ox a.o", "link a.o:linker; output x"},
	{"gcc --output x a.o", "link a.o:linker; output x"},
	{"gcc --output=x a.o", "link a.o:linker; output x"},
	{"gcc -o x -o y a.o", "link a.o:linker; output y"},
	{"gcc -o -c a.c", "link a.c:c; output -c"},
	{"gcc a.c -o", "link a.c:c"},
	/* languages: by suffix, by -x, by the driver */
	{"gcc -c a.cc b.C c.m d.mm e.s f.S g.i h.ii", "assemble a.cc:cxx b.C:cxx c.m:objc d.mm:objcxx e.s:asm "
	 "f.S:asm-cpp g.i:c/preprocessed h.ii:cxx/preprocessed"},
	{"g++ -c a.c b.i c.h", "assemble a.c:cxx b.i:cxx/preprocessed c.h:cxx/header"},
	{"clang++-14 -c a.c", "assemble a.c:cxx"},
	{"g++ -c a.s a.m", "assemble a.s:asm a.m:objc"},
	{"g++ -x c a.c", "link a.c:c"},
	{"gcc -c a.h b.hpp c.cppm", "assemble a.h:c/header b.hpp:cxx/header c.cppm:cxx/module"},
	{"gcc a.f90 b.adb c.d e.go",
	 "link a.f90:other-language b.adb:other-language c.d:other-language e.go:other-language"},
	{"gcc a.o b.a c.so c.so.1 d.ld e", "link a.o:linker b.a:linker c.so:linker c.so.1:linker d.ld:linker e:linker; library-first"},
	{"gcc .c", "link .c:c"},
	{"gcc a.c.o dir.c/x", "link a.c.o:linker dir.c/x:linker"},
	{"gcc -x c a.o", "link a.o:c"},
	{"gcc -xc a.o", "link a.o:c"},
	{"gcc -x c++ a.c -x none b.c", "link a.c:cxx b.c:c"},
	{"gcc -x none a.c", "link a.c:c"},
	{"gcc --language=c a", "link a:c"},
	{"gcc --language c++ a", "link a:cxx"},
	{"gcc -x assembler-with-cpp a.c", "link a.c:asm-cpp"},
	{"gcc -x c-header a.h", "link a.h:c/header"},
	{"gcc -x objective-c++ -", "link -:objcxx"},
	{"gcc -x f95 -c -", "assemble -:other-language"},
	{"gcc -x cuda a.c", "link a.c:other-language"},
	{"gcc -c -", "assemble -:linker"},
	{"gcc a.c -x", "link a.c:c"},
	/* -- and odd words */
	{"gcc -c -- -a.c b.c", "assemble -a.c:c b.c:c"},
	{"gcc -- -c", "link -c:linker"},
	{"gcc -o -- a.c", "link a.c:c; output --"},
	{"gcc '' a.c", "link :linker a.c:c"},
	{"gcc - a.c", "link -:linker a.c:c"},
	/* kinds of link: the last of its kind wins; -r and -static hold beside */
	{"gcc -shared a.o", "link a.o:linker; shared"},
	{"gcc -pie a.o", "link a.o:linker; pie"},
	{"gcc -pie -no-pie a.o", "link a.o:linker; exe"},
	{"gcc -no-pie -pie a.o", "link a.o:linker; pie"},
	{"gcc -nopie a.o", "link a.o:linker; exe"},
	{"gcc -static a.o", "link a.o:linker; static"},
	{"gcc -static-pie a.o", "link a.o:linker; static-pie"},
	{"gcc -r a.o", "link a.o:linker; relocatable"},
	{"gcc -pie -shared a.o", "link a.o:linker; shared"},
	{"gcc -static -shared a.o", "link a.o:linker; shared; static"},
	{"clang --static --pie a.o", "link a.o:linker; pie; static"},
	{"gcc -Wl,-shared a.o", "link a.o:linker; shared"},
	{"gcc -Wl,--relocatable a.o", "link a.o:linker; relocatable"},
	{"gcc -Wl,-O1,-r,-x a.o", "link a.o:linker; relocatable"},
	{"gcc -Xlinker -r a.o", "link a.o:linker; relocatable"},
	{"clang --linker-option=-r a.o", "link a.o:linker; relocatable"},
	{"gcc -fuse-ld=lld a.o", "link a.o:linker; linker lld"},
	{"gcc -lm -l m -L. -L / a.o", "link a.o:linker; library; library; library-first"},
	/* optimisation: the last one */
	{"gcc -O2 -c a.c", "assemble a.c:c; optimized"},
	{"gcc -O -c a.c", "assemble a.c:c; optimized"},
	{"gcc -O0 -c a.c", "assemble a.c:c; unoptimized"},
	{"gcc -O00 -c a.c", "assemble a.c:c; unoptimized"},
	{"gcc -Og -c a.c", "assemble a.c:c; optimized"},
	{"gcc -Os -Ofast -Oz -c a.c", "assemble a.c:c; optimized"},
	{"gcc -O2 -O0 -c a.c", "assemble a.c:c; unoptimized"},
	{"gcc -O0 -O1 -c a.c", "assemble a.c:c; optimized"},
	/* where it is for */
	{"gcc -m32 -c a.c", "assemble a.c:c; size i386"},
	{"gcc -m32 -m64 -c a.c", "assemble a.c:c; size x86_64"},
	{"gcc -mx32 -c a.c", "assemble a.c:c; size x32"},
	{"gcc -m16 -c a.c", "assemble a.c:c; size kernel"},
	{"clang -target bpf -c a.c", "assemble a.c:c; target bpf"},
	{"clang --target=aarch64-linux-gnu -c a.c", "assemble a.c:c; target aarch64-linux-gnu"},
	{"clang --target bpf -c a.c", "assemble a.c:c; target bpf"},
	{"clang -arch arm64 -c a.c", "assemble a.c:c; target arm64"},
	{"gcc -ffreestanding -c a.c", "assemble a.c:c; freestanding"},
	{"gcc -ffreestanding -fhosted -c a.c", "assemble a.c:c"},
	{"gcc -fno-hosted -c a.c", "assemble a.c:c; freestanding"},
	{"gcc -mcmodel=kernel -c a.c", "assemble a.c:c; kernel"},
	{"gcc -mcmodel=large -c a.c", "assemble a.c:c"},
	{"gcc -D__KERNEL__ -c a.c", "assemble a.c:c; kernel"},
	{"gcc -D __KERNEL__ -c a.c", "assemble a.c:c; kernel"},
	{"gcc -D__KERNEL__=1 -c a.c", "assemble a.c:c; kernel"},
	{"gcc -D__KERNEL__ -U__KERNEL__ -c a.c", "assemble a.c:c"},
	{"gcc -D__KERNEL_X__ -c a.c", "assemble a.c:c"},
	{"gcc -D__UBOOT__ -c a.c", "assemble a.c:c; kernel"},
	{"gcc -Wp,-D__KERNEL__ -c a.c", "assemble a.c:c; kernel"},
	{"gcc -Wp,-MD,a.d,-D,__KERNEL__ -c a.c", "assemble a.c:c; kernel"},
	{"gcc -Xpreprocessor -D__KERNEL__ -c a.c", "assemble a.c:c; kernel"},
	{"gcc -Xpreprocessor -D -Xpreprocessor __KERNEL__ -c a.c", "assemble a.c:c; kernel"},
	{"clang --define-macro=__KERNEL__ -c a.c", "assemble a.c:c; kernel"},
	{"clang --define-macro __KERNEL__ --undefine-macro __KERNEL__ -c a.c", "assemble a.c:c"},
	/* sanitizers */
	{"gcc -fsanitize=address -c a.c", "assemble a.c:c; asan"},
	{"gcc -fsanitize=thread -c a.c", "assemble a.c:c; tsan"},
	{"clang -fsanitize=memory -c a.c", "assemble a.c:c; msan"},
	{"gcc -fsanitize=undefined,address -c a.c", "assemble a.c:c; asan; ubsan"},
	{"gcc -fsanitize=signed-integer-overflow -c a.c", "assemble a.c:c; ubsan"},
	{"gcc -fsanitize=address -fno-sanitize=address -c a.c", "assemble a.c:c"},
	{"gcc -fsanitize=address -fno-sanitize=all -c a.c", "assemble a.c:c"},
	{"clang -fsanitize=cfi -c a.c", "assemble a.c:c"},
	{"clang -fsanitize=safe-stack,shadow-call-stack,kcfi -c a.c", "assemble a.c:c"},
	/* questions */
	{"gcc --version", "link; query"},
	{"gcc -v", "link"},
	{"gcc -dumpmachine", "link; query"},
	{"gcc -print-file-name=x", "link; query"},
	{"gcc --print-search-dirs", "link; query"},
	{"gcc --help=warnings", "link; query"},
	{"gcc -Wl,--version", "link"},
	{"gcc -Wl,-v a.c", "link a.c:c"},
	{"gcc -### -x c -c -", "assemble -:c; dryrun"},
	{"gcc -E -dM a.c", "preprocess a.c:c; macros"},
	{"clang -cc1 a.c", "link a.c:c; query"},
	/* forms */
	{"clang -emit-llvm -c a.c", "assemble a.c:c; bitcode"},
	{"clang -emit-ast a.c", "other a.c:c"},
	{"gcc -fmodules-ts -c a.cc", "assemble a.cc:cxx; module"},
	{"gcc -fpreprocessed -c a.c", "assemble a.c:c; preprocessed"},
	/* what the driver is, and how it reads files */
	{"clang a.c --driver-mode=g++ -x c b.c", "link a.c:cxx b.c:c"},
	{"clang++ a.c --driver-mode=gcc --rsp-quoting=windows", "link a.c:c"},
	{"clang --driver-mode=cpp a.c", "preprocess a.c:c"},
	/* the linker's word beats the driver's */
	{"gcc a.c -Wl,-o,p -o q", "link a.c:c; output p"},
	{"gcc a.c -o q -Xlinker --output=p", "link a.c:c; output p"},
	{"gcc a.c -o q -Wl,--output,p,--oformat=binary,-z,-or", "link a.c:c; output p"},
	{"gcc -c a.c -o q -Wl,-op", "assemble a.c:c; output q"},
	/* an argument is never an option, an option never an argument */
	{"gcc -include -c a.c", "link a.c:c"},
	{"gcc -I dir -Idir2 -I dir3 -c a.c", "assemble a.c:c; search dir"},
	{"gcc --include-directory=dir -c a.c", "assemble a.c:c; search dir"},
	{"gcc --param x=1 -Xassembler -c -Xclang -E -mllvm -S a.c", "link a.c:c"},
	{"gcc -Wa,-c,-E a.c", "link a.c:c"},
	{"gcc -specs=x --specs=y -specs z --config a --config=b a.o", "link a.o:linker"},
	{"gcc -T a.c -e main -u sym -z now -rpath dir a.o", "link a.o:linker"},
	{"gcc -Ttext 0x1000 -Tdata=1 a.o", "link a.o:linker"},
	{"gcc -idirafter d -isystem d -iquote d -imacros f -include f -c a.c", "assemble a.c:c"},
	{"gcc -std=c99 -Wall -fPIC -g3 -march=native -pipe a.c", "link a.c:c"},
	{"gcc -dumpbase x -dumpdir y -aux-info z -c a.c", "assemble a.c:c"},
	{"gcc -wrapper gdb,--args a.c", "link a.c:c"},
	{"gcc -A x=y -B dir -F dir -G 8 a.c", "link a.c:c"},
	{"gcc --assert a.c --dump a.c --dumpbase a.c --dumpdir a.c --entry a.c --for-assembler a.c -c b.c", "assemble b.c:c"},
	{"gcc --force-link a.c --imacros a.c --include a.c --include-directory-after a.c --library-directory a.c -c b.c",
	 "assemble b.c:c"},
	{"gcc --include-prefix a.c --include-with-prefix a.c --include-with-prefix-after a.c -c b.c", "assemble b.c:c"},
	{"gcc --include-with-prefix-before a.c --prefix a.c -J a.c --param a.c -c b.c", "assemble b.c:c"},
	{"clang --std a.c --resource a.c -Xarch_x86_64 -S -Xanalyzer a.c -mmlir a.c -meabi a.c --dyld-prefix a.c -c b.c",
	 "assemble b.c:c"},
	{"gcc --for-linker -r a.o", "link a.o:linker; relocatable"},
	{"gcc --for-linker=-r a.o", "link a.o:linker; relocatable"},
	{"gcc --optimize -c a.c", "assemble a.c:c; optimized"},
	{"gcc -O0 --optimize=2 -c a.c", "assemble a.c:c; optimized"},
	{"gcc -O2 --optimize=0 -c a.c", "assemble a.c:c; unoptimized"},
	{"gcc --machine=32 -c a.c", "assemble a.c:c; size i386"},
	{"gcc --machine 32 -c a.c", "assemble a.c:c; size i386"},
	{"gcc --machine-32 -c a.c", "assemble a.c:c; size i386"},
	{"gcc --opt --comp a.c", "assemble a.c:c; optimized"},
	{"gcc --freestanding -c a.c", "assemble a.c:c; freestanding"},
	{"gcc --no-hosted -c a.c", "assemble a.c:c; freestanding"},
	{"gcc --syntax-only a.c", "syntax a.c:c; no-object"},
	{"gcc --sanitize=address -c a.c", "assemble a.c:c; asan"},
	{"gcc --print-missing-file-dependencies -M a.c", "dependencies a.c:c"},
	{"clang -serialize-diagnostics x -MJ f -working-directory d -c a.c", "assemble a.c:c"},
};

static void
calls(void)
{
	static struct command cmd;

	for (size_t i = 0; i < COUNT(rows); i++) {
		parse(&cmd, rows[i].line);
		is_text(told(&cmd), rows[i].want, rows[i].line);
	}
}

static void
table(void)
{
	bool sorted = true, exact = true, longest = true;

	for (size_t i = 0; i < noptions; i++) {
		const struct option *o = &options[i];
		struct str name = str_of(o->name);

		ok(o->name[0] == '-' && strlen(o->name) == o->length && o->form != 0, name);
		if (i > 0)
			sorted = sorted && strcmp(options[i - 1].name, o->name) < 0;
		exact = exact && option_find(name) == o;
		if (o->form & JOINED)
			longest = longest && option_find(str_of(str_join3(name, STR("\x01~"), STR("")))) == o;
	}
	ok(sorted, STR("the option table is sorted, and no name stands twice"));
	ok(exact, STR("every row is found by its name"));
	ok(longest, STR("every joined row is found by a word that begins with it"));
}

static void
finding(void)
{
	static const struct {
		const char *word, *row; /* "": none */
	} finds[] = {
		{"-o", "-o"}, {"-ofile", "-o"}, {"-O2", "-O"}, {"-Ofast", "-O"}, {"-Wl,-z,now", "-Wl,"},
		{"-Wall", ""}, {"-Wl", ""}, {"-Wp,", "-Wp,"}, {"-z", "-z"}, {"-znow", "-z"},
		{"-static-pie", "-static-pie"}, {"-staticx", ""}, {"-static", "-static"}, {"-shared-libgcc", ""},
		{"-include", "-include"}, {"-includex.h", "-include"}, {"-include-pch", "-include-pch"},
		{"-imacrosx", "-imacros"}, {"-isystemdir", "-isystem"}, {"-isystem-after", "-isystem-after"},
		{"-D", "-D"}, {"-DX", "-D"}, {"-MD", ""}, {"-MMD", ""}, {"-MFx", "-MF"}, {"-MP", ""}, {"-lm", "-l"},
		{"-Tdata=1", "-Tdata"}, {"-Tx", "-T"}, {"-specs=x", "-specs="}, {"--sysroot", "--sysroot"},
		{"-print-x", ""}, {"-", ""}, {"--", "--"}, {"---", ""}, {"", ""}, {"-xc", "-x"}, {"-r", "-r"},
		{"-rdynamic", ""}, {"-emit-llvm", "-emit-llvm"}, {"-u", "-u"}, {"-undefined", "-undefined"},
		{"-nostdlib", ""}, {"-pthread", ""}, {"-p", ""}, {"-pg", ""}, {"-fsanitize=x", "-fsanitize="},
		{"-fsanitize-recover=x", ""}, {"-mcmodel=kernel", "-mcmodel=kernel"}, {"-mcmodel=small", "-mcmodel="},
	};

	for (size_t i = 0; i < COUNT(finds); i++) {
		const struct option *o = option_find(str_of(finds[i].word));
		struct buf name = {0};

		buf_text(&name, "the row of ");
		buf_text(&name, finds[i].word);
		is(str_of(o ? o->name : ""), str_of(finds[i].row), buf_str(&name));
	}
}

/* cgo's and cmd/go's calls, as Go 1.21 to 1.26 make them; and calls that only look alike. */
static void
kinds(void)
{
	static const struct {
		const char *line;
		enum fact kind;
	} kinds[] = {
		{"gcc -### -x c -c -", FACT_IDENTITY},
		{"g++ -### -x c++ -c -", FACT_IDENTITY},
		{"gcc -m32 -### -x c -c -", FACT_IDENTITY},
		{"gcc -### -x c -c a.c", FACT_ORDINARY},
		{"gcc --version", FACT_QUERY},
		{"gcc -v", FACT_QUERY},
		{"gcc", FACT_QUERY},
		{"gcc -O2", FACT_QUERY},
		{"gcc -m64 --print-prog-name ar", FACT_QUERY},
		{"gcc -m64 -o /tmp/go-link-1/a.out --print-prog-name=ar /tmp/go-link-1/trivial.c", FACT_QUERY},
		{"gcc -Wl,--version", FACT_QUERY},
		{"gcc -Qunused-arguments -O2 -g -c -x c - -o /dev/null", FACT_FLAGPROBE},
		{"gcc -Wl,--no-gc-sections -O2 -g -x c - -o /dev/null", FACT_FLAGPROBE},
		{"gcc -c -x c a.c -o /dev/null", FACT_ORDINARY},
		{"gcc -E -dM -m64 -I /tmp/w/b001/ -O2 -I . /tmp/cgo-gcc-input-1.c", FACT_DEFINES},
		{"gcc -E -dM -xc -I /tmp/w/b001/ -", FACT_DEFINES},
		{"gcc -w -Wno-error -o/tmp/w/b001/_cgo_1.o -gdwarf-2 -c -I /tmp/w -m64 -fno-lto -O0 -I . "
		 "/tmp/cgo-gcc-input-1.c", FACT_GUESS},
		{"gcc -w -Wno-error -o/tmp/w/b001//_cgo_.o -gdwarf-2 -c -xc -m64 -fno-lto -O0 -", FACT_GUESS},
		{"gcc -w -Wno-error -o/tmp/w/b001/_cgo_2.o -gdwarf-2 -c -I /tmp/w -O2 -m64 -fno-lto -I . "
		 "/tmp/cgo-gcc-input-1.c", FACT_DWARF},
		{"gcc -m64 -o /tmp/go-link-1/a.out -no-pie /tmp/go-link-1/trivial.c", FACT_LINKPROBE},
		{"gcc -I dir -fPIC -o /tmp/w/b001/_cgo_.o /tmp/w/b001/_cgo_main.o /tmp/w/b001/_x001.o -lpthread",
		 FACT_DYNIMPORT},
		{"gcc -m64 -o /tmp/w/b001/exe/a.out /tmp/go-link-1/go.o /tmp/go-link-1/000000.o -lpthread -no-pie",
		 FACT_GOLINK},
		{"gcc -m64 -s -o out.so -shared /tmp/x/go-link-22/go.o", FACT_GOLINK},
		{"gcc -fPIC -O2 -o /tmp/w/b001/_x002.o -c main.cgo2.c", FACT_ORDINARY},
		{"gcc -fPIC -O2 -o /tmp/w/b001/_cgo_main.o -c _cgo_main.c", FACT_ORDINARY},
		{"gcc -c a.c -o a.o", FACT_ORDINARY},
		{"gcc a.o -lm", FACT_ORDINARY},
		{"gcc -lm", FACT_ORDINARY},
		{"gcc -o trivial trivial.c", FACT_ORDINARY},
		{"gcc -o x go.o", FACT_ORDINARY},
	};
	static struct command cmd;

	for (size_t i = 0; i < COUNT(kinds); i++) {
		struct buf name = {0};

		buf_text(&name, "kind of ");
		buf_text(&name, kinds[i].line);
		parse(&cmd, kinds[i].line);
		is(str_of(fact_rows[classify_kind(&cmd)].word), str_of(fact_rows[kinds[i].kind].word), buf_str(&name));
	}
}

static void
roles(void)
{
	bool all = true;

	for (size_t i = 0; i < noptions; i++)
		if (!role_seen[options[i].role]) {
			printf("# no call here has a word of the role of %s\n", options[i].name);
			all = false;
		}
	ok(all, STR("every role of the table is in some call here"));
}

/* Places and inputs are not; each other role is, also the last of them. */
static void
says_how(void)
{
	static struct command cmd;
	struct buf how = {0};

	parse(&cmd, "gcc -m32 -O2 -g -fother -z now -Wl,-z,relro -shared -I d -Ld -lm -include h -MD -MF f -x c -c -o x -DX=1 a.c b.o");
	for (size_t i = 0; i < cmd.n; i++)
		if (command_says_how(&cmd, i))
			buf_format(&how, " %.*s", FMT(cmd.arg[i].text));
	is_text(buf_str(&how), " -m32 -O2 -g -fother -z now -Wl,-z,relro -shared -MD -c -DX=1", "the words that say how");
}

int
main(void)
{
	table();
	finding();
	calls();
	kinds();
	says_how();
	roles();
	return done_testing();
}
