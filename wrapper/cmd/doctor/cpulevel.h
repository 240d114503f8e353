/* cpulevel.h - what this processor has: the levels of x86-64 that GOAMD64 and ld.so name. */
#ifndef CPULEVEL_H
#define CPULEVEL_H

/* 1 to 4; 0 on another architecture. */
unsigned cpu_level(void);

#endif
