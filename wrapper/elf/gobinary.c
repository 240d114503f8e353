#include "elf/gobinary.h"

#include <elf.h>

#include "elf/gotext.h"

/* HEADERS: what stands beside the code of a program without C: ELF's headers, and a table of functions to call. Anyone can add
 * sections that make a program of C look like one. */
enum { MAX_NAMED = 16, HEADERS = 2 * 4096 };

/* cgo in the standard library; the rest of it has none. */
static const char standard[][28] = {
	"net", "os/user", "plugin", "runtime/cgo", "runtime/race", "runtime/msan", "runtime/asan", "crypto/internal/boring",
	"crypto/internal/boring/syso",
};

/* Functions that only cgo brings: the runtime's own, and the packages'. */
static const char runs_cgo[] = "_cgo_topofstack", loads[] = "._Cfunc_dlopen";
static const char made_by_cgo[][16] = {"._Cfunc_", "._C2func_", "._cgo_cmalloc", "._Cmacro_", "._Ciconst_"};

static void
list_add(struct buf *list, unsigned *n, struct str name)
{
	if (*n < MAX_NAMED ? buf_list(list, name) : !str_lists(buf_str(list), name))
		(*n)++;
}

bool
go_names_all(const struct go_binary *go)
{
	return !go->is || (go->npackage > 0 && go->npackage < MAX_NAMED);
}

bool
go_standard(struct str package)
{
	for (size_t i = 0; i < COUNT(standard); i++)
		if (str_is_text(package, standard[i]))
			return true;
	return false;
}

static void
add_package(struct go_binary *go, struct str package)
{
	bool known = go_standard(package);

	list_add(known ? &go->standard : &go->packages, known ? &go->nstandard : &go->npackage, package);
}

/* "example.com/a%2eb._Cfunc_work": what stands before the cut is the package, back to the NUL. */
static void
find_packages(struct go_binary *go, struct str names, const char *mark)
{
	enum { LONGEST = 256, TIMES = 1 << 20 };
	const char *p;

	for (unsigned i = 0; i < TIMES && names.n > 0 && go->npackage < MAX_NAMED && (p = memmem(names.p, names.n, mark, strlen(mark))); i++) {
		size_t at = (size_t)(p - names.p), begin = at;

		while (begin > 0 && at - begin < LONGEST && names.p[begin - 1] > ' ')
			begin--;
		if (begin < at)
			add_package(go, (struct str){names.p + begin, at - begin});
		names = str_cut(names, at + 1);
	}
}

/* Of a dot in the last part of a path the linker makes %2e. */
static struct buf
decoded(struct str list)
{
	struct buf b = {0};

	while (list.n > 0) {
		bool dot = str_starts(list, STR("%2e"));

		buf_add(&b, dot ? STR(".") : str_head(list, 1));
		list = str_cut(list, dot ? 3 : 1);
	}
	return b;
}

static void
find_c(struct go_binary *go, struct str names)
{
	struct str setting = gobuild_value(go->build.info, GO_SETTING_CGO);

	if (names.n == 0) {
		go->c = str_is(setting, STR("0")) ? GO_C_NONE : GO_C_UNKNOWN;
		return;
	}
	go->c = GO_C_NONE;
	if (!str_has(names, runs_cgo))
		return;
	list_add(&go->standard, &go->nstandard, STR("runtime/cgo"));
	for (size_t i = 0; i < COUNT(made_by_cgo); i++)
		find_packages(go, names, made_by_cgo[i]);
	if (go->npackage > 0)
		go->packages = decoded(buf_str(&go->packages));
	go->dlopen = str_has(names, loads);
	go->c = go->npackage > 0 ? GO_C_USER : GO_C_STANDARD;
}

/* Code that is not Go's. Inside of the Go text, Go itself has linked it. */
static uint64_t
other_code(const struct elf *e, const struct go_binary *go)
{
	struct elf_loads at = {0};
	struct elf_segment s;
	uint64_t n = 0;

	while (elf_next_loaded(e, &at, &s)) {
		uint64_t begin = go->text > s.address ? go->text : s.address, end = s.address + s.bytes.n;

		if (!(s.flags & PF_X))
			continue;
		end = go->text_end < end ? go->text_end : end;
		n += s.bytes.n - (begin < end ? end - begin : 0);
	}
	return n < e->bytes.n ? n : e->bytes.n; /* segments may overlap */
}

void
gobinary_read(const struct elf *e, struct go_binary *go)
{
	struct go_text text;
	bool built = gobuild_read(e, &go->build), inside;
	uint64_t beside;

	if (!gotext_find(e, built || e->nsection == 0, &text) && !built)
		return;
	go->is = true;
	go->text = text.begin;
	go->text_end = text.end;
	find_c(go, text.names);
	if (e->type == ET_REL)
		return;
	if (text.end == 0) {
		go->c = go->c == GO_C_NONE ? GO_C_UNKNOWN : go->c;
		return;
	}
	/* Go's linker starts the program in Go code, a C start file does not. A library has no start: only the
	 * C compiler makes one. */
	inside = e->entry > 0 && e->entry >= text.begin && e->entry < text.end;
	go->link = inside ? GO_LINK_INTERNAL : GO_LINK_EXTERNAL;
	beside = other_code(e, go);
	if (go->link == GO_LINK_EXTERNAL)
		go->c_text = beside;
	if (go->c == GO_C_NONE && (!inside || beside > HEADERS))
		go->c = GO_C_UNKNOWN;
}
