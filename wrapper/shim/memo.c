#include "shim/memo.h"

#include "base/io.h"
#include "build-id.h"
#include "command/effect.h"
#include "plan/classify.h"
#include "profile/parser.h"
#include "profile/profile.h"
#include "profile/rule.h"

/* The arrays follow, in the order of their counts; check is of all that is behind it. */
struct image {
	uint64_t check, key, hash, libc_key, libc_id;
	struct stamp stamp; /* of the compiler */
	uint32_t nkept, nrule, ntext, nfile, ndependency, nfeature, npool;
	uint32_t version;
	struct text path, profile, name, target, line;
	uint8_t family, trusted;
	uint8_t nwatched; /* the first dependencies: the files of settings */
	uint8_t unused[5];
};

/* A setting of a file. */
struct kept {
	struct text name, value, origin;
	uint32_t line, unused;
};

/* Of those that wrote a file here and were killed. */
static const char *const left_behind[] = {"memo-*.*", "id-*.*", "object-*.*", NULL};

enum { ROOM_LEFT = 64 * 1024 }; /* bytes of the pool, for paths and names behind the settings */

/* A policy that only holds what can matter for one compiler, renumbered as it is copied. */
struct copy {
	const struct policy *from;
	struct policy to;
	uint8_t feature[MAX_FEATURES + 1]; /* new index + 1 */
};

static COLD struct str
bytes_of(const void *array, size_t size, size_t n)
{
	return (struct str){array, size * n};
}

static COLD uint16_t
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

static COLD uint8_t
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

static COLD struct rule *
copy_rule(struct copy *c, const struct rule *rule)
{
	struct rule *to = &c->to.rule[c->to.nrule++];

	*to = *rule;
	to->nbound = to->nasked = 0; /* they hold, or the rule would not be here */
	to->feature = copy_feature(c, rule->feature);
	to->word = copy_texts(c, rule->word, rule->nword);
	to->pattern = copy_texts(c, rule->pattern, rule->npattern);
	to->package = copy_texts(c, rule->package, rule->npackage);
	to->because = policy_keep(&c->to, policy_text(c->from, rule->because));
	return to;
}

/* Does another line of the feature hold wherever this is asked? The catalogue has one for each machine. */
static COLD bool
is_met(const struct policy *p, const struct rule *asked, const struct known *known)
{
	for (unsigned i = 0; i < p->nrule; i++) {
		const struct rule *other = &p->rule[i];

		if (other->required && other->feature == asked->feature && rule_can_hold(p, other, known) &&
		    rule_covers(p, other, asked, 1u << FAMILY | 1u << ARCH))
			return true;
	}
	return false;
}

/* What is required of this compiler, and cannot be had; behind all others. */
static COLD void
copy_unmet(struct copy *c, const struct known *known)
{
	for (unsigned i = 0; i < c->from->nrule; i++) {
		const struct rule *rule = &c->from->rule[i];
		struct rule asked;

		if (!rule->required || rule_can_hold(c->from, rule, known))
			continue;
		asked = rule_asked(rule);
		if (rule_can_hold(c->from, &asked, known) && !is_met(c->from, &asked, known))
			copy_rule(c, &asked)->unmet = true;
	}
}

static COLD void
copy_policy(struct copy *c, const struct call *call)
{
	struct facts target = {0};
	struct known known;

	policy_new(&c->to);
	c->from = &call->policy;
	classify_target(&target, &call->command, call->compiler.target);
	known = known_target(&target, &call->compiler);
	for (unsigned i = 0; i < c->from->nfile; i++) {
		c->to.file[c->to.nfile] = policy_keep(&c->to, policy_text(c->from, c->from->file[i]));
		c->to.file[c->to.nfile++].yields = c->from->file[i].yields;
	}
	for (unsigned i = 0; i < c->from->nrule; i++)
		if (rule_can_hold(c->from, &c->from->rule[i], &known) && !rule_shadowed(c->from, i, &known))
			copy_rule(c, &c->from->rule[i]);
	copy_unmet(c, &known);
	c->to.name = policy_keep(&c->to, policy_text(c->from, c->from->name));
}

