/* shim.h - the pipeline of one call, and its endings. */
#ifndef SHIM_H
#define SHIM_H

/* As a compiler: ends in exec, or with the status of the call. self: the path we were started by. */
_Noreturn void shim_main(int argc, char *const *argv, char *const *environ, const char *self);

#endif
