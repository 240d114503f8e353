"""Programs that are built, edited and run: what the running process shows, beside what hardcc verify says of the file.

loader.py HARDCC DIRECTORY PART RUNS SEED
    PART: cut or all, of the programs and their stories; RUNS: random edits that still run, after them

A line each: "said OF FILE PROPERTY ..." is a pass that the process contradicts, "strict OF ..." a fail that it contradicts, with its
reason or none, "count PROPERTY HOLDS LACKS", "files N", "runs N", "lost FILE" is a story whose file does not run.
"""
import concurrent.futures, errno, json, os, random, re, select, shutil, signal, struct, subprocess, sys, time

HARDCC, ROOT, PART, RUNS, SEED = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
PAGE = 4096
LOAD, DYNAMIC, INTERP, NOTE, PHDR, EH_FRAME, STACK, RELRO, PROPERTY = 1, 2, 3, 4, 6, 0x6474e550, 0x6474e551, 0x6474e552, 0x6474e553
R, W, X = 4, 2, 1
NEEDED, PLTRELSZ, STRTAB, STRSZ, SONAME, RPATH, JMPREL, PLTREL, BIND_NOW, RUNPATH, FLAGS = 1, 2, 5, 10, 14, 15, 23, 20, 24, 29, 30
FLAGS_1, DEPAUDIT, AUDIT, AUXILIARY, FILTER = 0x6ffffffb, 0x6ffffefb, 0x6ffffefc, 0x7ffffffd, 0x7fffffff
NOW_1, PIE_1 = 1, 0x8000000

PROBE = r"""
#include <stdio.h>
#include <unistd.h>
static int a, b;
void *volatile table[64] __attribute__((section(".data.rel.ro"))) = {&a, &b};
int main(int argc, char **argv)
{
	char c;

	printf("%p\n", (void *)table);
	fflush(stdout);
	if (read(0, &c, 1) != 1)
		return 1;
	return getppid() > 0 && *table == &a && argc > 0 && argv ? 42 : 2;
}
"""

# Under qemu, which shows the guest's own /proc/self/maps, a program tells of itself. qemu maps each segment with its flags, makes the
# stack by PT_GNU_STACK, and obeys mprotect: PIE, RELRO, NX, W+X, binding and what is static are seen. Its loader of programs is not
# the kernel's: an edited header shows what qemu makes of it, so that the programs are as they were linked, or edited behind the headers.
ARM_ROOT = "/usr/aarch64-linux-gnu"
ARM_STORIES = "dynamic|sections|bind-now|strsz|flags|version|code-writable|data-executable|stack-executable"
ARM_PROBE = r"""
#include <stdio.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <unistd.h>
static int a, b;
void *volatile table[64] __attribute__((section(".data.rel.ro"))) = {&a, &b};
int main(int argc, char **argv)
{
	long distance = argc > 1 ? atol(argv[1]) : 0;
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[512];

	printf("%lx %lx %lx\n", (long)table, getauxval(9), distance ? *(long *)((char *)table + distance) : 0);
	while (maps && fgets(line, sizeof line, maps))
		fputs(line, stdout);
	return getppid() > 0 && *table == &a ? 42 : 2;
}
"""

NOTE_S = """.section .note.ABI-tag,"a",@note
.long 4, 16, 1
.asciz "GNU"
.long 0, 3, 2, 0
.section .note.GNU-stack,"",@progbits
"""

