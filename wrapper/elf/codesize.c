/*
 * How much of a file's code the notes tell of. A unit's note has the sizes of its sections of code, so that their sum can be
 * laid beside the code that is there: what is more than the notes explain, no note tells of, whoever made it and whatever
 * was stripped. Nothing passes by the number of notes.
 */
#include <elf.h>
#include <stdlib.h>

#include "elf/frames.h"
#include "elf/sections.h"

/*
 * What is in each file and not compiled through hardcc. START: crt1.o, crti.o, crtbegin.o with their padding, which come to
 * 233 bytes with gcc 12 on x86-64, static to 301, and on aarch64 to 352. MUSL: the same in its static files; a PIE relocates
 * itself. GO: assembler of runtime/cgo, and the alignment of Go's text on both sides. On x86-64 it has no frame (.eh_frame),
 * as code of a compiler has: of that no more than padding may be left over, so that a small foreign unit does not hide in this.
 */
enum { START = 512, START_X86 = 304, MUSL = 384, MUSL_PIE = 768, GO = 320, ALIGN = 16 };
enum { MOST_OTHERS = 1 << 20 }; /* they take 16 MiB */

/* The code that units have to explain, and how much of it they may. */
struct explained {
	uint64_t begin, end;	/* the addresses that are looked at */
	uint64_t bytes, framed;	/* of code in them, and of code with a frame */
	uint64_t sure, most;	/* what the notes tell of it, at least and at most: with padding, with parts that are apart */
	struct range {
		uint64_t begin, end;
	} makeshift[8], *others; /* libgcc's, ours for RELRO, and what C++ has in several units, of which the linker takes one */
	size_t nmakeshift;
	size_t nother, room;
	uint64_t gaps;		/* between functions with a frame */
	uint64_t cold;		/* parts of these that are apart */
	bool musl;		/* is linked in */
	uint64_t libc;		/* where the C library begins in a static file; 0 where that is not known */
};

static uint64_t
common(uint64_t begin, uint64_t end, uint64_t from, uint64_t to)
{
	begin = begin > from ? begin : from;
	end = end < to ? end : to;
	return begin < end ? end - begin : 0;
}

static uint64_t
end_of(uint64_t begin, uint64_t n)
{
	return begin > UINT64_MAX - n ? UINT64_MAX : begin + n;
}

static void
add_code(struct explained *x, const struct binary *b, uint64_t begin, uint64_t n)
{
	uint64_t end = end_of(begin, n);

	begin = begin > x->begin ? begin : x->begin;
	end = end < x->end ? end : x->end;
	if (begin < end)
		x->bytes += end - begin - common(begin, end, b->go.text, b->go.text_end);
}

bool
section_makeshift(struct str name)
{
	return str_starts(name, STR(".plt")) || str_is(name, STR(".iplt")) || str_is(name, STR(".init")) ||
	    str_is(name, STR(".fini"));
}

/* By sections, or without them by segments: then what the linker makes is in it. */
static void
count_code(struct explained *x, const struct binary *b, const struct elf *e, uint64_t nplt)
{
	struct elf_loads loads = {0};
	struct elf_section s;
	struct elf_segment p;

	for (uint64_t i = 1; elf_section(e, i, &s); i++) {
		if (!(s.flags & SHF_EXECINSTR))
			continue;
		if (!section_makeshift(s.name))
			add_code(x, b, s.address, s.bytes.n);
		else if (x->nmakeshift < COUNT(x->makeshift))
			x->makeshift[x->nmakeshift++] = (struct range){s.address, end_of(s.address, s.bytes.n)};
	}
	if (b->sections)
		return;
	while (elf_next_loaded(e, &loads, &p))
		if (p.flags & PF_X)
			add_code(x, b, p.address, p.bytes.n);
	x->most += (nplt + 2) * 2 * ALIGN;
}

static bool
counts(const struct explained *x, uint64_t at)
{
	for (size_t i = 0; i < x->nmakeshift; i++)
		if (at >= x->makeshift[i].begin && at < x->makeshift[i].end)
			return false;
	return true;
}

/* atexit and its kin in libc_nonshared.a: they load the library's handle and jump. And crtfastmath.o, which sets two bits.
 * tries: each may look at all segments. */
