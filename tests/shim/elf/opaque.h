/* What the compiler must not see through, so that each fault happens at run time. */
#ifndef OPAQUE_H
#define OPAQUE_H

#define OPAQUE(x) __asm__ volatile("" : "+r"(x) : : "memory")
#define NOINLINE __attribute__((noinline))

#endif