# --- ELF, little-endian, as it stands in the file
class Image:
    def __init__(self, data):
        self.data = bytearray(data)
        self.wide = self.machine in (62, 183)

    def get(self, at, size):
        return int.from_bytes(self.data[at:at + size], "little")

    def put(self, at, size, value):
        self.data[at:at + size] = (value & (1 << 8 * size) - 1).to_bytes(size, "little")

    machine = property(lambda self: self.get(18, 2))
    word = property(lambda self: 8 if self.wide else 4)
    phoff = property(lambda self: self.get(32, 8) if self.wide else self.get(28, 4))
    phnum = property(lambda self: self.get(56, 2) if self.wide else self.get(44, 2))
    shoff = property(lambda self: self.get(40, 8) if self.wide else self.get(32, 4))
    shnum = property(lambda self: self.get(60, 2) if self.wide else self.get(48, 2))
    shstrndx = property(lambda self: self.get(62, 2) if self.wide else self.get(50, 2))

    PH64 = {"type": (0, 4), "flags": (4, 4), "offset": (8, 8), "vaddr": (16, 8), "paddr": (24, 8), "filesz": (32, 8), "memsz": (40, 8), "align": (48, 8)}
    PH32 = {"type": (0, 4), "offset": (4, 4), "vaddr": (8, 4), "paddr": (12, 4), "filesz": (16, 4), "memsz": (20, 4), "flags": (24, 4), "align": (28, 4)}
    SH64 = {"name": (0, 4), "type": (4, 4), "flags": (8, 8), "addr": (16, 8), "offset": (24, 8), "size": (32, 8), "link": (40, 4), "info": (44, 4), "entsize": (56, 8)}
    SH32 = {"name": (0, 4), "type": (4, 4), "flags": (8, 4), "addr": (12, 4), "offset": (16, 4), "size": (20, 4), "link": (24, 4), "info": (28, 4), "entsize": (36, 4)}

    def ph(self, i, field, value=None):
        at, size = (self.PH64 if self.wide else self.PH32)[field]
        at += self.phoff + i * (56 if self.wide else 32)
        if value is None:
            return self.get(at, size)
        self.put(at, size, value)

    def sh(self, i, field, value=None):
        at, size = (self.SH64 if self.wide else self.SH32)[field]
        at += self.shoff + i * (64 if self.wide else 40)
        if value is None:
            return self.get(at, size)
        self.put(at, size, value)

    def each(self, kind):
        return [i for i in range(self.phnum) if self.ph(i, "type") == kind]

    def first(self, *kinds):
        for kind in kinds:
            for i in self.each(kind):
                return i
        raise LookupError("no segment")

    def section(self, name):
        strings = self.sh(self.shstrndx, "offset")
        for i in range(1, self.shnum):
            at = strings + self.sh(i, "name")
            if self.data[at:self.data.index(0, at)].decode() == name:
                return i
        raise LookupError(name)

    def offset(self, address):
        for i in self.each(LOAD):
            if 0 <= address - self.ph(i, "vaddr") < self.ph(i, "filesz"):
                return address - self.ph(i, "vaddr") + self.ph(i, "offset")
        raise LookupError(hex(address))

    def tags(self):
        at, end, result = self.ph(self.first(DYNAMIC), "offset"), self.ph(self.first(DYNAMIC), "filesz"), []
        for at in range(at, min(at + end, len(self.data), at + PAGE), 2 * self.word):
            result.append((at, self.get(at, self.word), self.get(at + self.word, self.word)))
        return result

    def tag(self, wanted):
        return [(at, value) for at, tag, value in self.tags() if tag == wanted]

    def value(self, wanted):
        found = self.tag(wanted)
        if not found:
            raise LookupError(f"no tag {wanted:x}")
        return found[-1][1]

    def pair(self, at, tag, value):
        self.put(at, self.word, tag)
        self.put(at + self.word, self.word, value)

    def retag(self, old, tag, value=None):
        for at, now in self.tag(old):
            self.pair(at, tag, now if value is None else value)

    def add(self, *pairs):
        """behind the last pair, where the linker has left room"""
        room = [at for at, tag, _ in self.tags() if tag == 0]
        if len(room) <= len(pairs):
            raise LookupError("no room")
        for at, (tag, value) in zip(room, pairs):
            self.pair(at, tag, value)

    def lazy(self):
        """no wish to bind now is left"""
        self.retag(BIND_NOW, 0x6ffffef0, 0)
        self.retag(FLAGS, FLAGS, 0)
        for at, value in self.tag(FLAGS_1):
            self.pair(at, FLAGS_1, value & ~NOW_1)

    def string(self, text):
        """its offset among the dynamic strings, which get it in the padding of a new segment"""
        place = self.segment(text.encode() + b"\0", R)
        return place - self.value(STRTAB)

    def segment(self, data, flags, kinds=(NOTE, EH_FRAME)):
        """loads more bytes: a program header that nothing needs becomes a PT_LOAD; its address"""
        loads = self.each(LOAD)
        spare = [i for kind in kinds for i in self.each(kind) if i > loads[-1]]
        if not spare:
            raise LookupError("no spare program header")
        spare = spare[0] if len(spare) == 1 else min(spare)
        end = max(self.ph(i, "vaddr") + self.ph(i, "memsz") for i in loads)
        address = (end + 0x10000) // 0x10000 * 0x10000
        self.data += bytes(-len(self.data) % PAGE)
        for field, value in {"type": LOAD, "flags": flags, "offset": len(self.data), "vaddr": address, "paddr": address,
                             "filesz": len(data), "memsz": len(data), "align": PAGE}.items():
            self.ph(spare, field, value)
        self.data += data
        return address

    def copy_of(self, kind):
        i = self.first(kind)
        return bytes(self.data[self.ph(i, "offset"):self.ph(i, "offset") + self.ph(i, "filesz")])

    def slots(self):
        """where the program's calls go through: by the relocations of the linker, before any edit"""
        call, data, indirect = {62: (7, 6, 37), 3: (7, 6, 42), 183: (1026, 1025, 1032)}[self.machine]
        result, named = [], None
        for i in range(1, self.shnum):
            kind = self.sh(i, "type")
            if kind not in (4, 9):
                continue
            size = (24 if self.wide else 12) if kind == 4 else (16 if self.wide else 8)
            symbols = self.sh(i, "link")
            for at in range(self.sh(i, "offset"), self.sh(i, "offset") + self.sh(i, "size"), size):
                info = self.get(at + self.word, self.word)
                number = info >> 32 if self.wide else info >> 8
                if (info & 0xffffffff if self.wide else info & 255) not in (call, data, indirect):
                    continue
                place = self.get(at, self.word)
                if number and symbols:
                    entry = self.sh(symbols, "offset") + number * (24 if self.wide else 16)
                    name = self.sh(self.sh(symbols, "link"), "offset") + self.get(entry, 4)
                    name = self.data[name:self.data.index(0, name)].decode()
                    if name in ("getppid", "read", "printf", "puts"):
                        result.append(place)
                    if name == "getppid":
                        named = place
                elif not number:
                    result.append(place)
        return result, named

# --- the process
def maps_of(lines):
    for line in lines:
        words = line.rstrip("\n").split(None, 5)
        start, end = (int(n, 16) for n in words[0].split("-"))
        yield start, end, words[1], words[5] if len(words) > 5 else ""

def run(path, known):
    """what is so of the running process; None where it does not run to its end"""
    for again in range(100):
        try:
            p = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env={})
            break
        except OSError as e: # a fork of another thread still has it open for writing
            if e.errno != errno.ETXTBSY or again == 99:
                return None
            time.sleep(0.01)
    try:
        if not select.select([p.stdout], [], [], 5)[0]:
            return None
        line = os.read(p.stdout.fileno(), 64)
        if not re.fullmatch(rb"0x[0-9a-f]+\n", line):
            return None
        truth = look(p.pid, os.path.realpath(path), int(line, 16), known)
        p.stdin.write(b"x")
        p.stdin.close()
        return truth if p.wait(5) == 42 else None
    except (OSError, subprocess.TimeoutExpired, LookupError):
        return None
    finally:
        p.kill()
        p.wait()
        p.stdout.close()

def look(pid, path, table, known):
    aux = dict(struct.iter_unpack("QQ" if known["wide"] else "II", open(f"/proc/{pid}/auxv", "rb").read()))
    slot = 0
    if known["named"]:
        with open(f"/proc/{pid}/mem", "rb") as memory:
            memory.seek(table - known["table"] + known["named"])
            slot = int.from_bytes(memory.read(8 if known["wide"] else 4), "little")
    return truth_of(list(maps_of(open(f"/proc/{pid}/maps", errors="replace"))), path, table, aux[9], slot, known)

