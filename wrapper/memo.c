#include "memo.h"

#include <sys/stat.h>

#include "build-id.h"
#include "io.h"

enum { MEMO_ALIGN = 16 };

/* What follows the text at the head, and before the arrays. */
struct image {
	uint64_t check, hash;
	uint32_t nrule, ntext, nfeature, nfile, npool, version;
	struct text name, target, line;
	uint8_t family, trusted, unused[6];
};

/* A policy that only holds what can matter for one compiler, renumbered as it is copied. */
struct copy {
	const struct policy *from;
	struct policy to;
	uint8_t feature[MAX_FEATURES + 1]; /* new index + 1 */
};

static struct str
bytes_of(const void *array, size_t size, size_t n)
{
	return (struct str){array, size * n};
}

static uint16_t
copy_texts(struct copy *c, uint16_t first, uint8_t n)
{
	uint16_t at = (uint16_t)c->to.ntext;

	for (unsigned i = 0; i < n; i++) {
		struct text t = c->from->text[first + i], kept = policy_keep(&c->to, policy_text(c->from, t));

		kept.space = t.space;
		c->to.text[c->to.ntext++] = kept;
	}
	return at;
}

static uint8_t
copy_feature(struct copy *c, uint8_t index)
{
	struct feature f = c->from->feature[index];

	if (!c->feature[index]) {
		f.name = policy_keep(&c->to, policy_text(c->from, f.name));
		c->to.feature[c->to.nfeature++] = f;
		c->feature[index] = (uint8_t)c->to.nfeature;
	}
	return (uint8_t)(c->feature[index] - 1);
}

static void
copy_rule(struct copy *c, const struct rule *rule)
{
	struct rule *to = &c->to.rule[c->to.nrule++];

	*to = *rule;
	to->nbound = 0; /* they hold, or the rule would not be here */
	to->feature = copy_feature(c, rule->feature);
	to->word = copy_texts(c, rule->word, rule->nword);
	to->pattern = copy_texts(c, rule->pattern, rule->npattern);
	to->package = copy_texts(c, rule->package, rule->npackage);
	to->because = policy_keep(&c->to, policy_text(c->from, rule->because));
}

