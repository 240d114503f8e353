/*
 * options.h - every compiler option that takes an argument or decides something, sorted.
 * An option without a row stands alone and decides nothing. A row FOR_GCC or FOR_CLANG is no row for the other, which takes
 * the word for another one, or takes no argument: gcc's -emit-llvm is -e mit-llvm, and -help is -h elp.
 *
 * X(name, how it takes its argument, role, value of the role)
 * Sources: GCC 12's "Option Index" and common.opt, clang 19's Options.td; each row was run.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#define A ALONE
#define J JOINED
#define S SEPARATE

// clang-format off
#define OPTIONS(X) \
	X("-###",			A,	DRYRUN,		0) \
	X("--",				A,	END,		0) \
	X("--analyze",			A,	LAST,		LAST_OTHER) \
	X("--analyzer-output",		S|FOR_CLANG,	PLAIN,		0) \
	X("--assert",			S,	PLAIN,		0) \
	X("--config",			S,	SPECS,		OPAQUE_ALL) \
	X("--config-system-dir=",	J,	OPAQUE_PLACE,	OPAQUE_ALL) \
	X("--config-user-dir=",		J,	OPAQUE_PLACE,	OPAQUE_ALL) \
	X("--config=",			J,	SPECS,		OPAQUE_ALL) \
	X("--define-macro",		S,	DEFINE,		'D') \
	X("--driver-mode=cl",		A,	MODE,		MODE_FOREIGN) \
	X("--driver-mode=cpp",		A,	MODE,		MODE_CPP) \
	X("--driver-mode=dxc",		A,	MODE,		MODE_FOREIGN) \
	X("--driver-mode=g++",		A,	MODE,		MODE_CXX) \
	X("--driver-mode=gcc",		A,	MODE,		MODE_C) \
	X("--dump",			S,	PLAIN,		0) \
	X("--dumpbase",			S,	PLAIN,		0) \
	X("--dumpdir",			S,	PLAIN,		0) \
	X("--dyld-prefix",		S,	PLAIN,		0) \
	X("--entry",			S|FOR_GCC,	PLAIN,		0) \
	X("--for-assembler",		S,	ASSEMBLER_WORD,	0) \
	X("--for-assembler=",		J,	ASSEMBLER_WORD,	0) \
	X("--for-linker",		S,	LINKER_WORD,	0) \
	X("--for-linker=",		J,	LINKER_WORD,	0) \
	X("--force-link",		S,	PLAIN,		0) \
	X("--gcc-toolchain",		S,	PLAIN,		0) \
	X("--help",			A,	QUERIES,	0) \
	X("--help=",			J,	QUERIES,	0) \
	X("--imacros",			S,	PLAIN,		0) \
	X("--include",			S,	PLAIN,		0) \
	X("--include-directory",	S,	PLAIN,		0) \
	X("--include-directory-after",	S,	PLAIN,		0) \
	X("--include-prefix",		S,	PLAIN,		0) \
	X("--include-with-prefix",	S,	PLAIN,		0) \
	X("--include-with-prefix-after",	S,	PLAIN,		0) \
	X("--include-with-prefix-before",	S,	PLAIN,		0) \
	X("--language",			S,	PLAIN,		0) \
	X("--library-directory",	S,	PLAIN,		0) \
	X("--linker-option=",		J,	LINKER_WORD,	0) \
	X("--machine",			S,	PLAIN,		0) \
	X("--no-default-config",	A,	PLAIN,		0) \
	X("--output",			S,	PLAIN,		0) \
	X("--param",			S,	PLAIN,		0) \
	X("--precompile",		A,	LAST,		LAST_SYNTAX) \
	X("--prefix",			S,	PLAIN,		0) \
	X("--print-effective-triple",	A,	QUERIES,	0) \
	X("--print-enabled-extensions",	A,	QUERIES,	0) \
	X("--print-file-name",		S,	QUERIES,	0) \
	X("--print-file-name=",	J,	QUERIES,	0) \
	X("--print-libgcc-file-name",	A,	QUERIES,	0) \
	X("--print-multi-directory",	A,	QUERIES,	0) \
	X("--print-multi-lib",	A,	QUERIES,	0) \
	X("--print-multi-os-directory",	A,	QUERIES,	0) \
	X("--print-multiarch",	A,	QUERIES,	0) \
	X("--print-prog-name",		S,	QUERIES,	0) \
	X("--print-prog-name=",	J,	QUERIES,	0) \
	X("--print-resource-dir",	A,	QUERIES,	0) \
	X("--print-runtime-dir",	A,	QUERIES,	0) \
	X("--print-search-dirs",	A,	QUERIES,	0) \
	X("--print-supported-cpus",	A,	QUERIES,	0) \
	X("--print-supported-extensions",	A,	QUERIES,	0) \
	X("--print-sysroot",	A,	QUERIES,	0) \
	X("--print-sysroot-headers-suffix",	A,	QUERIES,	0) \
	X("--print-target-triple",	A,	QUERIES,	0) \
	X("--print-targets",	A,	QUERIES,	0) \
	X("--resource",			S,	PLAIN,		0) \
	X("--rsp-quoting=",		J,	RESPONSES,	false) \
	X("--rsp-quoting=windows",	A,	RESPONSES,	true) \
	X("--serialize-diagnostics",	S,	PLAIN,		0) \
	X("--specs",			S,	PLAIN,		0) \
	X("--std",			S,	PLAIN,		0) \
	X("--sysroot",			S,	PLAIN,		0) \
	X("--target",			S,	TARGETS,	0) \
	X("--target-help",		A|FOR_GCC,	QUERIES,	0) \
	X("--target=",			J,	TARGETS,	0) \
	X("--undefine-macro",		S,	DEFINE,		'U') \
	X("--version",			A,	QUERIES,	0) \
	X("--vfsoverlay",		S|FOR_CLANG,	PLAIN,		0) \
	X("-A",				J|S,	PLAIN,		0) \
	X("-B",				J|S,	OPAQUE_PLACE,	OPAQUE_ALL) \
	X("-D",				J|S,	DEFINE,		'D') \
	X("-E",				A,	LAST,		LAST_PREPROCESS) \
	X("-F",				J|S,	PLAIN,		0) \
	X("-G",				J|S,	PLAIN,		0) \
	X("-I",				J|S,	SEARCH,		0) \
	X("-J",				J|S,	PLAIN,		0) \
	X("-L",				J|S,	LIBRARY_SEARCH,	0) \
	X("-M",				A,	LAST,		LAST_DEPENDENCIES) \
	X("-MF",			J|S,	PLAIN,		0) \
	X("-MJ",			S,	PLAIN,		0) \
	X("-MM",			A,	LAST,		LAST_DEPENDENCIES) \
	X("-MQ",			J|S,	PLAIN,		0) \
	X("-MT",			J|S,	PLAIN,		0) \
	X("-O",				J,	OPTLEVEL,	0) \
	X("-R",				J|S|FOR_GCC,	PLAIN,		0) \
	X("-S",				A,	LAST,		LAST_COMPILE) \
	X("-T",				J|S,	PLAIN,		0) \
	X("-Tbss",			J|S|FOR_GCC,	PLAIN,		0) \
	X("-Tdata",			J|S|FOR_GCC,	PLAIN,		0) \
	X("-Ttext",			J|S|FOR_GCC,	PLAIN,		0) \
	X("-U",				J|S,	DEFINE,		'U') \
	X("-Wa,",			J,	ASSEMBLER_LIST,	0) \
	X("-Wl,",			J,	LINKER_LIST,	0) \
	X("-Wp,",			J,	CPP_LIST,	0) \
	X("-Xanalyzer",			S,	PLAIN,		0) \
	X("-Xarch_",			J|NEXT,	OPAQUE,		OPAQUE_ALL) \
	X("-Xassembler",		S,	ASSEMBLER_WORD,	0) \
	X("-Xclang",			S,	OPAQUE,		OPAQUE_COMPILE) \
	X("-Xclang=",			J,	OPAQUE,		OPAQUE_COMPILE) \
	X("-Xcuda-fatbinary",		S|FOR_CLANG,	PLAIN,		0) \
	X("-Xcuda-ptxas",		S|FOR_CLANG,	PLAIN,		0) \
	X("-Xlinker",			S,	LINKER_WORD,	0) \
	X("-Xoffload-linker",		S|FOR_CLANG,	PLAIN,		0) \
	X("-Xopenmp-target",		S,	PLAIN,		0) \
	X("-Xpreprocessor",		S,	CPP_WORD,	0) \
	X("-arch",			S,	TARGETS,	0) \
	X("-arcmt-migrate-report-output",	S|FOR_CLANG,	PLAIN,		0) \
	X("-aux-info",			J|S|FOR_GCC,	PLAIN,		0) \
	X("-b",				J|S,	PLAIN,		0) \
	X("-c",				A,	LAST,		LAST_ASSEMBLE) \
	X("-cc1",			A,	QUERIES,	0) \
	X("-cc1as",			A,	QUERIES,	0) \
	X("-ccc-gcc-name",		S|FOR_CLANG,	PLAIN,		0) \
	X("-ccc-install-dir",		S|FOR_CLANG,	PLAIN,		0) \
	X("-cxx-isystem",		J|S,	PLAIN,		0) \
	X("-dM",			A,	DUMP_MACROS,	0) \
	X("-darwin-target-variant",	S|FOR_CLANG,	PLAIN,		0) \
	X("-darwin-target-variant-triple",	S|FOR_CLANG,	PLAIN,		0) \
	X("-dependency-dot",		S|FOR_CLANG,	PLAIN,		0) \
	X("-dependency-file",		S|FOR_CLANG,	PLAIN,		0) \
	X("-dsym-dir",			S|FOR_CLANG,	PLAIN,		0) \
	X("-dumpbase",			S|FOR_GCC,	PLAIN,		0) \
	X("-dumpbase-ext",		S|FOR_GCC,	PLAIN,		0) \
	X("-dumpdir",			S,	PLAIN,		0) \
	X("-dumpfullversion",		A|FOR_GCC,	QUERIES,	0) \
	X("-dumpmachine",		A,	QUERIES,	0) \
	X("-dumpspecs",			A,	QUERIES,	0) \
	X("-dumpversion",		A,	QUERIES,	0) \
	X("-e",				J|S,	PLAIN,		0) \
	X("-emit-ast",			A|FOR_CLANG,	LAST,		LAST_OTHER) \
	X("-emit-llvm",			A|FOR_CLANG,	FACTUAL,	FACT_BITCODE) \
	X("-extract-api",		A|FOR_CLANG,	LAST,		LAST_OTHER) \
	X("-ffreestanding",		A,	SWITCH_ON,	FACT_FREESTANDING) \
	X("-fhosted",			A,	SWITCH_OFF,	FACT_FREESTANDING) \
	X("-fmodule-file=",		J,	FACTUAL,	FACT_MODULE) \
	X("-fmodule-header",		A,	FACTUAL,	FACT_MODULE) \
	X("-fmodule-header=",		J,	FACTUAL,	FACT_MODULE) \
	X("-fmodule-output",		A,	FACTUAL,	FACT_MODULE) \
	X("-fmodule-output=",		J,	FACTUAL,	FACT_MODULE) \
	X("-fmodules",			A,	SWITCH_ON,	FACT_MODULE) \
	X("-fmodules-ts",		A,	SWITCH_ON,	FACT_MODULE) \
	X("-fno-freestanding",		A,	SWITCH_OFF,	FACT_FREESTANDING) \
	X("-fno-hosted",		A,	SWITCH_ON,	FACT_FREESTANDING) \
	X("-fno-modules",		A,	SWITCH_OFF,	FACT_MODULE) \
	X("-fno-modules-ts",		A,	SWITCH_OFF,	FACT_MODULE) \
	X("-fno-preprocessed",		A,	SWITCH_OFF,	FACT_PREPROCESSED) \
	X("-fno-sanitize=",		J,	UNSANITIZE,	0) \
	X("-fno-syntax-only",		A,	SWITCH_OFF,	FACT_NOTHING) \
	X("-fno-use-linker-plugin",	A,	PLAIN,		0) \
	X("-fpass-plugin=",		J,	OPAQUE,		OPAQUE_COMPILE) \
	X("-fplugin=",			J,	OPAQUE,		OPAQUE_COMPILE) \
	X("-fprebuilt-module-path=",	J,	FACTUAL,	FACT_MODULE) \
	X("-fpreprocessed",		A,	SWITCH_ON,	FACT_PREPROCESSED) \
	X("-framework",			S,	PLAIN,		0) \
	X("-fsanitize=",		J,	SANITIZERS,	0) \
	X("-fsyntax-only",		A,	SWITCH_ON,	FACT_NOTHING) \
	X("-ftrivial-auto-var-init-",	J,	OPAQUE,		OPAQUE_COMPILE) \
	X("-fuse-ld=",			J,	LINKER,		0) \
	X("-gcc-toolchain",		S,	PLAIN,		0) \
	X("-gen-cdb-fragment-path",	S|FOR_CLANG,	PLAIN,		0) \
	X("-h",				J|S|FOR_GCC,	PLAIN,		0) \
	X("-help",			A|FOR_CLANG,	QUERIES,	0) \
	X("-hlsl-entry",		S|FOR_CLANG,	PLAIN,		0) \
	X("-iapinotes-modules",		S|FOR_CLANG,	PLAIN,		0) \
	X("-idirafter",			J|S,	PLAIN,		0) \
	X("-iframework",		J|S,	PLAIN,		0) \
	X("-iframeworkwithsysroot",	J|S|FOR_CLANG,	PLAIN,		0) \
	X("-imacros",			J|S,	INCLUDE,	0) \
	X("-imultiarch",		J|S,	PLAIN,		0) \
	X("-imultilib",			J|S,	PLAIN,		0) \
	X("-include",			J|S,	INCLUDE,	0) \
	X("-include-pch",		S,	INCLUDE,	0) \
	X("-index-store-path",		S,	PLAIN,		0) \
	X("-install_name",		S,	PLAIN,		0) \
	X("-iplugindir=",		J,	PLAIN,		0) \
	X("-iprefix",			J|S,	PLAIN,		0) \
	X("-iquote",			J|S,	PLAIN,		0) \
	X("-isysroot",			J|S,	PLAIN,		0) \
	X("-isystem",			J|S,	PLAIN,		0) \
	X("-isystem-after",		J|S|FOR_CLANG,	PLAIN,		0) \
	X("-ivfsoverlay",		J|S,	PLAIN,		0) \
	X("-iwithprefix",		J|S,	PLAIN,		0) \
	X("-iwithprefixbefore",		J|S,	PLAIN,		0) \
	X("-iwithsysroot",		J|S,	PLAIN,		0) \
	X("-l",				J|S,	LIBRARY,	0) \
	X("-m16",			A,	WORDSIZE,	FACT_KERNEL) \
	X("-m32",			A,	WORDSIZE,	FACT_I386) \
	X("-m64",			A,	WORDSIZE,	FACT_X86_64) \
	X("-mcmodel=",			J,	SWITCH_OFF,	FACT_KERNEL) \
	X("-mcmodel=kernel",		A,	SWITCH_ON,	FACT_KERNEL) \
	X("-meabi",			S,	PLAIN,		0) \
	X("-mllvm",			S,	OPAQUE,		OPAQUE_COMPILE) \
	X("-mllvm=",			J,	OPAQUE,		OPAQUE_COMPILE) \
	X("-mmlir",			S,	PLAIN,		0) \
	X("-module-file-info",		A,	LAST,		LAST_OTHER) \
	X("-mthread-model",		S,	PLAIN,		0) \
	X("-mx32",			A,	WORDSIZE,	FACT_X32) \
	X("-no-pie",			A,	KIND_OF_LINK,	FACT_EXE) \
	X("-nopie",			A,	KIND_OF_LINK,	FACT_EXE) \
	X("-o",				J|S,	OUTPUTS,	0) \
	X("-pie",			A,	KIND_OF_LINK,	FACT_PIE) \
	X("-print-effective-triple",	A,	QUERIES,	0) \
	X("-print-enabled-extensions",	A,	QUERIES,	0) \
	X("-print-file-name=",	J,	QUERIES,	0) \
	X("-print-libgcc-file-name",	A,	QUERIES,	0) \
	X("-print-multi-directory",	A,	QUERIES,	0) \
	X("-print-multi-lib",	A,	QUERIES,	0) \
	X("-print-multi-os-directory",	A,	QUERIES,	0) \
	X("-print-multiarch",	A,	QUERIES,	0) \
	X("-print-prog-name=",	J,	QUERIES,	0) \
	X("-print-resource-dir",	A,	QUERIES,	0) \
	X("-print-runtime-dir",	A,	QUERIES,	0) \
	X("-print-search-dirs",	A,	QUERIES,	0) \
	X("-print-supported-cpus",	A,	QUERIES,	0) \
	X("-print-supported-extensions",	A,	QUERIES,	0) \
	X("-print-sysroot",	A,	QUERIES,	0) \
	X("-print-sysroot-headers-suffix",	A,	QUERIES,	0) \
	X("-print-target-triple",	A,	QUERIES,	0) \
	X("-print-targets",	A,	QUERIES,	0) \
	X("-r",				A,	KIND_OF_LINK,	FACT_RELOCATABLE) \
	X("-resource-dir",		S|FOR_CLANG,	PLAIN,		0) \
	X("-rewrite-objc",		A,	LAST,		LAST_OTHER) \
	X("-rpath",			S,	PLAIN,		0) \
	X("-serialize-diagnostics",	S,	PLAIN,		0) \
	X("-shared",			A,	KIND_OF_LINK,	FACT_SHARED) \
	X("-specs",			S,	SPECS,		OPAQUE_ALL) \
	X("-specs=",			J,	SPECS,		OPAQUE_ALL) \
	X("-static",			A,	KIND_OF_LINK,	FACT_STATIC) \
	X("-static-pie",		A,	KIND_OF_LINK,	FACT_STATIC_PIE) \
	X("-stdlib++-isystem",		J|S,	PLAIN,		0) \
	X("-target",			S,	TARGETS,	0) \
	X("-u",				J|S,	PLAIN,		0) \
	X("-undefined",			S|FOR_CLANG,	PLAIN,		0) \
	X("-validator-version",		S|FOR_CLANG,	PLAIN,		0) \
	X("-verify-pch",		A,	LAST,		LAST_OTHER) \
	X("-vfsoverlay",		S|FOR_CLANG,	PLAIN,		0) \
	X("-working-directory",		S,	PLAIN,		0) \
	X("-wrapper",			S,	OPAQUE,		OPAQUE_ALL) \
	X("-x",				J|S,	LANGUAGES,	0) \
	X("-z",				J|S,	LINKER_KEY,	0)

/*
 * What a long option is called otherwise: gcc's table of aliases and its option_map, and what clang has of them. A name that ends in
 * '=' or '-' stands before an argument. gcc takes the beginning of a name for the name, and any other --X for -fX.
 */
