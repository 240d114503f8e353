/* What one function shows of itself. */
#include <elf.h>

#include "elf/codelook.h"
#include "elf/instruction.h"

enum { SP = 4, BP = 5, SI = 6, DI = 7, R11 = 11, MANY = 16 };

/* Registers of x86-64 that arguments come in: rdi, rsi, rdx, rcx, r8, r9; those that a call keeps: rbx, rbp, r12 to r15. */
enum { ARGUMENTS = 1 << DI | 1 << SI | 1 << 2 | 1 << 1 | 1 << 8 | 1 << 9, KEPT = 1 << 3 | 1 << BP | 15 << 12 };

/* Places of the frame, counted from where the return address is (x86-64), or the stack pointer was when the function
 * began: below 0 is the frame. Those that arguments were put into are parameters, for whose address gcc has no canary. */
struct frame {
	struct shown *shown;
	int64_t argument[MANY], behind[MANY], address[MANY]; /* an argument's place, and its end */
	unsigned narg, naddress, first[2]; /* the first registers that addresses go to */
	int64_t depth, pointer;	  /* how far the stack pointer is below; where the frame pointer points */
	int64_t before;		  /* the depth before the way out, to which what stands behind it returns */
	int64_t calls;		  /* the least depth of a call: more are arguments on the stack, taken down on the way out */
	uint32_t holds;		  /* registers that hold what came in one */
	bool has_pointer, leaving, kept_bp; /* kept_bp: rbp was pushed last */
};

static void
frame_address(struct frame *f, int64_t at, unsigned to)
{
	if (at >= 0)
		f->shown->perhaps = true;
	else if (f->naddress == MANY)
		f->shown->needs = true;
	else
		f->address[f->naddress++] = at;
	if (f->naddress == 1 || f->naddress == 2)
		f->first[f->naddress - 1] = to;
}

static void
argument_stored(struct frame *f, int64_t at, int64_t size)
{
	if (f->narg < MANY) {
		f->argument[f->narg] = at;
		f->behind[f->narg++] = at + size;
	}
}

/* Of sine and cosine of one number the compiler makes one call, which writes both. */
static bool
is_sincos(const struct frame *f)
{
	int64_t apart = f->naddress == 2 ? f->address[0] - f->address[1] : 0;

	return f->first[0] + f->first[1] == SI + DI && (apart == 8 || apart == -8 || apart == 4 || apart == -4);
}

/* Addresses that are of no parameter; where one stands may be written down before or after it is filled. */
static void
judge_addresses(struct frame *f)
{
	bool sure = false, given[MANY] = {false}; /* the address of the argument is: then that of its end is its own, too */

	for (unsigned i = 0; i < f->naddress; i++)
		for (unsigned k = 0; k < f->narg; k++)
			given[k] = given[k] || f->address[i] == f->argument[k];
	for (unsigned i = 0; i < f->naddress; i++) {
		bool argument = false;

		for (unsigned k = 0; k < f->narg; k++)
			argument = argument || (f->address[i] >= f->argument[k] && f->address[i] < f->behind[k] + given[k]);
		sure = sure || (!argument && f->address[i] % 2 == 0); /* g++ keeps parameters of an empty class in single bytes */
	}
	f->shown->perhaps = f->shown->perhaps || f->naddress > 0;
	f->shown->needs = f->shown->needs || (sure && !is_sincos(f));
}

/* A memory operand's place; false where it is none of the frame. */
static bool
frame_place(const struct frame *f, const struct instruction *in, int64_t *at)
{
	*at = in->displacement + (in->base == BP ? f->pointer : -f->depth);
	return in->memory && !in->thread && (in->base == SP || (in->base == BP && f->has_pointer));
}

static void
move_stack(struct frame *f, int64_t down)
{
	if (down > 0)
		f->leaving = false;
	else if (!f->leaving) {
		f->leaving = true;
		f->before = f->depth;
	}
	f->depth += down;
	f->kept_bp = false;
}

static void
push(struct frame *f, const struct instruction *in)
{
	move_stack(f, 8);
	f->kept_bp = in->opcode == 0x55;
}

