/* The rows of checks[] that are Go's. */
#include "verify/advice.h"
#include "verify/check.h"

static struct finding
no_go(void)
{
	return found(DOES_NOT_APPLY, STR(""), STR("not a Go program"));
}

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
	struct buf e = {0};

	if (!b->go.is || !binary_linked(b))
		return no_go();
	if (b->go.link == GO_LINK_UNKNOWN)
		return found(CANNOT_TELL, STR(""), STR("Go's function table was not found"));
	if (b->go.link == GO_LINK_EXTERNAL) {
		buf_text(&e, "ELF header: it starts outside of the Go code; ");
		buf_number(&e, b->go.c_text);
		buf_text(&e, " bytes of code beside it");
		return found(HOLDS, STR("external"), buf_str(&e));
	}
	if (b->go.c == GO_C_NONE)
		return found(DOES_NOT_APPLY, STR("internal"), STR("a Go program without C"));
	return (struct finding){LACKS, STR("internal"), STR("ELF header: it starts in the Go code"), STR(ADVICE_GO_LINK)};
}

struct finding
check_go_trimpath(const struct binary *b)
{
	struct str value = gobuild_value(b->go.build.info, GO_SETTING_TRIMPATH);

	if (!b->go.is || !binary_linked(b))
		return no_go();
	if (b->go.build.info.n == 0 || !gobuild_value(b->go.build.info, GO_SETTING_COMPILER).p)
		return found(CANNOT_TELL, STR(""), STR("no build settings; Go 1.18 and later writes them"));
	if (str_is(value, STR("true")))
		return found(HOLDS, STR("yes"), STR("build information"));
	return (struct finding){LACKS, STR("no"), STR("build information"), STR(ADVICE_GO_TRIMPATH)};
}
