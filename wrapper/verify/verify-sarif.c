/* hardcc verify as SARIF 2.1.0: a result for each check that fails, or cannot be told. */
#include "base/json.h"
#include "config.h"
#include "verify/verify.h"

#define SARIF_SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

/* A path as a URI: relative where it is. */
static void
location(struct buf *out, struct str path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
	static const char digits[] = "0123456789ABCDEF";
	struct buf uri = {0};

	buf_text(&uri, path.n > 0 && path.p[0] == '/' ? "file://" : "");
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];

		if (c != '\0' && strchr(plain, c))
			buf_char(&uri, (char)c);
		else
			buf_format(&uri, "%%%c%c", digits[c >> 4], digits[c & 15]);
	}
	json_format(out, "locations:[{physicalLocation:{artifactLocation:{uri:%.*s}}}]", FMT(buf_str(&uri)));
}

void
sarif_begin(struct verify *v)
{
	struct buf *out = &v->out;

	json_format(out, "{$schema:%s version:%s runs:[{tool:{driver:{name:%s version:%s rules:[", SARIF_SCHEMA,
	    "2.1.0", PACKAGE_NAME, PACKAGE_VERSION);
	for (unsigned i = 0; i < NCHECK; i++)
		json_format(out, "{id:%s shortDescription:{text:%s}}", checks[i].name, checks[i].about);
	json_format(out, "]}} results:[");
}

static void
result(struct buf *out, const struct binary *b, unsigned i, const struct checked *c)
{
	bool fails = c->verdict == FAIL;
	struct str text = str_format("%.*s%s%.*s%s%.*s", FMT(c->value),
	    c->value.n > 0 && c->evidence.n > 0 ? "; " : "", FMT(c->evidence), c->advice.n > 0 ? "; to fix it: " : "",
	    FMT(c->advice));

	json_format(out, "\n{ruleId:%s ruleIndex:%u kind:%s level:%s message:{text:%.*s}", checks[i].name, i,
	    fails ? "fail" : "open", fails ? "error" : "none", FMT(text));
	location(out, b->path);
	json_format(out, "}");
}

void
sarif_file(struct verify *v, const struct binary *b, const struct judged *j)
{
	for (unsigned i = 0; i < NCHECK; i++) {
		if (j->of[i].verdict != FAIL && j->of[i].verdict != UNKNOWN)
			continue;
		buf_text(&v->out, v->written ? "," : "");
		v->written = true;
		result(&v->out, b, i, &j->of[i]);
	}
}

void
sarif_damage(struct verify *v, struct str path, const char *what)
{
	json_format(&v->damage, "{level:%s message:{text:%s}", "error", what);
	location(&v->damage, path);
	json_format(&v->damage, "}");
}

void
sarif_end(struct verify *v)
{
	struct buf *out = &v->out;

	buf_format(out, "\n],\"invocations\":[{\"executionSuccessful\":%s,\"toolExecutionNotifications\":[%.*s]}]}]}\n",
	    v->damaged > 0 ? "false" : "true", FMT(buf_str(&v->damage)));
}
