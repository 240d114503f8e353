/*
 * A thin archive (ar rcT) names its members, which are files of their own; llvm-ar, LLVM's and Chromium's builds make them. Here an
 * ordinary one is made of it, in memory: what is copied stands behind its header, and what is mapped at the next page,
 * behind a member of zeroes.
 */
#include "verify/thin.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/mman.h>
#include <unistd.h>

#include "elf/elffile.h"

enum { HEADER = ELF_MEMBER_HEADER, SIZE_AT = 48 };
enum { COPIED = 32 * 1024 * 1024 }; /* bytes, of all members: many are small, and a process has few mappings */
#define ALL_MEMBERS (INT64_C(4) << 30) /* bytes: one file may be named again and again */

struct gathered {
	char *at;
	size_t n, copied;
};

static void
add_header(struct gathered *g, struct str like, size_t size)
{
	struct str digits = str_format("%-10zu`\n", size);

	memset(g->at + g->n, ' ', HEADER);
	memcpy(g->at + g->n, like.p, str_head(like, SIZE_AT).n);
	memcpy(g->at + g->n + SIZE_AT, digits.p, HEADER - SIZE_AT);
	g->n += HEADER;
}

static void
add_copy(struct gathered *g, struct str header, struct str bytes)
{
	add_header(g, header, bytes.n);
	memcpy(g->at + g->n, bytes.p, bytes.n);
	g->n += bytes.n + (bytes.n & 1);
}

/* Its state is taken before its bytes. */
static const char *
add_file(struct gathered *g, struct str header, struct member *m)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE), size = (size_t)m->st.st_size;
	int fd = open(m->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	const char *error = fd >= 0 ? snapshot_settle(fd, &m->st) : snapshot_changed;
	bool done = !error && (size_t)m->st.st_size == size;

	if (done && size <= COPIED - g->copied) {
		add_header(g, header, size);
		done = snapshot_read(g->at + g->n, fd, size);
		g->copied += size;
	} else if (done) {
		size_t data = (g->n + 2 * (size_t)HEADER + page - 1) / page * page;

		add_header(g, STR("/"), data - HEADER - (g->n + HEADER));
		g->n = data - HEADER;
		add_header(g, header, size);
		done = snapshot_map(g->at + g->n, fd, size);
	}
	if (fd >= 0)
		close(fd);
	g->n += size + (size & 1);
	if (error == snapshot_written)
		return "another program has a member open for writing; try again when it is closed";
	return done ? NULL : snapshot_changed;
}

/* Cuts the next member off; *file is empty for one that stands in the archive itself: the index, and the long names. */
static bool
next_member(struct str *rest, struct str *names, struct str *header, struct str *file, struct str *bytes)
{
	uint64_t size;
	bool inside;

	*header = str_head(*rest, HEADER);
	if (!elf_member_head(*rest, *names, PATH_MAX, file, &size))
		return false;
	inside = header->p[0] == '/' && (header->p[1] < '0' || header->p[1] > '9');
	*rest = str_cut(*rest, HEADER);
	*bytes = str_head(*rest, inside && size < rest->n ? (size_t)size : inside ? rest->n : 0);
	*rest = str_cut(*rest, bytes->n + (bytes->n & 1));
	if (inside && str_is(*file, STR("//")))
		*names = *bytes;
	*file = inside ? STR("") : str_head(*file, file->n - (file->n > 1 && str_ends(*file, STR("/"))));
	return true;
}

const char *
thin_gather(struct snapshot *s, const char *path)
{
	const struct str all = str_cut(s->bytes, ELF_THIN.n), own = s->mapped;
	const struct str directory = str_head(str_of(path), strlen(path) - str_base(str_of(path)).n);
	struct str rest = all, names = STR(""), header, file, bytes;
	size_t room = 0, total = 0, page = (size_t)sysconf(_SC_PAGESIZE);
	struct gathered g = {.n = ELF_ARCHIVE.n};
	const char *damage = NULL;

	if (!str_starts(s->bytes, ELF_THIN))
		return NULL;
	for (; next_member(&rest, &names, &header, &file, &bytes); total += bytes.n + 2 * page) {
		struct member m;

		if (file.n == 0)
			continue;
		m.path = str_dup(file.p[0] == '/' ? file : str_of(str_join(directory, file)));
		if (stat(m.path, &m.st) != 0 || !S_ISREG(m.st.st_mode))
			return "a member of the thin archive is not there, or no file";
		s->member = arena_more(s->member, s->nmember, &room, sizeof m);
		s->member[s->nmember++] = m;
		total += (size_t)m.st.st_size;
		if (m.st.st_size > ALL_MEMBERS || (int64_t)total > ALL_MEMBERS)
			return "its members are larger than 4 GiB";
	}
	if (rest.n > 1)
		return "the archive is cut off";
	total += page;
	g.at = mmap(NULL, total, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (g.at == MAP_FAILED)
		return "its members cannot be mapped";
	memcpy(g.at, ELF_ARCHIVE.p, ELF_ARCHIVE.n);
	rest = all;
	names = STR("");
	for (size_t i = 0; !damage && next_member(&rest, &names, &header, &file, &bytes);)
		if (file.n > 0)
			damage = add_file(&g, header, &s->member[i++]);
		else
			add_copy(&g, header, bytes);
	if (own.n > 0)
		munmap((void *)(uintptr_t)own.p, own.n);
	s->mapped = (struct str){g.at, total};
	s->bytes = (struct str){g.at, g.n};
	return damage;
}