/* What has a memo of its own: a newer compiler or hardcc takes the place of the older. */
static uint64_t
place_key(const struct call *call)
{
	return hash_str(call->command.target_key ^ settings_key(call->settings), call->command.name.whole);
}

/* Everything that a memo is for, but for what it names itself. */
static uint64_t
key_of(const struct call *call)
{
	return hash_str(hash_str(hash_str(call->memo, STR(BUILD_ID)), STR(SYSCONFDIR)), policy_directory(call->settings));
}

static struct str
place(const struct call *call)
{
	struct str directory = cache_directory(call->settings);
	struct buf b = {0};

	if (directory.n == 0)
		return directory;
	buf_add(&b, directory);
	buf_text(&b, "/memo-");
	buf_hex(&b, call->memo);
	return buf_str(&b);
}

/* Of all that is behind the check. */
static uint64_t
check_of(struct str file)
{
	return hash_str(0, str_cut(file, offsetof(struct image, key)));
}

/* A setting that a file has; false where a memo has no room for it. */
static COLD bool
keep(struct policy *p, struct buf *body, struct str name, const struct setting *setting)
{
	struct kept kept = {.line = setting->line};
	struct str origin;

	if (setting->line == 0) /* no file has it, and it may have no origin */
		return true;
	origin = str_of(setting->origin);
	if (p->npool + name.n + setting->value.n + origin.n > MAX_POOL - ROOM_LEFT || body->n >= MAX_RULES * sizeof kept ||
	    name.n > UINT16_MAX || setting->value.n > UINT16_MAX)
		return false;
	kept.name = policy_keep(p, name);
	kept.value = policy_keep(p, setting->value);
	kept.origin = policy_keep(p, origin);
	buf_add(body, bytes_of(&kept, sizeof kept, 1));
	return true;
}

static COLD bool
keep_settings(struct policy *p, struct buf *body, const struct settings *s)
{
	bool all = true;

	for (size_t i = 0; i < NSETTING && all; i++)
		all = keep(p, body, str_of(setting_rows[i].name), &s->of[i]);
	for (size_t i = 0; i < s->ncross && all; i++)
		all = keep(p, body, s->cross[i].name, &s->cross[i].is);
	return all;
}

/* Many files that are not there may have the same directory to tell it. */
static COLD void
keep_dependency(struct policy *p, struct buf *body, struct str path, const struct stamp *stamp)
{
	struct dependency d = {.stamp = *stamp};

	for (size_t i = 0; i < body->n; i += sizeof d) {
		struct dependency before;

		memcpy(&before, body->p + i, sizeof before);
		if (str_is(policy_text(p, before.path), path))
			return; /* as it was first */
	}
	d.path = policy_keep(p, path);
	buf_add(body, bytes_of(&d, sizeof d, 1));
}

static COLD void
keep_dependencies(struct image *image, struct policy *p, struct buf *body, const struct call *call)
{
	const struct settings *s = call->settings;

	for (unsigned i = 0; i < s->nwatched; i++)
		keep_dependency(p, body, str_of(s->watched[i].path), &s->watched[i].stamp);
	image->nwatched = (uint8_t)(body->n / sizeof(struct dependency));
	for (unsigned i = 0; i < call->policy.ndependency; i++) {
		const struct dependency *d = &call->policy.dependency[i];

		keep_dependency(p, body, policy_text(&call->policy, d->path), &d->stamp);
	}
	image->ndependency = (uint32_t)(body->n / sizeof(struct dependency));
}

