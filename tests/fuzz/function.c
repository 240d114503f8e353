/* Code of x86-64 and aarch64, whoever made it: an instruction is as long as the code at most, and a function that has a canary
 * keeps it whatever stands behind. */
#include <elf.h>

#include "elf/codelook.h"
#include "elf/instruction.h"
#include "fuzz.h"

void
fuzz(struct str input)
{
	enum { LONGEST = 15 };
	const struct guards guards = {{0x1000, 0x2000}, 2};
	struct elf e = {.wide = true, .machine = input.n > 0 && (input.p[0] & 1) ? EM_AARCH64 : EM_X86_64};
	struct str code = str_cut(input, 1);
	struct shown whole, half;
	unsigned length;

	for (size_t i = 0; i < code.n; i++) {
		length = instruction_length(str_cut(code, i));
		LAW(length <= LONGEST && length <= code.n - i);
	}
	function_look(&whole, &e, &guards, code, 0x1000);
	function_look(&half, &e, &guards, str_head(code, code.n / 2 / 4 * 4), 0x1000);
	LAW(!half.canary || whole.canary);
}
