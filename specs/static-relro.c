/*
 * static-relro.c - a part of a static program with musl: makes the pages of PT_GNU_RELRO read-only.
 *
 * The loader does that for a dynamic program, and glibc's start for a static one; musl's does not. .init runs behind
 * musl's own start (relocations, the thread pointer) and before all constructors, and what stands first in the link is
 * first in it. Nothing of a library is called, for a program may have a function of any name.
 */
typedef __SIZE_TYPE__ word;

struct segment { /* Elf64_Phdr */
	unsigned type, flags;
	word offset, address, physical, in_file, size, align;
};

enum { PT_DYNAMIC = 2, PT_GNU_RELRO = 0x6474e552 };
enum { AT_PHDR = 3, AT_PHENT, AT_PHNUM, AT_PAGESZ };

extern char **__environ;
extern const char _DYNAMIC[] __attribute__((weak, visibility("hidden")));

#ifdef __x86_64__
enum { WRITE = 1, EXIT_GROUP = 231 };
#define CALL "call"
#else
enum { WRITE = 64, EXIT_GROUP = 94 };
#define CALL "bl"
#endif

static inline __attribute__((always_inline)) void
kernel(long number, word a, const char *b, word c)
{
#ifdef __x86_64__
	__asm__ volatile("syscall" : "+a"(number) : "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
#else
	register long x8 __asm__("x8") = number;
	register word x0 __asm__("x0") = a, x2 __asm__("x2") = c;
	register const char *x1 __asm__("x1") = b;

	__asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
#endif
}

/* mprotect(start, size, PROT_READ) where the type is PT_GNU_RELRO, and 0 otherwise; hardcc verify knows it by its bytes. */
static inline __attribute__((always_inline)) long
protect(word type, word start, word size)
{
#ifdef __x86_64__
	long result = 0;

	__asm__ volatile("cmpl $0x6474e552, %%ecx\n\tjne 1f\n\tmovl $1, %%edx\n\tmovl $10, %%eax\n\tsyscall\n1:"
	    : "+a"(result), "+c"(type) : "D"(start), "S"(size) : "rdx", "r11", "cc", "memory");
	return result;
#else
	register word x0 __asm__("x0") = start, x1 __asm__("x1") = size, x3 __asm__("x3") = type;

	__asm__ volatile("movz w8, #0xe552\n\tmovk w8, #0x6474, lsl #16\n\tcmp w3, w8\n\tmov x2, #1\n\tmov x8, #226\n\t"
	    "b.eq 1f\n\tmov x0, #0\n\tb 2f\n1:\tsvc #0\n2:"
	    : "+r"(x0) : "r"(x1), "r"(x3) : "x2", "x8", "cc", "memory");
	return (long)x0;
#endif
}

__attribute__((used)) static void
hardcc_static_relro(void)
{
	static const char text[] = "static-relro: mprotect failed: tables that are to be read-only are not\n";
	word headers = 0, size = 0, n = 0, page = 0, base = 0, i;
	const struct segment *s;
	char **each = __environ;
	const word *pair;

	while (*each)
		each++;
	for (pair = (const word *)(each + 1); pair[0]; pair += 2) /* the auxiliary vector */
		switch (pair[0]) {
		case AT_PHDR:	headers = pair[1]; break;
		case AT_PHENT:	size = pair[1]; break;
		case AT_PHNUM:	n = pair[1]; break;
		case AT_PAGESZ:	page = pair[1]; break;
		}
#define EACH_SEGMENT for (i = 0; s = (const struct segment *)(headers + i * size), i < n; i++)
	EACH_SEGMENT
		if (s->type == PT_DYNAMIC)
			base = (word)_DYNAMIC - s->address;
	EACH_SEGMENT {
		word start = (base + s->address) & -page, end = (base + s->address + s->size) & -page;

		if (start >= end || protect(s->type, start, end - start) == 0)
			continue;
		kernel(WRITE, 2, text, sizeof text - 1);
		for (;;)
			kernel(EXIT_GROUP, 127, 0, 0);
	}
}

__asm__(".pushsection .init, \"ax\", %progbits\n\t" CALL " hardcc_static_relro\n\t.popsection");
