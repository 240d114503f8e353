/* json.h - JSON onto a buffer. Bytes that are no UTF-8 become \udcXX, as Python reads them back; what a terminal would
 * obey (plain.h) is escaped. */
#ifndef JSON_H
#define JSON_H

#include "base/str.h"

void json_string(struct buf *b, struct str s);
/* The same where there is room for JSON_ROOM(n) bytes more; returns the end, where no NUL stands. */
#define JSON_ROOM(n) (6 * (n) + 16)
char *json_put(char *to, struct str s);
/* "key": behind a comma where something stands before it. */
void json_key_str(struct buf *b, struct str key);
static inline void
json_key(struct buf *b, const char *key)
{
	json_key_str(b, str_of(key));
}

static inline void
json_field(struct buf *b, const char *key, struct str value)
{
	json_key(b, key);
	json_string(b, value);
}

/* The same, of a key that others chose. */
COLD void json_pair(struct buf *b, struct str key, struct str value);
void json_field_number(struct buf *b, const char *key, uint64_t n);
void json_words(struct buf *b, const char *key, const char *const *words, size_t n);
/* As buf_format: "{file:%.*s calls:%u}" is {"file":"a.log","calls":2}. A text becomes a string, %i is true or false,
 * and commas need not be written. "\n" goes before an element. */
COLD void json_format(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
