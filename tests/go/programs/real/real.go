// Package real names the modules whose own tests are run.
package real

import (
	_ "github.com/DataDog/zstd"
	_ "github.com/mattn/go-sqlite3"
)
