/* Names of compilers: [TRIPLET-]DRIVER[-VERSION]. */
#include "command/command.h"
#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

int
main(void)
{
	static const struct {
		const char *name, *driver; /* "" is no compiler's name */
		const char *triplet, *version;
		bool cxx;
	} rows[] = {
		{"cc", "cc", "", "", false},
		{"gcc", "gcc", "", "", false},
		{"c++", "c++", "", "", true},
		{"g++", "g++", "", "", true},
		{"clang", "clang", "", "", false},
		{"clang++", "clang++", "", "", true},
		{"c89", "c89", "", "", false},
		{"c99", "c99", "", "", false},
		{"c89-gcc", "c89-gcc", "", "", false},
		{"c99-gcc", "c99-gcc", "", "", false},
		{"gcc-12", "gcc", "", "12", false},
		{"g++-4.9", "g++", "", "4.9", true},
		{"clang-19", "clang", "", "19", false},
		{"clang++-14", "clang++", "", "14", true},
		{"aarch64-linux-gnu-gcc", "gcc", "aarch64-linux-gnu", "", false},
		{"aarch64-linux-gnu-g++", "g++", "aarch64-linux-gnu", "", true},
		{"x86_64-linux-gnu-gcc-12", "gcc", "x86_64-linux-gnu", "12", false},
		{"x86_64-pc-linux-gnu-c++-13.2", "c++", "x86_64-pc-linux-gnu", "13.2", true},
		{"x86_64-w64-mingw32-clang++", "clang++", "x86_64-w64-mingw32", "", true},
		{"arm-none-eabi-gcc-12.2.1", "gcc", "arm-none-eabi", "12.2.1", false},
		{"musl-gcc", "gcc", "musl", "", false},
		{"i586-gcc", "gcc", "i586", "", false},
		/* no compilers */
		{"", "", "", "", false},
		{"hardcc", "", "", "", false},
		{"ld", "", "", "", false},
		{"xgcc", "", "", "", false},
		{"gccgo", "", "", "", false},
		{"gcc-ar", "", "", "", false},
		{"gcc-ar-12", "", "", "", false},
		{"gcc-nm", "", "", "", false},
		{"clang-format", "", "", "", false},
		{"clang-format-14", "", "", "", false},
		{"clang-cpp", "", "", "", false},
		{"gcc-", "", "", "", false},
		{"gcc-.5", "", "", "", false},
		{"gcc-12a", "", "", "", false},
		{"-gcc", "", "", "", false},
		{"gfortran", "", "", "", false},
		{"cpp", "", "", "", false},
		{"ccc", "", "", "", false},
		{"12", "", "", "", false},
		{"-12", "", "", "", false},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct name name = name_parse(str_of(rows[i].name));
		struct buf got = {0}, want = {0}, title = {0};

		buf_text(&title, *rows[i].driver ? "a compiler: " : "no compiler: ");
		buf_text(&title, rows[i].name);
		if (name.driver) {
			buf_text(&got, name.driver->name);
			buf_char(&got, ' ');
			buf_add(&got, name.triplet);
			buf_char(&got, ' ');
			buf_add(&got, name.version);
			buf_text(&got, name.driver->cxx ? " C++" : " C");
		}
		if (*rows[i].driver) {
			buf_text(&want, rows[i].driver);
			buf_char(&want, ' ');
			buf_text(&want, rows[i].triplet);
			buf_char(&want, ' ');
			buf_text(&want, rows[i].version);
			buf_text(&want, rows[i].cxx ? " C++" : " C");
		}
		is(buf_str(&got), buf_str(&want), buf_str(&title));
	}
	return done_testing();
}