static void
copy_policy(struct copy *c, const struct call *call)
{
	struct facts target = {0};

	policy_new(&c->to);
	c->from = &call->policy;
	classify_target(&target, &call->command, call->compiler.target);
	for (unsigned i = 0; i < c->from->nfile; i++)
		c->to.file[c->to.nfile++] = policy_keep(&c->to, policy_text(c->from, c->from->file[i]));
	for (unsigned i = 0; i < c->from->nrule; i++)
		if (rule_can_hold(c->from, &c->from->rule[i], &target, &call->compiler))
			copy_rule(c, &c->from->rule[i]);
	c->to.name = policy_keep(&c->to, policy_text(c->from, c->from->name));
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

/* Whose the memo is; one that begins otherwise is another's. */
static void
head(struct buf *b, const struct call *call)
{
	buf_text(b, "hardcc memo " BUILD_ID "\n");
	compiler_key(b, &call->compiler, &call->command);
	buf_add(b, call->settings->of[SETTING_PROFILE].value);
	buf_char(b, '\n');
}

static struct str
place(const struct call *call)
{
	struct str directory = cache_directory(call->settings);
	struct buf b = {0};
	uint64_t key;

	if (directory.n == 0 || strchr(call->compiler.path, '\n'))
		return STR("");
	key = hash_str(call->command.target_key, str_of(call->compiler.path));
	key = hash_str(key, call->command.name.whole);
	key = hash_str(key, call->settings->of[SETTING_PROFILE].value);
	key = hash_str(key, policy_directory(call->settings));
	buf_add(&b, directory);
	buf_text(&b, "/memo-");
	buf_hex(&b, key);
	return buf_str(&b);
}

void
memo_write(const struct call *call)
{
	struct copy c = {0};
	const struct compiler *cc = &call->compiler;
	struct policy *p = &c.to;
	struct str path = place(call);
	struct image image = {.hash = call->policy.hash, .version = cc->version, .family = (uint8_t)cc->family,
	    .trusted = cc->trusted};
	struct buf b = {0}, body = {0};

	if (path.n == 0)
		return;
	head(&b, call);
	for (unsigned i = 0; i < call->policy.ndependency; i++) {
		if (strchr(call->policy.dependency[i], '\n'))
			return;
		fingerprint(&b, call->policy.dependency[i]);
	}
	do
		buf_char(&b, '\n'); /* at least one: it ends the list */
	while (b.n % MEMO_ALIGN != 0);
	copy_policy(&c, call);
	image.name = p->name;
	image.target = policy_keep(p, cc->target);
	image.line = policy_keep(p, cc->line);
	image.nrule = p->nrule;
	image.ntext = p->ntext;
	image.nfeature = p->nfeature;
	image.nfile = p->nfile;
	image.npool = p->npool;
	buf_add(&body, bytes_of(p->rule, sizeof *p->rule, p->nrule));
	buf_add(&body, bytes_of(p->text, sizeof *p->text, p->ntext));
	buf_add(&body, bytes_of(p->file, sizeof *p->file, p->nfile));
	buf_add(&body, bytes_of(p->feature, sizeof *p->feature, p->nfeature));
	buf_add(&body, bytes_of(p->pool, 1, p->npool));
	image.check = hash_str(hash_bytes(0, &image, sizeof image), buf_str(&body));
	buf_add(&b, bytes_of(&image, sizeof image, 1));
	buf_add(&b, buf_str(&body));
	write_atomic(path.p, buf_str(&b));
}

static bool
image_fits(struct image *image, struct str *bytes)
{
	uint64_t check;

	if (bytes->n < sizeof *image)
		return false;
	memcpy(image, bytes->p, sizeof *image);
	*bytes = str_cut(*bytes, sizeof *image);
	check = image->check;
	image->check = 0;
	return image->nrule <= MAX_RULES && image->ntext <= MAX_TEXTS && image->nfeature <= MAX_FEATURES &&
	    image->nfile <= MAX_FILES && image->npool <= MAX_POOL &&
	    bytes->n == image->nrule * sizeof(struct rule) + (image->ntext + image->nfile) * sizeof(struct text) +
		    image->nfeature * sizeof(struct feature) + image->npool &&
	    check == hash_str(hash_bytes(0, image, sizeof *image), *bytes);
}

static bool
take(struct call *call, struct str bytes)
{
	struct policy *p = &call->policy;
	struct compiler *cc = &call->compiler;
	struct image image;
	char *at;

	if (!image_fits(&image, &bytes))
		return false;
	at = (char *)(uintptr_t)bytes.p; /* the arena's, ours to use */
	*p = (struct policy){.nrule = image.nrule, .ntext = image.ntext, .nfeature = image.nfeature,
	    .nfile = image.nfile, .npool = image.npool, .hash = image.hash, .name = image.name};
	p->rule = (struct rule *)(void *)at;
	p->text = (struct text *)(void *)(at += p->nrule * sizeof *p->rule);
	p->file = (struct text *)(void *)(at += p->ntext * sizeof *p->text);
	p->feature = (struct feature *)(void *)(at += p->nfile * sizeof *p->file);
	p->pool = at + p->nfeature * sizeof *p->feature;
	cc->family = (enum fact)image.family;
	cc->trusted = image.trusted;
	cc->version = image.version;
	cc->target = policy_text(p, image.target);
	cc->line = policy_text(p, image.line);
	return true;
}

bool
memo_read(struct call *call)
{
	struct str path = place(call), text, start;
	struct buf expected = {0};

	if (path.n == 0 || !read_trusted(path.p, &text))
		return false;
	head(&expected, call);
	if (!str_starts(text, buf_str(&expected)))
		return false;
	start = text;
	text = str_cut(text, expected.n);
	while (text.n > 0 && text.p[0] != '\n') {
		struct str line = str_split(&text, '\n'), file = line;
		struct buf now = {0};

		for (int fields = str_ends(line, STR(" -")) ? 1 : 3; fields > 0; fields--)
			while (file.n > 0 && file.p[--file.n] != ' ')
				;
		fingerprint(&now, str_dup(file));
		if (!str_is(str_head(buf_str(&now), now.n - 1), line))
			return false;
	}
	do
		text = str_cut(text, 1);
	while (text.n > 0 && (size_t)(text.p - start.p) % MEMO_ALIGN != 0);
	return take(call, text);
}
