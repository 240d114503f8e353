/* ELF files as they are read, and what is wrong with one that was to be static. */
#include "elf/elffile.h"

#include <elf.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "route/guard.h"
#include "tap.h"

/* A program of two segments: one of the kind that is tested, with these bytes. */
static struct str
program(uint32_t type, struct str bytes)
{
	Elf64_Ehdr head = {.e_ident = ELFMAG "\2\1\1", .e_type = ET_EXEC, .e_machine = EM_X86_64, .e_version = 1,
	    .e_phoff = sizeof head, .e_phentsize = sizeof(Elf64_Phdr), .e_phnum = 2};
	Elf64_Phdr segment[2] = {{.p_type = PT_LOAD},
	    {.p_type = type, .p_offset = sizeof head + sizeof segment, .p_filesz = bytes.n, .p_align = 4}};
	struct buf b = {0};

	buf_add(&b, (struct str){(const char *)&head, sizeof head});
	buf_add(&b, (struct str){(const char *)segment, sizeof segment});
	buf_add(&b, bytes);
	return buf_str(&b);
}

static struct str
note(const char *owner, uint32_t type, struct str text)
{
	Elf64_Nhdr head = {.n_namesz = (uint32_t)strlen(owner) + 1, .n_descsz = (uint32_t)text.n, .n_type = type};
	struct buf b = {0};

	buf_add(&b, (struct str){(const char *)&head, sizeof head});
	buf_text(&b, owner);
	buf_char(&b, '\0');
	while (b.n % 4 != 0)
		buf_char(&b, '\0');
	buf_add(&b, text);
	while (b.n % 4 != 0)
		buf_char(&b, '\0');
	return buf_str(&b);
}

static struct str
pair(int64_t tag, uint64_t value)
{
	Elf64_Dyn pairs[] = {{.d_tag = DT_DEBUG}, {.d_tag = tag, .d_un = {.d_val = value}}, {.d_tag = DT_NULL},
	    {.d_tag = DT_NEEDED}};
	struct buf b = {0};

	buf_add(&b, (struct str){(const char *)pairs, sizeof pairs});
	return buf_str(&b);
}

static struct str
fault(struct str bytes, bool musl)
{
	const char *found = result_fault(bytes, musl);

	return str_of(found ? found : "none");
}

static void
faults(void)
{
	struct str other = STR("holds a part that was compiled for another C library");
	struct str ours = note("hardcc", 1, STR("1 0123456789abcdef libc=musl opt=1"));
	struct str host = note("hardcc", 1, STR("1 0123456789abcdef opt=1"));
	struct str later = note("hardcc", 1, STR("2 0123456789abcdef musl gcc12.2.0 musl opt=1"));
	struct str glibc = note("hardcc", 1, STR("2 0123456789abcdef musl gcc12.2.0 glibc libc=x opt=1"));
	struct buf two = {0};

	is(fault(program(PT_LOAD, STR("")), true), STR("none"), STR("a static program"));
	is(fault(program(PT_INTERP, STR("/lib/ld.so")), true), STR("has an interpreter, so it is dynamic"), STR("PT_INTERP"));
	is(fault(program(PT_INTERP, STR("/lib/ld.so")), false), STR("has an interpreter, so it is dynamic"),
	    STR("with glibc, too"));
	is(fault(program(PT_DYNAMIC, pair(DT_NEEDED, 1)), true), STR("needs a shared library"), STR("DT_NEEDED"));
	is(fault(program(PT_DYNAMIC, pair(DT_TEXTREL, 0)), true), STR("has text relocations"), STR("DT_TEXTREL"));
	is(fault(program(PT_DYNAMIC, pair(DT_FLAGS, DF_TEXTREL | DF_BIND_NOW)), true), STR("has text relocations"),
	    STR("DF_TEXTREL"));
	is(fault(program(PT_DYNAMIC, pair(DT_FLAGS, DF_BIND_NOW)), true), STR("none"),
	    STR("other flags, and nothing behind the end"));
	is(fault(program(PT_NOTE, note("GNU", NT_GNU_ABI_TAG, STR("0123456789abcdef"))), true),
	    STR("holds glibc's start files"), STR("the note of glibc's start files"));
	is(fault(program(PT_NOTE, note("GNU", NT_GNU_ABI_TAG, STR("0123456789abcdef"))), false), STR("none"),
	    STR("which is right with glibc"));
	is(fault(program(PT_NOTE, note("GNU", NT_GNU_BUILD_ID, STR("0123"))), true), STR("none"), STR("another note of GNU's"));
	is(fault(program(PT_NOTE, ours), true), STR("none"), STR("our note, for musl"));
	is(fault(program(PT_NOTE, host), true), other, STR("our note, of the host's route"));
	is(fault(program(PT_NOTE, later), true), STR("none"), STR("our note of version 2, for musl"));
	is(fault(program(PT_NOTE, glibc), true), other, STR("our note of version 2, for glibc"));
	buf_add(&two, ours);
	buf_add(&two, host);
	is(fault(program(PT_NOTE, buf_str(&two)), true), other, STR("behind one that is right"));
	is(fault(STR("#!/bin/sh\n"), true), STR("none"), STR("no ELF file"));
}