/* push, pop, sub and add; and a frame that is touched page by page */
static void
follow_stack(struct frame *f, const struct instruction *in)
{
	bool number = (in->opcode == 0x81 || in->opcode == 0x83) && in->mod == 3 && in->base == SP;

	if (in->map > 0)
		return;
	if (in->opcode >> 3 == 10 || in->opcode == 0x68 || in->opcode == 0x6a || (in->opcode == 0xff && in->reg == 6))
		push(f, in);
	else if (in->opcode >> 3 == 11)
		move_stack(f, -8);
	else if (number && (in->reg == 5 || in->reg == 0))
		move_stack(f, in->reg == 5 ? in->number : -in->number);
	else if ((in->opcode == 0x2b && in->mod == 3 && in->reg == SP) || (in->opcode == 0x29 && in->mod == 3 && in->base == SP))
		f->shown->needs = true; /* alloca */
	else if (in->opcode == 0xc9)
		move_stack(f, -f->pointer - f->depth - 8);
	if (number && in->reg == 5) {
		f->shown->bare_page = f->shown->bare_page || in->number > PAGE;
		f->shown->probed = f->shown->probed || in->number == PAGE;
	}
}

/* Where the stack pointer is behind a jump that is always taken, what stands next does not follow. */
static void
follow_jump(struct frame *f, const struct instruction *in, uint64_t next, uint64_t begin, uint64_t end)
{
	bool call = in->opcode == 0xe8 || (in->opcode == 0xff && in->reg == 2);
	bool leaves = in->opcode == 0xc3 || in->opcode == 0xc2 || (in->opcode == 0xff && in->reg == 4);
	bool jump = in->map == 0 && (in->opcode == 0xe9 || in->opcode == 0xeb);
	bool branch = in->map == 1 ? in->opcode >> 4 == 8 : jump || in->opcode >> 4 == 7;

	if (in->map > 1 || (in->map == 1 && in->opcode >> 4 != 8))
		return;
	if (branch && next + (uint64_t)in->number - begin >= end - begin)
		*(jump ? &f->shown->returns : &f->shown->apart) = true;
	if (in->map == 1 || in->opcode >> 4 == 7 || call) {
		f->leaving = false;
		if (call && in->map == 0) {
			f->holds &= KEPT;
			f->calls = f->calls == 0 || f->depth < f->calls ? f->depth : f->calls;
		}
		return;
	}
	if (leaves)
		f->shown->returns = true;
	if (leaves || (jump && f->depth == 0)) { /* where it leaves, the depth is 0 */
		f->depth = f->calls > 0 ? f->calls : f->leaving ? f->before - f->depth : f->depth;
		f->leaving = false;
	}
}

/* What came in a register, stored into the frame, or moved to another register. */
static bool
stores_argument(struct frame *f, const struct instruction *in)
{
	bool store = in->map == 0 && (in->opcode == 0x89 || in->opcode == 0x88);
	uint32_t to = UINT32_C(1) << (in->reg & 15);

	if (in->map == 1)
		return in->memory && in->opcode == 0x11 && in->repeated; /* movss, movsd */
	if (in->map > 1 || in->mod == NO_REGISTER)
		return false;
	if (store && in->memory)
		return f->holds & to;
	if (store)
		f->holds = (f->holds & ~(UINT32_C(1) << in->base)) | ((f->holds & to) != 0 ? UINT32_C(1) << in->base : 0);
	else if (in->opcode == 0x8b && !in->memory && f->holds >> in->base & 1)
		f->holds |= to;
	else if (in->opcode == 0x8b || in->opcode == 0x8d || in->opcode == 0x33)
		f->holds &= ~to;
	return false;
}

static void
follow_x86(struct frame *f, const struct instruction *in, uint64_t next, uint64_t begin, uint64_t end)
{
	bool lea = in->map == 0 && in->opcode == 0x8d, move = in->map == 0 && in->mod == 3 && (in->opcode == 0x89 || in->opcode == 0x8b);
	uint8_t from = in->opcode == 0x89 ? in->reg : in->base, to = in->opcode == 0x89 ? in->base : in->reg;
	bool argument, copy = in->map == 0 && in->repeated && (in->opcode == 0xa4 || in->opcode == 0xa5);
	int64_t at;

	if (copy && f->naddress > 0 && f->address[f->naddress - 1] == -f->depth) { /* a struct that is handed over by value */
		f->naddress--;
		f->shown->perhaps = true;
	}
	if (in->map == 0 && in->opcode == 0x89 && in->reg == SP && in->mod != 3) /* kept */
		f->shown->needs = true;
	if (lea && in->reg == SP && in->base != BP) /* moves the stack by what is not followed */
		f->shown->perhaps = true;
	if (in->thread && in->memory && in->base == NO_REGISTER && in->index == NO_REGISTER && in->displacement == 0x28)
		f->shown->canary = true;
	follow_stack(f, in);
	follow_jump(f, in, next, begin, end);
	argument = stores_argument(f, in);
	if (move && in->wide && from == SP && to == BP && f->kept_bp) {
		f->has_pointer = true;
		f->pointer = -f->depth;
	} else if (move && in->wide && from == SP && to != R11) { /* r11 counts the pages that are touched */
		frame_address(f, -f->depth, to);
	} else if (frame_place(f, in, &at)) {
		if (argument)
			argument_stored(f, at, in->wide || in->map == 1 ? 8 : 4);
		else if (lea && in->reg != SP && (in->reg != R11 || in->displacement > -PAGE))
			frame_address(f, at, in->reg);
		else if (in->index != NO_REGISTER && !lea && !(in->map == 1 && in->opcode == 0x1f))
			*(at < 0 ? &f->shown->needs : &f->shown->perhaps) = true;
	}
}

