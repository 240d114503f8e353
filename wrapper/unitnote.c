#include "unitnote.h"

enum { MAX_POLICIES = 4, VERSION = '1' };

bool
unit_read(struct str text, struct unit *unit)
{
	static const char keys[NUNITKEY][4] = {
#define UNIT_KEY_NAME(name) #name,
		UNIT_KEYS(UNIT_KEY_NAME)
	};
	struct str version;

	text = str_head(text, str_find(text, '\0', 0));
	version = str_split(&text, ' ');
	if (version.n != 1 || version.p[0] != VERSION)
		return false;
	unit->policy = str_split(&text, ' ');
	for (unsigned i = 0; i < NUNITKEY; i++)
		unit->of[i] = UNIT_SILENT;
	while (text.n > 0) {
		struct str value = str_split(&text, ' '), key = str_split(&value, '=');

		for (unsigned i = 0; i < NUNITKEY; i++)
			if (str_is_text(key, keys[i]) && value.n == 1 && value.p[0] >= '0' && value.p[0] < '0' + UNIT_VALUES)
				unit->of[i] = (int8_t)(value.p[0] - '0');
	}
	return unit->policy.n > 0;
}

static void
add_policy(struct units *units, struct str policy)
{
	struct str rest = buf_str(&units->policies);

	while (rest.n > 0)
		if (str_is(str_split(&rest, ' '), policy))
			return;
	if (units->npolicy++ >= MAX_POLICIES)
		return;
	if (units->policies.n > 0)
		buf_char(&units->policies, ' ');
	buf_add(&units->policies, policy);
}

void
units_add(struct units *units, struct str text)
{
	struct unit unit;
	bool std;

	if (!unit_read(text, &unit)) {
		units->unread++;
		return;
	}
	std = unit.of[UNIT_std] > 0;
	units->n++;
	units->own += !std;
	units->fortified += unit.of[UNIT_fs] > 0 && unit.of[UNIT_opt] > 0;
	for (unsigned i = 0; i < NUNITKEY; i++) {
		if (unit.of[i] == UNIT_SILENT)
			continue;
		units->with[i][unit.of[i]]++;
		if (!std)
			units->own_with[i][unit.of[i]]++;
	}
	add_policy(units, unit.policy);
}
