/* options-export.h - the words of hardcc profiles export: of gcc's spec language, clang's config files and Go's variables. */
#ifndef OPTIONS_EXPORT_H
#define OPTIONS_EXPORT_H

/* No "%{a*:X;:Y}" here: gcc takes every option for a known one where a spec file has that. */
#define SPEC_GUARD		"%{!"		/* and the option without its dash, a colon; closed by: */
#define SPEC_CLOSE		"}"
#define SPEC_ONLY		"%{"
#define SPEC_DEFINE		"-D"
#define SPEC_OPTIMIZED		"%{O*:%{!O0:"	/* gcc itself forgets all -O but the last */
#define SPEC_OPTIMIZED_DEPTH	2
#define SPEC_SPECIAL		"%{};|\\\" \t"	/* a word with one of these cannot stand there */
#define SPEC_ORDER_DECIDES	"-z", "-no-"	/* what the linker's words begin with that beat an earlier one of ours */
#define FLAG_STARTS		"-fno-", "-f", "-mno-", "-m", "-Wno-error=", "-Wno-", "-Werror=", "-W", "-D", "-U" /* before what a word is about */
#define CONFIG_SPECIAL		"\"'\\$@# \t"
#define CONFIG_LINK		"$"		/* before an option that counts where something is linked */
#define CONFIG_LINK_SINCE	20

#define GO_DEFAULT_FLAGS	"-O2 -g"	/* what Go takes where a variable is not set */

/* What holds for a whole form, for its head. */
#define SPECS_HEAD \
	"# Hand it to gcc by -specs=FILE, behind other spec files; CC=\"gcc -specs=FILE\" is understood by Go.\n" \
	"# Never seen: words in -Wp, and -Xpreprocessor, what -Wl, and -Xlinker say of the kind of link, a source from stdin without -x.\n" \
	"# A sanitizer counts where -fno-sanitize= takes it back. Among the linker's words the later one wins, and that is the user's.\n"
#define CONFIG_HEAD \
	"# Hand it to clang by --config FILE. It is read before the user's words, and has no conditions: a later word of the user's wins.\n" \
	"# A macro of its own that the user defines is told as redefined. For kernel or freestanding code, leave it out.\n" \
	"# Before clang 20, clang -v without an input tries to link.\n"
#define CGO_HEAD \
	"# For a shell: eval it. A value that is there stays, behind these words. No condition: a later word of the user's wins.\n" \
	"# A macro of its own that a package defines is told as redefined. Go's cache follows all four variables.\n"

#endif