/* Does it read the guard? That is told by the bytes, so that it holds where the code cannot be followed to that place. */
static bool
reads_guard(struct str code)
{
	static const char guard[] = "\x25\x28\0\0"; /* mov %fs:0x28, .. */
	const char *p = memmem(code.p, code.n, guard, sizeof guard);

	return p && p - code.p >= 4 && (unsigned char)p[-4] == 0x64 && (p[-3] & 0xf8) == 0x48;
}

/* Can it have a frame of more than a page? Without, nothing else is to be told of a function with a canary, and most bytes are
 * not read one by one. */
static bool
may_be_big(struct str code)
{
	static const char big[] = "\x48\x81\xec"; /* sub $N, %rsp */

	return memmem(code.p, code.n, big, sizeof big - 1) != NULL;
}

static void
look_at_x86(struct shown *s, struct str code, uint64_t at)
{
	static const char endbr64[] = "\xf3\x0f\x1e\xfa";
	struct frame f = {.shown = s, .holds = ARGUMENTS};
	struct instruction in;

	s->marked = str_starts(code, STR(endbr64));
	s->canary = reads_guard(code);
	if (s->canary && !may_be_big(code))
		return;
	for (size_t i = 0; i < code.n; i += in.length) {
		if (!instruction_read(&in, str_cut(code, i))) {
			s->garbled = true;
			break;
		}
		follow_x86(&f, &in, at + i + in.length, at, at + code.n);
	}
	judge_addresses(&f);
}

/* The address that adrp and what follows it come to is the guard's, or of a pointer to it. */
static bool
is_guard(const struct elf *e, const struct guards *g, uint64_t at)
{
	return guards_have(g, at) || (g->n > 0 && guards_have(g, elf_number(e, elf_at(e, at), 0, 8)));
}

enum { ZERO = 31, FP = 29, PAGES = 32 };

struct pages {
	uint64_t of[PAGES];
	uint32_t known;
};

/* adrp; then the number in add and in ldr. True where an address is known. */
static bool
follow_page(struct pages *p, uint32_t word, uint64_t at, uint64_t *address)
{
	unsigned to = word & 31, from = word >> 5 & 31;
	uint64_t number = word >> 10 & 0xfff;

	if ((word & 0x9f000000) == 0x90000000) {
		uint64_t pages = (uint64_t)(word >> 5 & 0x7ffff) << 2 | (word >> 29 & 3);

		p->of[to] = (at & ~UINT64_C(0xfff)) + ((pages ^ 0x100000) - 0x100000) * PAGE;
		p->known |= UINT32_C(1) << to;
		return false;
	}
	if (!(p->known >> from & 1) || ((word & 0xffc00000) != 0x91000000 && (word & 0xffc00000) != 0xf9400000))
		return false;
	*address = p->of[from] + (word >> 24 == 0xf9 ? number * 8 : number);
	p->known &= ~(UINT32_C(1) << to);
	return true;
}

/* A call of what reports, or of the entry of the table of functions that leads there. */
static bool
calls_guard(const struct elf *e, const struct guards *g, uint64_t to)
{
	struct pages pages = {.known = 0};
	struct str code = elf_at(e, to);
	uint64_t address;

	if (g->n == 0 || guards_have(g, to))
		return g->n > 0;
	for (uint64_t i = 0; i < 16; i += 4)
		if (follow_page(&pages, (uint32_t)elf_number(e, code, i, 4), to + i, &address))
			return guards_have(g, address);
	return false;
}

