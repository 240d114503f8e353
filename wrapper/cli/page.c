#include "cli/page.h"

#include "base/json.h"

static bool
has_row(const struct page *p, const char *section, struct str key)
{
	for (size_t i = 0; i < p->n; i++)
		if (!p->row[i].section == !section && str_is(p->row[i].key, key) &&
		    (!section || str_is_text(str_of(section), p->row[i].section)))
			return true;
	return false;
}

void
page_row(struct page *p, const char *section, struct str key, struct str value)
{
	if (section && has_row(p, section, key))
		return;
	if (p->n == p->cap) {
		size_t cap = p->cap ? p->cap * 2 : 64;

		p->row = arena_grow(p->row, p->n * sizeof *p->row, cap * sizeof *p->row);
		p->cap = cap;
	}
	p->row[p->n++] = (struct page_row){section, str_of(str_dup(key)), str_of(str_dup(value))};
}

void
page_problem(struct page *p, const char *what, const char *mend)
{
	p->problems++;
	page_row(p, NULL, str_of(what), str_of(mend));
}

bool
page_has_problem(const struct page *p, struct str what)
{
	return has_row(p, NULL, what);
}

/* Sections in the order of their first rows. */
static bool
begins_section(const struct page *p, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (p->row[j].section && str_is_text(str_of(p->row[i].section), p->row[j].section))
			return false;
	return true;
}

static bool
in_section(const struct page *p, size_t i, const char *section)
{
	return p->row[i].section && str_is_text(str_of(section), p->row[i].section);
}

static void
section_text(const struct page *p, const char *section, struct buf *b)
{
	size_t width = 0;

	for (size_t i = 0; i < p->n; i++)
		if (in_section(p, i, section) && p->row[i].key.n > width && p->row[i].key.n < 28)
			width = p->row[i].key.n;
	buf_char(b, '\n');
	buf_text(b, section);
	buf_char(b, '\n');
	for (size_t i = 0; i < p->n; i++) {
		if (!in_section(p, i, section))
			continue;
		buf_text(b, "  ");
		buf_add(b, p->row[i].key);
		for (size_t n = p->row[i].key.n; n < width; n++)
			buf_char(b, ' ');
		buf_text(b, "  ");
		buf_add(b, p->row[i].value);
		buf_char(b, '\n');
	}
}

void
page_text(const struct page *p, struct buf *b)
{
	buf_number(b, p->problems);
	buf_text(b, p->problems == 1 ? " problem\n" : " problems\n");
	for (size_t i = 0; i < p->n; i++) {
		if (p->row[i].section)
			continue;
		buf_text(b, "  ");
		buf_add(b, p->row[i].key);
		buf_text(b, "\n    mend: ");
		buf_add(b, p->row[i].value);
		buf_char(b, '\n');
	}
	for (size_t i = 0; i < p->n; i++)
		if (p->row[i].section && begins_section(p, i))
			section_text(p, p->row[i].section, b);
}

void
page_json(const struct page *p, struct buf *b)
{
	bool first = true;

	buf_text(b, "{\"problems\":[");
	for (size_t i = 0; i < p->n; i++) {
		if (p->row[i].section)
			continue;
		buf_text(b, first ? "{" : ",{");
		first = false;
		json_field(b, "what", p->row[i].key);
		json_field(b, "mend", p->row[i].value);
		buf_char(b, '}');
	}
	buf_char(b, ']');
	for (size_t i = 0; i < p->n; i++) {
		if (!p->row[i].section || !begins_section(p, i))
			continue;
		json_key(b, p->row[i].section);
		buf_char(b, '{');
		first = true;
		for (size_t j = i; j < p->n; j++) {
			if (!in_section(p, j, p->row[i].section))
				continue;
			buf_text(b, first ? "" : ",");
			first = false;
			json_string(b, p->row[j].key);
			buf_char(b, ':');
			json_string(b, p->row[j].value);
		}
		buf_char(b, '}');
	}
	buf_text(b, "}\n");
}
