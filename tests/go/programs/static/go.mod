module example.org/static

go 1.19

require (
	github.com/DataDog/zstd v1.5.6
	github.com/mattn/go-sqlite3 v1.14.28
)