void
memo_write(const struct call *call)
{
	struct copy c = {0};
	const struct compiler *cc = &call->compiler;
	struct policy *p = &c.to;
	struct image image = {.key = key_of(call), .hash = call->policy.hash, .version = cc->version,
	    .libc_key = call->libc_key, .libc_id = call->libc_id,
	    .stamp = cc->stamp, .family = (uint8_t)cc->family, .trusted = cc->trusted};
	struct str path = place(call);
	struct buf b = {0}, body = {0}, kept = {0};

	if (call->settings->nwatched == 0 || path.n == 0 || call->policy.relative || !cc->settled || cc->script)
		return;
	copy_policy(&c, call);
	if (!keep_settings(p, &kept, call->settings))
		return;
	image.path = policy_keep(p, str_of(cc->path));
	image.profile = policy_keep(p, call->settings->of[SETTING_PROFILE].value);
	image.name = p->name;
	image.target = policy_keep(p, cc->target);
	image.line = policy_keep(p, cc->line);
	image.nrule = p->nrule;
	image.ntext = p->ntext;
	image.nfile = p->nfile;
	image.nfeature = p->nfeature;
	keep_dependencies(&image, p, &body, call);
	image.nkept = (uint32_t)(kept.n / sizeof(struct kept));
	buf_add(&body, buf_str(&kept));
	image.npool = p->npool;
	buf_add(&body, bytes_of(p->rule, sizeof *p->rule, p->nrule));
	buf_add(&body, bytes_of(p->text, sizeof *p->text, p->ntext));
	buf_add(&body, bytes_of(p->file, sizeof *p->file, p->nfile));
	buf_add(&body, bytes_of(p->feature, sizeof *p->feature, p->nfeature));
	buf_add(&body, bytes_of(p->pool, 1, p->npool));
	buf_add(&b, bytes_of(&image, sizeof image, 1));
	buf_add(&b, buf_str(&body));
	image.check = check_of(buf_str(&b));
	memcpy(b.p, &image.check, sizeof image.check);
	if (write_atomic(path.p, buf_str(&b), 0600))
		sweep(path.p, left_behind);
}

static bool
image_fits(const struct image *image, struct str body)
{
	return image->nrule <= MAX_RULES && image->ntext <= MAX_TEXTS && image->nfeature <= MAX_FEATURES &&
	    image->nfile <= MAX_FILES && image->npool <= MAX_POOL && image->ndependency <= MAX_RULES &&
	    image->nkept <= MAX_RULES && image->nwatched <= image->ndependency && image->nwatched <= MAX_SETTING_FILES &&
	    body.n == image->ndependency * sizeof(struct dependency) + image->nkept * sizeof(struct kept) +
		    image->nrule * sizeof(struct rule) + (image->ntext + image->nfile) * sizeof(struct text) +
		    image->nfeature * sizeof(struct feature) + image->npool;
}

static bool
text_fits(const struct policy *p, struct text t)
{
	return ((uint64_t)t.at + t.n < p->npool) & (t.space < NSPACE); /* no branch: this is most of a memo */
}

static bool
texts_fit(const struct policy *p, const struct text *texts, unsigned n)
{
	bool fit = true;

	for (unsigned i = 0; i < n; i++)
		fit &= text_fits(p, texts[i]);
	return fit;
}

static bool
rule_fits(const struct policy *p, const struct rule *rule)
{
	bool fits = rule->word + rule->nword <= p->ntext && rule->pattern + rule->npattern <= p->ntext &&
	    rule->package + rule->npackage <= p->ntext && (rule->nbound | rule->nasked) == 0 && rule->verb < NVERB && rule->file < p->nfile &&
	    rule->feature < p->nfeature && text_fits(p, rule->because);

	for (unsigned i = 0; fits && rule->verb <= FORCE && i < rule->nword; i++) /* elsewhere it is a mark */
		fits = effect_is(p->text[rule->word + i].effect);
	return fits;
}

/* The check tells what was damaged, not who wrote it: whatever the numbers are, nothing outside of the image is read. The pool ends
 * with a NUL, so that each text has an end. */
static bool
image_sound(const struct image *image, const struct policy *p, const struct kept *kept)
{
	const struct text own[] = {image->path, image->profile, image->name, image->target, image->line};
	bool fits = p->npool > 0 && p->pool[p->npool - 1] == '\0' && image->family < NFACT &&
	    fact_rows[image->family].facet == FAMILY && texts_fit(p, own, COUNT(own)) && texts_fit(p, p->text, p->ntext) &&
	    texts_fit(p, p->file, p->nfile);

	for (unsigned i = 0; i < p->ndependency; i++)
		fits = fits && text_fits(p, p->dependency[i].path);
	for (unsigned i = 0; i < p->nfile; i++)
		fits = fits && p->file[i].yields < NYIELDS;
	for (unsigned i = 0; i < image->nkept; i++)
		fits = fits && text_fits(p, kept[i].name) && text_fits(p, kept[i].value) && text_fits(p, kept[i].origin);
	for (unsigned i = 0; i < p->nfeature; i++)
		fits = fits && text_fits(p, p->feature[i].name);
	for (unsigned i = 0; i < p->nrule; i++)
		fits = fits && rule_fits(p, &p->rule[i]);
	return fits;
}

