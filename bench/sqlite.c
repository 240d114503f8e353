/* bench/sqlite.c - inserts, look-ups, scans and sorting in memory: what sqlite is built for, and no disk in it. */
#include <stdio.h>
#include <stdlib.h>

#include "sqlite3-binding.h"

enum { ROWS = 150000 };

static sqlite3 *db;

static void
check(int status)
{
	if (status == SQLITE_OK || status == SQLITE_ROW || status == SQLITE_DONE)
		return;
	fprintf(stderr, "%s\n", sqlite3_errmsg(db));
	exit(1);
}

static void
run(const char *sql)
{
	check(sqlite3_exec(db, sql, NULL, NULL, NULL));
}

/* The statement once for each number; the sum of what it answers. */
static long long
each(const char *sql, unsigned times)
{
	sqlite3_stmt *s;
	long long sum = 0;
	int status;

	check(sqlite3_prepare_v2(db, sql, -1, &s, NULL));
	for (unsigned i = 0; i < times; i++) {
		check(sqlite3_bind_int64(s, 1, (long long)(i * 2654435761U % ROWS)));
		while ((status = sqlite3_step(s)) == SQLITE_ROW)
			sum += sqlite3_column_int64(s, 0);
		check(status);
		check(sqlite3_reset(s));
	}
	check(sqlite3_finalize(s));
	return sum;
}

int
main(void)
{
	long long sum = 0;

	check(sqlite3_open(":memory:", &db));
	run("CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT, kind INT, price REAL); BEGIN");
	each("INSERT OR REPLACE INTO item VALUES(?1, printf('item %d of many', ?1), ?1 % 97, ?1 * 0.25)", ROWS);
	run("CREATE INDEX by_name ON item(name); COMMIT");
	sum += each("SELECT length(name) FROM item WHERE id = ?1", ROWS);
	sum += each("SELECT id FROM item WHERE name = printf('item %d of many', ?1)", ROWS);
	sum += each("SELECT count(*) FROM item WHERE name LIKE '%' || ?1 || ' of%'", 4);
	sum += each("SELECT sum(price) FROM item WHERE id > ?1 GROUP BY kind ORDER BY 1", 6);
	each("UPDATE item SET price = price + 1 WHERE id = ?1", ROWS);
	each("DELETE FROM item WHERE id = ?1", ROWS / 2);
	check(sqlite3_close(db));
	printf("%lld\n", sum);
	return 0;
}