static bool
is_nonshared(const struct elf *e, uint64_t begin, uint64_t size, unsigned *tries)
{
	static const unsigned char starts[][3] = {{0x48, 0x8b, 0x15}, {0x48, 0x8b, 0x35}, {0x48, 0x8b, 0x0d}};
	static const char fast_math[] = "\x0f\xae\x5c\x24\xfc\x81\x4c\x24\xfc\x40\x80\0\0\x0f\xae\x54\x24\xfc\xc3";
	enum { FAST_MATH = sizeof fast_math - 1, ENDBR = 4 };
	bool fast = size == FAST_MATH || size == FAST_MATH + ENDBR;
	struct str code;

	if (e->machine != EM_X86_64 || !(fast || (size >= 12 && size <= 14)) || *tries == 0)
		return false;
	(*tries)--;
	code = str_head(elf_at(e, begin), (size_t)size);
	if (fast)
		return code.n == size && str_ends(code, STR(fast_math));
	for (size_t i = 0; i < COUNT(starts); i++)
		if (code.n > size - 5 && memcmp(code.p, starts[i], sizeof starts[i]) == 0 &&
		    (unsigned char)code.p[size - 5] == 0xe9)
			return true;
	return false;
}

static void
leave_out(struct explained *x, uint64_t begin, uint64_t end)
{
	x->others = arena_more(x->others, x->nother, &x->room, sizeof *x->others);
	x->others[x->nother++] = (struct range){begin, end};
}

/* No strip takes that table away. */
static void
count_framed(struct explained *x, const struct binary *b, const struct elf *e)
{
	enum { TINY = 8, RELRO_START = 1024 };
	struct explained part = {.begin = x->begin, .end = x->end};
	uint64_t begin, size, last = 0, entry = e->entry;
	struct frames frames;
	unsigned nonshared = 1024;
	bool unit = false, cold;

	if (!frames_open(&frames, e))
		return;
	while (frames_next(&frames, &begin, &size, &cold)) {
		if (begin < last || !counts(x, begin))
			continue;
		if (begin - last < ALIGN && unit) {
			add_code(&part, b, last, begin - last);
			x->gaps += begin - last;
		}
		last = begin + size;
		unit = false;
		if (b->relro_start >= begin && b->relro_start < last && size < RELRO_START)
			leave_out(x, begin, last);
		if (entry >= begin && entry < last)
			entry = (last + ALIGN - 1) / ALIGN * ALIGN; /* the start file's, and a tiny one behind it */
		else if ((begin != entry || size > TINY) && !is_nonshared(e, begin, size, &nonshared))
			unit = true;
		add_code(&part, b, begin, unit ? size : 0);
	}
	x->framed = part.bytes;
}

/* "__udivti3": what compilers call for what the machine has no instruction for; and of start files. */
static bool
is_libgcc(struct str name)
{
	static const char ends[][4] = {"i2", "i3", "f2", "f3", "c3"};

	if (str_is(name, STR("set_fast_math")))
		return true;
	for (size_t i = 0; i < COUNT(ends) && str_starts(name, STR("__")); i++)
		if (str_ends(name, str_of(ends[i])))
			return true;
	return false;
}

/* Members of musl's archive that stand before what starts a program: those of its directories conf, ctype and dirent. */
static bool
is_early_musl(struct str name)
{
	static const char names[] = "sysconf confstr pathconf fpathconf get_nprocs get_nprocs_conf get_phys_pages get_avphys_pages "
		"tolower toupper toascii towlower towupper towctrans wcwidth wcswidth ctype_b_loc "
		"ctype_tolower_loc ctype_toupper_loc ctype_get_mb_cur_max opendir fdopendir closedir dirfd readdir "
		"readdir_r rewinddir seekdir telldir scandir alphasort versionsort";
	static const char classes[] = "alnum alpha ascii blank cntrl digit graph lower print punct space upper xdigit ctype";

	name = str_cut(name, str_starts(name, STR("__")) ? 2 : 0);
	name = str_head(name, name.n - (str_ends(name, STR("_l")) ? 2 : 0));
	return str_lists(STR(names), name) ||
	    (str_starts(name, STR("is")) && str_lists(STR(classes), str_cut(name, str_starts(name, STR("isw")) ? 3 : 2)));
}

