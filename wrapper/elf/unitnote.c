#include "elf/unitnote.h"

const char unit_keys[NUNITKEY][4] = {
#define UNIT_KEY_NAME(name) #name,
	UNIT_KEYS(UNIT_KEY_NAME)
};

static void
read_pair(struct unit *unit, struct str value)
{
	struct str key = str_split(&value, '=');

	if (unit->libc.n == 0 && str_is(key, STR("libc"))) /* of version 1 */
		unit->libc = value;
	if (value.n != 1 || value.p[0] < '0' || value.p[0] >= '0' + UNIT_VALUES)
		return;
	for (unsigned i = 0; i < NUNITKEY; i++)
		if (str_is_text(key, unit_keys[i]))
			unit->of[i] = (int8_t)(value.p[0] - '0');
}

/* "1 POLICY key=value..." or "2 POLICY PROFILE COMPILER LIBC key=value..." */
bool
unit_read(struct str text, struct unit *unit)
{
	struct str version;

	text = str_head(text, str_find(text, '\0', 0));
	version = str_split(&text, ' ');
	*unit = (struct unit){.policy = str_split(&text, ' ')};
	for (unsigned i = 0; i < NUNITKEY; i++)
		unit->of[i] = UNIT_SILENT;
	if (str_is(version, STR(UNIT_VERSION))) {
		unit->profile = str_split(&text, ' ');
		unit->compiler = str_split(&text, ' ');
		unit->libc = str_split(&text, ' ');
	} else if (!str_is(version, STR("1"))) {
		return false;
	}
	while (text.n > 0)
		read_pair(unit, str_split(&text, ' '));
	if (unit->of[UNIT_pie] > 0 && unit->of[UNIT_pic] == UNIT_SILENT)
		unit->of[UNIT_pic] = unit->of[UNIT_pie]; /* -fPIE is a kind of -fPIC; version 2 names one of them */
	return unit->policy.n > 0;
}

static void
add_name(struct names *names, struct str name)
{
	for (unsigned i = 0; i < names->n && i < UNIT_NAMES; i++)
		if (str_is(names->of[i].name, name)) {
			names->of[i].n++;
			return;
		}
	if (name.n == 0 || names->n++ >= UNIT_NAMES)
		return;
	names->of[names->n - 1] = (struct unit_name){name, 1};
	buf_word(&names->text, name);
}

static void
add_code(struct units *units, const struct unit *unit, const uint64_t code[UNIT_PARTS])
{
	enum { ALIGN = 16 };

	if (!code || unit->of[UNIT_lt] > 0 || unit->of[UNIT_sf] > 0) {
		units->mute++;
		return;
	}
	for (unsigned i = 0; i < UNIT_PARTS; i++) {
		units->code[i] += code[i];
		units->all += code[i];
		units->padding += -code[i] % ALIGN;
	}
}

void
units_add(struct units *units, struct str text, const uint64_t code[UNIT_PARTS])
{
	struct unit unit;
	bool std;

	if (!unit_read(text, &unit)) {
		units->unread++;
		return;
	}
	add_code(units, &unit, code);
	std = unit.of[UNIT_std] > 0;
	units->n++;
	units->own += !std;
	units->glibc += str_is(unit.libc, STR("glibc"));
	units->fortified += unit.of[UNIT_fs] > 0 && unit.of[UNIT_opt] > 0;
	for (unsigned i = 0; i < NUNITKEY; i++) {
		if (unit.of[i] == UNIT_SILENT)
			continue;
		units->with[i][unit.of[i]]++;
		if (!std)
			units->own_with[i][unit.of[i]]++;
	}
	add_name(&units->policies, unit.policy);
	add_name(&units->compilers, unit.compiler);
}
