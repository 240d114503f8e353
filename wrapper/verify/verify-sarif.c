/* hardcc verify as SARIF 2.1.0: a result for each check that fails, or cannot be told. */
#include <inttypes.h>

#include "base/io.h"
#include "base/json.h"
#include "config.h"
#include "verify/verify.h"

#define SARIF_SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"
#define BASE "%SRCROOT%" /* the name that code scanning knows for it */

static struct str
uri(struct str path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
	static const char digits[] = "0123456789ABCDEF";
	struct buf text = {0};

	buf_text(&text, path.n > 0 && path.p[0] == '/' ? "file://" : "");
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];

		if (c != '\0' && strchr(plain, c))
			buf_char(&text, (char)c);
		else
			buf_format(&text, "%%%c%c", digits[c >> 4], digits[c & 15]);
	}
	return buf_str(&text);
}

static struct str base; /* the working directory and a slash; empty where it is not known */

/* From the working directory on, where the path leads below it. */
static struct str
relative(struct str path)
{
	path = str_cut(path, str_starts(path, base) ? base.n : 0);
	while (str_starts(path, STR("./")))
		path = str_cut(path, 2);
	return path;
}

/* line: of a text; of an ELF file code scanning wants one, too. */
static void
place(struct buf *out, struct str path, unsigned line)
{
	path = relative(path);
	json_format(out, "physicalLocation:{artifactLocation:{uri:%.*s", FMT(uri(path)));
	if (path.n > 0 && path.p[0] != '/')
		json_format(out, "uriBaseId:%s", BASE);
	json_format(out, "} region:{startLine:%u}}", line);
}

static void
location(struct buf *out, struct str path)
{
	json_format(out, "locations:[{");
	place(out, path, 1);
	json_format(out, "}]");
}

static void
rule(struct buf *out, const struct check_row *check)
{
	struct str asks = *check->features ? str_format("A profile asks for it by the feature %s.", check->features) : STR("It is only told.");
	const char *const how = "The result says what shows it, and how to fix it.";

	json_format(out, "{id:%s name:%s shortDescription:{text:%s} fullDescription:{text:%s} help:{text:%.*s markdown:%.*s}",
	    check->name, check->name, check->about, check->about, FMT(str_format("%s: %s. %.*s %s", check->name, check->about, FMT(asks), how)),
	    FMT(str_format("**%s**: %s.\n\n%.*s %s\n\n`hardcc verify FILE` shows all checks, `hardcc explain` why a call got a flag or not.",
		check->name, check->about, FMT(asks), how)));
	json_format(out, "defaultConfiguration:{level:%s} properties:{tags:[%s]}}", "error", "security");
}

void
sarif_begin(struct verify *v)
{
	struct buf *out = &v->out;

	json_format(out, "{$schema:%s version:%s runs:[{tool:{driver:{name:%s version:%s rules:[", SARIF_SCHEMA,
	    "2.1.0", PACKAGE_NAME, PACKAGE_VERSION);
	for (unsigned i = 0; i < NCHECK; i++)
		rule(out, &checks[i]);
	json_format(out, "]}}");
	base = here();
	if (base.n > 0) {
		base = str_of(str_join(base, STR("/")));
		json_format(out, "originalUriBaseIds:{%s", BASE);
		buf_char(out, ':');
		json_format(out, "{uri:%.*s}}", FMT(uri(base)));
	}
	json_format(out, "results:[");
}

/* The rule that asks for it, where its profile is a file. */
static void
asked_by(struct buf *out, const struct policy *p, const struct rule *asks)
{
	struct str file = asks ? policy_text(p, p->file[asks->file]) : STR("");

	if (file.n == 0 || file.p[0] != '/')
		return;
	json_format(out, "relatedLocations:[{message:{text:%s}", "the profile asks for it here");
	place(out, file, asks->line);
	json_format(out, "}]");
}

/* The fingerprint is of what is wrong and where, not of the file's bytes: the same after each build. */
static void
result(struct verify *v, const struct binary *b, unsigned i, const struct checked *c)
{
	bool fails = c->verdict == FAIL;
	struct buf *out = &v->out;
	struct str text = str_format("%.*s%s%.*s%s%.*s", FMT(c->value),
	    c->value.n > 0 && c->evidence.n > 0 ? "; " : "", FMT(c->evidence), c->advice.n > 0 ? "; to fix it: " : "",
	    FMT(c->advice));
	uint64_t id = hash_str(hash_str(0, str_of(checks[i].name)), relative(b->path));

	json_format(out, "\n{ruleId:%s ruleIndex:%u kind:%s level:%s message:{text:%.*s}", checks[i].name, i,
	    fails ? "fail" : "open", fails ? "error" : "none", FMT(text));
	location(out, b->path);
	asked_by(out, v->policy, demand_of(v->policy, str_of(checks[i].features), b, check_of_units((enum check_id)i)).rule);
	json_format(out, "partialFingerprints:{primaryLocationLineHash:%.*s}}", FMT(str_format("%016" PRIx64 ":1", id)));
}

void
sarif_file(struct verify *v, const struct binary *b, const struct judged *j)
{
	for (unsigned i = 0; i < NCHECK; i++) {
		if (j->of[i].verdict != FAIL && j->of[i].verdict != UNKNOWN)
			continue;
		buf_text(&v->out, v->written ? "," : "");
		v->written = true;
		result(v, b, i, &j->of[i]);
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