static void
look_at_symbol(void *context, const struct elf_symbol *s)
{
	static const char firsts[][24] = {
		"call_fini", "__libc_start_call_main", "__libc_start_main", "__libc_init_first", "__init_libc",
	};
	struct explained *x = context;

	if (s->type != STT_FUNC || s->section == SHN_UNDEF)
		return;
	for (size_t i = 0; i < COUNT(firsts); i++)
		if (str_is_text(s->name, firsts[i]) && (x->libc == 0 || s->value < x->libc))
			x->libc = s->value;
	if (x->nother < MOST_OTHERS &&
	    (is_libgcc(s->name) || (x->musl && is_early_musl(s->name)) || (s->binding == STB_WEAK && str_starts(s->name, STR("_Z"))))) {
		leave_out(x, s->value, end_of(s->value, s->size));
	} else if (str_starts(s->name, STR("_Z")) && str_ends(s->name, STR(".cold")) && s->value >= x->begin &&
	    s->value < x->end) {
		x->cold += s->size;
	}
}

static int
by_address(const void *a, const void *b)
{
	uint64_t x = ((const struct range *)a)->begin, y = ((const struct range *)b)->begin;

	return (x > y) - (x < y);
}

/* What aligns the next function goes with one that is left out, as far as frames tell where that begins: *at is a frame's, the last
 * that was asked for. Otherwise it may be as much as can be, which of hundreds of functions would hide a unit. */
static uint64_t
end_with_gap(struct explained *x, struct frames *frames, uint64_t *at, uint64_t end)
{
	uint64_t size;
	bool cold;

	while (*at < end && frames_next(frames, at, &size, &cold))
		continue;
	if (*at >= end && *at - end < ALIGN)
		return *at;
	x->most += ALIGN - 1;
	return end;
}

/* Several names are of one function. */
static void
leave_out_others(struct explained *x, const struct elf *e)
{
	uint64_t at = x->begin, n = 0, frame = 0;
	struct frames frames;

	if (!frames_open(&frames, e))
		frame = UINT64_MAX;
	if (x->nother > 1)
		qsort(x->others, x->nother, sizeof *x->others, by_address);
	for (size_t i = 0; i < x->nother; i++) {
		uint64_t end = x->others[i].end;

		if (end <= at)
			continue;
		end = end_with_gap(x, &frames, &frame, end);
		n += common(x->others[i].begin, end, at, x->end);
		at = end;
	}
	x->bytes -= n < x->bytes ? n : x->bytes;
	x->framed -= n < x->framed ? n : x->framed;
	x->most += x->cold;
}

/* The first function that the one at this address calls; 0 where none is near. */
static uint64_t
called(const struct elf *e, uint64_t at)
{
	enum { LOOK = 64, CALL = 0xe8, JUMP = 0xe9, SIZE = 5, NEAR = 1 << 20 };
	struct str code = str_head(elf_at(e, at), LOOK);

	for (size_t i = 0; at > 0 && i + SIZE <= code.n; i++) {
		unsigned char byte = (unsigned char)code.p[i];
		uint64_t to = at + i + SIZE + elf_distance(e, code, i + 1);

		if ((byte == CALL || byte == JUMP) && to > e->entry && to - e->entry < NEAR)
			return to;
	}
	return 0;
}

/* Without symbols musl's __init_libc is found by its three callers: _start, _start_c, __libc_start_main. */
static void
follow_start(struct explained *x, const struct binary *b, const struct elf *e)
{
	if (x->libc == 0 && b->libc != CLIB_GLIBC && e->machine == EM_X86_64)
		x->libc = called(e, called(e, called(e, e->entry)));
}

uint64_t
codesize_libc(const struct binary *b, const struct elf *e)
{
	struct explained x = {.end = UINT64_MAX};

	elf_each_symbol(e, look_at_symbol, &x);
	follow_start(&x, b, e);
	return x.libc;
}

/* In the order of a link, units stand between the start files and the C library. */
static bool
leave_out_libc(struct explained *x, const struct units *u, const struct elf *e)
{
	struct elf_section s;

	if (x->libc <= e->entry)
		return false;
	x->begin = e->entry;
	x->end = x->libc;
	for (uint64_t i = 1; elf_section(e, i, &s); i++) /* Are the other parts of units before all that? */
		if (s.flags & SHF_EXECINSTR && e->entry > s.address && e->entry - s.address < s.size &&
		    e->entry - s.address >= ALIGN) {
			x->sure = u->code[0];
			x->most -= u->all - u->code[0];
		}
	return true;
}

