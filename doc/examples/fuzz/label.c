/* Gives what the fuzzer makes up to label(), as a C string. */
#include "../cgo/label.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *name = malloc(size + 1);

	if (name == NULL)
		return 0;
	memcpy(name, data, size);
	name[size] = '\0';
	label(name);
	free(name);
	return 0;
}
