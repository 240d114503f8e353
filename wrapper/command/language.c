#include "command/language.h"

#define ROW(name, suffix, language, form) {name, suffix, FACT_##language, FACT_##form}

/* GCC's "Overall Options" and clang's types; a language that we do not know is another one's. */
static const struct language languages[] = {
	ROW("assembler", ".s", ASM, SOURCE),
	ROW("assembler-with-cpp", ".S", ASM_CPP, SOURCE),
	ROW("assembler-with-cpp", ".sx", ASM_CPP, SOURCE),
	ROW("c", ".c", C, SOURCE),
	ROW("c++", ".C", CXX, SOURCE),
	ROW("c++", ".C++", CXX, SOURCE),
	ROW("c++", ".CC", CXX, SOURCE),
	ROW("c++", ".CPP", CXX, SOURCE),
	ROW("c++", ".CXX", CXX, SOURCE),
	ROW("c++", ".c++", CXX, SOURCE),
	ROW("c++", ".cc", CXX, SOURCE),
	ROW("c++", ".cp", CXX, SOURCE),
	ROW("c++", ".cpp", CXX, SOURCE),
	ROW("c++", ".cxx", CXX, SOURCE),
	ROW("c++-cpp-output", ".ii", CXX, PREPROCESSED),
	ROW("c++-header", ".H", CXX, HEADER),
	ROW("c++-header", ".HPP", CXX, HEADER),
	ROW("c++-header", ".h++", CXX, HEADER),
	ROW("c++-header", ".hh", CXX, HEADER),
	ROW("c++-header", ".hp", CXX, HEADER),
	ROW("c++-header", ".hpp", CXX, HEADER),
	ROW("c++-header", ".hxx", CXX, HEADER),
	ROW("c++-header", ".tcc", CXX, HEADER),
	ROW("c++-module", ".c++m", CXX, MODULE),
	ROW("c++-module", ".ccm", CXX, MODULE),
	ROW("c++-module", ".cppm", CXX, MODULE),
	ROW("c++-module", ".cxxm", CXX, MODULE),
	ROW("c++-module", ".ixx", CXX, MODULE),
	ROW("c++-system-header", "", CXX, HEADER),
	ROW("c++-system-module", "", CXX, MODULE),
	ROW("c++-user-header", "", CXX, HEADER),
	ROW("c-header", ".h", C, HEADER),
	ROW("cpp-output", ".i", C, PREPROCESSED),
	ROW("objective-c", ".m", OBJC, SOURCE),
	ROW("objective-c++", ".M", OBJCXX, SOURCE),
	ROW("objective-c++", ".mm", OBJCXX, SOURCE),
	ROW("objective-c++-header", "", OBJCXX, HEADER),
	ROW("objective-c-header", "", OBJC, HEADER),
	ROW("objc++-cpp-output", ".mii", OBJCXX, PREPROCESSED),
	ROW("objc-cpp-output", ".mi", OBJC, PREPROCESSED),
	ROW("objective-c++-cpp-output", ".mii", OBJCXX, PREPROCESSED),
	ROW("objective-c-cpp-output", ".mi", OBJC, PREPROCESSED),
};

static const struct language other = ROW("", "", OTHER_LANGUAGE, SOURCE);

/* Sources that the drivers hand to other compilers: Fortran, Ada, D, Go, Modula-2, CUDA, LLVM. */
static const char others[][8] = {
	".f", ".for", ".ftn", ".fpp", ".FOR", ".FTN", ".FPP", ".F", ".fii", ".f90", ".f95", ".f03",
	".f08", ".F90", ".F95", ".F03", ".F08", ".adb", ".ads", ".d", ".di", ".dd", ".go", ".mod",
	".def", ".m2i", ".brig", ".cu", ".cui", ".hip", ".cl", ".clcpp", ".bc", ".ll", ".rs", ".swift",
};

/* g++ and clang++ take C for C++: GCC's "Invoking G++". */
static const struct language *
as_cxx(const struct language *c)
{
	const struct language *l = languages;

	while (l->language != FACT_CXX || l->form != c->form)
		l++;
	return l;
}

const struct language *
language_row(size_t i)
{
	return i < COUNT(languages) ? &languages[i] : NULL;
}

const struct language *
language_named(struct str name)
{
	for (size_t i = 0; i < COUNT(languages); i++)
		if (str_is_text(name, languages[i].name))
			return &languages[i];
	return &other;
}

const struct language *
language_of_file(struct str path, bool cxx)
{
	struct str base = str_base(path), suffix;
	size_t dot = base.n;

	while (dot > 0 && base.p[dot - 1] != '.')
		dot--;
	if (dot == 0)
		return NULL;
	suffix = str_cut(base, dot - 1);
	if (suffix.n >= sizeof languages[0].suffix)
		return NULL;
	for (size_t i = 0; i < COUNT(languages); i++)
		if (str_is_text(suffix, languages[i].suffix))
			return cxx && languages[i].language == FACT_C ? as_cxx(&languages[i]) : &languages[i];
	for (size_t i = 0; i < COUNT(others); i++)
		if (str_is_text(suffix, others[i]))
			return &other;
	return NULL;
}
