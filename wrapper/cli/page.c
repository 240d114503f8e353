#include "cli/page.h"

#include "base/json.h"

enum { WIDEST = 29 }; /* a longer key does not widen its column */

static void
insert(struct page *p, size_t at, struct page_row row)
{
	p->row = arena_more(p->row, p->n, &p->cap, sizeof *p->row);
	memmove(p->row + at + 1, p->row + at, (p->n++ - at) * sizeof *p->row);
	p->row[at] = row;
}

void
page_row(struct page *p, const char *section, const char *key, const char *format, ...)
{
	struct buf value = {0};
	size_t at = p->n;
	va_list ap;

	for (size_t i = p->problems; i < p->n; i++) {
		if (strcmp(p->row[i].section, section) != 0)
			continue;
		if (strcmp(p->row[i].key, key) == 0)
			return;
		at = i + 1;
	}
	va_start(ap, format);
	buf_format_list(&value, format, ap);
	va_end(ap);
	insert(p, at, (struct page_row){section, key, value.p, {0}, false});
}

void
page_row_json(struct page *p, const char *section, const char *key, struct str json)
{
	for (size_t i = p->problems; i < p->n; i++)
		if (strcmp(p->row[i].section, section) == 0 && strcmp(p->row[i].key, key) == 0 && p->row[i].json.n == 0) {
			p->row[i].json = json;
			p->row[i].people = json.n == 0;
		}
}

void
page_problem(struct page *p, const char *what, const char *fix)
{
	insert(p, p->problems++, (struct page_row){NULL, what, fix, {0}, false});
}

bool
page_has_problem(const struct page *p, const char *what)
{
	for (size_t i = 0; i < p->problems; i++)
		if (strcmp(p->row[i].key, what) == 0)
			return true;
	return false;
}

/* Behind the last row of the section that begins at from. */
static size_t
section_end(const struct page *p, size_t from)
{
	size_t end = from;

	while (end < p->n && strcmp(p->row[end].section, p->row[from].section) == 0)
		end++;
	return end;
}

void
page_text(const struct page *p, struct buf *b)
{
	buf_format(b, p->problems == 1 ? "%zu problem\n" : "%zu problems\n", p->problems);
	for (size_t i = 0; i < p->problems; i++) {
		text_line(b, "  %s", p->row[i].key);
		text_line(b, "    fix: %s", p->row[i].value);
	}
	for (size_t i = p->problems; i < p->n;) {
		size_t end = section_end(p, i), width = 0;

		for (size_t j = i; j < end; j++)
			if (strlen(p->row[j].key) > width && strlen(p->row[j].key) <= WIDEST)
				width = strlen(p->row[j].key);
		buf_format(b, "\n%s\n", p->row[i].section);
		for (; i < end; i++)
			buf_row(b, width, p->row[i].key, p->row[i].value);
	}
}

void
page_json(const struct page *p, struct buf *b)
{
	buf_text(b, "{\"problems\":[");
	for (size_t i = 0; i < p->problems; i++) {
		buf_text(b, i == 0 ? "{" : ",{");
		json_field(b, "what", str_of(p->row[i].key));
		json_field(b, "fix", str_of(p->row[i].value));
		buf_char(b, '}');
	}
	buf_char(b, ']');
	for (size_t i = p->problems; i < p->n;) {
		size_t end = section_end(p, i);

		json_key(b, p->row[i].section);
		buf_char(b, '{');
		for (; i < end; i++) {
			const struct page_row *row = &p->row[i];

			if (row->people)
				continue;
			if (row->json.n == 0) {
				json_pair(b, str_of(row->key), str_of(row->value));
				continue;
			}
			buf_text(b, b->p[b->n - 1] == '{' ? "" : ",");
			json_string(b, str_of(row->key)); /* a path, which has what it has */
			buf_char(b, ':');
			buf_add(b, row->json);
		}
		buf_char(b, '}');
	}
	buf_text(b, "}\n");
}