static void
arm_stack(struct frame *f, uint32_t word)
{
	int64_t number = (int64_t)(word >> 10 & 0xfff) << (word >> 22 & 1 ? 12 : 0);
	unsigned to = word & 31, from = word >> 5 & 31;

	if ((word & 0xff8003ff) == 0xd10003ff) { /* sub sp, sp, #N */
		f->depth += number;
	} else if ((word & 0xffc003e0) == 0xa98003e0) { /* stp A, B, [sp, #-N]! */
		f->depth += 8 * (int64_t)(128 - (word >> 15 & 127));
	} else if ((word & 0xff8003ff) == 0x910003fd) { /* add x29, sp, #N */
		f->has_pointer = true;
		f->pointer = number - f->depth;
	} else if ((word & 0xff800000) == 0x91000000 && from == ZERO && to != ZERO) {
		frame_address(f, number - f->depth, to);
	} else if ((word & 0xff000000) == 0xd1000000 && from == FP && f->has_pointer && to != ZERO) {
		frame_address(f, f->pointer - number, to);
	} else if ((word & 0xff800000) == 0x91000000 && from == FP && f->has_pointer && to != ZERO) {
		frame_address(f, f->pointer + number, to);
	} else if ((word & 0xffe0ffe0) == 0xcb2063e0) { /* sub X, sp, Y: alloca */
		f->shown->needs = true;
	}
}

static void
arm_store(struct frame *f, uint32_t word)
{
	unsigned from = word >> 5 & 31, size = (word & 0x3fc00000) == 0x3d800000 ? 4 : word >> 30;
	int64_t base = from == FP && f->has_pointer ? f->pointer : -f->depth;
	bool floating = word >> 26 & 1;

	if ((from != ZERO && from != FP) || ((word & 31) > 7))
		return;
	if ((word & 0x3bc00000) == 0x39000000 || (word & 0x3fc00000) == 0x3d800000) /* str */
		argument_stored(f, base + ((int64_t)(word >> 10 & 0xfff) << size), INT64_C(1) << size);
	else if ((word & 0x3be00c00) == 0x38000000) /* stur */
		argument_stored(f, base + (((int64_t)(word >> 12 & 511) ^ 256) - 256), INT64_C(1) << size);
	else if ((word & 0x7fc00000) == 0x29000000 || (word & 0x3fc00000) == 0x2d000000) { /* stp */
		int64_t one = floating ? INT64_C(4) << size : word >> 31 ? 8 : 4;

		argument_stored(f, base + one * (((int64_t)(word >> 15 & 127) ^ 64) - 64), 2 * one);
	}
}

static void
look_at_arm(struct shown *s, const struct elf *e, const struct guards *g, struct str code, uint64_t at)
{
	static const uint32_t marks[] = {0xd503245f, 0xd50324df, 0xd503233f, 0xd503237f}; /* bti c, bti jc, paciasp, pacibsp */
	struct frame f = {.shown = s};
	struct pages pages = {.known = 0};
	uint64_t address;

	for (uint64_t i = 0; i + 4 <= code.n; i += 4) {
		uint32_t word = (uint32_t)elf_number(e, code, i, 4);
		uint64_t jump = (((uint64_t)word & 0x3ffffff) ^ 0x2000000) - 0x2000000, to = at + i + jump * 4;

		for (size_t k = 0; i == 0 && k < COUNT(marks); k++)
			s->marked = s->marked || word == marks[k];
		if (follow_page(&pages, word, at + i, &address) && is_guard(e, g, address))
			s->canary = true;
		if (word >> 26 == 0x25) {
			s->canary = s->canary || calls_guard(e, g, to);
		}
		if ((word & 0xfffff3ff) == 0xd65f03c0 || (word & 0xfffff3ff) == 0xd65f03ff || (word & 0xfffffc1f) == 0xd61f0000 ||
		    (word >> 26 == 5 && to - at >= code.n))
			s->returns = true;
		arm_stack(&f, word);
		arm_store(&f, word);
	}
	judge_addresses(&f);
}

void
function_look(struct shown *s, const struct elf *e, const struct guards *g, struct str code, uint64_t at)
{
	*s = (struct shown){.canary = false};
	if (e->machine == EM_X86_64)
		look_at_x86(s, code, at);
	else
		look_at_arm(s, e, g, code, at);
}