/* Cut anywhere, a file says nothing worse than nothing, and no byte behind its end is read. */
static void
cut_short(void)
{
	struct str whole = program(PT_DYNAMIC, pair(DT_NEEDED, 1));
	bool fine = true;

	for (size_t n = 0; n < whole.n; n++) {
		struct str part = str_head(whole, n);
		struct buf b = {0};
		const char *found;

		buf_add(&b, part);
		found = result_fault(buf_str(&b), true);
		fine = fine && (!found || str_is_text(STR("needs a shared library"), found));
	}
	ok(fine, STR("a file that is cut short"));
}

static void
count(void *context, const struct elf *e)
{
	unsigned *n = context;

	*n += e->machine == EM_X86_64;
}

static void
archives(void)
{
	struct str member = program(PT_LOAD, STR("")), head = STR("a.o/            0           0     0     100644  176       `\n");
	struct buf b = {0};
	unsigned n = 0;

	buf_text(&b, "!<arch>\n");
	for (int i = 0; i < 3; i++) {
		buf_add(&b, head);
		buf_add(&b, member);
	}
	ok(member.n == 176, STR("the member is as long as its header says"));
	elf_each(buf_str(&b), count, &n);
	ok(n == 3, STR("each member of an archive"));
	n = 0;
	elf_each(str_head(buf_str(&b), b.n - 1), count, &n);
	ok(n == 2, STR("but one that is cut short"));
	n = 0;
	elf_each(member, count, &n);
	ok(n == 1, STR("a file that is none"));
}

/* Notes in one segment, one behind the other: the last is a build id of four bytes. Properties are aligned to 8. */
static void
notes(void)
{
	static const struct {
		const char *name;
		uint64_t align;
		size_t padding; /* before the property */
	} cases[] = {
		{"one behind the other", 4, 0},
		{"aligned to 8", 8, 4},
		{"said to be aligned to 4, and a property that is to 8", 4, 4},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct str file = program(PT_NOTE, STR("")), rest;
		struct elf_note n = {0}, last = {0};
		struct buf b = {0};
		struct elf e;

		buf_add(&b, note("GNU", 1, (struct str){"\0\0\0\0\3\0\0\0\2\0\0\0\0\0\0\0\0\0\0\0", 16 + 4 * (cases[i].padding == 0)}));
		buf_add(&b, (struct str){"\0\0\0\0", cases[i].padding});
		buf_add(&b, note("GNU", NT_GNU_PROPERTY_TYPE_0, (struct str){"\2\0\0\300\4\0\0\0\3\0\0\0\0\0\0\0", 16}));
		buf_add(&b, note("GNU", NT_GNU_BUILD_ID, STR("abcd")));
		rest = buf_str(&b);
		ok(elf_open(&e, file), STR("a file"));
		for (unsigned k = 0; elf_note(&e, &rest, cases[i].align, &n); k++)
			last = n;
		is(last.text, STR("abcd"), str_of(cases[i].name));
	}
}

