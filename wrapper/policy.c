#include "policy.h"

#include <errno.h>
#include <sys/stat.h>

#include "build-id.h"
#include "compiler.h"
#include "config.h"
#include "error.h"
#include "io.h"

enum { MAX_DEPENDENCIES = 4 * MAX_FILES, IMAGE_ALIGN = 16 };

struct loader {
	struct policy *p;
	const struct settings *s;
	const struct setting *setting;
	struct str loaded[MAX_FILES];
	bool open[MAX_FILES];
	unsigned nloaded, errors;
	const char *dependency[MAX_DEPENDENCIES]; /* files that are there, or must stay absent */
	unsigned ndependency;
	bool files; /* one beyond the built-in ones is in use */
};

static const char suffix[] = ".profile";

static struct str
user_directory(const struct settings *s)
{
	if (s->var[VAR_CONFIG_HOME].n > 0 && s->var[VAR_CONFIG_HOME].p[0] == '/')
		return str_of(str_join3(s->var[VAR_CONFIG_HOME], STR("/hardcc/profiles/"), STR("")));
	if (s->var[VAR_HOME].n > 0 && s->var[VAR_HOME].p[0] == '/')
		return str_of(str_join3(s->var[VAR_HOME], STR("/.config/hardcc/profiles/"), STR("")));
	return STR("");
}

/* The places of a profile's file, the stronger one first; returns how many. */
static unsigned
places(const struct settings *s, struct str name, const char *place[2])
{
	struct str directory = user_directory(s);
	unsigned n = 0;

	if (str_find(name, '/', 0) < name.n) {
		place[n++] = str_dup(name);
		return n;
	}
	if (directory.n > 0)
		place[n++] = str_join3(directory, name, str_of(suffix));
	place[n++] = str_join3(STR(SYSCONFDIR "/hardcc/profiles/"), name, str_of(suffix));
	return n;
}

static bool
absent(int error)
{
	return error == ENOENT || error == ENOTDIR || error == EACCES;
}

static bool
built_in(struct str name, struct str *path, struct str *text)
{
	for (size_t i = 0; i < nembedded; i++)
		if (str_is(name, str_of(embedded[i].name))) {
			*path = str_of(str_join3(name, str_of(suffix), STR("")));
			*text = str_of(embedded[i].text);
			return true;
		}
	return false;
}

bool
policy_find(const struct settings *s, struct str name, struct str *path, struct str *text)
{
	const char *place[2];
	unsigned n = places(s, name, place);

	for (unsigned i = 0; i < n; i++) {
		if (read_file(place[i], text)) {
			*path = str_of(place[i]);
			return true;
		}
		if (!absent(errno))
			fatal(EXIT_OURS, "%s:", place[i]);
	}
	return built_in(name, path, text);
}

static bool load(struct loader *l, struct str name);

static bool
include(void *context, struct policy *p, struct str name)
{
	(void)p;
	return load(context, name);
}

static void
depend(struct loader *l, struct str name, struct str used)
{
	const char *place[2];
	unsigned n = places(l->s, name, place);

	for (unsigned i = 0; i < n && l->ndependency < MAX_DEPENDENCIES; i++) {
		l->dependency[l->ndependency++] = place[i];
		if (str_is(used, str_of(place[i]))) {
			l->files = true;
			break;
		}
	}
}

/* False: there is no such profile, or it is being read right now. */
static bool
load(struct loader *l, struct str name)
{
	struct str path, text;
	unsigned me = l->nloaded;

	for (unsigned i = 0; i < l->nloaded; i++)
		if (str_is(l->loaded[i], name))
			return !l->open[i];
	if (me == MAX_FILES)
		fatal(EXIT_OURS, "more than %d profiles", MAX_FILES);
	if (!policy_find(l->s, name, &path, &text))
		return false;
	depend(l, name, path);
	l->loaded[me] = name;
	l->open[me] = true;
	l->nloaded++;
	l->errors += profile_parse(l->p, path, text, STR(""), include, l);
	l->open[me] = false;
	return true;
}

static bool
has_rules(const struct policy *p, unsigned feature, bool beside_off)
{
	for (unsigned i = 0; i < p->nrule; i++)
		if (p->rule[i].feature == feature && !(beside_off && p->rule[i].verb == OFF))
			return true;
	return false;
}

/* The rules of a feature that none of the chosen profiles has, from the first built-in one that
 * has it: +pie works with every profile. */
