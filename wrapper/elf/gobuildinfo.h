/*
 * gobuildinfo.h - what `go version -m` prints: the Go version and the module information that cmd/link
 * leaves in a program. Found without section headers too.
 */
#ifndef GOBUILDINFO_H
#define GOBUILDINFO_H

#include "elf/elffile.h"

/* Settings of a build, as go writes them. */
#define GO_SETTING_COMPILER "-compiler"
#define GO_SETTING_TRIMPATH "-trimpath"
#define GO_SETTING_CGO "CGO_ENABLED"
#define GO_SETTINGS_SANITIZER "-race", "-msan", "-asan", "-cover"

struct go_build {
	struct str version; /* "go1.26.0"; empty where there is none */
	struct str info;    /* lines "path\tMAIN", "mod\tPATH\tVERSION\tSUM", "dep...", "build\tKEY=VALUE" */
};

/* False where the file is no Go program, or holds no build information. */
bool gobuild_read(const struct elf *e, struct go_build *build);
/* The rest of the first line that begins with kind and a tab; empty where there is none. */
struct str gobuild_line(struct str info, const char *kind);
/* Cuts the first setting, KEY=VALUE, off *rest, quotes taken away; false behind the last. */
bool gobuild_setting(struct str *rest, struct str *key, struct str *value);
/* The value of one setting; p is NULL where it is not there. */
struct str gobuild_value(struct str info, const char *key);

#endif