#define SPELLING_ELSE		"-f"
#define SPELLINGS(X) \
	X("--all-warnings",				"-Wall") \
	X("--ansi",					"-ansi") \
	X("--assemble",					"-S") \
	X("--assert=",					"-A") \
	X("--comments",					"-C") \
	X("--comments-in-macros",			"-CC") \
	X("--compile",					"-c") \
	X("--coverage",					"--coverage") \
	X("--debug",					"-g") \
	X("--debug=",					"-g") \
	X("--define-macro=",				"-D") \
	X("--dependencies",				"-M") \
	X("--entry=",					"-e") \
	X("--extra-warnings",				"-Wextra") \
	X("--force-link=",				"-u") \
	X("--imacros=",					"-imacros") \
	X("--include-barrier",				"-I-") \
	X("--include-directory-after=",			"-idirafter") \
	X("--include-directory=",			"-I") \
	X("--include-prefix=",				"-iprefix") \
	X("--include-with-prefix-after=",		"-iwithprefix") \
	X("--include-with-prefix-before=",		"-iwithprefixbefore") \
	X("--include-with-prefix=",			"-iwithprefix") \
	X("--include=",					"-include") \
	X("--language=",				"-x") \
	X("--library-directory=",			"-L") \
	X("--machine-",					"-m") \
	X("--machine=",					"-m") \
	X("--no-line-commands",				"-P") \
	X("--no-pie",					"-no-pie") \
	X("--no-standard-includes",			"-nostdinc") \
	X("--no-standard-libraries",			"-nostdlib") \
	X("--no-warnings",				"-w") \
	X("--optimize",					"-O") \
	X("--optimize=",				"-O") \
	X("--output=",					"-o") \
	X("--pedantic",					"-pedantic") \
	X("--pedantic-errors",				"-pedantic-errors") \
	X("--pie",					"-pie") \
	X("--pipe",					"-pipe") \
	X("--prefix=",					"-B") \
	X("--preprocess",				"-E") \
	X("--print-missing-file-dependencies",		"-MG") \
	X("--profile",					"-p") \
	X("--save-temps",				"-save-temps") \
	X("--shared",					"-shared") \
	X("--specs=",					"-specs=") \
	X("--static",					"-static") \
	X("--static-pie",				"-static-pie") \
	X("--std=",					"-std=") \
	X("--symbolic",					"-symbolic") \
	X("--trace-includes",				"-H") \
	X("--traditional",				"-traditional") \
	X("--traditional-cpp",				"-traditional-cpp") \
	X("--trigraphs",				"-trigraphs") \
	X("--undefine-macro=",				"-U") \
	X("--user-dependencies",			"-MM") \
	X("--verbose",					"-v") \
	X("--warn-=",					"-W") \
	X("--warn-",					"-W") \
	X("--write-dependencies",			"-MD") \
	X("--write-user-dependencies",			"-MMD")