def emulated(path, known):
    try:
        distance = known["named"] - known["table"] if known["named"] else 0
        made = subprocess.run(["qemu-aarch64", "-L", ARM_ROOT, path, str(distance)], capture_output=True, cwd=ROOT, env={"PATH": os.environ["PATH"]}, timeout=30)
        lines = made.stdout.decode(errors="replace").splitlines()
        table, entry, slot = (int(n, 16) for n in lines[0].split())
        truth = truth_of(list(maps_of(lines[1:])), os.path.realpath(path), table, entry, slot, known)
    except (OSError, subprocess.TimeoutExpired, LookupError, ValueError):
        return None
    truth["loaders"] = {os.path.realpath(loader.removeprefix(ARM_ROOT)) for loader in truth["loaders"]}
    return truth if made.returncode == 42 else None

def truth_of(maps, path, table, entry, slot, known):
    at = lambda address: next((m for m in maps if m[0] <= address < m[1]), None)
    bias = table - known["table"]
    slots = [at(bias + s) for s in known["slots"]]
    truth = {
        "pie": bias != 0,
        "nx": all("x" not in m[2] for m in maps if m[3] == "[stack]"),
        "rwx": not any("w" in m[2] and "x" in m[2] for m in maps if m[3] != "[stack]"),
        "entry": "w" not in at(entry)[2],
        "static": not any(m[3].startswith("/") and m[3] != path for m in maps),
        "relro": "w" not in at(table)[2],
        "full": "w" not in at(table)[2] and all(s and "w" not in s[2] for s in slots),
        "slots": all(s and "w" not in s[2] for s in slots),
        "loaders": {m[3] for m in maps if m[3].startswith("/") and m[3] != path},
    }
    if known["named"]:
        place = at(slot)
        if not place:
            raise LookupError("the slot is not filled in")
        truth["now"] = place[3] != path and place[3].startswith("/")
    return truth

# --- what is built
GLIBC = {
    "pie": ("-fPIE", "-pie"), "exec": ("-fno-pie", "-no-pie"), "static": ("-fno-pie", "-static -no-pie"), "static-pie": ("-fPIE", "-static-pie"),
}
LINKS = [
    ("", ""), ("now", "-Wl,-z,now"), ("lazy", "-Wl,-z,lazy"), ("norelro", "-Wl,-z,norelro"), ("norelro-now", "-Wl,-z,norelro,-z,now"),
    ("execstack", "-Wl,-z,execstack"), ("sysv", "-Wl,--hash-style=sysv"), ("gnu", "-Wl,--hash-style=gnu,-z,now"), ("noseparate", "-Wl,-z,noseparate-code"),
    ("relr", "-Wl,-z,pack-relative-relocs"),
]
SECOND = {"lld": "-fuse-ld=lld", "gold": "-fuse-ld=gold", "mold": "-fuse-ld=mold"}

def natural():
    """name, compiler, words of the compile, of the link; the cut has every third"""
    for mode, (compile_words, link_words) in GLIBC.items():
        for name, words in LINKS:
            yield f"gcc-{mode}-{name}", "gcc", compile_words, f"{link_words} {words}"
        for linker, use in SECOND.items():
            for name, words in (LINKS[1], LINKS[2], LINKS[3]) if mode[:6] != "static" else (LINKS[1],):
                yield f"{linker}-{mode}-{name}", "clang", compile_words, f"{link_words} {use} {words}"
        if mode[:6] != "static":
            yield f"gcc-{mode}-noplt", "gcc", compile_words + " -fno-plt", f"{link_words} -Wl,-z,lazy"
            yield f"gcc-{mode}-noplt-norelro", "gcc", compile_words + " -fno-plt", f"{link_words} -Wl,-z,norelro"
            yield f"m32-{mode}", "gcc -m32", compile_words, f"{link_words} -Wl,-z,now"
            yield f"m32-{mode}-lazy", "gcc -m32", compile_words, f"{link_words} -Wl,-z,lazy,-z,execstack"
    for name, words in LINKS[:4]:
        yield f"musl-pie-{name}", "musl-gcc", "-fPIE", f"-pie {words}"
        yield f"musl-exec-{name}", "musl-gcc", "-fno-pie", f"-no-pie {words}"
    yield "musl-static", "musl-gcc", "-fno-pie", "-static -no-pie"
    yield "musl-static-pie", "musl-gcc", "-fPIE", "-static-pie"
    for mode, compile_words, link_words in ("", "-fno-pie", "-static -no-pie"), ("-pie", "-fPIE", "-static-pie"):
        yield f"musl-static{mode}-never", "musl-gcc", compile_words, f"{link_words} {ROOT}/never.c" # the code of ours that nobody calls
        yield f"musl-static{mode}-note", "musl-gcc", compile_words, f"{link_words} {ROOT}/note.s" # and glibc's note
    if shutil.which("qemu-aarch64") and shutil.which("aarch64-linux-gnu-gcc"):
        for mode, (compile_words, link_words) in GLIBC.items():
            for name, words in LINKS[:6] if PART == "all" else LINKS[1:4:2]:
                yield f"arm64-{mode}-{name}", "aarch64-linux-gnu-gcc", compile_words, f"{link_words} {words}"
    yield "omagic", "gcc", "-fno-pie", "-static -no-pie -Wl,-N"
    yield "omagic-now", "gcc", "-fno-pie", "-static -no-pie -Wl,-N,-z,now"

def is_arm(name):
    return name.startswith("arm64-")