static bool
fetch(struct loader *l, unsigned feature)
{
	struct str name = str_of(str_dup(policy_text(l->p, l->p->feature[feature].name)));

	for (size_t i = 0; i < nembedded && !has_rules(l->p, feature, true); i++) {
		struct str path, text;

		if (built_in(str_of(embedded[i].name), &path, &text))
			l->errors += profile_parse(l->p, path, text, name, NULL, NULL);
	}
	return has_rules(l->p, feature, true);
}

static unsigned
feature_index(struct policy *p, struct str name)
{
	for (unsigned i = 0; i < p->nfeature; i++)
		if (str_is(policy_text(p, p->feature[i].name), name))
			return i;
	if (p->nfeature == MAX_FEATURES)
		fatal(EXIT_OURS, "more than %d features", MAX_FEATURES);
	p->feature[p->nfeature] = (struct feature){policy_keep(p, name), 1, 0};
	return p->nfeature++;
}

static void
complain_word(struct loader *l, struct str word, const char *what)
{
	complain("%s: %s: \"%.*s\" %s", setting_origin(l->setting), setting_rows[SETTING_PROFILE].name, FMT(word), what);
	l->errors++;
}

static void
switch_feature(struct loader *l, struct str name, bool on)
{
	bool all = str_is(name, STR("all"));

	if (!all)
		(void)feature_index(l->p, name);
	for (unsigned i = 0; i < l->p->nfeature; i++) {
		struct feature *f = &l->p->feature[i];

		if (all || str_is(policy_text(l->p, f->name), name)) {
			f->on = on;
			f->lifted = on && !all;
		}
	}
}

static void
read_list(struct loader *l)
{
	struct str rest = l->setting->value;

	while (rest.n > 0) {
		struct str word = str_trim(str_split(&rest, ','));
		struct str name = str_cut(word, 1);

		if (word.n == 0)
			continue;
		if (str_is(word, STR("all")))
			switch_feature(l, word, true);
		else if (str_is(word, STR("none")))
			switch_feature(l, STR("all"), false);
		else if ((word.p[0] == '+' || word.p[0] == '-') && name.n > 0)
			switch_feature(l, name, word.p[0] == '+');
		else if (!load(l, word))
			complain_word(l, word, "is no profile; hardcc help names the built-in ones");
	}
}

/* Every feature that was named must have rules somewhere, or it was misspelt. */
static void
check_features(struct loader *l)
{
	struct policy *p = l->p;

	for (unsigned i = 0; i < p->nfeature; i++) {
		struct str name = policy_text(p, p->feature[i].name);

		if (has_rules(p, i, true))
			continue;
		if (!fetch(l, i))
			complain_word(l, name, "is no feature of any profile");
		else if (!p->feature[i].lifted)
			p->feature[i].on = 0; /* only -x or an exception named it */
	}
}

static void
finish(struct loader *l)
{
	struct policy *p = l->p;
	struct buf name = {0};

	for (size_t i = 0; i < l->setting->value.n; i++)
		if (!strchr(" \t", l->setting->value.p[i]))
			buf_char(&name, l->setting->value.p[i]);
	p->name = policy_keep(p, buf_str(&name));
	p->hash = 0;
	for (unsigned i = 0; i < p->nrule; i++) {
		const struct feature *f = &p->feature[p->rule[i].feature];
		uint64_t lifted = f->lifted && p->rule[i].verb == OFF;

		if (f->on)
			p->hash = hash_bytes(p->hash ^ lifted, &p->rule[i].hash, sizeof p->rule[i].hash);
	}
}

/* "PATH SIZE SECONDS NANOSECONDS", or "PATH -" for a file that is not there. */
static void
fingerprint(struct buf *b, const char *path)
{
	struct stat st;

	buf_text(b, path);
	if (stat(path, &st) != 0) {
		buf_text(b, " -\n");
		return;
	}
	buf_char(b, ' ');
	buf_number(b, (uint64_t)st.st_size);
	buf_char(b, ' ');
	buf_number(b, (uint64_t)st.st_mtim.tv_sec);
	buf_char(b, ' ');
	buf_number(b, (uint64_t)st.st_mtim.tv_nsec);
	buf_char(b, '\n');
}

struct image {
	uint64_t hash, check;
	uint32_t nrule, ntext, nfeature, nfile, npool, unused;
	struct text name;
};

static struct str
image_path(const struct settings *s)
{
	struct str directory = cache_directory(s), user = user_directory(s);
	struct buf b = {0};
	uint64_t key = hash_str(hash_str(0, s->of[SETTING_PROFILE].value), user);

	if (directory.n == 0)
		return directory;
	buf_add(&b, directory);
	buf_text(&b, "/policy-");
	buf_hex(&b, key);
	return buf_str(&b);
}

