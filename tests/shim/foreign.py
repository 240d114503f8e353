"""foreign.py SHIM EXPECTED STRIDE COMPILERS TESTSUITE FOLDER...: does a foreign case differ with and without the shim?

A case is a C or C++ file of gcc's testsuite (gcc.dg, gcc.c-torture, c-c++-common, g++.dg ...), called as its directives say.
Each is run twice, without and with SHIM before the compiler on PATH: the exit status, what is said, the names of the files that are
made, the lists of dependencies, and what the program says and returns have to be the same. One of STRIDE cases is run.

A difference is a line, COMPILER CASE WHAT. A line of EXPECTED has a pattern and, behind a tab, its cause. Prints a line for each
difference that no pattern knows, each pattern that knows none, and last how many cases there were.
The working directory is ours to fill.
"""
import collections
import multiprocessing
import os
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys

MESSAGE = re.compile(r": (?:fatal |internal compiler |)(?:error|warning|note|sorry\w*)(?:: |, )")
# Names of files in between, addresses, processes, gcc's and clang's numbers of what has no name, the count of macros
PASSING = re.compile(r"/cc\w{6}\b|[\w.-]+-[0-9a-f]{6,8}(?=\.)|\b0x[0-9a-f]+\b|==[0-9]+==|<U ?[0-9a-f]+>|\bD\.[0-9]+|"
                     r'# \d+ "<built-in>"|<(?:built-in|scratch space)>:\d+')
SECONDS = 60  # of the processor, however busy the machine is
PATIENCE = 10  # times as long by the clock, for what only waits
MEMORY = 4 << 30
STAGES = {"preprocess": ["-E"], "compile": ["-S"], "assemble": ["-c"], "link": [], "run": []}


def directives(text, name):
    """The braces of each { dg-NAME ... } without a selector of targets."""
    for line in re.findall(r"\{ *" + name + r"\b([^\n]*)\}", text):
        if "{ target" not in line and "{ xfail" not in line:
            yield line


def words_of(text):
    found = re.match(r'\s*(?:"([^"]*)"|\{([^}]*)\})', text)
    return (found[1] or found[2] or "").split() if found else []


def case_of(suite, path):
    """Words and stage, as gcc's own tests have them."""
    name = os.path.relpath(path, suite)
    with open(path, encoding="latin-1") as file:
        text = file.read()
    if "spaceship-eq12" in name:  # clang 14 takes minutes, and runs out of its stack or not
        return None
    if "plugin" in name or "guality" in name or "dg-prms" in text or "$srcdir" in text:
        return None
    torture = "torture" in name
    if name.startswith("gcc.c-torture"):
        words, stage = ["-O2", "-w"], "run" if "/execute/" in name else "assemble"
    else:
        words = ["-O2"] if torture else ["-pedantic"] if path.endswith(".C") else ["-ansi", "-pedantic"]
        stage = "compile"
    for line in directives(text, "dg-options"):
        words = (["-O2"] if torture else []) + words_of(line)
    for line in directives(text, "dg-additional-options"):
        words = words + words_of(line)
    for line in re.findall(r"\{ *dg-do +(\w+)", text)[:1]:
        stage = line if line in STAGES else stage
    sources = [path]
    for line in directives(text, "dg-additional-sources"):
        sources += [os.path.join(os.path.dirname(path), s) for s in words_of(line)]
    if any(w.startswith(("-fplugin", "-ftime-report", "-o", "-save-temps", "-wrapper", "-B", "-specs")) for w in words):
        return None
    return name, words, stage, sources