def built(row):
    name, compiler, compile_words, link_words = row
    if os.path.exists(f"{ROOT}/{name}"):
        return name
    made = subprocess.run(f"{compiler} -w -O1 -fno-builtin {compile_words} {link_words} -o {ROOT}/{name} {ROOT}/{'arm-' * is_arm(name)}probe.c", shell=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return name if made.returncode == 0 else None

def facts(name):
    image = Image(open(f"{ROOT}/{name}", "rb").read())
    if not image.shnum:
        return None
    slots, named = image.slots()
    try:
        i = image.section(".data.rel.ro")
    except LookupError:
        return None
    nm = subprocess.run([is_arm(name) * "aarch64-linux-gnu-" + "nm", f"{ROOT}/{name}"], capture_output=True, text=True).stdout
    table = re.search(r"^([0-9a-f]+) \w table$", nm, re.M)
    table = int(table[1], 16) if table else None
    return {"wide": image.wide, "slots": slots, "named": named, "table": table, "image": image}

# --- the stories: edits of a file, each of which the kernel and the loader take, or refuse
def sections_gone(i):
    for at, size in ((40, 8), (60, 2), (62, 2)) if i.wide else ((32, 4), (48, 2), (50, 2)):
        i.put(at, size, 0)

def pairs(i, *more):
    return b"".join(struct.pack("<QQ" if i.wide else "<II", tag, value) for tag, value in more)

def now_list(i):
    """the program's list, with the wish to bind now"""
    list_now = [(tag, value) for _, tag, value in i.tags() if tag and tag not in (FLAGS, FLAGS_1)]
    return pairs(i, *list_now, (FLAGS, 8), (FLAGS_1, NOW_1), (0, 0))

def dynamic_elsewhere(i):
    """the loader's list, by p_vaddr, is another one than that at p_offset"""
    i.data += bytes(-len(i.data) % PAGE)
    i.ph(i.first(DYNAMIC), "offset", len(i.data))
    i.data += now_list(i) + bytes(PAGE)

def dynamic_empty(i):
    i.ph(i.first(DYNAMIC), "filesz", 0)
    i.ph(i.first(DYNAMIC), "memsz", 0)

def dynamic_twice(i):
    """glibc takes the last one"""
    data, old = now_list(i), i.first(DYNAMIC)
    place = i.segment(data, R | W)
    new = [n for n in i.each(NOTE) + i.each(EH_FRAME) if n > old][0]
    for field in ("type", "flags", "vaddr", "offset", "filesz", "memsz", "align"):
        i.ph(new, field, i.ph(old, field))
    for field, value in {"vaddr": place, "offset": len(i.data) - len(data), "filesz": len(data), "memsz": len(data)}.items():
        i.ph(old, field, value)

def dynamic_long(i, *last):
    """thousands of pairs, and behind them what counts"""
    old, first = i.first(DYNAMIC), [(tag, value) for _, tag, value in i.tags() if tag]
    data = pairs(i, *first, *[(0x6ffffef0, 0)] * 5000, *last, (0, 0))
    place = i.segment(data, R | W)
    for field, value in {"vaddr": place, "paddr": place, "filesz": len(data), "memsz": len(data), "offset": len(i.data) - len(data)}.items():
        i.ph(old, field, value)

def flags_twice(i):
    """asked for, and then not"""
    i.add((FLAGS, 8), (FLAGS_1, NOW_1), (FLAGS, 0), (FLAGS_1, 0))

def flags_last(i):
    """not, and then asked for"""
    i.add((FLAGS, 0), (FLAGS, 8))

def flags_long(i):
    i.lazy()
    i.retag(STRSZ, STRSZ)
    first = [(FLAGS, 8), (FLAGS_1, NOW_1)]
    i.add(*first)
    dynamic_long(i, (FLAGS, 0), (FLAGS_1, 0))

def interp_twice(i):
    """the kernel takes the first"""
    new = i.first(NOTE, EH_FRAME)
    text = b"/nowhere/ld.so\0"
    i.data += text
    for field, value in {"type": INTERP, "offset": len(i.data) - len(text), "filesz": len(text), "memsz": len(text), "vaddr": 0, "flags": R}.items():
        i.ph(new, field, value)

def text_nobits(i):
    for n in range(1, i.shnum):
        if i.sh(n, "flags") & 4:
            i.sh(n, "type", 8)

def other_class(i):
    i.data[4] ^= 3

def other_order(i):
    i.data[5] ^= 3

def polyglot(i):
    """as the file says, of 32 bits and harmless; Linux takes it for one of 64"""
    other_class(i)
    i.put(40, 8, 52 | 32 << 16) # e_shoff to the kernel; e_ehsize, e_phentsize and no program header to who believes the class
    i.ph(i.each(LOAD)[0], "flags", R | W | X)

def relro_empty(i):
    i.ph(i.first(RELRO), "memsz", 0)
    i.ph(i.first(RELRO), "filesz", 0)

def relro_readonly(i):
    load = i.each(LOAD)[0]
    for field in ("vaddr", "offset", "filesz", "memsz"):
        i.ph(i.first(RELRO), field, i.ph(load, field))

def relro_page(i):
    """less than a page of it: the loader rounds it down to none"""
    i.ph(i.first(RELRO), "memsz", PAGE // 2)

def relro_half(i):
    """its tables, not its slots"""
    r = i.first(RELRO)
    i.ph(r, "memsz", i.ph(r, "memsz") - PAGE)

def relro_twice(i):
    r, new = i.first(RELRO), [n for n in i.each(NOTE) + i.each(EH_FRAME) if n > 2][-1]
    for field in ("vaddr", "offset", "filesz", "memsz", "flags", "align"):
        i.ph(new, field, i.ph(r, field))
    i.ph(new, "type", RELRO)
    i.ph(max(r, new), "memsz", 0)

def stack_twice(i):
    new = [n for n in i.each(NOTE) + i.each(EH_FRAME)][-1]
    i.ph(new, "type", STACK)
    i.ph(new, "flags", R | W | X)
    i.ph(max(i.each(STACK)), "flags", R | W | X)
    i.ph(min(i.each(STACK)), "flags", R | W)

def flags_of(which, flags):
    def edit(i):
        load = [n for n in i.each(LOAD) if i.ph(n, "flags") & which][-1]
        i.ph(load, "flags", flags)
    return edit

def stack_as(flags):
    return lambda i: i.ph(i.first(STACK), "flags", flags)

def stack_gone(i):
    i.ph(i.first(STACK), "type", 0)

def phdr_moved(i):
    """all is loaded a page higher; PT_PHDR, PT_DYNAMIC and the addresses in the list stay: glibc adds the difference"""
    for n in i.each(LOAD):
        i.ph(n, "vaddr", i.ph(n, "vaddr") + PAGE)
    i.put(24, i.word, i.get(24, i.word) + PAGE)

def other_machine(i):
    """EM_486: Linux takes it for EM_386"""
    i.put(18, 2, 6)

def executable_zeroes(i):
    """no byte in the file, at an address within a page: memory as of brk, executable"""
    i.segment(b"", R | X)
    n = i.each(LOAD)[-1]
    i.ph(n, "vaddr", i.ph(n, "vaddr") + 16)
    i.ph(n, "offset", i.ph(n, "offset") % PAGE + 16)
    i.ph(n, "memsz", 16)

def headers_twice(i):
    """the loader finds other program headers in memory than the kernel in the file: the first page is loaded once more"""
    page = bytearray(i.data[:PAGE])
    copy = Image(page)
    copy.ph(copy.first(RELRO), "type", 0)
    first = i.each(LOAD)[0]
    i.segment(bytes(copy.data), R)
    last = i.each(LOAD)[-1]
    i.ph(last, "vaddr", i.ph(first, "vaddr"))
    i.ph(last, "memsz", PAGE)
    i.ph(last, "filesz", PAGE)

def without_pie(i):
    for at, value in i.tag(FLAGS_1):
        i.pair(at, FLAGS_1, value & ~PIE_1)

def renamed(i):
    """sections have other names, and say that slots lie elsewhere"""
    for name in (".got", ".got.plt", ".plt", ".rela.plt"):
        try:
            n = i.section(name)
        except LookupError:
            continue
        i.sh(n, "addr", i.ph(i.first(RELRO), "vaddr") if i.each(RELRO) else 0x1000)
        i.sh(n, "size", 8)

def names_gone(i):
    for n in range(1, i.shnum):
        i.sh(n, "name", 0)

def pltgot_elsewhere(i):
    """DT_PLTGOT is of use to lazy binding only"""
    i.retag(3, 3, i.ph(i.first(RELRO), "vaddr") + 16)

def soname(i):
    i.add((SONAME, 1))

def entry_writable(i):
    """the entry is in the data: a jump to the old one"""
    entry = i.get(24, i.word)
    place = i.segment(bytes(64), R | W | X)
    jump = struct.pack("<i", entry - place - 5)
    i.data[-64:-59] = b"\xe9" + jump
    i.put(24, i.word, place)

def version_lies(i):
    i.data[6:16] = bytes(range(1, 11))
    i.put(20, 4, 77)

def filesz_short(i):
    """the kernel maps whole pages: what a header says of the rest of one does not count"""
    for n in i.each(LOAD):
        if i.ph(n, "flags") == R | X:
            size = i.ph(n, "filesz")
            i.ph(n, "filesz", size - size % PAGE + 1)
            i.ph(n, "memsz", size - size % PAGE + 1)

ANY = r"(gcc|lld|gold|mold|m32|musl|omagic)-"
STORIES = {
    "sections-gone": (sections_gone, ANY), "dynamic-elsewhere": (dynamic_elsewhere, r".*(pie|exec)-(lazy|norelro)"),
    "dynamic-empty": (dynamic_empty, r".*(pie|exec)-(now|lazy)"), "dynamic-twice": (dynamic_twice, r"(gcc|lld|mold)-(pie|exec)-(lazy|norelro)"),
    "dynamic-long": (flags_long, r"(gcc|lld|mold)-(pie|exec)-(lazy|norelro)"), "flags-twice": (flags_twice, r"(gcc|gold|mold|m32)-(pie|exec)-(lazy|norelro)"),
    "flags-last": (flags_last, r"gcc-(pie|exec)-(lazy|norelro)"), "strsz-long": (lambda i: i.retag(STRSZ, STRSZ, 1 << 30), r"(gcc|musl)-(pie|exec)-now"),
    "strsz-short": (lambda i: i.retag(STRSZ, STRSZ, 1), r"(gcc|musl)-(pie|exec)-now"), "interp-twice": (interp_twice, r"(gcc|mold)-(pie|exec)-now"),
    "text-nobits": (text_nobits, r"(gcc|lld)-.*-(lazy|norelro|execstack)"), "other-class": (other_class, r"(gcc-(pie|exec|static)-(norelro|now)|m32-.*)"),
    "other-order": (other_order, r"gcc-.*-(norelro|now)|m32-.*"), "polyglot": (polyglot, r"gcc-(pie|static|exec)-now|omagic"),
    "relro-empty": (relro_empty, ANY + r".*(now|lazy|static)"), "relro-readonly": (relro_readonly, r"(gcc|musl|lld)-.*-(now|lazy)"),
    "relro-page": (relro_page, r"gcc-.*-now"), "relro-half": (relro_half, r"(lld|gcc|mold)-(pie|exec|static.*)-now"), "relro-twice": (relro_twice, r"gcc-.*-now"),
    "stack-twice": (stack_twice, r"gcc-(pie|exec|static)-now"), "stack-executable": (stack_as(R | W | X), r"(gcc|lld|m32|musl)-.*"),
    "stack-gone": (stack_gone, r"(gcc|m32)-.*-(now|lazy)"), "code-writable": (flags_of(X, R | W | X), r"(gcc|lld|mold|musl|m32)-.*(now|lazy)"),
    "data-executable": (flags_of(W, R | W | X), r"(gcc|lld|mold|musl)-.*(now|lazy)"), "headers-twice": (headers_twice, r"gcc-(pie|exec|static)-now"),
    "no-pie-flag": (without_pie, r".*pie.*"), "sections-elsewhere": (renamed, r"gcc-.*"), "names-gone": (names_gone, r"gcc-.*-now"),
    "pltgot-elsewhere": (pltgot_elsewhere, r"gcc-(pie|exec)-(now|lazy)"), "soname": (soname, r".*-(pie|static-pie)-(now|lazy)"),
    "entry-writable": (entry_writable, r"(gcc|lld|m32)-.*(now|lazy|norelro)"), "version-lies": (version_lies, r"gcc-.*-(now|norelro)"),
    "phdr-moved": (phdr_moved, r"(gcc|lld|mold)-pie-(now|lazy)"),
    "other-machine": (other_machine, r"m32-.*"), "other-machine-class": (lambda i: (other_machine(i), other_class(i)), r"m32-.*"),
    "executable-zeroes": (executable_zeroes, r"(gcc|lld)-.*-(now|lazy|static)"),
    "filesz-short": (filesz_short, r"(gcc|lld)-.*-(now|lazy)"), "bind-now": (lambda i: i.add((BIND_NOW, 0)), r"gcc-(pie|exec)-lazy"),
}

# --- what is said
PROPERTIES = "pie", "relro", "bindnow", "nx", "rwx", "entry", "static"

def said(paths):
    made = subprocess.run([HARDCC, "verify", "--format", "json", "--profile", "openssf,+pie,+static", *paths], capture_output=True)
    result = {}
    for file in json.loads(made.stdout):
        result[file["file"]] = {c["name"]: c for c in file["checks"]} if "checks" in file else {"error": file["error"]}
    return result

# A fail where the process has the property all the same, and why that is right. Which property, which program or truth.
STRICT = [
    ("bindnow", lambda name, truth: "musl" in name, "musl's loader binds early, but the slots stay writable, or would with another loader"),
    ("relro", lambda name, truth: "code-writable" in name, "what looks like a slot is in code, which can be written to"),
    ("bindnow", lambda name, truth: not truth["full"], "the slots stay writable"),
    ("nx", lambda name, truth: "stack-gone" in name or "random" in name, "without PT_GNU_STACK Linux before 5.8, and glibc for threads, make stacks executable"),
    ("rwx", lambda name, truth: "stack-gone" in name or "random" in name, "without PT_GNU_STACK Linux before 5.8 makes all that can be read executable"),
]

class Sums:
    def __init__(self):
        self.files, self.count, self.lines = 0, {}, 0

    def compare(self, name, checks, truth, random_edit=False):
        if "error" in checks:
            return
        self.files += 1
        for what, holds in {"pie": truth["pie"], "relro": truth["relro"], "full": truth["full"], "bindnow": truth.get("now"), "nx": truth["nx"],
                            "rwx": truth["rwx"], "entry": truth["entry"], "static": truth["static"]}.items():
            if holds is not None:
                self.count.setdefault(what, [0, 0])[not holds] += 1
        for what in PROPERTIES:
            c = checks[what]
            holds = truth.get("now", (truth["slots"] or c["value"] == "yes") if truth["static"] else None) if what == "bindnow" else truth[what]
            if what == "relro" and c["value"] == "full":
                holds = truth["full"]
            if holds is None:
                continue
            if c["verdict"] == "pass" and not holds:
                print("said", name, what, c["value"], c["evidence"], sep="\t")
            if c["verdict"] == "fail" and holds and not (what == "relro" and not truth["full"]):
                why = next((why for of, fits, why in STRICT if of == what and fits(name, truth)), "")
                print("strict", name, what, c["value"], c["evidence"], why, sep="\t")
        loader = checks["interp"]["value"]
        if not truth["static"] and os.path.realpath(loader) not in truth["loaders"]:
            print("said", name, "interp", loader, sep="\t")

# --- where libraries are looked for: the text that the loader must show, by what is in the file; is that place safe?
def ours(text):
    return f"trying file={text}"

PATHS = [ # name, words of the link, an edit, what the loader shows, safe
    (f"rpath-{n}", f"'-Wl,-rpath,{d}'", None, ours(shown or d + "/"), safe) for n, d, shown, safe in (
        ("usr", "/usr/lib/x", "", True), ("opt", "/opt/x/lib", "", True), ("local", "/usr/local/lib", "", True), ("var", "/var/lib/x", "", True),
        ("origin", "$ORIGIN/../lib", "/", True), ("brace", "${ORIGIN}/x", "/", True), ("dots", "/usr/lib/../lib64/x", "", True), ("srv", "/srv/x", "", True),
        ("run", "/run/x", "", True), ("lib", "/lib/$LIB/x", "/lib/", True), ("two", "/usr/lib/x:/usr/lib/y", "/usr/lib/y/", True),
        ("tmp", "/tmp/x", "", False), ("vartmp", "/var/tmp/x", "", False), ("usrtmp", "/usr/tmp", "", False), ("shm", "/dev/shm/x", "", False),
        ("runshm", "/run/shm", "", False), ("mqueue", "/dev/mqueue", "", False), ("fd", "/dev/fd/3", "", False), ("cwd", "/proc/self/cwd", "", False),
        ("fd4", "/proc/self/fd/4/lib", "", False), ("varrun", "/var/run/user/1000", "", False), ("varrunlock", "/var/run/lock", "", False),
        ("tmp-origin", "/tmp$ORIGIN", "/tmp/", False), ("lock", "/run/lock", "", False), ("varlock", "/var/lock/x", "", False), ("user", "/run/user/1000", "", False),
        ("home", "/home/me/lib", "", False), ("relative", "lib", "", False), ("empty", "/usr/lib/x:", ours("libc.so.6")[12:], False),
        ("climb", "$ORIGIN/../../../../tmp", "/", False), ("climb-lib", "/tmp/$LIB/../..", "/tmp/lib/x86_64-linux-gnu/../../", False),
        ("second", "/usr/lib/x:/tmp/y", "/tmp/y/", False))
] + [
    ("needed-relative", "", lambda i: i.add((NEEDED, i.string("sub/libx.so"))), "sub/libx.so", False),
    ("needed-tmp", "", lambda i: i.add((NEEDED, i.string("/tmp/libx.so"))), "/tmp/libx.so", False),
    ("needed-usr", "", lambda i: i.add((NEEDED, i.string("/usr/lib/libx.so"))), "/usr/lib/libx.so", True),
    ("needed-plain", "", lambda i: i.add((NEEDED, i.string("libx.so"))), "libx.so", True),
    ("needed-lib", "", lambda i: i.add((NEEDED, i.string("$LIB"))), "lib/x86_64-linux-gnu", False),
    ("audit-relative", "", lambda i: i.add((AUDIT, i.string("sub/audit.so"))), "sub/audit.so", False),
    ("audit-second", "", lambda i: i.add((AUDIT, i.string("/usr/lib/a.so:/tmp/audit.so"))), "/tmp/audit.so", False),
    ("audit-usr", "", lambda i: i.add((AUDIT, i.string("/usr/lib/a.so"))), "/usr/lib/a.so", True),
    ("depaudit-tmp", "", lambda i: i.add((DEPAUDIT, i.string("/tmp/audit.so"))), "/tmp/audit.so", False),
    ("auxiliary-tmp", "", lambda i: i.add((AUXILIARY, i.string("/tmp/aux.so"))), "/tmp/aux.so", False),
    ("filter-relative", "", lambda i: i.add((FILTER, i.string("./filter.so"))), "./filter.so", False),
    ("runpath-twice", "-Wl,-rpath,/usr/lib/x", lambda i: i.add((RUNPATH, i.string("/tmp/x"))), ours("/tmp/x/"), False),
    ("runpath-last", "-Wl,-rpath,/tmp/x", lambda i: i.add((RUNPATH, i.string("/usr/lib/x"))), ours("/usr/lib/x/"), True),
    ("strsz-short", "-Wl,-rpath,/tmp/x", lambda i: i.retag(STRSZ, STRSZ, 1), ours("/tmp/x/"), False),
    ("long-list", "", lambda i: dynamic_long(i, (RUNPATH, i.string("/tmp/x"))), ours("/tmp/x/"), False),
    ("long-path", "", lambda i: i.add((RUNPATH, i.string("/usr/lib/x:" * 6500 + "/tmp/x"))), ours("/tmp/x/"), False),
    ("interp-relative", "-Wl,--dynamic-linker,lib/ld.so", None, "trying file=", False),
    ("interp-cwd", "-Wl,--dynamic-linker,/proc/self/cwd/lib/ld.so", None, "trying file=", False),
    ("interp-tmp", "-Wl,--dynamic-linker," + ROOT + "/lib/ld.so", None, "trying file=", not ROOT.startswith("/tmp/")),
    ("musl-newline", "-Wl,-rpath,'/usr/lib/x\n" + ROOT + "/musl'", None, "found", not ROOT.startswith("/tmp/")),
    ("musl-colon", "-Wl,-rpath,/usr/lib/x:" + ROOT + "/musl", None, "found", not ROOT.startswith("/tmp/")),
]

def shown(path):
    env = {"PATH": "/usr/bin:/bin", "LD_DEBUG": "libs,files"}
    try:
        made = subprocess.run([path], stdin=subprocess.DEVNULL, capture_output=True, cwd=ROOT, env=env, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (made.stdout + made.stderr).decode(errors="replace") + ("found" if made.returncode == 1 and b"0x" in made.stdout else "")

def path_file(row):
    name, words, edit, text, safe = row
    path = f"{ROOT}/path-{name}"
    if name.startswith("musl"):
        compiler = f"musl-gcc -L{ROOT}/musl -Wl,--no-as-needed -lprobe"
        words += f" -L{ROOT}/musl -Wl,--no-as-needed -lprobe"
        compiler = "musl-gcc"
    else:
        compiler = "gcc"
    made = subprocess.run(f"{compiler} -w -o {path} {ROOT}/probe.c {words}", shell=True, stderr=subprocess.DEVNULL)
    if made.returncode != 0:
        return row, path, None
    if edit:
        image = Image(open(path, "rb").read())
        try:
            edit(image)
        except LookupError:
            return row, path, None
        open(path, "wb").write(image.data)
    return row, path, shown(path)

def paths(sums, pool):
    done = list(pool.map(path_file, PATHS))
    told = said([path for _, path, out in done if out is not None])
    for (name, _, _, text, safe), path, out in done:
        if out is None or text not in out:
            print("lost", "path-" + name, sep="\t")
            continue
        checks = told[path]
        sums.files += 1
        sums.count.setdefault("rpath", [0, 0])[not safe] += 1
        if "error" in checks:
            continue
        if checks["rpath"]["verdict"] == "pass" and not safe:
            print("said", "path-" + name, "rpath", checks["rpath"]["value"], checks["rpath"]["evidence"], sep="\t")
        if checks["rpath"]["verdict"] == "fail" and safe:
            print("strict", "path-" + name, "rpath", checks["rpath"]["value"], checks["rpath"]["evidence"], "", sep="\t")

# --- random edits
def edited(image, chance):
    """one to three edits of headers, dynamic tags or sections, most of them of a kind that may still run"""
    i = Image(image.data)
    for _ in range(chance.choice((1, 1, 2, 3))):
        where = chance.choice(("header", "segment", "segment", "segment", "dynamic", "dynamic", "dynamic", "section", "swap", "bit"))
        try:
            if where == "header":
                at = chance.choice([4, 5, 6, 7, 8, 9, 16, 20, 24] + list(range(36, 64)))
                i.put(at, 1, chance.choice((0, 1, 2, 3, i.data[at] ^ 1, chance.randrange(256))))
            elif where == "segment":
                n = chance.randrange(i.phnum)
                field = chance.choice(("type", "flags", "flags", "offset", "vaddr", "paddr", "filesz", "memsz", "align"))
                now = i.ph(n, field)
                new = {"type": chance.choice((0, LOAD, DYNAMIC, INTERP, NOTE, STACK, RELRO, PROPERTY)), "flags": chance.randrange(8)}.get(field)
                i.ph(n, field, new if new is not None else chance.choice((0, now + PAGE, now - PAGE, now + 1, now ^ 0xfff, now * 2, now // 2, chance.randrange(1 << 16))))
            elif where == "dynamic":
                at, tag, value = chance.choice(i.tags())
                tag = chance.choice((tag, tag, 0, BIND_NOW, FLAGS, FLAGS_1, RUNPATH, RPATH, STRSZ, JMPREL, SONAME, 22, 3, 0x6ffffef0))
                i.pair(at, tag, chance.choice((0, 1, 8, value, value ^ 8, value ^ 1, value + 16, NOW_1 | PIE_1, PIE_1, chance.randrange(1 << 16))))
            elif where == "section":
                n = chance.randrange(i.shnum)
                field = chance.choice(("name", "type", "flags", "addr", "offset", "size", "link", "info"))
                i.sh(n, field, chance.choice((0, 1, 8, i.sh(n, field) ^ 4, i.sh(n, field) ^ 2, i.sh(n, field) + PAGE, chance.randrange(1 << 16))))
            elif where == "swap":
                a, b, size = chance.randrange(i.phnum), chance.randrange(i.phnum), 56 if i.wide else 32
                a, b = i.phoff + a * size, i.phoff + b * size
                i.data[a:a + size], i.data[b:b + size] = i.data[b:b + size], i.data[a:a + size]
            else:
                at = chance.randrange(64 + i.phnum * 56)
                i.data[at] ^= 1 << chance.randrange(8)
        except (LookupError, IndexError, ValueError, OverflowError):
            pass
    return i.data if i.data != image.data else None

def mutate(sums, bases, wanted):
    chance, ran, n, batch = random.Random(SEED), 0, 0, []
    pool = concurrent.futures.ThreadPoolExecutor(4)
    names = sorted(name for name in bases if not is_arm(name))
    os.makedirs(f"{ROOT}/random", exist_ok=True)
    def one(task):
        number, name, data = task
        path = f"{ROOT}/random/{number}"
        write(path, data)
        truth = run(path, bases[name])
        if not truth:
            os.unlink(path)
        return path, name, truth
    while ran < wanted and n < 40 * wanted:
        tasks = []
        for _ in range(200):
            name = chance.choice(names)
            data = edited(bases[name]["image"], chance)
            if data:
                tasks.append((n, name, data))
            n += 1
        alive = [r for r in pool.map(one, tasks) if r[2]]
        told = said([path for path, _, _ in alive]) if alive else {}
        for path, name, truth in alive:
            checks = told.get(path, {"error": "not said"})
            sums.compare(f"{name}+random-{os.path.basename(path)}", checks, truth, True)
            if not os.environ.get("LOADER_KEEP"):
                os.unlink(path)
        ran += len(alive)
    print("runs", ran, n, sep="\t")

def write(path, data):
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o755)
    try:
        os.write(fd, data)
    finally:
        os.close(fd)

def main():
    os.makedirs(ROOT + "/lib", exist_ok=True)
    os.makedirs(ROOT + "/musl", exist_ok=True)
    open(ROOT + "/probe.c", "w").write(PROBE)
    open(ROOT + "/arm-probe.c", "w").write(ARM_PROBE)
    ours = open(os.path.dirname(os.path.abspath(__file__)) + "/../../specs/static-relro.c").read()
    open(ROOT + "/never.c", "w").write(re.sub(r"(?m)^__asm__.*pushsection .init.*", "", ours))
    open(ROOT + "/note.s", "w").write(NOTE_S)
    loader = "/lib64/ld-linux-x86-64.so.2"
    if not os.path.lexists(ROOT + "/lib/ld.so"):
        os.symlink(loader, ROOT + "/lib/ld.so")
    subprocess.run("echo 'int probe;' | musl-gcc -shared -fPIC -x c - -o " + ROOT + "/musl/libprobe.so", shell=True)
    sums, pool = Sums(), concurrent.futures.ThreadPoolExecutor(4)
    bases = {}
    for name in pool.map(built, natural()):
        known = facts(name) if name else None
        if known and known["table"]:
            bases[name] = known
    tasks = [(name, f"{ROOT}/{name}", known) for name, known in bases.items()]
    for story, (edit, fits) in STORIES.items():
        some = [name for name in bases if re.fullmatch(fits + ".*", name.replace("arm64-", "gcc-")) and
                (not is_arm(name) or (PART == "all" and re.match(ARM_STORIES, story)))]
        few = 8 if story in ("stack-executable", "entry-writable", "code-writable", "data-executable") else 2
        for name in some if PART == "all" else some[::max(1, len(some) // few)][:few]:
            image = Image(bases[name]["image"].data)
            try:
                edit(image)
            except LookupError as e:
                print("lost", f"{name}+{story}", e, sep="\t")
                continue
            path = f"{ROOT}/{name}+{story}"
            write(path, image.data)
            tasks.append((f"{name}+{story}", path, bases[name]))
    truths = list(pool.map(lambda task: (emulated if is_arm(task[0]) else run)(task[1], task[2]), tasks))
    told = said([path for (_, path, _), truth in zip(tasks, truths) if truth])
    for (name, path, _), truth in zip(tasks, truths):
        if truth:
            sums.compare(name, told[path], truth)
            if "error" in told[path]:
                print("refused", name, told[path]["error"], sep="\t")
        else:
            print("lost", name, sep="\t")
    paths(sums, pool)
    print("files", sums.files, sep="\t")
    for what, (holds, lacks) in sorted(sums.count.items()):
        print("count", what, holds, lacks, sep="\t")
    if RUNS:
        mutate(sums, bases, RUNS)

main()