/* -B and -specs: what stands below these belongs to the machine, as the compiler does. */
#define OPAQUE_SYSTEM		"/usr/", "/etc/"

/* What the linker's own words decide; written with one dash, as they are compared. */
#define LINKER_FACTS(X) \
	X("-Bshareable",	FACT_SHARED) \
	X("-Ur",		FACT_RELOCATABLE) \
	X("-help",		FACT_QUERY) \
	X("-i",			FACT_RELOCATABLE) \
	X("-r",			FACT_RELOCATABLE) \
	X("-relocatable",	FACT_RELOCATABLE) \
	X("-shared",		FACT_SHARED) \
	X("-version",		FACT_QUERY)

/* The linker's options whose argument may be the next word, and what joins the two to one spelling; one dash again. */
#define LINKER_TAKES(X) \
	X("-A", "") X("-F", "") X("-G", "") X("-I", "") X("-L", "") X("-P", "") X("-R", "") X("-T", "") X("-Y", "") \
	X("-b", "") X("-c", "") X("-dT", "") X("-e", "=") X("-f", "") X("-h", "") X("-l", "") X("-m", "") X("-o", "") \
	X("-u", "") X("-y", "") X("-z", "") \
	X("-Map", "=") X("-Tbss", "=") X("-Tdata", "=") X("-Ttext", "=") X("-audit", "=") X("-auxiliary", "=") \
	X("-defsym", "=") X("-dependency-file", "=") X("-dynamic-linker", "=") X("-dynamic-list", "=") X("-entry", "=") \
	X("-exclude-libs", "=") X("-filter", "=") X("-fini", "=") X("-format", "=") X("-init", "=") X("-just-symbols", "=") \
	X("-library", "=") X("-library-path", "=") X("-mllvm", "=") X("-out-implib", "=") X("-output", "=") X("-plugin", "=") \
	X("-plugin-opt", "=") X("-retain-symbols-file", "=") X("-rpath", "=") X("-rpath-link", "=") X("-script", "=") \
	X("-section-start", "=") X("-soname", "=") X("-sysroot", "=") X("-trace-symbol", "=") X("-undefined", "=") \
	X("-version-script", "=") X("-wrap", "=")

