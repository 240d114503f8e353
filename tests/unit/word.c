/* One word, however it was written: what `unless`, `drop`, `deny` and `replace` compare. */
#include "command/command.h"
#include "command/word.h"
#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static const char *const spaces[] = {[SPACE_CC] = "cc", [SPACE_LD] = "ld", [SPACE_AS] = "as"};

/* What a profile says. */
static void
canonical(void)
{
	static const struct {
		const char *written, *want; /* "": refused */
	} rows[] = {
		{"-fPIE", "cc -fPIE"},
		{"-D_FORTIFY_SOURCE*", "cc -D_FORTIFY_SOURCE*"},
		{"-Wl,-z,now", "ld -znow"},
		{"-Wl,--as-needed", "ld -as-needed"},
		{"-Wl,-as-needed", "ld -as-needed"},
		{"-Wl,-s", "ld -s"},
		{"-Wl,-z,*", "ld -z*"},
		{"-Wl,--unresolved-symbols=*", "ld -unresolved-symbols=*"},
		{"-znow", "ld -znow"},
		{"-Wa,--noexecstack", "as --noexecstack"},
		{"-Wp,-DX", "cc -DX"},
		{"-O*", "cc -O*"},
		{"-Wall", "cc -Wall"},
		{"--param", "cc --param"},
		{"-Wl,-rpath,*", "ld -rpath=*"},
		{"-Wl,--rpath,/x", "ld -rpath=/x"},
		{"-Wl,-L,/x", "ld -L/x"},
		/* none, or several */
		{"", ""},
		{"-", ""},
		{"file.c", ""},
		{"-Wl,", "cc -Wl,"},
		{"-Wl,-s,-x", ""},
		{"-Wl,-z,now,-z,relro", ""},
		{"-Wa,-x,-y", ""},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		enum space space = SPACE_CC;
		struct str text = STR("");
		struct buf got = {0}, name = {0};

		if (word_canonical(str_of(rows[i].written), &space, &text)) {
			buf_text(&got, spaces[space]);
			buf_char(&got, ' ');
			buf_add(&got, text);
		}
		buf_text(&name, "in a profile: ");
		buf_text(&name, rows[i].written);
		is(buf_str(&got), str_of(rows[i].want), buf_str(&name));
	}
}

static void
split(struct command *cmd, const char *line)
{
	struct str rest = str_of(line);
	char **argv = arena_alloc(sizeof *argv, strlen(line) + 2);
	int argc = 0;

	while (rest.n > 0)
		argv[argc++] = str_dup(str_split(&rest, ' '));
	command_parse(cmd, name_parse(str_of(argv[0])), argc, argv);
}

