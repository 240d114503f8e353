/* options-route.h - the words of the musl route; options.h takes them in. */
#ifndef OPTIONS_ROUTE_H
#define OPTIONS_ROUTE_H

// clang-format off

/* The musl route: our text for gcc and for clang, and what it leaves to be said a call. */
#define TRIPLET_MUSL		"-linux-musl"
#define TRIPLET_GLIBC		"-linux-gnu-"
#define ROUTE_SPECS		"musl.specs"
#define ROUTE_CONFIG		"musl.cfg"
#define ROUTE_GO_ARCHIVE	"go-archive.c"
#define ROUTE_HEADERS		"-idirafter"
#define ROUTE_SEARCH		"-isystem"
#define ROUTE_START		"-B"
#define ROUTE_LIBRARIES		"-L"
#define ROUTE_STATIC		"-static"
#define ROUTE_STATIC_PIE	"-static-pie"
/* Beside the words above, clang warns of these, or links a half-dynamic program. */
#define ROUTE_DROPS		"-pie", "-no-pie", "-nopie", "-rdynamic"
/* Behind these the linker takes a libc.so. */
#define ROUTE_LINKER_DROPS	"-Bdynamic", "-dy", "-call_shared"
#define ROUTE_NO_CXX_HEADERS	"-nostdinc++"
#define ROUTE_NO_CXX_LIBRARY	"-nostdlib++"
#define ROUTE_NO_LIBRARY	"-nostdlib"
#define ROUTE_USER_HEADERS	"-nostdinc"	/* the user names every directory */

/* The linker tells what it reads, each member of an archive too. Not beside the user's words for that, or for what else it
 * prints; a linker of another name is asked whether it takes the word. */
#define ROUTE_TRACE		"-Wl,--trace,--trace"
#define ROUTE_TRACE_USER	"-t", "-trace", "-M", "-print-map", "-cref", "-verbose*", "-Map=-", "-Map=/dev/*", "-dependency-file=/dev/*"
#define ROUTE_TRACE_DRIVER	"-t"
#define ROUTE_LINKERS		"*bfd", "*gold", "*lld", "*lld-*", "*mold"
/* A response file of such words: which of glibc's functions are used that need shared libraries at run time. */
#define ROUTE_FUNCTIONS		"glibc-functions"
#define ROUTE_FUNCTION_WORD	"-Wl,--trace-symbol="

/* Is FORTIFY on (FORTIFY_ON)? fortify-headers are given where it is. */
#define FORTIFY_OFF		"-U_FORTIFY_SOURCE"

/* Words that name a directory, a library or the output, as word.h spells them; the longer first. A letter's has one dash. */
#define LINK_WORDS(X) \
	X("-isystem-after",	SPACE_CC,	ITEM_HEADERS) \
	X("-isystem",		SPACE_CC,	ITEM_HEADERS) \
	X("-idirafter",		SPACE_CC,	ITEM_HEADERS) \
	X("-iquote",		SPACE_CC,	ITEM_HEADERS) \
	X("-cxx-isystem",	SPACE_CC,	ITEM_HEADERS) \
	X("-I",			SPACE_CC,	ITEM_HEADERS) \
	X("--include-directory-after=", SPACE_CC, ITEM_HEADERS) \
	X("--include-directory=", SPACE_CC,	ITEM_HEADERS) \
	X("--prefix=",		SPACE_CC,	ITEM_START) \
	X("-B",			SPACE_CC,	ITEM_START) \
	X("--library-directory=", SPACE_CC,	ITEM_DIRECTORY) \
	X("-L",			SPACE_CC,	ITEM_DIRECTORY) \
	X("-l",			SPACE_CC,	ITEM_LIBRARY) \
	X("-library-path=",	SPACE_LD,	ITEM_DIRECTORY) \
	X("-L",			SPACE_LD,	ITEM_DIRECTORY) \
	X("-library=",		SPACE_LD,	ITEM_LIBRARY) \
	X("-l",			SPACE_LD,	ITEM_LIBRARY) \
	X("-output=",		SPACE_LD,	ITEM_OUTPUT) \
	X("-o",			SPACE_LD,	ITEM_OUTPUT)

// clang-format on

#endif