/* What makes warnings errors, and takes it back; the stage that gives all warnings, and the word for what it leaves unused; words that
 * make files beside the output, and what stands for them where nobody wants the files. */
#define WERROR			"-Werror"
#define WERROR_NOT		"-Wno-error"
#define WERROR_STAGE		"-S"
#define WERROR_LINK		"-Qunused-arguments"
#define WERROR_PCH		"-Wno-error=invalid-pch"
#define WERROR_JOBSERVER	"--jobserver-auth=", "--jobserver-fds=" /* of make, in MAKEFLAGS */
#define WERROR_BESIDE \
	{"-M*", ""}, {"-Wp,-M*", ""}, {"--coverage", "-fprofile-arcs"}, {"-coverage", "-fprofile-arcs"}, {"-ftest-coverage", ""}, \
	{"-save-temps*", ""}, {"-gsplit-dwarf*", "-g"}, {"-fstack-usage", ""}, {"-fcallgraph-info*", ""}, {"-aux-info*", ""}, \
	{"-fdump-*", ""}, {"-d*", ""}, {"-fsave-optimization-record*", ""}, {"-ftime-trace*", ""}, {"-fproc-stat-report*", ""}

/* What names the linker's output, and beats the driver's word: before an argument, and joined to it. Other words that begin with
 * an 'o' have two dashes. */
