/* banned.h - functions that do not compile here; included last by every .c file through str.h */
#ifndef BANNED_H
#define BANNED_H

/* their declarations come first, or the macros would change them */
#include <alloca.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BANNED(function) sorry_##function##_is_banned_here

#undef strcpy
#define strcpy(a, b) BANNED(strcpy)
#undef strcat
#define strcat(a, b) BANNED(strcat)
#undef strncpy
#define strncpy(a, b, n) BANNED(strncpy)
#undef strncat
#define strncat(a, b, n) BANNED(strncat)
#undef sprintf
#define sprintf(...) BANNED(sprintf)
#undef strtok
#define strtok(a, b) BANNED(strtok)
#undef system
#define system(a) BANNED(system)
#undef popen
#define popen(a, b) BANNED(popen)
#undef gets
#define gets(a) BANNED(gets)
#undef alloca
#define alloca(n) BANNED(alloca)
#undef atoi
#define atoi(a) BANNED(atoi)

#endif
