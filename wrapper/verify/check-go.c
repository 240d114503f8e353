/* The rows of checks[] that are Go's. */
#include <inttypes.h>

#include "verify/advice.h"
#include "verify/check.h"

struct finding
check_symbols(const struct binary *b)
{
	bool go = b->go.is && binary_linked(b);

	if (b->symtab)
		return found(go ? HOLDS : TOLD, STR("kept"), STR("sections: SHT_SYMTAB"));
	if (!go)
		return found(TOLD, STR("stripped"), STR("sections: no SHT_SYMTAB"));
	return (struct finding){LACKS, STR("stripped"), STR("sections: no SHT_SYMTAB"), STR(ADVICE_GO_SYMBOLS)};
}

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

struct finding
check_go_trimpath(const struct binary *b)
{
	struct str info = b->go.build.info;

	if (info.n == 0 || !gobuild_value(info, GO_SETTING_COMPILER).p)
		return found(CANNOT_TELL, STR(""), STR("no build settings; Go 1.18 and later writes them"));
	if (str_is(gobuild_value(info, GO_SETTING_TRIMPATH), STR("true")))
		return found(HOLDS, STR("yes"), STR("build information"));
	return (struct finding){LACKS, STR("no"), STR("build information"), STR(ADVICE_GO_TRIMPATH)};
}
