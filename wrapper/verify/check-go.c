/* The rows of checks[] that are Go's. */
#include <inttypes.h>

#include "verify/advice.h"
#include "verify/check.h"

CHECK_TABLE(symbols,
	{b->symtab, b->go.is && binary_linked(b) ? HOLDS : TOLD, "kept", "sections: SHT_SYMTAB", ""},
	{b->go.is && binary_linked(b) && b->debuglink, LACKS, "in another file", "sections: no SHT_SYMTAB; .gnu_debuglink", ADVICE_GO_DEBUG_FILE},
	{b->go.is && binary_linked(b), LACKS, "stripped", "sections: no SHT_SYMTAB", ADVICE_GO_SYMBOLS},
	{true, TOLD, "stripped", "sections: no SHT_SYMTAB", ""})

struct finding
check_go_link(const struct binary *b)
{
	if (b->go.link == GO_LINK_UNKNOWN)
		return found(CANNOT_TELL, STR(""), STR("Go's function table was not found"));
	if (b->go.link == GO_LINK_EXTERNAL)
		return found(HOLDS, STR("external"), str_format("ELF header: it starts outside of the Go code; "
			"%" PRIu64 " bytes of code beside it", b->go.c_text));
	if (b->go.c == GO_C_NONE)
		return found(DOES_NOT_APPLY, STR("internal"), STR("a Go program without C"));
	return (struct finding){LACKS, STR("internal"), STR("ELF header: it starts in the Go code"), STR(ADVICE_GO_LINK)};
}

CHECK_TABLE(go_trimpath,
	{!gobuild_value(b->go.build.info, GO_SETTING_COMPILER).p, CANNOT_TELL, "",
	    "no build settings; Go 1.18 and later writes them", ""},
	{str_is(gobuild_value(b->go.build.info, GO_SETTING_TRIMPATH), STR("true")), HOLDS, "yes",
	    "build information", ""},
	{true, LACKS, "no", "build information", ADVICE_GO_TRIMPATH})
