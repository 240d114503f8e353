/* hardcc verify as JSON: doc/verify.schema.json says what stands in it. */
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
	const char *before = "";

	json_key(out, "settings");
	buf_char(out, '{');
	for (; gobuild_setting(&info, &key, &value); before = ",") {
		buf_text(out, before);
		json_string(out, key);
		buf_char(out, ':');
		json_string(out, value);
	}
	buf_char(out, '}');
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

	json_key(out, "go");
	buf_char(out, '{');
	json_field(out, "version", go->build.version);
	json_field(out, "path", gobuild_line(go->build.info, "path"));
	json_field(out, "module", str_split(&module, '\t'));
	json_field(out, "module_version", str_split(&module, '\t'));
	json_field(out, "link", str_of(links[go->link]));
	json_field(out, "c", str_of(c[go->c]));
	words(out, "c_standard", buf_str(&go->standard));
	words(out, "c_packages", buf_str(&go->packages));
	json_field_number(out, "text", go->text);
	json_field_number(out, "text_end", go->text_end);
	json_field_number(out, "c_text", go->c_text);
	settings(out, go->build.info);
	buf_char(out, '}');
}

void
json_check(struct buf *out, const char *begin, unsigned check, const struct checked *c)
{
	buf_text(out, begin);
	json_field(out, "name", str_of(checks[check].name));
	json_field(out, "verdict", str_of(verdict_names[c->verdict]));
	json_field(out, "value", c->value);
	json_field(out, "evidence", c->evidence);
	json_field(out, "advice", c->advice);
	buf_char(out, '}');
}

static void
log_object(struct buf *out, const struct coverage *in)
{
	json_key(out, "log");
	buf_char(out, '{');
	json_field_number(out, "units", in->files);
	json_field_number(out, "logged", in->known);
	json_field_number(out, "cached", in->cached);
	json_field_number(out, "unrecorded", in->unrecorded);
	json_words(out, "unrecorded_among", in->names.v, in->unrecorded > 0 ? in->names.n : 0);
	buf_char(out, '}');
}

/* The object of the next file. */
static void
begin(struct verify *v, struct str path)
{
	buf_text(&v->out, v->nfile + v->damaged > 1 ? ",\n{" : "\n{");
	json_field(&v->out, "file", path);
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
	json_field(out, "kind", str_of(binary_kind_names[b->kind]));
	json_field(out, "verdict", str_of(verdict_names[j->verdict]));
	json_key(out, "checks");
	buf_char(out, '[');
	for (unsigned i = 0; i < NCHECK; i++)
		json_check(out, i == 0 ? "{" : ",{", i, &j->of[i]);
	buf_char(out, ']');
	if (b->go.is)
		go_object(out, &b->go);
	if (j->log)
		log_object(out, j->log);
	buf_char(out, '}');
}

void
json_damage(struct verify *v, struct str path, const char *what)
{
	begin(v, path);
	json_field(&v->out, "error", str_of(what));
	buf_char(&v->out, '}');
}

void
json_end(struct verify *v)
{
	buf_text(&v->out, "\n]\n");
}