static bool
dependencies_hold(const struct policy *p)
{
	for (unsigned i = 0; i < p->ndependency; i++)
		if (!stamp_holds(p->pool + p->dependency[i].path.at, &p->dependency[i].stamp))
			return false;
	return true;
}

/* What the files say, as if they had been read. */
static void
apply(struct settings *s, const struct image *image, const struct policy *p, const struct kept *kept)
{
	s->nwatched = image->nwatched;
	for (unsigned i = 0; i < image->nwatched; i++)
		s->watched[i] = (struct watched){p->pool + p->dependency[i].path.at, p->dependency[i].stamp};
	for (size_t i = 0; i < image->nkept; i++)
		settings_put(s, policy_text(p, kept[i].name),
		    (struct setting){policy_text(p, kept[i].value), p->pool + kept[i].origin.at, kept[i].line});
	settings_built_in(s);
}

/* settings: where those of the files go; NULL where they were read. */
static bool
load(struct call *call, struct settings *settings)
{
	struct policy *p = &call->policy;
	struct compiler *cc = &call->remembered;
	struct str path = place(call), text;
	struct image image;
	struct kept *kept;

	if (path.n == 0 || !read_trusted(path.p, &text) || text.n < sizeof image)
		return false;
	memcpy(&image, text.p, sizeof image);
	if (image.key != key_of(call) || image.check != check_of(text))
		return false;
	text = str_cut(text, sizeof image);
	if (!image_fits(&image, text))
		return false;
	*p = (struct policy){.nrule = image.nrule, .ntext = image.ntext, .nfeature = image.nfeature,
	    .nfile = image.nfile, .npool = image.npool, .hash = image.hash, .name = image.name};
	p->dependency = (struct dependency *)(uintptr_t)text.p; /* the arena's, ours to use */
	p->ndependency = image.ndependency;
	kept = (struct kept *)(void *)(p->dependency + p->ndependency);
	p->rule = (struct rule *)(void *)(kept + image.nkept);
	p->text = (struct text *)(void *)(p->rule + p->nrule);
	p->file = p->text + p->ntext;
	p->feature = (struct feature *)(void *)(p->file + p->nfile);
	p->pool = (char *)(p->feature + p->nfeature);
	if (!image_sound(&image, p, kept) || !dependencies_hold(p))
		return false;
	if (settings)
		apply(settings, &image, p, kept);
	if (!str_is(policy_text(p, image.profile), call->settings->of[SETTING_PROFILE].value))
		return false;
	*cc = (struct compiler){.path = p->pool + image.path.at, .stamp = image.stamp, .family = (enum fact)image.family,
	    .trusted = image.trusted, .settled = true, .version = image.version,
	    .target = policy_text(p, image.target), .line = policy_text(p, image.line)};
	call->libc_key = image.libc_key;
	call->libc_id = image.libc_id;
	return true;
}

bool
memo_open(struct call *call, struct settings *settings, struct str shim_directory)
{
	settings->shim_directory = shim_directory;
	call->memo = place_key(call);
	if (call->command.kind != FACT_IDENTITY && load(call, settings)) /* which renews it */
		return true;
	settings_watch(settings, shim_directory);
	return false;
}

bool
memo_read(struct call *call)
{
	struct compiler *cc = &call->compiler, known;

	if (!call->remembered.path && (call->settings->nwatched == 0 || !load(call, NULL)))
		return false;
	known = call->remembered;
	if (!str_is_text(str_of(known.path), cc->path) || !stamp_is(&known.stamp, &cc->stamp))
		return false;
	known.launcher = cc->launcher;
	known.standing_in = cc->standing_in;
	known.path = cc->path;
	*cc = known;
	return true;
}