/* Linux takes EM_486 for EM_386, whatever the class says. */
static void
forms(void)
{
	struct str file = program(PT_NOTE, STR(""));
	char *bytes = (char *)(uintptr_t)file.p;
	struct elf e;

	bytes[offsetof(Elf64_Ehdr, e_machine)] = 6;
	ok(elf_open(&e, file) && e.machine == EM_386 && elf_damage(&e), STR("EM_486 of 64 bits"));
}

/* A PT_LOAD without bytes maps no page of the file. */
static void
pages(void)
{
	struct elf_segment s = {.address = 0x1010, .memory = 0x20}, bytes = {.address = 0x1010};

	ok(elf_maps(&s, 0x1010) && !elf_maps(&bytes, 0x1010), STR("no bytes, no page"));
}

/* PT_PHDR says where the headers are loaded, or something else. */
static void
headers(void)
{
	for (unsigned wrong = 0; wrong < 2; wrong++) {
		struct str file = program(PT_PHDR, STR(""));
		Elf64_Phdr *segment = (void *)(uintptr_t)(file.p + sizeof(Elf64_Ehdr));
		struct elf e;

		segment[0].p_vaddr = 0x400000;
		segment[0].p_filesz = segment[0].p_memsz = file.n;
		segment[1].p_vaddr = 0x400000 + sizeof(Elf64_Ehdr) + 4096 * wrong;
		ok(elf_open(&e, file) && !elf_damage(&e) == !wrong, wrong ? STR("a lying PT_PHDR") : STR("PT_PHDR"));
	}
}

/* How a child ends that unmaps the file, or reads a mapping of its own that is shortened. */
static int
ends(struct str bytes, int own)
{
	pid_t child = fork();
	int status = -1;

	if (child == 0) {
		const char *other = own < 0 ? NULL : mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, own, 0);

		if (other)
			_exit(*(const volatile char *)other);
		unmap_file(bytes);
		_exit(0);
	}
	waitpid(child, &status, 0);
	return status;
}

/* Somebody shortens a file that is mapped: no SIGBUS, in the middle of a page or at its beginning; and no answer. */
static void
shortened(void)
{
	static const off_t sizes[] = {5000, 4096, 0};
	char *zeroes = arena_bytes(65536);

	for (size_t i = 0; i < COUNT(sizes); i++) {
		char path[] = "/tmp/hardcc-shortened.XXXXXX";
		int fd = mkstemp(path), status;
		struct str bytes = {NULL, 0};

		ok(fd >= 0 && write(fd, "\177ELF", 4) == 4 && ftruncate(fd, 65536) == 0 && map_file(path, &bytes) &&
			ftruncate(fd, sizes[i]) == 0, STR("a file is mapped, and becomes shorter"));
		status = ends(bytes, -1);
		ok(WIFEXITED(status) && WEXITSTATUS(status) == 0, STR("it does not matter where nothing was read"));
		ok(bytes.n == 65536 && bytes.p[0] == (sizes[i] ? 127 : 0) && memcmp(bytes.p + 4, zeroes, bytes.n - 4) == 0,
		    str_format("what is gone beyond %d bytes reads as zeroes", (int)sizes[i]));
		status = ends(bytes, -1);
		ok(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_OURS, STR("and ends the program when it is unmapped"));
		if (sizes[i] == 0) {
			status = ends(bytes, fd);
			ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS, STR("SIGBUS in another mapping stays SIGBUS"));
		}
		close(fd);
		unlink(path);
	}
}

int
main(void)
{
	faults();
	shortened();
	cut_short();
	archives();
	notes();
	forms();
	pages();
	headers();
	return done_testing();
}
