/* Writes the slot through which the program calls getppid(). */
#define _GNU_SOURCE
#include <elf.h>
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "opaque.h"

enum { R_JUMP_SLOT_X86_64 = 7, R_JUMP_SLOT_AARCH64 = 1026 };

static pid_t
hijacked(void)
{
	return -42;
}

static uintptr_t
relocated(uintptr_t base, uintptr_t address)
{
	return address < base ? base + address : address;
}

static uintptr_t
find(const ElfW(Dyn) *dynamic, uintptr_t base, ElfW(Sxword) tag)
{
	for (; dynamic->d_tag != DT_NULL; dynamic++)
		if (dynamic->d_tag == tag)
			return relocated(base, dynamic->d_un.d_ptr);
	return 0;
}

static void **
slot(const ElfW(Dyn) *dynamic, uintptr_t base, const char *name)
{
	const ElfW(Rela) *r = (const void *)find(dynamic, base, DT_JMPREL);
	const ElfW(Sym) *symbols = (const void *)find(dynamic, base, DT_SYMTAB);
	const char *strings = (const void *)find(dynamic, base, DT_STRTAB);

	for (;; r++) {
		uint32_t type = ELF64_R_TYPE(r->r_info);

		if (type != R_JUMP_SLOT_X86_64 && type != R_JUMP_SLOT_AARCH64)
			return NULL;
		if (!strcmp(strings + symbols[ELF64_R_SYM(r->r_info)].st_name, name))
			return (void **)(base + r->r_offset);
	}
}

/* The first object is the program itself. */
static int
program(struct dl_phdr_info *info, size_t size, void *result)
{
	void ***found = result;

	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *h = &info->dlpi_phdr[i];

		if (h->p_type == PT_DYNAMIC)
			*found = slot((const void *)(info->dlpi_addr + h->p_vaddr),
			    info->dlpi_addr, "getppid");
	}
	return 1;
}

int
main(void)
{
	pid_t (*f)(void) = hijacked;
	void **p = NULL;

	dl_iterate_phdr(program, &p);
	if (!p)
		return getppid() ? 2 : 3;
	OPAQUE(p);
	memcpy(p, &f, sizeof f);
	puts(getppid() == -42 ? "hijacked" : "missed");
	return 0;
}
