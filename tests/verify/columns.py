"""Files without notes, and what is so of each column of hardcc verify but the canary (which tests/verify/canary.sh has).

columns.py DIRECTORY [cut]   writes the files there, and `truth`: a line each, the file and y, p (in part), n or - (no question of it)
                             for each of COLUMNS; cut: gcc alone

The truth is readelf's and objdump's, and how a file was made. A function needs FORTIFY or probes of its stack where the same source,
compiled with them by the same compiler, has them in it.
"""
import collections, functools, os, re, subprocess, sys

COLUMNS = "pie relro now nx rpath textrel rwx fortify clash branch symbols".split()
ROOT, CUT = sys.argv[1], sys.argv[2:] == ["cut"]
OBJECTS = os.path.join(ROOT, ".o")
PAGE = 4096
SOFT = "-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=0 -fno-stack-clash-protection -fno-stack-protector"
HARD = "-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-clash-protection -fstack-protector-strong"
X86 = {SOFT: " -fcf-protection=none", HARD: " -fcf-protection=full"}
ARM = {SOFT: " -mbranch-protection=none", HARD: " -mbranch-protection=standard"}

SOURCES = {
    "a.c": """#include <stdio.h>
#include <string.h>
__attribute__((noinline)) int a_copy(const char *s) { char b[40]; strcpy(b, s); return (int)strlen(b) + b[3]; }
__attribute__((noinline)) int a_print(const char *s, int n) { char b[60]; sprintf(b, "%s %d", s, n); return (int)strlen(b); }
__attribute__((noinline)) int a_plain(int n, int m) { return n > m ? n * m : n + m; }
""",
    "b.c": """#include <stdio.h>
#include <string.h>
#include <unistd.h>
__attribute__((noinline)) int b_read(int n) { char b[24]; return (int)read(0, b, (size_t)n) + b[0]; }
__attribute__((noinline)) int b_big(int n, const char *s) { char b[230000]; memset(b, n, sizeof b); strcat(b + n, s); return b[n * 3]; }
""",
    "c.c": """#include <string.h>
__attribute__((noinline)) int c_far(unsigned n) { volatile char b[300000]; b[n] = 3; b[n / 2] = 4; return b[n * 2] + b[2]; }
__attribute__((noinline)) int c_vla(unsigned n) { volatile char b[n + 1]; b[n] = 1; b[n / 2] = 2; return b[n / 3]; }
__attribute__((noinline)) int c_near(unsigned n) { volatile int b[100]; b[n] = 1; return b[n / 2]; }
""",
    "d.c": """int d_one(int n) { return n < 2 ? 1 : n * d_one(n - 1); }
int d_two(const char *s) { int t = 0; for (; *s; s++) t = t * 31 + *s; return t; }
""",
    "main.c": """int a_copy(const char *), a_print(const char *, int), a_plain(int, int), b_read(int), b_big(int, const char *), c_far(unsigned), c_vla(unsigned);
int c_near(unsigned), d_one(int), d_two(const char *);
int main(int argc, char **argv) {
	int n = argc > 3 ? a_copy(argv[0]) + a_print(argv[0], argc) + b_read(argc) + b_big(argc, argv[0]) : 0;
	return n + a_plain(argc, 3) + c_far(9) + c_vla(9) + c_near(3) + d_one(argc) + d_two(argv[0]);
}
""",
    "x.cc": """#include <cstring>
#include <map>
#include <string>
__attribute__((noinline)) int x_copy(const char *s) { char b[40]; strcpy(b, s); return (int)strlen(b); }
__attribute__((noinline)) int x_far(unsigned n) { volatile char b[300000]; b[n] = 3; return b[n * 2]; }
__attribute__((noinline)) int x_map(const std::string &s) { std::map<std::string, int> m; m[s] = 1; return (int)m.size(); }
""",
    "y.cc": """#include <cstdio>
#include <string>
int x_copy(const char *s), x_far(unsigned n), x_map(const std::string &s);
__attribute__((noinline)) int y_print(int n) { char b[32]; sprintf(b, "%d", n); return b[n]; }
int main(int argc, char **argv) { return x_far(3) + x_map(argv[0]) + (argc > 3 ? x_copy(argv[0]) + y_print(argc) : 0); }
""",
    "p.f90": """recursive subroutine numbers(n, t)
	integer, intent(in) :: n
	integer, intent(out) :: t
	integer, volatile :: v(90000)
	v(n) = n
	v(n * 2) = 3
	t = v(n) + v(1)
end subroutine
program p
	integer :: t
	call numbers(7, t)
	print *, t
end program
""",
    "p.adb": """with Ada.Text_IO;
procedure P is
   function Sum (N : Integer) return Integer is
      V : array (1 .. 90000) of Integer;
      pragma Volatile (V);
   begin
      V (N) := 3;
      V (N * 2) := 4;
      return V (N) + V (1);
   end Sum;
   pragma No_Inline (Sum);
begin
   Ada.Text_IO.Put_Line (Integer'Image (Sum (7)));
end P;
""",
    "p.d": """import core.stdc.stdio;
pragma(inline, false) extern (C) int sum(int n) { int[90000] v = void; v[n] = n; v[n * 2] = 3; printf("%d\\n", v[n]); return v[0]; }
extern (C) int main(int argc, char** argv) { return sum(argc) * 0; }
""",
    "p.rs": """fn sum(n: usize) -> usize { let mut v = [0usize; 40000]; for i in 0..400 { v[i * n] = i * n; } v[n % 40] }
fn main() { println!("{}", sum(std::env::args().count())); }
""",
    "go/main.go": """package main

/*
#include <string.h>
#include <stdio.h>
__attribute__((noinline)) static int g_copy(const char *s) { char b[48]; strcpy(b, s); return (int)strlen(b) + b[1]; }
__attribute__((noinline)) static int g_far(unsigned n) { volatile char b[300000]; b[n] = 3; return b[n * 2]; }
static int sized(const char *s) { return g_copy(s) + g_far(3); }
*/
import "C"

func main() { println(C.sized(C.CString("abc"))) }
""",
    "go/go.mod": "module example.com/columns\n\ngo 1.20\n",
    "textrel.c": 'extern int number; int number = 3;\n__asm__(".text; .globl place; place: .quad number");\nint main(void) { return 0; }\n',
    "rwx.c": '__attribute__((section(".both,\\"awx\\",@progbits#"))) int both = 1;\nint main(int argc, char **argv) { (void)argv; return both - argc; }\n',
}


