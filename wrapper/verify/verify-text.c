/* hardcc verify for people: a table a file; of directories a line a file, the worst first, and a sum. */
#include <stdlib.h>

#include "verify/verify.h"

enum { NAME_WIDTH = 15, VERDICT_WIDTH = 8, VALUE_WIDTH = 24 };

static const char colours[NVERDICT][8] = {
	[PASS] = "\033[32m", [NA] = "\033[2m", [UNKNOWN] = "\033[33m", [FAIL] = "\033[31m",
};

/* What stands in a file may be meant for the terminal; ESC [ is a single character, too: U+009B. */
void
text_plain(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i], next = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;
		bool high = c == 0xc2 && next >= 0x80 && next < 0xa0;

		if (c < ' ' || c == 0x7f || high)
			buf_char(out, '?');
		else
			buf_char(out, s.p[i]);
		i += high;
	}
}

void
text_column(struct buf *out, struct str s, size_t width)
{
	text_plain(out, s);
	for (size_t n = s.n; n < width; n++)
		buf_char(out, ' ');
}

void
text_verdict(struct verify *v, enum verdict verdict, size_t width)
{
	buf_text(&v->out, v->colour ? colours[verdict] : "");
	text_column(&v->out, str_of(verdict_names[verdict]), width);
	buf_text(&v->out, v->colour ? "\033[0m" : "");
}

static void
names(struct buf *out, const char *before, uint32_t bits)
{
	const char *sep = before;

	for (unsigned i = 0; i < NCHECK; i++)
		if (bits >> i & 1) {
			buf_text(out, sep);
			buf_text(out, checks[i].name);
			sep = " ";
		}
}

static void
line(struct verify *v, struct str path, enum verdict result, uint32_t failed, uint32_t unknown)
{
	text_verdict(v, result, VERDICT_WIDTH);
	text_plain(&v->out, path);
	names(&v->out, ": ", failed);
	if (unknown) {
		buf_text(&v->out, failed ? "; " : ": ");
		buf_text(&v->out, verdict_names[UNKNOWN]);
	}
	names(&v->out, ": ", unknown);
	buf_char(&v->out, '\n');
}

static uint32_t
bits(const struct judged *j, enum verdict verdict)
{
	uint32_t set = 0;

	for (unsigned i = 0; i < NCHECK; i++)
		set |= (uint32_t)(!j->of[i].told && j->of[i].verdict == verdict) << i;
	return set;
}

static void
row(struct verify *v, const char *name, const struct checked *c, size_t width)
{
	buf_text(&v->out, "  ");
	if (c->told)
		text_column(&v->out, STR(""), VERDICT_WIDTH);
	else
		text_verdict(v, c->verdict, VERDICT_WIDTH);
	buf_char(&v->out, ' ');
	text_column(&v->out, str_of(name), NAME_WIDTH);
	text_column(&v->out, c->value, width);
	buf_text(&v->out, "  ");
	text_plain(&v->out, c->evidence);
	buf_char(&v->out, '\n');
	if (c->advice.n == 0)
		return;
	text_column(&v->out, STR(""), 2 + VERDICT_WIDTH + 1 + NAME_WIDTH);
	buf_text(&v->out, "to mend it: ");
	text_plain(&v->out, c->advice);
	buf_char(&v->out, '\n');
}

/* "C in main net" */
static void
add_packages(struct buf *b, const struct go_binary *go)
{
	buf_text(b, go->c == GO_C_UNKNOWN ? "nobody can tell whether there is C" : go->c == GO_C_NONE ? "no C" : "C of ");
	buf_add(b, buf_str(&go->packages));
	buf_text(b, go->npackage > 0 && go->nstandard > 0 ? " " : "");
	buf_add(b, buf_str(&go->standard));
}

/* A Go program's own: version, main module, and with what it was built. */
static void
go_rows(struct verify *v, const struct go_binary *go, size_t width)
{
	struct str rest = go->build.info, key, value, module = gobuild_line(go->build.info, "mod"), path = str_split(&module, '\t');
	struct buf c = {0}, settings = {0};

	add_packages(&c, go);
	row(v, "go", &(struct checked){.told = true, .value = go->build.version, .evidence = buf_str(&c)}, width);
	if (path.n > 0)
		row(v, "module", &(struct checked){.told = true, .value = path, .evidence = str_split(&module, '\t')}, width);
	while (gobuild_setting(&rest, &key, &value)) {
		buf_text(&settings, settings.n > 0 ? " " : "");
		buf_add(&settings, key);
		buf_char(&settings, '=');
		buf_add(&settings, value);
	}
	if (settings.n > 0)
		row(v, "build", &(struct checked){.told = true, .value = STR(""), .evidence = buf_str(&settings)}, width);
}

