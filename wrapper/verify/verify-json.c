/* hardcc verify as JSON: doc/verify.schema.json says what stands in it. */
#include <inttypes.h>

#include "base/json.h"
#include "verify/verify.h"

static void
words(struct buf *out, const char *key, struct str list)
{
	struct args a = {0};

	while (list.n > 0)
		args_push(&a, str_dup(str_split(&list, ' ')));
	json_words(out, key, a.v, a.n);
}

static void
settings(struct buf *out, struct str info)
{
	struct str key, value;

	json_format(out, "settings:{");
	while (gobuild_setting(&info, &key, &value)) {
		json_format(out, "%.*s", FMT(key));
		buf_char(out, ':');
		json_format(out, "%.*s", FMT(value));
	}
	json_format(out, "}");
}

static void
go_object(struct buf *out, const struct go_binary *go)
{
	static const char links[][12] = {
		[GO_LINK_UNKNOWN] = NOT_KNOWN, [GO_LINK_INTERNAL] = "internal", [GO_LINK_EXTERNAL] = "external",
	};
	static const char c[][12] = {
		[GO_C_UNKNOWN] = NOT_KNOWN, [GO_C_NONE] = "none", [GO_C_STANDARD] = "standard", [GO_C_USER] = "user",
	};
	struct str module = gobuild_line(go->build.info, "mod"); /* "PATH\tVERSION\tSUM" */
	struct str path = str_split(&module, '\t'), version = str_split(&module, '\t');

	json_format(out, "go:{version:%.*s path:%.*s module:%.*s module_version:%.*s link:%s c:%s",
	    FMT(go->build.version), FMT(gobuild_line(go->build.info, "path")), FMT(path), FMT(version),
	    links[go->link], c[go->c]);
	words(out, "c_standard", buf_str(&go->standard));
	words(out, "c_packages", buf_str(&go->packages));
	json_format(out, "text:%" PRIu64 " text_end:%" PRIu64 " c_text:%" PRIu64, go->text, go->text_end, go->c_text);
	settings(out, go->build.info);
	json_format(out, "}");
}

void
json_check(struct buf *out, unsigned check, const struct checked *c)
{
	struct str feature = check_feature(check);

	json_format(out, "{name:%s feature:%.*s verdict:%s value:%.*s evidence:%.*s advice:%.*s}", checks[check].name, FMT(feature),
	    verdict_names[c->verdict], FMT(c->value), FMT(c->evidence), FMT(c->advice));
}

static void
log_object(struct buf *out, const struct coverage *in)
{
	json_format(out, "log:{units:%u logged:%u cached:%u unrecorded:%u", in->files, in->known, in->cached,
	    in->unrecorded);
	json_words(out, "unrecorded_among", in->names.v, in->unrecorded > 0 ? in->names.n : 0);
	json_format(out, "}");
}

/* The object of the next file; the ones before it are written already. */
static void
begin(struct verify *v, struct str path)
{
	buf_text(&v->out, v->nfile + v->damaged > 1 ? "," : "");
	json_format(&v->out, "\n{file:%.*s", FMT(path));
}

void
json_begin(struct verify *v)
{
	buf_char(&v->out, '[');
}

void
json_file(struct verify *v, const struct binary *b, const struct judged *j)
{
	struct buf *out = &v->out;

	begin(v, b->path);
	json_format(out, "kind:%s verdict:%s checks:[", binary_kind_names[b->kind], verdict_names[j->verdict]);
	for (unsigned i = 0; i < NCHECK; i++)
		json_check(out, i, &j->of[i]);
	json_format(out, "]");
	if (b->go.is)
		go_object(out, &b->go);
	if (j->log)
		log_object(out, j->log);
	json_format(out, "}");
}

void
json_damage(struct verify *v, struct str path, const char *what)
{
	begin(v, path);
	json_format(&v->out, "error:%s}", what);
}

void
json_end(struct verify *v)
{
	buf_text(&v->out, "\n]\n");
}
