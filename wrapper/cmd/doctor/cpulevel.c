#include "cmd/doctor/cpulevel.h"

#include "base/str.h"

#ifdef __x86_64__
#include <cpuid.h>

enum reg { EAX, EBX, ECX, EDX };

/* What each level adds; the x86-64 psABI's list. */
static const struct need {
	unsigned leaf;
	uint8_t reg, bit, level;
} needs[] = {
	{0x80000001, ECX, 0, 2},  /* lahf */
	{1, ECX, 13, 2},	  /* cmpxchg16b */
	{1, ECX, 23, 2},	  /* popcnt */
	{1, ECX, 0, 2},		  /* sse3 */
	{1, ECX, 9, 2},		  /* ssse3 */
	{1, ECX, 19, 2},	  /* sse4.1 */
	{1, ECX, 20, 2},	  /* sse4.2 */
	{1, ECX, 28, 3},	  /* avx */
	{7, EBX, 5, 3},		  /* avx2 */
	{7, EBX, 3, 3},		  /* bmi1 */
	{7, EBX, 8, 3},		  /* bmi2 */
	{1, ECX, 29, 3},	  /* f16c */
	{1, ECX, 12, 3},	  /* fma */
	{0x80000001, ECX, 5, 3},  /* lzcnt */
	{1, ECX, 22, 3},	  /* movbe */
	{1, ECX, 27, 3},	  /* osxsave */
	{7, EBX, 16, 4},	  /* avx512f */
	{7, EBX, 30, 4},	  /* avx512bw */
	{7, EBX, 28, 4},	  /* avx512cd */
	{7, EBX, 17, 4},	  /* avx512dq */
	{7, EBX, 31, 4},	  /* avx512vl */
};

/* Which registers the system saves. */
static bool
saves(unsigned mask)
{
	unsigned a, b, c, d, low, high;

	if (!__get_cpuid_count(1, 0, &a, &b, &c, &d) || !(c >> 27 & 1))
		return false;
	__asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
	return (low & mask) == mask;
}

unsigned
cpu_level(void)
{
	unsigned level = 4, reg[4];

	for (size_t i = 0; i < COUNT(needs); i++) {
		const struct need *n = &needs[i];
		bool there = __get_cpuid_count(n->leaf, 0, &reg[EAX], &reg[EBX], &reg[ECX], &reg[EDX]);

		if ((!there || !(reg[n->reg] >> n->bit & 1)) && n->level <= level)
			level = n->level - 1;
	}
	if (level >= 3 && !saves(0x06)) /* sse, avx */
		level = 2;
	if (level >= 4 && !saves(0xe6)) /* and avx512's */
		level = 3;
	return level;
}
#else
unsigned
cpu_level(void)
{
	return 0;
}
#endif
