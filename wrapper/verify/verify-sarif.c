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
	struct buf uri = {0};

	buf_text(&uri, path.n > 0 && path.p[0] == '/' ? "file://" : "");
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];

		if (c != '\0' && strchr(plain, c)) {
			buf_char(&uri, (char)c);
			continue;
		}
		buf_char(&uri, '%');
		buf_char(&uri, "0123456789ABCDEF"[c >> 4]);
		buf_char(&uri, "0123456789ABCDEF"[c & 15]);
	}
	json_key(out, "locations");
	buf_text(out, "[{\"physicalLocation\":{\"artifactLocation\":{");
	json_field(out, "uri", buf_str(&uri));
	buf_text(out, "}}}]");
}

static void
message(struct buf *out, const char *key, struct str text)
{
	json_key(out, key);
	buf_char(out, '{');
	json_field(out, "text", text);
	buf_char(out, '}');
}

void
sarif_begin(struct verify *v)
{
	struct buf *out = &v->out;

	buf_text(out, "{\"$schema\":\"" SARIF_SCHEMA "\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{");
	json_field(out, "name", STR(PACKAGE_NAME));
	json_field(out, "version", STR(PACKAGE_VERSION));
	json_key(out, "rules");
	for (unsigned i = 0; i < NCHECK; i++) {
		buf_text(out, i == 0 ? "[{" : ",{");
		json_field(out, "id", str_of(checks[i].name));
		message(out, "shortDescription", str_of(checks[i].about));
		buf_char(out, '}');
	}
	buf_text(out, "]}},\"results\":[");
}

static void
result(struct buf *out, const struct binary *b, unsigned i, const struct checked *c)
{
	json_field(out, "ruleId", str_of(checks[i].name));
	json_field_number(out, "ruleIndex", i);
	json_field(out, "kind", c->verdict == FAIL ? STR("fail") : STR("open"));
	json_field(out, "level", c->verdict == FAIL ? STR("error") : STR("none"));
	message(out, "message", str_format("%.*s%s%.*s%s%.*s", FMT(c->value), c->value.n > 0 && c->evidence.n > 0 ? "; " : "",
		FMT(c->evidence), c->advice.n > 0 ? "; to fix it: " : "", FMT(c->advice)));
	location(out, b->path);
}

void
sarif_file(struct verify *v, const struct binary *b, const struct judged *j)
{
	struct buf *out = &v->out;

	for (unsigned i = 0; i < NCHECK; i++) {
		if (j->of[i].verdict != FAIL && j->of[i].verdict != UNKNOWN)
			continue;
		buf_text(out, v->written ? ",\n{" : "\n{");
		v->written = true;
		result(out, b, i, &j->of[i]);
		buf_char(out, '}');
	}
}

void
sarif_damage(struct verify *v, struct str path, const char *what)
{
	struct buf *out = &v->damage;

	buf_text(out, out->n > 0 ? ",{" : "{");
	json_field(out, "level", STR("error"));
	message(out, "message", str_of(what));
	location(out, path);
	buf_char(out, '}');
}

void
sarif_end(struct verify *v)
{
	struct buf *out = &v->out;

	buf_format(out, "\n],\"invocations\":[{\"executionSuccessful\":%s,\"toolExecutionNotifications\":[%.*s]}]}]}\n",
	    v->damaged > 0 ? "false" : "true", FMT(buf_str(&v->damage)));
}
