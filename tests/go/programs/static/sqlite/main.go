// Program sqlite counts in a database in memory.
package main

import (
	"database/sql"

	_ "github.com/mattn/go-sqlite3"
)

func main() {
	var n int
	var version string

	db, err := sql.Open("sqlite3", ":memory:")
	if err == nil {
		err = db.QueryRow(`WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 1000)
			SELECT sum(x), sqlite_version() FROM c`).Scan(&n, &version)
	}
	if err != nil {
		panic(err)
	}
	println("sum", n, version != "")
}
