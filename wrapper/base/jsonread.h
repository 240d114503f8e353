/*
 * jsonread.h - JSON back from text: ours, and whatever stands where ours should.
 *
 * A value is a view of its text, checked once as a whole; nothing is copied but strings with escapes.
 */
#ifndef JSONREAD_H
#define JSONREAD_H

#include "base/str.h"

enum { JSON_DEPTH = 16 }; /* arrays and objects within each other; deeper is no JSON to us */

/* Cuts the value off that *rest begins with, and the blanks round it. False where it is none. */
bool json_value(struct str *rest, struct str *value);
/* What is inside the brackets of a checked value; false where it is no object or array. */
bool json_members(struct str value, struct str *inside);
bool json_elements(struct str value, struct str *inside);
/* Cuts off the next member or element; false behind the last. */
bool json_member(struct str *inside, struct str *key, struct str *value);
bool json_element(struct str *inside, struct str *value);
/* The text of a checked string, \udcXX as the byte that it stands for; p is NULL for any other value. */
struct str json_text(struct str value);

#endif
