"""agree.py HARDCC SHIM REAL CALLS SEED: does `hardcc explain` tell what the shim runs?

CALLS random calls, through a compiler that prints its words (fakecc, in REAL): options of both compilers, profiles, response
files, settings, logs, caches warm, cold and absent. A line for each call that differs; the last line counts the kinds of calls.
The working directory is ours to fill.
"""
import collections
import json
import os
import random
import shutil
import subprocess
import sys

hardcc, shim, real, calls, seed = sys.argv[1:6]
chance = random.Random(int(seed))

tables = collections.defaultdict(list)
for line in subprocess.run([hardcc, "help", "--tables"], capture_output=True, check=True, text=True).stdout.splitlines():
    table, _, name = line.partition("\t")
    tables[table].append(name.split("\t")[0])
# fakecc does not print its words where it is asked who it is, or for a file
options = [o for o in tables["compiler-option"] + tables["compiler-word"] if o not in ("-###", "-print-file-name=")]
assert len(options) > 200, "no table of options"

USUAL = """-O0 -O1 -O2 -O3 -Os -Og -g -g3 -c -c -c -c -S -E -o out -fPIC -fPIE -pie -no-pie -shared -static -static-pie -r -m32 -m64
-fstack-protector -fno-stack-protector -fstack-protector-all -fno-stack-clash-protection -fcf-protection=none -fcf-protection=branch
-D_FORTIFY_SOURCE=0 -D_FORTIFY_SOURCE=2 -U_FORTIFY_SOURCE -Wp,-D_FORTIFY_SOURCE=1 -Wp,-U_FORTIFY_SOURCE,-DX -D X=1 -U X
-Wl,-z,lazy -Wl,-z,norelro -z lazy -z execstack -Wl,-z -Wl,now -Xlinker -z -Xlinker lazy -Wl,-Bsymbolic,-z,lazy -s -Wl,-s
-fsanitize=address -fsanitize=undefined -fno-sanitize=all -fsanitize=thread -ffreestanding -flto -fuse-ld=lld -fuse-ld=gold
-include x.h -I inc -isystem inc -iquote inc -MMD -MD -MF dep -x c -x c++ -x assembler -x none -std=c99 -ansi -w -Wall -Werror
-Werror=format-security -Wformat -Wno-format -fwrapv -ftrapv -fstrict-aliasing -fno-strict-overflow -march=native -mtune=generic
-ftrivial-auto-var-init=pattern -fno-trivial-auto-var-init -fzero-call-used-regs=used -fvisibility=hidden -fexceptions
-nostdlib -nodefaultlibs -nostartfiles -L . -lm -lpthread -l:x.a -v --version -dumpmachine -print-prog-name=ld -M -MM -P -dM
-pthread -ldl -rdynamic -Wl,--as-needed -Wl,-rpath,/x -Wl,--version -fno-plt -Xclang -fx -mllvm -x --target=x86_64-linux-gnu --""".split()
INPUTS = ["a.c", "a.c", "a.c", "b.cc", "c.S", "d.s", "a.o", "b.o", "libx.a", "x.i", "x.def", "y.f90", "-", "gone.c", "odd name.c"]
ENVIRONMENTS = [
    ("HARDCC_PROFILE", [None, None, "openssf", "openssf-strict", "debian", "fedora", "ubuntu", "wolfi", "arch", "none", "mine",
                        "openssf,-bindnow", "openssf,+pie", "debian,mine", "fedora,-note"]),
    ("HARDCC_LIBC", [None] * 8 + ["musl", "glibc-static", "glibc"]),
    ("HARDCC_CACHE", [None, None, "none", "warm", "cold"]),
    ("HARDCC_LOG", [None, None, "log"]),
    ("HARDCC_LOG_REQUIRED", [None] * 9 + ["1"]),
    ("HARDCC_DISABLE", [None] * 29 + ["1"]),
    ("HARDCC_DEBUG", [None] * 19 + ["1"]),
    ("GCC_SPEC_FILE", [None] * 9 + ["/dev/null", os.path.abspath("hard.specs")]),
    ("FAKE_REFUSE", [None] * 6 + ["-fown", "-fneeded", "-fown -flast"]),
    ("TOOLEXEC_IMPORTPATH", [None] * 9 + ["example.com/p"]),
    ("CPATH", [None] * 9 + ["inc"]),
]
COMPILERS = [
    ("gcc", "gcc version 12.2.0 (Debian 12.2.0-14)", "x86_64-linux-gnu"),
    ("gcc", "gcc version 14.2.0 (Debian 14.2.0-8)", "x86_64-linux-gnu"),
    ("g++", "gcc version 11.4.0 (GCC)", "x86_64-linux-gnu"),
    ("cc", "gcc version 16.1.0 (GCC)", "aarch64-linux-gnu"),
    ("clang", "Debian clang version 14.0.6", "x86_64-pc-linux-gnu"),
    ("clang", "clang version 20.1.0", "aarch64-unknown-linux-gnu"),
    ("cc", "clang version 19.1.7", "x86_64-pc-linux-gnu"),
    ("cc", "tcc version 0.9.27", "x86_64-linux-gnu"),
    ("gcc", "gcc version 15.0.1 20250101 (experimental)", "x86_64-linux-gnu"),
]


def words():
    found = []
    for _ in range(chance.randrange(1, 12)):
        kind = chance.random()
        if kind < 0.6:
            found.append(chance.choice(USUAL))
        elif kind < 0.8:
            found.append(chance.choice(options) + chance.choice(["", "", "x", "=x", "a.c"]))
        else:
            found.append(chance.choice(INPUTS))
    return found