def run(words, **more):
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", **more)


def say(*words):
    return run(words).stdout


# --- what a file is
@functools.lru_cache(maxsize=4)
def functions(path):
    """By name, the code of each as objdump prints it; of an archive or object with what its relocations name."""
    tool = "aarch64-linux-gnu-objdump" if "aarch64" in os.path.basename(path) else "objdump"
    found, name = collections.defaultdict(list), None
    for line in say(tool, "-dr", "--no-show-raw-insn", path).splitlines():
        head = re.match(r"[0-9a-f]+ <(.*)>:$", line)
        if head:
            name = re.sub(r"\..*", "", head[1])
        elif name:
            found[name].append(line)
    return {name: "\n".join(lines) for name, lines in found.items()}


CHECKED = re.compile(r"__\w+_chk\b")
PROBE = re.compile(r"\bor[lq]? +\$0x0,[^,]*\(%[er]sp\)|\bmov[lq]? +\$0x0,\(%rsp\)|\bstr\s+xzr, \[sp|\bxor .*\(%rsp\)")


def with_it(code, what):
    return {name for name, text in code.items() if what.search(text) and not name.startswith("__stack_chk")}


def part_of(needs, has):
    return "-" if not needs else "y" if needs <= has else "p" if needs & has else "n"


def header(path):
    return say("readelf", "-WhldSnr", path)


def sections(text):
    for name, kind, address, offset, size, flags in re.findall(
            r"^  \[ *\d+\] (\S+) +(\S+) +([0-9a-f]+) ([0-9a-f]+) ([0-9a-f]+) [0-9a-f]+ +([A-Zxo]*) ", text, re.M):
        yield name, int(address, 16), int(size, 16), flags


def segments(text):
    for kind, address, file_size, size, flags in re.findall(
            r"^  (\S+) +0x[0-9a-f]+ 0x([0-9a-f]+) 0x[0-9a-f]+ 0x([0-9a-f]+) 0x([0-9a-f]+) ([RWE ]{3}) ", text, re.M):
        yield kind, int(address, 16), int(size, 16), flags


def branch_of(text, members, arm):
    marks = [line for line in text.splitlines() if "feature:" in line and ("x86 feature:" in line or "AArch64 feature:" in line)]
    both = sum(("IBT" in m and "SHSTK" in m) or ("BTI" in m and "PAC" in m) for m in marks)
    return "y" if both == members else "n" if both == 0 else "p"


