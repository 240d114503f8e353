/* An object with a note as a compiler would leave it that knows strict flexible arrays. */
	.section .note.hardcc,"a",%note
	.balign 4
	.long 7, 2f - 1f, 1
	.asciz "hardcc"
	.balign 4
1:	.asciz "2 0123456789abcdef openssf clang19.1.7 glibc sc=1 vi=1 fa=3 ov=1 al=0 opt=1 ssp=3 fs=3 pic=0 cf=3"
2:	.balign 4
	.section .note.GNU-stack,"",%progbits