/* What a user says, and which word of a profile finds it. */
static void
found(void)
{
	static const struct {
		const char *line, *pattern;
		bool there;
	} rows[] = {
		{"gcc -fPIC -c a.c", "-fPIC", true},
		{"gcc -fPIC -c a.c", "-fPI*", true},
		{"gcc -fPIC -c a.c", "-fpic", false},
		{"gcc -fPICx -c a.c", "-fPIC", false},
		/* macros */
		{"gcc -DX=1 -c a.c", "-DX*", true},
		{"gcc -D X=1 -c a.c", "-DX*", true},
		{"gcc -Wp,-DX=1 -c a.c", "-DX*", true},
		{"gcc -Wp,-MD,a.d,-DX -c a.c", "-DX", true},
		{"gcc -Wp,-D,X=1 -c a.c", "-DX=1", true},
		{"gcc -Xpreprocessor -DX=1 -c a.c", "-DX=1", true},
		{"gcc -Xpreprocessor -D -Xpreprocessor X=1 -c a.c", "-DX=1", true},
		{"clang --define-macro=X=1 -c a.c", "-DX=1", true},
		{"clang --define-macro X=1 -c a.c", "-DX=1", true},
		{"clang --undefine-macro X -c a.c", "-UX", true},
		{"gcc -U X -c a.c", "-UX", true},
		{"gcc -DXY -c a.c", "-DX", false},
		/* the linker's words */
		{"gcc -Wl,-z,lazy a.o", "-Wl,-z,lazy", true},
		{"gcc -Wl,-zlazy a.o", "-Wl,-z,lazy", true},
		{"gcc -z lazy a.o", "-Wl,-z,lazy", true},
		{"gcc -zlazy a.o", "-Wl,-z,lazy", true},
		{"gcc -Xlinker -z -Xlinker lazy a.o", "-Wl,-z,lazy", true},
		{"gcc -Xlinker -zlazy a.o", "-Wl,-z,lazy", true},
		{"gcc -Wl,-z -Wl,lazy a.o", "-Wl,-z,lazy", true},
		{"gcc -Wl,-z -Xlinker lazy a.o", "-Wl,-z,lazy", true},
		{"gcc -Xlinker -z -Wl,lazy,-s a.o", "-Wl,-z,lazy", true},
		{"gcc -Wl,-O1,-z,lazy,-s a.o", "-Wl,-z,lazy", true},
		{"gcc -Wl,-z -c -Wl,lazy a.o", "-Wl,-z,lazy", true},
		{"clang --linker-option=-zlazy a.o", "-Wl,-z,lazy", true},
		{"gcc --for-linker=-zlazy a.o", "-Wl,-z,lazy", true},
		{"gcc --for-linker -z --for-linker=lazy a.o", "-Wl,-z,lazy", true},
		{"gcc -Wl,--as-needed a.o", "-Wl,--as-needed", true},
		{"gcc -Wl,-as-needed a.o", "-Wl,--as-needed", true},
		{"gcc -Wl,--no-as-needed a.o", "-Wl,--as-needed", false},
		{"gcc -Wl,--unresolved-symbols=ignore-all a.o", "-Wl,--unresolved-symbols=*", true},
		{"gcc -Wl,-s a.o", "-Wl,-s", true},
		{"gcc -Wl,-L,/x a.o", "-Wl,-L*", true},
		{"gcc -Wl,-L -Xlinker /x a.o", "-Wl,-L/x", true},
		{"gcc -Wl,--library-path,/x a.o", "-Wl,--library-path=/x", true},
		{"gcc -Xlinker -library-path -Xlinker /x a.o", "-Wl,--library-path=/x", true},
		{"gcc -Wl,-rpath,-s a.o", "-Wl,-s", false},
		{"gcc -Wl,-soname,lazy,-z,lazy a.o", "-Wl,-z,lazy", true},
		/* a word of one program is none of another's */
		{"gcc -s a.o", "-Wl,-s", false},
		{"gcc -Wl,-s a.o", "-s", false},
		{"gcc -Wa,-W a.s", "-W", false},
		{"gcc -Wa,--noexecstack a.s", "-Wa,--noexecstack", true},
		{"gcc -Xassembler --noexecstack a.s", "-Wa,--noexecstack", true},
		{"gcc -Wl,lazy a.o", "-Wl,-z,lazy", false},
		/* an argument is no word, a file is none */
		{"gcc -o -fPIC -c a.c", "-fPIC", false},
		{"gcc -Xclang -fPIC -c a.c", "-fPIC", false},
		{"gcc -c -- -fPIC", "-fPIC", false},
		{"gcc -I -fPIC -c a.c", "-fPIC", false},
		{"gcc -imacros -fPIC -c a.c", "-fPIC", false},
		/* other spellings of the same option */
		{"gcc --no-pie a.o", "-no-pie", true},
		{"gcc --no-standard-libraries a.o", "-nostdlib", true},
		{"gcc --static a.o", "-static", true},
		{"gcc --shared a.o", "-shared", true},
		{"clang --config=x a.o", "--config*", true},
		{"clang --include-directory /x a.o", "--include-directory=/x", true},
		{"clang --library-directory /x a.o", "--library-directory=/x", true},
		{"gcc --no-stack-protector -c a.c", "-fno-stack-protector", true},
		{"gcc --trivial-auto-var-init=pattern -c a.c", "-ftrivial-auto-var-init=*", true},
		{"gcc --stack-protector-all -c a.c", "--stack-protector*", true},
		{"gcc --machine-no-red-zone -c a.c", "-mno-red-zone", true},
		{"gcc --machine no-red-zone -c a.c", "-mno-red-zone", true},
		{"gcc --warn-no-format -c a.c", "-Wno-format*", true},
		{"clang --warn-=no-format -c a.c", "-Wno-format*", true},
		{"gcc --no-warnings -c a.c", "-w", true},
		{"gcc --std c99 -c a.c", "-std=c99", true},
		{"gcc --param x=1 -c a.c", "--param=x=1", true},
		{"gcc -Wp,--no-stack-protector -c a.c", "-fno-stack-protector", true},
		{"gcc -Xpreprocessor --undefine-macro -Xpreprocessor X -c a.c", "-UX", true},
		{"gcc --static-pie a.o", "-static", false},
		{"clang --no-default-config a.o", "--no-default-config", true},
		/* the beginning of a name, where it is that of one alone */
		{"gcc --undef X -c a.c", "-UX", true},
		{"gcc --no-w -c a.c", "-w", true},
		{"gcc --shar a.o", "-shared", true},
		{"gcc --stat a.o", "-static", false},
		{"gcc --def=X -c a.c", "-DX", false},
		{"gcc --inc -fPIC -c a.c", "-fPIC", true},
	};
	static struct command cmd;
	static struct words words;

	for (size_t i = 0; i < COUNT(rows); i++) {
		enum space space;
		struct str text;
		struct buf name = {0};
		bool known = word_canonical(str_of(rows[i].pattern), &space, &text);

		buf_text(&name, rows[i].pattern);
		buf_text(&name, rows[i].there ? " is in " : " is not in ");
		buf_text(&name, rows[i].line);
		split(&cmd, rows[i].line);
		words_mark(&words, &cmd);
		ok(known && words_have(&words, space, text) == rows[i].there, buf_str(&name));
	}
}

int
main(void)
{
	canonical();
	found();
	return done_testing();
}