def linked_truth(path, made):
    text = header(path)
    segs, secs = list(segments(text)), list(sections(text))
    library = "DYN" in re.search(r"Type: +(\S+)", text)[1] and "INTERP" not in text and " PIE" not in text
    static = "INTERP" not in text and not library
    relro = [(a, (a + n) // PAGE * PAGE) for kind, a, n, f in segs if kind == "GNU_RELRO"]
    inside = lambda a, n: any(r[0] <= a and a + n <= r[1] for r in relro)
    slots = [(a, n) for name, a, n, f in secs if name == ".got.plt" and n > 24]
    rest = [(a, n) for name, a, n, f in secs if name in (".dynamic", ".got", ".data.rel.ro", ".init_array", ".fini_array") and n]
    now = "BIND_NOW" in text or re.search(r"FLAGS_1.* NOW", text) is not None
    t = {"pie": "-" if library else "y" if "DYN" in re.search(r"Type: +(\S+)", text)[1] else "n"}
    if not relro or (static and made.get("libc") == "musl"): # whose start applies none
        t["relro"] = "n"
    else:
        t["relro"] = "y" if all(inside(*s) for s in slots + rest) else "p"
    if static:
        t["now"] = "y" if all(inside(*s) for s in slots) else "n"
    else:
        t["now"] = "y" if now or "JUMP_SLO" not in text else "n"
    stack = [f for kind, a, n, f in segs if kind == "GNU_STACK"]
    t["nx"] = "y" if stack and "E" not in stack[0] else "n"
    t["rpath"] = made.get("rpath", "y")
    t["textrel"] = "n" if "TEXTREL" in text else "y"
    t["rwx"] = "n" if any(kind == "LOAD" and "W" in f and "E" in f for kind, a, n, f in segs) else "y"
    t["branch"] = branch_of(text, 1, made.get("arm"))
    t["symbols"] = "y" if any(name == ".symtab" for name, *_ in secs) else "n"
    return t


def object_truth(path, made):
    text = header(path)
    members = text.count("Class:")
    marked = sum(name == ".note.GNU-stack" and "X" not in flags for name, a, n, flags in sections(text))
    t = dict.fromkeys(COLUMNS, "-")
    t["nx"] = "y" if marked == members else "n"
    t["branch"] = branch_of(text, members, made.get("arm"))
    t["symbols"] = "y"
    return t


truth = open(os.path.join(ROOT, "truth"), "w")


def keep(name, twin, made, own=None, strip="strip"):
    """The file `name`, whose functions are measured by those of `twin`, which has all; own: a pattern of the functions that count."""
    path = os.path.join(ROOT, name)
    t = (linked_truth if made["linked"] else object_truth)(path, made)
    whole, code = functions(twin), functions(path)
    optimised = "-O0" not in name and "rust0" not in name # without, FORTIFY is in effect nowhere
    mine = {f for f in whole if re.match(own or r"[abcdgxy]_|_Z\d+[xy]_|main$", f)}
    if made.get("libc") == "musl":
        t["fortify"] = "-"
    elif "fortify" in made:
        t["fortify"] = made["fortify"]
    else:
        t["fortify"] = part_of(with_it(whole, CHECKED) & mine, with_it(code, CHECKED)) if optimised else "n"
    t["clash"] = part_of(with_it(whole, PROBE) & mine, with_it(code, PROBE))
    print(name, *(t[c] for c in COLUMNS), file=truth)
    if made["linked"]:
        run([strip, "-o", path + "-strip", path])
        t["symbols"] = "n"
        print(name + "-strip", *(t[c] for c in COLUMNS), file=truth)


# --- how they are made
def objects(cc, level, words, how, marks):
    made = []
    for unit in "a b c d main".split():
        one = HARD if how == "hard" or (how == "mixed" and unit != "b") else SOFT
        path = os.path.join(OBJECTS, f"{unit}-{cc}{level}{words}{one}.o".replace(" ", "").replace("/", ""))
        if not os.path.exists(path):
            done = run(f"{cc} {level} {words} {one}{marks[one]} -c {unit}.c -o".split() + [path])
            if done.returncode:
                raise ValueError(done.stdout)
        made.append(path)
    return made


LINKS = {"soft": "-Wl,-z,norelro -Wl,-z,lazy", "hard": "-Wl,-z,relro -Wl,-z,now",
         "mixed": "-Wl,-z,relro -Wl,-z,lazy -Wl,-z,execstack -Wl,-rpath,/tmp/lib"}
KINDS = {"exe": ("-fno-pie", "-no-pie"), "pie": ("-fPIE", "-pie"), "shared": ("-fPIC", "-shared"), "static": ("-fno-pie", "-static"),
         "static-pie": ("-fPIE", "-static-pie"), "lto": ("-fPIE -flto", "-pie -flto"), "bare": ("-fPIC", "-shared -nostartfiles"),
         "archive": ("-fPIC", ""), "object": ("-fPIC", "")}


def of_c(cc, level, kind, marks=X86, strip="strip", libc="glibc"):
    compile_words, link_words = KINDS[kind]
    made = {"linked": bool(link_words), "libc": libc}
    base = f"{cc}{level}-{kind}"
    for how in ("hard", "soft", "mixed"):
        path = os.path.join(ROOT, f"{base}-{how}")
        try:
            units = objects(cc, level, compile_words, how, marks)
        except ValueError as e:
            print(f"# {base}-{how}: not compiled: {e.args[0][:200]}")
            return
        if kind == "archive":
            if os.path.exists(path):
                os.unlink(path)
            done = run(["ar", "rc", path] + units)
        elif kind == "object":
            done = run([strip.replace("strip", "ld"), "-r", "-o", path] + units)
        else:
            link = LINKS[how] if not kind.startswith("static") else re.sub(r" -Wl,-rpath\S*", "", LINKS[how])
            extra = " " + HARD if kind == "lto" and how == "hard" else ""
            done = run([cc, *level.split(), *(link_words + " " + link + extra).split(), *units, "-o", path])
            made["rpath"] = "n" if "rpath" in link else "y"
        if done.returncode:
            print(f"# {base}-{how}: not made: {done.stdout[:200]}")
            return
        keep(f"{base}-{how}", os.path.join(ROOT, f"{base}-hard"), made, strip=strip)


def of_other(name, command, own, levels=("hard", "soft"), **made):
    """command has @ for the words of a compile, % for those of the link, > for the file"""
    made["linked"] = True
    for how in levels:
        words = (HARD + X86[HARD]) if how == "hard" else SOFT + X86[SOFT]
        if "fortify" in made:
            words = re.sub(r"-[UD]_FORTIFY\S* ", "", words)
        link = LINKS[how]
        path = os.path.join(ROOT, f"{name}-{how}")
        environment = dict(os.environ, CGO_ENABLED="1", GOFLAGS="-mod=mod", CGO_CFLAGS="-O2 " + words, CGO_LDFLAGS=link)
        done = run(["sh", "-c", command.replace("@", words).replace("%", link).replace(">", path)], env=environment)
        if done.returncode:
            print(f"# {name}-{how}: not made: {done.stdout[:300]}")
            return
        keep(f"{name}-{how}", os.path.join(ROOT, f"{name}-hard"), made, own)


def main():
    os.makedirs(OBJECTS, exist_ok=True)
    os.makedirs(os.path.join(ROOT, ".src", "go"), exist_ok=True)
    os.chdir(os.path.join(ROOT, ".src"))
    for name, text in SOURCES.items():
        with open(name, "w") as f:
            f.write(text)
    turn = 0 # of the levels, so that each compiler meets each of them and each kind
    for cc in ["gcc"] if CUT else ["gcc", "clang-14", "clang-19"]:
        for kind in KINDS:
            of_c(cc, ("-O2", "-O0", "-O1", "-O3")[turn % 4], kind)
            turn += 1
    for name in ("textrel", "rwx"):
        run(["gcc", "-O2", *SOFT.split(), "-fPIE", "-pie", "-Wl,-z,notext", name + ".c", "-o", os.path.join(ROOT, name)])
        keep(name, os.path.join(ROOT, name), {"linked": True})
    if not CUT:
        for cc, level in ("g++", "-O2"), ("g++", "-O0"), ("clang++-14", "-O2"), ("clang++-19", "-O3"):
            of_other(cc + level, f"{cc} {level} -pie -fPIE @ % x.cc y.cc -o >", None)
        of_other("g++-static", "g++ -O2 -static @ % x.cc y.cc -o >", None)
        for level in "-O0", "-O2":
            of_other("gfortran" + level, f"gfortran {level} @ % p.f90 -o >", "numbers|MAIN__", fortify="-")
            of_other("gnat" + level, f"gnatmake -f -q {level} p.adb -o > -cargs @ -largs %", "_ada_p|p__sum", fortify="-")
            of_other("gdc" + level, f"gdc {level} @ % p.d -o >", "sum|main$", fortify="n")
        for level in "0", "3": # rustc has no words for it, and probes each frame
            of_other("rust" + level, f"rustc -C opt-level={level} p.rs -o > -C link-args='%'", "_ZN1p", fortify="n")
        for name, flags in ("internal", ""), ("external", "-ldflags=-linkmode=external"), ("pie", "-buildmode=pie"):
            of_other("go-" + name, f"cd go && go build -a {flags} -o > .", "_?g_|.*Cfunc_sized")
        of_c("musl-gcc", "-O2", "exe", libc="musl")
        of_c("musl-gcc", "-O2", "static", libc="musl")
        for kind in "pie", "shared", "static", "archive":
            of_c("aarch64-linux-gnu-gcc", "-O2", kind, ARM, "aarch64-linux-gnu-strip")
    truth.close()


main()
