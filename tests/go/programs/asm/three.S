#ifdef __aarch64__
#define ANSWER mov x0, #3
#else
#define ANSWER mov $3, %eax
#endif
	.text
	.globl three
	.type three, %function
three:
	ANSWER
	ret
	.size three, .-three