/* Why nothing can be concluded from the sizes; NULL where they tell. */
static const char *
why_untold(const struct binary *b, const struct explained *x)
{
	if (binary_static(b) && x->libc == 0)
		return "it is static, and nothing tells the C library's code apart";
	if (!b->symtab && (str_has(buf_str(&b->needed), "libstdc++") || str_has(buf_str(&b->needed), "libc++")))
		return "what several units of C++ have is in no note, and no symbols tell it apart";
	if (x->sure > x->bytes)
		return "the notes tell of more code than there is: the linker left some out";
	return b->units.mute + b->units.unread > 0 ? "some notes do not tell how much code their units have" : NULL;
}

/* What is told: both without what aligns the functions, which is in sections and in notes. */
static uint64_t
without_gaps(const struct explained *x, uint64_t n)
{
	bool sane = x->bytes <= UINT32_MAX && n <= x->bytes && x->gaps < x->bytes;

	return sane ? n - n * x->gaps / x->bytes : n;
}

void
codesize_read(struct binary *b, const struct elf *e, uint64_t nplt)
{
	struct units *u = &b->units;
	struct explained x = {.end = UINT64_MAX};
	uint64_t start, framed;

	x.musl = binary_static(b) && b->libc == CLIB_MUSL;
	x.sure = u->all;
	x.most = u->all + u->padding;
	if (binary_static(b)) {
		elf_each_symbol(e, look_at_symbol, &x);
		follow_start(&x, b, e);
		if (!leave_out_libc(&x, u, e))
			x.libc = 0;
	}
	count_code(&x, b, e, nplt);
	count_framed(&x, b, e);
	start = b->machine == EM_X86_64 ? START_X86 : START;
	if (binary_static(b) && b->libc != CLIB_GLIBC) /* which its start file names */
		start = b->kind == BINARY_STATIC ? MUSL : MUSL_PIE;
	start += b->go.is ? GO : 0;
	framed = b->machine == EM_X86_64 ? 0 : start;
	if (!binary_static(b) && (x.bytes > x.most + start || x.framed > x.most + framed))
		elf_each_symbol(e, look_at_symbol, &x);
	leave_out_others(&x, e);
	x.framed = x.framed < x.bytes ? x.framed : x.bytes;
	if (x.framed > x.most + framed)
		b->code.bare = x.framed - x.sure;
	if (x.bytes > x.most + start && x.bytes - x.sure - start > b->code.bare)
		b->code.bare = x.bytes - x.sure - start;
	b->code.bare = without_gaps(&x, b->code.bare);
	b->code.bytes = without_gaps(&x, x.bytes);
	if (b->code.bare > 0 || x.sure > x.bytes || (binary_static(b) && x.libc == 0))
		b->code.untold = why_untold(b, &x);
}

/* All of it of an object that has no note and is none of C, by what it says of itself: assembler, or it says nothing. Of one
 * with notes, which may have been linked of several: its sections bear the names that are in the notes. */
void
codesize_object(struct binary *b, const struct elf *e, const struct units *before, bool silent)
{
	static const char parts[UNIT_PARTS][16] = {".text", ".text.unlikely", ".text.startup", ".text.hot", ".text.exit"};
	bool noted = b->units.n > before->n;
	uint64_t n = 0, told = b->units.all - before->all;
	struct elf_section s;

	for (uint64_t i = 1; elf_section(e, i, &s); i++) {
		bool named = !noted;

		if (str_ends(s.name, STR(".gopclntab")))
			return;
		for (size_t j = 0; j < UNIT_PARTS; j++)
			named = named || str_is_text(s.name, parts[j]);
		if (s.flags & SHF_EXECINSTR && named)
			n += s.bytes.n;
	}
	b->code.bytes += n;
	if (noted ? b->units.mute == before->mute && n > told + (b->units.padding - before->padding) : !silent)
		b->code.bare += n - told;
}

/* Go's own assembler is beside its code. */
void
codesize_archive(struct binary *b)
{
	if (b->go.is && b->code.bare <= GO)
		b->code.bare = 0;
}