#define LINKER_OUTPUTS		{"-o", "-o"}, {"--output", "--output="}

/* Macros that say what is being built. */
#define MACRO_FACTS(X) \
	X("__KERNEL__",		FACT_KERNEL) \
	X("__UBOOT__",		FACT_KERNEL)

/* -fsanitize= words, hardening ones as nothing (0); what one that is not here does is not known. */
#define SANITIZER_FACTS(X) \
	X("address",		FACT_ASAN) \
	X("alignment",		FACT_UBSAN) \
	X("bool",		FACT_UBSAN) \
	X("*bound*",		FACT_UBSAN) \
	X("builtin",		FACT_UBSAN) \
	X("cfi*",		0) \
	X("enum",		FACT_UBSAN) \
	X("float-*",		FACT_UBSAN) \
	X("function",		FACT_UBSAN) \
	X("hwaddress",		FACT_ASAN) \
	X("implicit-*",	FACT_UBSAN) \
	X("integer*",		FACT_UBSAN) \
	X("kcfi",		0) \
	X("kernel-address",	FACT_ASAN) \
	X("kernel-hwaddress",	FACT_ASAN) \
	X("kernel-memory",	FACT_MSAN) \
	X("leak",		FACT_ASAN) \
	X("memory",		FACT_MSAN) \
	X("memtag*",		0) \
	X("nonnull-attribute",	FACT_UBSAN) \
	X("null*",		FACT_UBSAN) \
	X("objc-cast",		FACT_UBSAN) \
	X("object-size",	FACT_UBSAN) \
	X("pointer-overflow",	FACT_UBSAN) \
	X("return*",		FACT_UBSAN) \
	X("safe-stack",	0) \
	X("scudo",		0) \
	X("shadow-call-stack",	0) \
	X("shift*",		FACT_UBSAN) \
	X("signed-*",		FACT_UBSAN) \
	X("thread",		FACT_TSAN) \
	X("undefined*",	FACT_UBSAN) \
	X("unreachable",	FACT_UBSAN) \
	X("unsigned-*",	FACT_UBSAN) \
	X("vptr",		FACT_UBSAN)

