#include "memo.h"

#include "build-id.h"
#include "io.h"

/* The arrays follow, in the order of their counts; check is of all that is behind it. */
struct image {
	uint64_t check, key, hash;
	uint32_t nrule, ntext, nfile, ndependency, nfeature, npool;
	uint32_t version;
	struct text name, target, line;
	uint8_t family, trusted, unused[2];
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
		kept.mark = t.mark;
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

/* What has a memo of its own: a newer compiler or hardcc takes the place of the older. */
static uint64_t
place_key(const struct call *call)
{
	uint64_t key = hash_str(call->command.target_key, str_of(call->compiler.path));

	key = hash_str(key, call->command.name.whole);
	return hash_str(key, call->settings->of[SETTING_PROFILE].value);
}

/* Everything that a memo is for, but for the files that it names itself. */
static uint64_t
key_of(const struct call *call, uint64_t place_key)
{
	const struct compiler *cc = &call->compiler;
	uint64_t numbers[] = {cc->size, cc->mtime, cc->mtime_ns};
	uint64_t key = hash_bytes(place_key, numbers, sizeof numbers);

	key = hash_str(key, STR(BUILD_ID));
	return hash_str(key, policy_directory(call->settings));
}

static struct str
place(const struct call *call, uint64_t place_key)
{
	struct str directory = cache_directory(call->settings);
	struct buf b = {0};

	if (directory.n == 0)
		return directory;
	buf_add(&b, directory);
	buf_text(&b, "/memo-");
	buf_hex(&b, place_key);
	return buf_str(&b);
}

static uint64_t
check_of(const struct image *image, struct str body)
{
	return hash_str(hash_bytes(0, &image->key, sizeof *image - offsetof(struct image, key)), body);
}

void
memo_write(const struct call *call)
{
	struct copy c = {0};
	const struct compiler *cc = &call->compiler;
	struct policy *p = &c.to;
	uint64_t own = place_key(call);
	struct image image = {.key = key_of(call, own), .hash = call->policy.hash, .version = cc->version,
	    .family = (uint8_t)cc->family, .trusted = cc->trusted, .ndependency = call->policy.ndependency};
	struct str path = place(call, own);
	struct buf b = {0}, body = {0};

	if (path.n == 0 || call->policy.relative || !cc->settled)
		return;
	copy_policy(&c, call);
	image.name = p->name;
	image.target = policy_keep(p, cc->target);
	image.line = policy_keep(p, cc->line);
	image.nrule = p->nrule;
	image.ntext = p->ntext;
	image.nfile = p->nfile;
	image.nfeature = p->nfeature;
	for (unsigned i = 0; i < image.ndependency; i++) {
		struct dependency d = call->policy.dependency[i];

		d.path = policy_keep(p, policy_text(&call->policy, d.path));
		buf_add(&body, bytes_of(&d, sizeof d, 1));
	}
	image.npool = p->npool;
	buf_add(&body, bytes_of(p->rule, sizeof *p->rule, p->nrule));
	buf_add(&body, bytes_of(p->text, sizeof *p->text, p->ntext));
	buf_add(&body, bytes_of(p->file, sizeof *p->file, p->nfile));
	buf_add(&body, bytes_of(p->feature, sizeof *p->feature, p->nfeature));
	buf_add(&body, bytes_of(p->pool, 1, p->npool));
	image.check = check_of(&image, buf_str(&body));
	buf_add(&b, bytes_of(&image, sizeof image, 1));
	buf_add(&b, buf_str(&body));
	write_atomic(path.p, buf_str(&b));
}

static bool
image_fits(const struct image *image, struct str body)
{
	return image->nrule <= MAX_RULES && image->ntext <= MAX_TEXTS && image->nfeature <= MAX_FEATURES &&
	    image->nfile <= MAX_FILES && image->npool <= MAX_POOL && image->ndependency <= MAX_RULES &&
	    body.n == image->ndependency * sizeof(struct dependency) + image->nrule * sizeof(struct rule) +
		    (image->ntext + image->nfile) * sizeof(struct text) + image->nfeature * sizeof(struct feature) +
		    image->npool &&
	    image->check == check_of(image, body);
}

static bool
dependencies_hold(const struct policy *p)
{
	for (unsigned i = 0; i < p->ndependency; i++) {
		const struct dependency *was = &p->dependency[i];
		struct dependency now = dependency_now(p->pool + was->path.at);

		if (now.size != was->size || now.mtime != was->mtime || now.mtime_ns != was->mtime_ns)
			return false;
	}
	return true;
}

bool
memo_read(struct call *call)
{
	struct policy *p = &call->policy;
	struct compiler *cc = &call->compiler;
	uint64_t own = place_key(call), key = key_of(call, own);
	struct str path = place(call, own), text;
	struct image image;
	char *at;

	if (path.n == 0 || !read_trusted(path.p, &text) || text.n < sizeof image)
		return false;
	memcpy(&image, text.p, sizeof image);
	text = str_cut(text, sizeof image);
	if (image.key != key || !image_fits(&image, text))
		return false;
	at = (char *)(uintptr_t)text.p; /* the arena's, ours to use */
	*p = (struct policy){.nrule = image.nrule, .ntext = image.ntext, .nfeature = image.nfeature,
	    .nfile = image.nfile, .npool = image.npool, .hash = image.hash, .name = image.name};
	p->dependency = (struct dependency *)(void *)at;
	p->ndependency = image.ndependency;
	p->rule = (struct rule *)(void *)(p->dependency + p->ndependency);
	p->text = (struct text *)(void *)(p->rule + p->nrule);
	p->file = p->text + p->ntext;
	p->feature = (struct feature *)(void *)(p->file + p->nfile);
	p->pool = (char *)(p->feature + p->nfeature);
	cc->family = (enum fact)image.family;
	cc->trusted = image.trusted;
	cc->settled = true;
	cc->version = image.version;
	cc->target = policy_text(p, image.target);
	cc->line = policy_text(p, image.line);
	return dependencies_hold(p);
}