def cases(suite, folders, stride):
    found = []
    for folder in folders:
        for directory, _, files in os.walk(os.path.join(suite, folder)):
            found += [os.path.join(directory, f) for f in files if f.endswith((".c", ".C"))]
    for path in sorted(found)[stride // 2::stride]:
        case = case_of(suite, path)
        if case:
            yield case


def used():
    of = resource.getrusage(resource.RUSAGE_CHILDREN)
    return of.ru_utime + of.ru_stime


def ended(argv, path, seconds=SECONDS, memory=MEMORY):
    """Status, stdout, stderr."""
    environment = dict(os.environ, PATH=path, TMPDIR=os.getcwd())
    before = used()

    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    with open("../out", "w+b") as out, open("../err", "w+b") as err:
        try:
            child = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environment, start_new_session=True,
                                     preexec_fn=limit)
        except OSError as why:
            return "not run", "", why.strerror
        try:
            status = child.wait(seconds * PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            return "too long", "", ""
        if used() - before > 0.8 * seconds:  # by which the kernel kills is counted in ticks
            return "too long", "", ""
        texts = []
        for file in out, err:
            file.seek(0)
            texts.append(PASSING.sub("SOME", file.read(4 << 20).decode("latin-1")))
    return status, *texts


def result(argv, stage, path):
    """What there is to compare, and how the program ended."""
    shutil.rmtree("../case", ignore_errors=True)
    os.mkdir("../case")
    os.chdir("../case")
    status, out, err = ended(argv, path)
    kept = {"status": str(status), "says": err, "prints": out, "made": " ".join(PASSING.sub("SOME", f) for f in sorted(os.listdir(".")))}
    for name in os.listdir("."):
        if name.endswith(".d"):
            with open(name, encoding="latin-1") as file:
                kept["lists"] = kept.get("lists", "") + file.read()
    if stage == "run" and status == 0 and os.path.exists("a.out"):
        ran = ended(["./a.out"], path, 20, resource.RLIM_INFINITY)  # a sanitizer reserves much
        kept["program"] = f"{ran[0]} {ran[1]!r} {ran[2]!r}"
    return kept


def said(text):
    return collections.Counter(line for line in text.splitlines() if MESSAGE.search(line))


def differences(job):
    compiler, (name, words, stage, sources), path, shim = job
    os.makedirs(f"{os.getpid()}/case", exist_ok=True)
    top = os.getcwd()
    os.chdir(f"{os.getpid()}/case")
    argv = [compiler.replace("gcc", "g++").replace("clang", "clang++") if sources[0].endswith(".C") else compiler]
    argv += words + STAGES[stage] + sources
    plain, hard = result(argv, stage, path), result(argv, stage, f"{shim}:{path}")
    os.chdir(top)
    found = []
    for what in sorted(plain.keys() | hard.keys()):
        with_out, with_it = plain.get(what, ""), hard.get(what, "")
        if with_out == with_it:
            continue
        if what == "made":
            a, b = set(with_out.split()), set(with_it.split())
            found += [f"made - {f}" for f in sorted(a - b)] + [f"made + {f}" for f in sorted(b - a)]
        elif what != "says":
            if len(with_out) + len(with_it) > 200:
                pair = next(((a, b) for a, b in zip(with_out.splitlines(), with_it.splitlines()) if a != b), ("", ""))
                with_out, with_it = pair[0][:200], pair[1][:200]
            found.append(f"{what} {with_out} -> {with_it}")
        else:
            a, b = said(with_out), said(with_it)
            found += [f"says - {line}" for line in a - b] + [f"says + {line}" for line in b - a]
            if a == b:
                pair = next(((x, y) for x, y in zip(with_out.splitlines() + [""], with_it.splitlines() + [""]) if x != y), ("", ""))
                found.append(f"says {pair[0]} -> {pair[1]}")
    directory = os.path.dirname(sources[0]) + "/"
    return [f"{compiler} {name} {f}".replace(directory, "").replace("\t", " ") for f in found], shlex.join(argv)


def expected(path):
    rows = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                pattern, _, cause = line.rstrip("\n").partition("\t")
                assert cause.strip(), f"no cause: {line}"
                rows.append([re.compile(pattern), pattern, 0])
    return rows


def main():
    shim, known, stride, compilers, suite, *folders = sys.argv[1:]
    rows = expected(known)
    path = os.environ["PATH"]
    jobs = [(compiler, case, path, shim) for case in cases(suite, folders, int(stride)) for compiler in compilers.split()]
    count = 0
    with multiprocessing.Pool() as pool:
        for lines, argv in pool.imap_unordered(differences, jobs, 4):
            count += 1
            for line in lines:
                row = next((r for r in rows if r[0].search(line)), None)
                if row:
                    row[2] += 1
                else:
                    print(f"differs\t{line}\t{argv}", flush=True)
    names = {job[1][0] for job in jobs}
    for _, pattern, times in rows:
        compiler, _, case = pattern.partition(" ")  # ^COMPILER CASE WHAT
        asked = not pattern.startswith("^") or (compiler[1:] in compilers.split() and
                                                any(re.match(case.split(" ")[0], name) for name in names))
        if times or asked:
            print(f"{'known' if times else 'unused'}\t{times}\t{pattern}")
    print(f"cases\t{count}")


if __name__ == "__main__":
    main()