static void
keep(struct verify *v, const struct binary *b, const struct judged *j)
{
	struct verified *kept = &v->of[v->nlisted++];

	kept->path = b->path;
	kept->failed = bits(j, FAIL);
	kept->unknown = bits(j, UNKNOWN);
	memcpy(kept->n, j->n, sizeof kept->n);
}

void
text_file(struct verify *v, const struct binary *b, const struct judged *j)
{
	size_t width = 0;

	if (v->listed) {
		keep(v, b, j);
		return;
	}
	if (v->brief) {
		line(v, b->path, j->verdict, bits(j, FAIL), bits(j, UNKNOWN));
		return;
	}
	for (unsigned i = 0; i < NCHECK; i++)
		if (j->of[i].value.n > width && j->of[i].value.n <= VALUE_WIDTH)
			width = j->of[i].value.n;
	text_plain(&v->out, b->path);
	buf_text(&v->out, ": ");
	text_verdict(v, j->verdict, 0);
	buf_text(&v->out, ", by ");
	buf_add(&v->out, policy_text(v->policy, v->policy->name));
	buf_char(&v->out, '\n');
	for (unsigned i = 0; i < NCHECK; i++)
		if (j->of[i].value.n + j->of[i].evidence.n > 0)
			row(v, checks[i].name, &j->of[i], width);
	if (b->go.is)
		go_rows(v, &b->go, width);
}

/* More failures first, then more that cannot be told, then by name. */
static int
worse(const void *a, const void *b)
{
	const struct verified *x = a, *y = b;

	for (unsigned v = NVERDICT; v-- > UNKNOWN;)
		if (x->n[v] != y->n[v])
			return x->n[v] > y->n[v] ? -1 : 1;
	return strcmp(x->path.p, y->path.p);
}

void
text_number(struct buf *out, uint64_t n, size_t width)
{
	struct buf b = {0};

	buf_number(&b, n);
	for (size_t i = b.n; i < width; i++)
		buf_char(out, ' ');
	buf_add(out, buf_str(&b));
}

static void
sum(struct verify *v)
{
	static const enum verdict order[] = {PASS, FAIL, UNKNOWN, NA};

	buf_char(&v->out, '\n');
	text_column(&v->out, STR("check"), NAME_WIDTH);
	for (unsigned k = 0; k < COUNT(order); k++) {
		buf_text(&v->out, k == 0 ? "" : " ");
		text_column(&v->out, STR(""), VERDICT_WIDTH - strlen(verdict_names[order[k]]));
		buf_text(&v->out, verdict_names[order[k]]);
	}
	for (unsigned i = 0; i < NCHECK; i++) {
		if (!*checks[i].features)
			continue;
		buf_char(&v->out, '\n');
		text_column(&v->out, str_of(checks[i].name), NAME_WIDTH);
		for (unsigned k = 0; k < COUNT(order); k++) {
			buf_text(&v->out, k == 0 ? "" : " ");
			text_number(&v->out, v->checks[i][order[k]], VERDICT_WIDTH);
		}
	}
	buf_text(&v->out, "\n\n");
	buf_number(&v->out, v->nfile);
	buf_text(&v->out, v->nfile == 1 ? " ELF file: " : " ELF files: ");
	for (unsigned k = 0; k < COUNT(order); k++) {
		buf_text(&v->out, k == 0 ? "" : ", ");
		buf_number(&v->out, v->files[order[k]]);
		buf_char(&v->out, ' ');
		buf_text(&v->out, verdict_names[order[k]]);
	}
	buf_text(&v->out, "; ");
	buf_number(&v->out, v->damaged);
	buf_text(&v->out, " damaged, ");
	buf_number(&v->out, v->other);
	buf_text(&v->out, " other files\n");
}

void
text_end(struct verify *v)
{
	if (v->nlisted > 0)
		qsort(v->of, v->nlisted, sizeof *v->of, worse);
	for (unsigned i = 0; i < v->nlisted; i++) {
		const struct verified *f = &v->of[i];

		line(v, f->path, verdict_of(f->n), f->failed, f->unknown);
	}
	if (v->nlisted > 0 && !v->brief)
		sum(v);
}
