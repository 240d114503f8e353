	.text
	.globl say
say:	ret
	.balign 8
	.quad say
	.section .note.GNU-stack,"",%progbits
