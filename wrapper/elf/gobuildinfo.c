#include "elf/gobuildinfo.h"

#include <elf.h>

enum { INFO_LIMIT = 4 * 1024 * 1024 }; /* bytes; a program of 10,000 modules has less */
enum { HEADER = 32, ALIGN = 16, SIZE_AT = 14, FLAGS_AT = 15, BIG = 1, INLINE = 2, SENTINEL = 16, SENTINELS = 32 };
static const char magic[] = "\xff Go buildinf:"; /* 14 bytes, at a multiple of 16 */

/* A length as Go writes it, then the text; empty where one of them is not whole. */
static struct str
counted(struct str *rest)
{
	uint64_t n = 0;
	struct str text;
	unsigned char c = 128;

	for (unsigned i = 0; i < 5 && c >= 128; i++) { /* 2^35 is more than any file has */
		if (rest->n == 0)
			return STR("");
		c = (unsigned char)rest->p[0];
		*rest = str_cut(*rest, 1);
		n |= (uint64_t)(c & 127) << (7 * i);
	}
	if (n > rest->n || n > INFO_LIMIT)
		return STR("");
	text = str_head(*rest, (size_t)n);
	*rest = str_cut(*rest, (size_t)n);
	return text;
}

/* A Go string: a pointer to a pointer and a length. */
static struct str
pointed(const struct elf *e, uint64_t address, unsigned size)
{
	struct str header = elf_at(e, address), text;
	uint64_t n;

	if (header.n < 2 * (uint64_t)size)
		return STR("");
	text = elf_at(e, elf_number(e, header, 0, size));
	n = elf_number(e, header, size, size);
	return n <= text.n && n <= INFO_LIMIT ? str_head(text, (size_t)n) : STR("");
}

/* Where Go looks for it: its section, else the first segment that can be written. */
static struct str
data_of(const struct elf *e, uint64_t *address)
{
	struct elf_section section;
	struct elf_segment segment;

	for (uint64_t i = 0; elf_section(e, i, &section); i++)
		if (str_is(section.name, STR(".go.buildinfo"))) {
			*address = section.address;
			return section.bytes;
		}
	for (uint64_t i = 0; elf_segment(e, i, &segment); i++)
		if (segment.type == PT_LOAD && (segment.flags & (PF_X | PF_W)) == PF_W) {
			*address = segment.address;
			return segment.bytes;
		}
	return STR("");
}

static bool
find_magic(struct str *data, uint64_t address)
{
	for (size_t at = 0; data->n >= HEADER; at = 1) { /* on, behind one that stands askew */
		*data = str_cut(*data, at);
		address += at;
		at = str_find_text(*data, magic);
		*data = str_cut(*data, at);
		address += at;
		if (address % ALIGN == 0)
			return data->n >= HEADER;
	}
	return false;
}

bool
gobuild_read(const struct elf *e, struct go_build *build)
{
	uint64_t address = 0;
	struct str data = data_of(e, &address);
	unsigned flags, size;

	*build = (struct go_build){0};
	if (!find_magic(&data, address))
		return false;
	flags = (unsigned char)data.p[FLAGS_AT];
	size = (unsigned char)data.p[SIZE_AT];
	if (flags & INLINE) {
		struct str rest = str_cut(data, HEADER);

		build->version = counted(&rest);
		build->info = counted(&rest);
	} else if ((size == 4 || size == 8) && (flags & BIG) == (e->swapped ? BIG : 0)) {
		build->version = pointed(e, elf_number(e, data, ALIGN, size), size);
		build->info = pointed(e, elf_number(e, data, ALIGN + size, size), size);
	}
	if (build->info.n >= SENTINELS + 1 && build->info.p[build->info.n - SENTINEL - 1] == '\n')
		build->info = str_head(str_cut(build->info, SENTINEL), build->info.n - SENTINELS);
	else
		build->info = STR("");
	return build->version.n > 0;
}

/* Cuts lines off until one begins with kind and a tab: its rest. */
static bool
next_line(struct str *info, const char *kind, struct str *line)
{
	while (info->n > 0) {
		*line = str_split(info, '\n');
		if (str_is_text(str_split(line, '\t'), kind))
			return true;
	}
	return false;
}

struct str
gobuild_line(struct str info, const char *kind)
{
	struct str line;

	return next_line(&info, kind, &line) ? line : STR("");
}

/* strconv.Quote's escapes; what is none stays as it is. */
static struct str
unquoted(struct str s)
{
	static const char from[] = "abfnrtv\\\"'", to[] = "\a\b\f\n\r\t\v\\\"'";
	struct buf b = {0};
	bool raw;

	if (s.n < 2 || (s.p[0] != '"' && s.p[0] != '`') || s.p[s.n - 1] != s.p[0])
		return s;
	raw = s.p[0] == '`';
	s = str_cut(str_head(s, s.n - 1), 1);
	for (size_t i = 0; i < s.n; i++) {
		char next = (char)(!raw && s.p[i] == '\\' && i + 1 < s.n ? s.p[i + 1] : '\0');
		const char *known = next ? strchr(from, next) : NULL;

		if (known) {
			buf_char(&b, to[known - from]);
			i++;
		} else {
			buf_char(&b, s.p[i]);
		}
	}
	return buf_str(&b);
}

/* The part before c, behind a quoted word if it begins with one. */
static struct str
split_quoted(struct str *rest, char c)
{
	struct str head;
	size_t i = 0;

	if (rest->n > 0 && rest->p[0] == '"')
		for (i = 1; i < rest->n && rest->p[i] != '"'; i++)
			i += rest->p[i] == '\\';
	i = str_find(*rest, c, i);
	head = str_head(*rest, i);
	*rest = str_cut(*rest, i + 1);
	return head;
}

bool
gobuild_setting(struct str *rest, struct str *key, struct str *value)
{
	struct str line;

	if (!next_line(rest, "build", &line))
		return false;
	*key = unquoted(split_quoted(&line, '='));
	*value = unquoted(line);
	return true;
}

struct str
gobuild_value(struct str info, const char *key)
{
	struct str name, value;

	while (gobuild_setting(&info, &name, &value))
		if (str_is_text(name, key))
			return value;
	return (struct str){NULL, 0};
}