/* How we ask a compiler who it is, and whether it takes a flag. */
#define ASK_WHO			"-v"
#define ASK_VERSION		"--version"
#define ASK_DRYRUN		"-###"
#define ASK_SPEC_FILE		"-print-file-name="
#define TRIAL_STRICT		"-Werror"
#define TRIAL_COMPILE		"-c"
#define TRIAL_OPTIMIZED		"-O2"
/* What an unoptimized call lacks, in the summary of run. */
#define OPTIMIZES		"-O"
#define TRIAL_BARE		"-nostdlib"
#define TRIAL_LANGUAGE		"-x"
#define TRIAL_OUTPUT		"-o"
#define TRIAL_INPUT		"-"
#define TRIAL_SOURCE		"int main(void) { return 0; }\n"
#define TRIAL_LINKER		"-fuse-ld="
#define SINK			"/dev/null"

/* A text of ours as an object: how it is compiled, the marks of branch protection where the compiler knows them, and how it is tried
 * whether the text is taken at all. A function that has a frame is known as a whole. */
#define OBJECT_WORDS		"-O2", "-fPIE", "-ffreestanding", "-fno-stack-protector", "-fno-lto", \
				"-fasynchronous-unwind-tables", "-g0", "-w", "-c", "-x", "c"
#define OBJECT_MARKS		"-fcf-protection", "-mbranch-protection=standard"
#define OBJECT_TRIAL		"-include"

