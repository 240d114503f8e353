	.text
	.globl m
m:
	ret
	.section .note.GNU-stack,"",%progbits