static void
image_begin(struct buf *b, const struct settings *s)
{
	buf_text(b, "hardcc policy " BUILD_ID "\n");
	buf_add(b, s->of[SETTING_PROFILE].value);
	buf_char(b, '\n');
}

static void
image_write(const struct loader *l)
{
	const struct policy *p = l->p;
	struct image image = {p->hash, 0, p->nrule, p->ntext, p->nfeature, p->nfile, p->npool, 0, p->name};
	struct str path = image_path(l->s);
	struct buf b = {0}, body = {0};

	if (path.n == 0 || l->ndependency == MAX_DEPENDENCIES)
		return;
	image_begin(&b, l->s);
	for (unsigned i = 0; i < l->ndependency; i++) {
		if (strchr(l->dependency[i], '\n'))
			return;
		fingerprint(&b, l->dependency[i]);
	}
	do
		buf_char(&b, '\n'); /* at least one: it ends the list */
	while (b.n % IMAGE_ALIGN != 0);
	buf_add(&body, (struct str){(const char *)p->rule, p->nrule * sizeof *p->rule});
	buf_add(&body, (struct str){(const char *)p->text, p->ntext * sizeof *p->text});
	buf_add(&body, (struct str){(const char *)p->feature, p->nfeature * sizeof *p->feature});
	buf_add(&body, (struct str){(const char *)p->file, p->nfile * sizeof *p->file});
	buf_add(&body, (struct str){p->pool, p->npool});
	image.check = hash_str(p->hash, buf_str(&body));
	buf_add(&b, (struct str){(const char *)&image, sizeof image});
	buf_add(&b, buf_str(&body));
	write_atomic(path.p, buf_str(&b));
}

static bool
image_body(struct policy *p, struct str bytes)
{
	struct image image;
	char *at;

	if (bytes.n < sizeof image)
		return false;
	memcpy(&image, bytes.p, sizeof image);
	bytes = str_cut(bytes, sizeof image);
	if (image.nrule > MAX_RULES || image.ntext > MAX_TEXTS || image.nfeature > MAX_FEATURES ||
	    image.nfile > MAX_FILES || image.npool > MAX_POOL ||
	    bytes.n != image.nrule * sizeof *p->rule + image.ntext * sizeof *p->text +
		    image.nfeature * sizeof *p->feature + image.nfile * sizeof *p->file + image.npool ||
	    image.check != hash_str(image.hash, bytes))
		return false;
	at = (char *)(uintptr_t)bytes.p; /* the arena's, ours to use */
	*p = (struct policy){.nrule = image.nrule, .ntext = image.ntext, .nfeature = image.nfeature,
	    .nfile = image.nfile, .npool = image.npool, .hash = image.hash, .name = image.name};
	p->rule = (struct rule *)(void *)at;
	p->text = (struct text *)(void *)(at += p->nrule * sizeof *p->rule);
	p->feature = (struct feature *)(void *)(at += p->ntext * sizeof *p->text);
	p->file = (struct text *)(void *)(at += p->nfeature * sizeof *p->feature);
	p->pool = at + p->nfile * sizeof *p->file;
	return true;
}

static bool
image_read(struct policy *p, const struct settings *s)
{
	struct str path = image_path(s), text, start;
	struct buf head = {0};

	image_begin(&head, s);
	if (path.n == 0 || !read_trusted(path.p, &text) || !str_starts(text, buf_str(&head)))
		return false;
	start = text;
	text = str_cut(text, head.n);
	while (text.n > 0 && text.p[0] != '\n') {
		struct str line = str_split(&text, '\n'), file = line;
		struct buf now = {0};
		int fields = str_ends(line, STR(" -")) ? 1 : 3;

		while (fields-- > 0)
			while (file.n > 0 && file.p[--file.n] != ' ')
				;
		fingerprint(&now, str_dup(file));
		if (!str_is(str_head(buf_str(&now), now.n - 1), line))
			return false;
	}
	do
		text = str_cut(text, 1);
	while (text.n > 0 && (size_t)(text.p - start.p) % IMAGE_ALIGN != 0);
	return image_body(p, text);
}

void
policy_load(struct policy *p, const struct settings *s)
{
	struct loader l = {.p = p, .s = s, .setting = &s->of[SETTING_PROFILE]};

	if (image_read(p, s))
		return;
	policy_new(p);
	read_list(&l);
	check_features(&l);
	if (l.errors > 0)
		fatal(EXIT_OURS, "%u error%s in the profiles; nothing was run", l.errors, l.errors == 1 ? "" : "s");
	finish(&l);
	if (l.files)
		image_write(&l);
}