/* Go's identity call; NULL is any word. */
#define CALL_IDENTITY		"-###", "-x", NULL, "-c", "-"
/* What ccache runs behind hardcc's path: what is printed, the policy in it, becomes part of its keys. */
#define TELL_CCACHE		" explain --json -- %compiler% -c x.c"
/* How ccache is asked for its settings. */
#define ASK_CCACHE		"-p"

/* What the go command is told in words of its own: about its link, */
#define GO_TOOL_VERSION		"-V=full" /* what go asks each of its tools */
#define GO_TOOLEXEC		"-toolexec"
#define GO_LINKMODE		"-linkmode"
#define GO_LINKMODE_INTERNAL	"internal"
#define GO_LINKMODE_EXTERNAL	"external"
#define GO_EXTLDFLAGS		"-extldflags"
/* Of -extldflags: what neither needs a library nor changes what is made. */
#define GO_LINK_HARMLESS	"-Wl,-z,now", "-Wl,-z,lazy", "-Wl,-z,relro", "-Wl,-z,norelro", "-Wl,-z,relro,-z,now", \
	"-Wl,-z,noexecstack", "-Wl,--as-needed", "-L*", "-Wl,-O*", "-Wl,--hash-style=*", "-Wl,--build-id*", "-Wl,-s", "-Wl,-S", "-s", "-w", "-O*", "-g*", "-static-libgcc", "-static-libstdc++"
#define GO_LINK_PLACES		"-extld", "-tmpdir"
/* and by us, in GOFLAGS. */
#define GO_TRIMPATH		"-trimpath"
#define GO_BUILDMODE		"-buildmode"
#define GO_LDFLAGS		"-ldflags"
#define GO_TAGS			"-tags"
#define GO_RACE			"-race"
/* Of the go command: what stands behind it is a program's. */
#define GO_RUN			"run"
#define GO_ARGS			"-args"
/* Its flags that take an argument, in the next word where no = joins it. */
#define GO_WITH_ARGUMENT	"-C -asmflags -buildmode -buildvcs -compiler -coverpkg -covermode -exec -gccgoflags -gcflags -installsuffix " \
	"-ldflags -mod -modfile -o -overlay -p -pgo -pkgdir -tags -toolexec"
#define GO_NO_DWARF		"-w"
#define GO_LINK_BY_CC		GO_LINKMODE "=" GO_LINKMODE_EXTERNAL
#define GO_PLAIN_DWARF		"-compressdwarf=false"
#define GO_STAMP		"-X="
#define GO_STAMP_VARIABLE	"main.version"
#define GO_OWN_TAGS		"netgo,osusergo"
/* What git is asked for the stamp. */
#define GIT_QUESTION		"describe", "--tags", "--always", "--dirty"

/* To read the text that the compiler makes of a source, without its side effects. */
#define PROBE_TEXT		"-S"
#define PROBE_DROPS		"-M*", "-Wp,-M*", "-save-temps*", "-fdump*", "-ftest-coverage", "--coverage", "-flto*", "-l*", \
	"-pipe", "-d*", "-fsave-optimization-record*", "-fstack-usage", "-fcallgraph-info*", "-aux-info*", "-fopt-info*", "-fdiagnostics-format=*"

/* How a spec file or a config file is handed to a compiler. */
#define GIVE_SPEC_FILE		"-specs="
#define GIVE_CONFIG_FILE	"--config="
#define GIVE_CONFIG_FILE_OLD	"--config"	/* clang before 16: two words, one file */
#define CONFIG_SUFFIX		".cfg"
#define CONFIG_JOINED_SINCE	16

/* Options that only name a file or a place, beside those whose role tells it. */
#define NAME_PLACES		"-isystem", "-iquote", "-idirafter", "-B", "-MF", "-MT", "-MQ"

/* What has the files listed that a source includes; what names such a list, or may, as a word of its own or among others; and what
 * its default name is made of. */
#define LISTS_DEPENDENCIES	"-MD", "-MMD"
#define LISTS_NAMES		"-MF", "-Wp,", "-Xpreprocessor"
#define LISTS_DIRECTORY		"-dumpdir"
#define LISTS_BASE		"-dumpbase"

/* A precompiled header; clang finds one for -include, too. */
#define PRECOMPILED		"-include-pch"