def quoted(word):
    return "".join("\\" + c if c in " \t\n\\'\"" else c for c in word) or '""'


def response(depth):
    """Some words as a file; @FILE."""
    name = "r%d.rsp" % chance.randrange(10 ** 9)
    inner = words()
    if depth < 2 and chance.random() < 0.2:
        inner.insert(chance.randrange(len(inner) + 1), response(depth + 1))
    with open(name, "w", encoding="utf-8") as file:
        file.write(chance.choice(["\n", " "]).join(quoted(w) for w in inner))
    return "@" + name


def call_words():
    found = words()
    if chance.random() < 0.15:
        found.insert(chance.randrange(len(found) + 1), response(0))
    if chance.random() < 0.02:
        found.append("@gone.rsp")
    if chance.random() < 0.5 or found[-1] == "-v": # which fakecc answers at the end
        found.append(chance.choice(INPUTS[:4]))
    return found


def shown(output):
    """The words as explain tells them: what stands in a file in memory is @/proc/self/fd/N."""
    found, inside = [], False
    lines = output.split("\n")[:-1]
    starts = [i for i, line in enumerate(lines) if line.startswith(real + "/")]
    for line in lines[starts[-1] if starts else 0:]: # questions stand before it
        if line == "@{":
            inside = True
            found.append("@/proc/self/fd/N")
        elif inside and line == "}":
            inside = False
        elif not inside:
            found.append(line)
    return found


def told(text):
    plan = json.loads(text)
    stops = [e for e in plan["edits"] if e["result"] in ("denied", "refused")]
    argv = ["@/proc/self/fd/N" if w.startswith("@/proc/self/fd/") else w for w in plan["argv"]]
    return 1 if stops else 0, argv


def run(argv, environment):
    return subprocess.run(argv, capture_output=True, env=environment, stdin=subprocess.DEVNULL, check=False)


def fill():
    for name in INPUTS:
        if name not in ("-", "gone.c"):
            with open(name, "w", encoding="utf-8") as file:
                file.write("int f(void) { return 0; }\n" if not name.endswith((".o", ".a")) else "")
    os.makedirs("inc", exist_ok=True)
    for name in ("x.h", "hard.specs"):
        with open(name, "w", encoding="utf-8") as file:
            file.write("")
    profile = os.path.join(os.environ["XDG_CONFIG_HOME"], "hardcc/profiles/mine.profile")
    os.makedirs(os.path.dirname(profile), exist_ok=True)
    with open(profile, "w", encoding="utf-8") as file:
        file.write("include openssf\n"
                   "own add -fown if compile unless -fno-own\n"
                   "own require -fneeded if compile c\n"
                   "no deny -fno-stack-protector because the policy says so\n"
                   "no drop -w\n"
                   "fast replace -O0 -O1\n"
                   "last force -flast if compile\n")


fill()
kinds = collections.Counter()
for number in range(int(calls)):
    name, version, target = chance.choice(COMPILERS)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("HARDCC_", "FAKE_"))}
    environment["HARDCC_DATADIR"] = os.environ["HARDCC_DATADIR"]
    environment.update(PATH=":".join((shim, real, os.environ["PATH"])), FAKE_VERSION=version, FAKE_TARGET=target)
    for variable, values in ENVIRONMENTS:
        value = chance.choice(values)
        if variable == "HARDCC_CACHE" and value in ("warm", "cold"):
            value = os.path.abspath(value)
        if value is not None:
            environment[variable] = os.path.abspath("log") if value == "log" else value
    # the same file is another compiler: it has other caches
    own = "%s %s" % (version, environment.get("FAKE_REFUSE"))
    environment["XDG_CACHE_HOME"] = os.path.abspath("caches/" + own)
    if environment.get("HARDCC_CACHE", "").endswith("warm"):
        environment["HARDCC_CACHE"] = os.path.abspath("warm/" + own)
    if "HARDCC_LOG_REQUIRED" in environment:
        environment["HARDCC_LOG"] = os.path.abspath("log")
    environment["FAKE_OUT"] = os.path.abspath("words") # not stdout, which a static link reads
    argv = call_words()
    first, second = chance.sample(["explain", "exec"], 2)
    results = {}
    for way in (first, second):
        if environment.get("HARDCC_CACHE", "").endswith("cold"):
            shutil.rmtree("cold", ignore_errors=True)
        if way == "explain":
            results[way] = run([hardcc, "explain", "--json", "--", name] + argv, environment)
        else:
            with open("words", "w", encoding="utf-8"):
                pass
            results[way] = run([os.path.join(shim, name)] + argv, environment)
            with open("words", encoding="utf-8", errors="surrogateescape") as file:
                printed = file.read()
    explained, ran = results["explain"], results["exec"]
    if explained.returncode == 0:
        status, want = told(explained.stdout)
    else:
        status, want = explained.returncode, []
    got = shown(printed) if status == 0 or ran.returncode == 0 else []
    want = want if status == 0 else []
    kinds["run" if status == 0 else "status %d" % status] += 1
    if (status, want) != (ran.returncode, got):
        settings = " ".join("%s='%s'" % (k, v) for k, v in sorted(environment.items()) if k.startswith(("HARDCC_", "FAKE_", "GCC_")))
        print("# call %d: env %s %s %s" % (number, settings, name, argv))
        print("#   explain: %d %s %s" % (status, [w for w in want if w not in got], explained.stderr.decode()[:200]))
        print("#   exec:    %d %s %s" % (ran.returncode, [w for w in got if w not in want], ran.stderr.decode()[:200]))
        print("differs")
print(" ".join("%s: %d" % kind for kind in sorted(kinds.items())))
