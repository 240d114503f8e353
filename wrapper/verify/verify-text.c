/* hardcc verify for people: a table a file; of directories a line a file, the worst first, and a sum. */
#include <stdlib.h>

#include "verify/verify.h"

enum { NAME_WIDTH = 15, VERDICT_WIDTH = 8, VALUE_WIDTH = 24 };

static const char colours[NVERDICT][8] = {
	[PASS] = "\033[32m", [NA] = "\033[2m", [UNKNOWN] = "\033[33m", [FAIL] = "\033[31m",
};

void
text_verdict(struct verify *v, enum verdict verdict, int width)
{
	buf_format(&v->out, v->colour ? "%s%-*s\033[0m" : "%s%-*s", v->colour ? colours[verdict] : "", width,
	    verdict_names[verdict]);
}

static void
names(struct buf *out, const char *before, uint32_t bits)
{
	for (unsigned i = 0; i < NCHECK; i++)
		if (bits >> i & 1) {
			buf_format(out, "%s%s", before, checks[i].name);
			before = " ";
		}
}

static void
line(struct verify *v, const struct verified *f)
{
	text_verdict(v, verdict_of(f->n), VERDICT_WIDTH);
	text_plain(&v->out, f->path);
	names(&v->out, ": ", f->failed);
	if (f->unknown)
		buf_format(&v->out, "%s%s", f->failed ? "; " : ": ", verdict_names[UNKNOWN]);
	names(&v->out, ": ", f->unknown);
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

/* The name that a profile and a switch have for it, where that is another. */
static void
switch_row(struct verify *v, unsigned check)
{
	struct str feature = check_feature(check);

	if (!str_is_text(feature, checks[check].name))
		text_line(&v->out, "%*sthe feature is %.*s", 2 + VERDICT_WIDTH + 1 + NAME_WIDTH, "", FMT(feature));
}

static void
row(struct verify *v, const char *name, const struct checked *c, int width)
{
	buf_text(&v->out, "  ");
	if (c->told)
		buf_format(&v->out, "%*s", VERDICT_WIDTH, "");
	else
		text_verdict(v, c->verdict, VERDICT_WIDTH);
	text_line(&v->out, " %-*s%-*.*s  %.*s", NAME_WIDTH, name, width, FMT(c->value), FMT(c->evidence));
	if (c->advice.n > 0)
		text_line(&v->out, "%*sto fix it: %.*s", 2 + VERDICT_WIDTH + 1 + NAME_WIDTH, "", FMT(c->advice));
}

static void
told_row(struct verify *v, const char *name, struct str value, struct str evidence, int width)
{
	row(v, name, &(struct checked){.told = true, .value = value, .evidence = evidence}, width);
}

/* A Go program's own: version, "C of main net", main module, and with what it was built. */
static void
go_rows(struct verify *v, const struct go_binary *go, int width)
{
	static const char c[][40] = {
		[GO_C_UNKNOWN] = "nobody can tell whether there is C", [GO_C_NONE] = "no C", [GO_C_STANDARD] = "C of ",
		[GO_C_USER] = "C of ",
	};
	struct str rest = go->build.info, key, value, module = gobuild_line(go->build.info, "mod"), path = str_split(&module, '\t');
	struct buf settings = {0};

	told_row(v, "go", go->build.version, str_format("%s%.*s%s%.*s", c[go->c], FMT(buf_str(&go->packages)),
		go->npackage > 0 && go->nstandard > 0 ? " " : "", FMT(buf_str(&go->standard))), width);
	if (path.n > 0)
		told_row(v, "module", path, str_split(&module, '\t'), width);
	while (gobuild_setting(&rest, &key, &value))
		buf_format(&settings, "%s%.*s=%.*s", settings.n > 0 ? " " : "", FMT(key), FMT(value));
	if (settings.n > 0)
		told_row(v, "build", STR(""), buf_str(&settings), width);
}

void
text_file(struct verify *v, const struct binary *b, const struct judged *j)
{
	struct verified one = {.path = b->path, .failed = bits(j, FAIL), .unknown = bits(j, UNKNOWN)};
	int width = 0;

	memcpy(one.n, j->n, sizeof one.n);
	if (v->listed)
		v->of[v->nlisted++] = one;
	else if (v->brief)
		line(v, &one);
	if (v->listed || v->brief)
		return;
	for (unsigned i = 0; i < NCHECK; i++)
		if (j->of[i].value.n > (size_t)width && j->of[i].value.n <= VALUE_WIDTH)
			width = (int)j->of[i].value.n;
	text_plain(&v->out, b->path);
	buf_text(&v->out, ": ");
	text_verdict(v, j->verdict, 0);
	text_line(&v->out, ", by %.*s", FMT(policy_text(v->policy, v->policy->name)));
	for (unsigned i = 0; i < NCHECK; i++)
		if (j->of[i].value.n + j->of[i].evidence.n > 0) {
			row(v, checks[i].name, &j->of[i], width);
			if (!j->of[i].told && j->of[i].verdict > NA)
				switch_row(v, i);
		}
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

static void
sum(struct verify *v)
{
	static const enum verdict order[] = {PASS, FAIL, UNKNOWN, NA};
	struct buf *out = &v->out;

	buf_format(out, "\n%-*s", NAME_WIDTH, "check");
	for (unsigned k = 0; k < COUNT(order); k++)
		buf_format(out, "%*s", VERDICT_WIDTH + (k > 0), verdict_names[order[k]]);
	for (unsigned i = 0; i < NCHECK; i++) {
		if (!*checks[i].features)
			continue;
		buf_format(out, "\n%-*s", NAME_WIDTH, checks[i].name);
		for (unsigned k = 0; k < COUNT(order); k++)
			buf_format(out, "%*u", VERDICT_WIDTH + (k > 0), v->checks[i][order[k]]);
	}
	buf_format(out, "\n\n%u ELF file%s: ", v->nfile, v->nfile == 1 ? "" : "s");
	for (unsigned k = 0; k < COUNT(order); k++)
		buf_format(out, "%s%u %s", k == 0 ? "" : ", ", v->files[order[k]], verdict_names[order[k]]);
	buf_format(out, "; %u damaged, %u other files\n", v->damaged - v->misnamed, v->other);
}

void
text_end(struct verify *v)
{
	if (v->nlisted == 0)
		return;
	qsort(v->of, v->nlisted, sizeof *v->of, worse);
	for (size_t i = 0; i < v->nlisted; i++)
		line(v, &v->of[i]);
	if (!v->brief)
		sum(v);
}