/* The note: the header by its path, and what it is told. */
#define NOTE_INCLUDE		"-include"
/* What cmd/go looks for in a compiler's text to learn that it has no such flag (cmd/go/internal/work/exec.go, gccSupportsFlag). */
#define NO_SUCH_FLAG		{"unknown", "unrecognized", "unrecognised", "not supported", "not recognized"}
#define NOTE_HANDS		"-Xpreprocessor"
#define NOTE_HEADER		"hardcc-note.h"
#define NOTE_TELL		"-DHARDCC_NOTE="
#define NOTE_FORTIFIED		"-DHARDCC_FORTIFIED"	/* FORTIFY is ours */
#define FORTIFY_ON		"-D_FORTIFY_SOURCE"
#define FORTIFY_NONE		"-D_FORTIFY_SOURCE=0"
#define NOTE_SECTION		".note.hardcc"
#define NOTE_OWNER		"hardcc"
#define NOTE_STANDARD		" std=1"
#define NOTE_UBSAN		" san=5"	/* gcc has no macro for it */
/*
 * What decides a protection that no macro tells: the word, the note's key, and what the word makes of the key's
 * bits, (bits & KEEP) | SET, for gcc and for clang. The last word wins, but for these: gcc's -fno-wrapv and
 * -fstrict-overflow leave -ftrapv alone; clang's -ftrapv beats all, and its -fwrapv beats -fstrict-overflow.
 */
#define NOTE_EFFECTS(X) \
	X("-fstack-clash-protection",			sc, 0, 1, 0, 1) \
	X("-fno-stack-clash-protection",		sc, 0, 0, 0, 0) \
	X("-ftrivial-auto-var-init=zero",		vi, 0, 1, 0, 1) \
	X("-ftrivial-auto-var-init=pattern",		vi, 0, 2, 0, 2) \
	X("-ftrivial-auto-var-init=uninitialized",	vi, 0, 0, 0, 0) \
	X("-fstrict-flex-arrays",			fa, 0, 3, 0, 3) \
	X("-fstrict-flex-arrays=3",			fa, 0, 3, 0, 3) \
	X("-fstrict-flex-arrays=2",			fa, 0, 2, 0, 2) \
	X("-fstrict-flex-arrays=1",			fa, 0, 1, 0, 1) \
	X("-fstrict-flex-arrays=0",			fa, 0, 0, 0, 0) \
	X("-fno-strict-flex-arrays",			fa, 0, 0, 0, 0) \
	X("-fno-strict-aliasing",			al, 0, 0, 0, 0) \
	X("-fstrict-aliasing",				al, 0, 1, 0, 1) \
	X("-fwrapv",		ov, 0, WRAPS,	  TRAPS | LOOSE, WRAPS | SAID) \
	X("-fno-wrapv",		ov, TRAPS, 0,	  TRAPS | LOOSE, SAID) \
	X("-ftrapv",		ov, 0, TRAPS,	  WRAPS | SAID | LOOSE, TRAPS) \
	X("-fno-trapv",		ov, WRAPS, 0,	  WRAPS | SAID | LOOSE, 0) \
	X("-fno-strict-overflow",	ov, 0, WRAPS,	WRAPS | SAID | TRAPS, LOOSE) \
	X("-fstrict-overflow",	ov, TRAPS, 0,	  WRAPS | SAID | TRAPS, 0) \
	X("-flto*",		lt, 0, 1, 0, 1) \
	X("-fno-lto",		lt, 0, 0, 0, 0) \
	X("-ffunction-sections",	sf, 0, 1, 0, 1) \
	X("-fno-function-sections",	sf, 0, 0, 0, 0)

/* Debug information of macros names the header's directory: then it is mapped to a word. */
#define NOTE_MACRO_DEBUG	"-g3", "-ggdb3", "-fdebug-macro"
#define NOTE_PREFIX_MAP		"-fdebug-prefix-map="
#define NOTE_PREFIX		"=hardcc"

/* What hardcc report makes of a user's word that a rule steps back for, as word.h spells it: as good as the rule's own;
 * or the rule's has no place in such a call. Any other takes the feature away. */
#define REPORT_AS_GOOD		"-D_FORTIFY_SOURCE", "-D_FORTIFY_SOURCE=1", "-D_FORTIFY_SOURCE=2", "-D_FORTIFY_SOURCE=3", \
	"-D_GLIBCXX_ASSERTIONS", "-D_GLIBCXX_ASSERTIONS=1", "-D_LIBCPP_HARDENING_MODE=*_FAST", \
	"-D_LIBCPP_HARDENING_MODE=*_EXTENSIVE", "-D_LIBCPP_HARDENING_MODE=*_DEBUG", "-fstack-protector-all", "-fstack-check*", \
	"-ftrivial-auto-var-init=zero", "-ftrivial-auto-var-init=pattern", "-fcf-protection", "-fcf-protection=full", \
	"-mbranch-protection=standard", "-fwrapv", "-ftrapv", "-fPIE", "-fpie", "-fPIC", "-fpic", "-fstrict-flex-arrays", \
	"-fstrict-flex-arrays=3", "-fzero-init-padding-bits=all", "-fexceptions"
#define REPORT_NO_PLACE		"-nostdlib", "-nodefaultlibs", "-nolibc", "-nostartfiles", "-mcmodel=*"

// clang-format on

#include "command/options-spec.h"

#endif
