/*
 * toolexec.h - hardcc as the program of go's -toolexec, where what is built is to be static: each tool is run as it is, and what
 * the linker made is looked at then, wherever it goes. Where Go links by itself, no other call of ours sees it.
 */
#ifndef TOOLEXEC_H
#define TOOLEXEC_H

/* The word behind hardcc, which no user needs. */
#define TOOLEXEC "toolexec"

/* argv: the tool, and its words. */
_Noreturn void toolexec_main(char *const *argv, char *const *environ);

#endif
