"""Files that are made to take long: sizes.py HARDCC DIRECTORY PROGRAM. Sparse ones of 5 GiB, and full ones of 64 MiB.

The bounds: a second of a processor for each GiB and ten more, which is no measure but the end of a loop that does not end; and of
memory 64 MiB beside what of the file is not a hole. A row for each: its name and what it took, and what was wrong."""
import json, os, resource, struct, subprocess, sys

hardcc, directory, program = sys.argv[1:]
os.chdir(directory)
GIB, MIB, A = 1 << 30, 1 << 20, 65536
SPARSE, FULL = 5 * GIB, 64 * MIB
LOADER = b'/lib64/ld-linux-x86-64.so.2\0'
NAMES = b'\0.text\0.symtab\0.strtab\0.shstrtab\0.comment\0.note\0.gopclntab\0.go.buildinfo\0.rela.text\0'


def header(type=2, sections_at=0, segments=1, sections=0, names=0):
    return b'\x7fELF\x02\x01\x01'.ljust(16, b'\0') + struct.pack('<HHIQQQIHHHHHH', type, 62, 1, 0x1000, 64, sections_at, 0, 64, 56,
        segments, 64, sections, names)


def segment(type, flags, at, address, size):
    return struct.pack('<IIQQQQQQ', type, flags, at, address, address, size, size, 4096)


def section(name, type, flags, address, at, size, link=0, info=0, entry=0):
    return struct.pack('<IIQQQQIIQQ', NAMES.index(name + b'\0'), type, flags, address, at, size, link, info, 1, entry)


def plain(name, size, head, *parts):
    with open(name, 'wb') as f:
        f.truncate(size)
        f.write(head)
        for at, bytes in parts:
            f.seek(at)
            f.write(bytes)
    return name


def elf(name, size, rows, *parts, type=2, segments=None):
    """With sections: their table is at 4096, their names at A."""
    table = [bytes(64), *rows, section(b'.shstrtab', 3, 0, 0, A, len(NAMES))]
    segments = segment(1, 5, 0, 0, size) if segments is None else segments
    head = header(type, 4096, len(segments) // 56, len(table), len(table) - 1)
    return plain(name, size, head + segments, (4096, b''.join(table)), (A, NAMES), *parts)


def dynamic_segments(size):
    return segment(1, 5, 0, 0, size) + segment(3, 4, A + 4000, A + 4000, len(LOADER))


def sparse():
    n = SPARSE
    behind = dict(at=2 * A, size=n - 2 * A)
    yield plain('one segment', n, header() + segment(1, 5, 0, 0, n))
    yield plain('two segments', n, header(segments=2) + segment(1, 4, 0, 0, n) + segment(1, 6, 0, n, n))
    yield plain('a PIE', n, header(3, segments=2) + dynamic_segments(n), (A + 4000, LOADER))
    yield elf('code', n, [section(b'.text', 1, 6, 0, 0, n)])
    for name, type in (b'.comment', 1), (b'.note', 7), (b'.go.buildinfo', 1):
        yield elf(name.decode(), n, [section(name, type, 2, 0, **behind)])
    table = struct.pack('<IBBBB8Q', 0xfffffff1, 0, 0, 1, 8, n // 16, 1, 0, 72, 80, 90, 95, 100)
    yield elf("Go's table", n, [section(b'.gopclntab', 1, 2, 0, **behind)], (2 * A, table))
    tables = [section(b'.text', 1, 6, 0, **behind), section(b'.symtab', 2, 0, 0, **behind, link=3, info=1, entry=24),
        section(b'.strtab', 3, 0, 0, **behind), section(b'.rela.text', 4, 0, 0, **behind, link=2, info=1, entry=24)]
    yield elf('symbols', n, tables)
    yield elf('an object', n, tables, type=1, segments=b'')
    pairs = (5, 3 * A), (10, 100), (6, 0x200000), (11, 24), (1, 1), (0x6ffffffb, 0x8000001), (23, 4 * A), (2, n // 2), (20, 7), (0, 0)
    pairs = b''.join(struct.pack('<QQ', *p) for p in pairs)
    yield plain('dynamic symbols', n, header(3, segments=3) + dynamic_segments(n) + segment(2, 6, 2 * A, 2 * A, len(pairs)),
        (A + 4000, LOADER), (2 * A, pairs), (3 * A, b'\0libc.so.6\0__stack_chk_fail\0getenv\0'))
    yield plain('a member', n, b'!<arch>\n' + member('x.o/', n - 68) + header(1, segments=0))


def member(name, size):
    return (name.ljust(48) + str(size).ljust(10) + '`\n').encode()


def full():
    n = FULL
    for name, field, prefix in ('members', 'x.o/', b''), ("BSD's members", '#1/8', b'name.o\0\0'):
        one = member(field, 64 + len(prefix)) + prefix + header(1, segments=0)
        yield plain(name, 0, b'!<arch>\n' + one * (n // len(one)))
    first = struct.pack('<IIQQQQIIQQ', 0, 0, 0, 0, 0, n // 64, n // 64 - 1, 0, 0, 0)
    rows = first + section(b'.note', 7, 6, 0, 0, n) * (n // 64 - 2) + section(b'.shstrtab', 3, 0, 0, A, len(NAMES))
    yield plain('sections', 0, header(sections_at=2 * A, names=0xffff) + segment(1, 5, 0, 0, n), (A, NAMES), (2 * A, rows))
    strings = b'\0__stack_chk_fail\0'
    for name, type, segments, where in ('imports', 1, b'', 0), ('symbols', 2, None, 1):
        symbols = struct.pack('<IBBHQQ', 1, 0x12, 0, where, 0x1000, 16) * (n // 24)
        yield elf('full of ' + name, 5 * A + n, [section(b'.text', 1, 6, 0x1000, 3 * A, 4096),
            section(b'.symtab', 2, 0, 0, 4 * A, len(symbols), 3, 1, 24), section(b'.strtab', 3, 0, 0, 2 * A, len(strings)),
            section(b'.rela.text', 4, 0, 0, 4 * A, len(symbols), 2, 1, 24)], (2 * A, strings), (4 * A, symbols), type=type, segments=segments)
    code = section(b'.text', 1, 6, 3 * A, 3 * A, n)
    yield elf('full of code', 3 * A + n, [code], (A + 4000, LOADER), (3 * A, b'\x48\x8d\x44\x24\x10' * (n // 5)), type=3,
        segments=dynamic_segments(3 * A + n))
    begin, frame, table = 3 * A, 2 * A, 4 * A
    rows = b'\1\x1b\3\x3b' + struct.pack('<iI', 0, n // 8) + struct.pack('<ii', begin - table, frame - table) * (n // 8)
    yield elf('full of frames', table + len(rows), [section(b'.text', 1, 6, 3 * A, 3 * A, 4096)], (A + 4000, LOADER),
        (frame, struct.pack('<IIiI', 20, 4, begin - frame - 8, 16)), (table, rows), type=3,
        segments=dynamic_segments(table + len(rows)) + segment(0x6474e550, 4, table, table, len(rows)))
    names = b'_cgo_topofstack\0runtime/cgo._Cfunc_x\0' + b'net._Cfunc_\0' * (n // 12)
    go = struct.pack('<IBBBB8Q', 0xfffffff1, 0, 0, 1, 8, 5, 1, 0, 72, n - 8, 90, 95, 100) + names
    yield elf('full of names of cgo', 2 * A + len(go), [section(b'.gopclntab', 1, 2, 2 * A, 2 * A, len(go))], (2 * A, go))
    plain('large.o', 0, header(1, segments=0), (MIB, b'\0'))
    yield plain('a thin archive of one file', 0, b'!<thin>\n' + member('large.o/', MIB) * 20000)
    segments = segment(1, 5, 0, 0, 64) * 65535
    first = struct.pack('<IIQQQQIIQQ', 0, 0, 0, 0, 0, 1, 0, n // 56, 0, 0)
    yield plain('segments', 0, header(segments=0xffff, sections_at=64 + n // 56 * 56, sections=1) + segments + segment(1, 5, 0, 0, 64) *
        (n // 56 - 65535) + first)


# In a process of its own, for what a child is said to have used begins with what its parent has.
LAUNCH = """
import os, resource, sys
child = os.fork()
if child == 0:
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
    os.execv(sys.argv[2], sys.argv[2:])
_, status, used = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


def judge(name):
    info = os.stat(name)
    seconds, data = info.st_size // GIB + 10, info.st_blocks * 512
    command = sys.executable, '-c', LAUNCH, str(seconds), hardcc, 'verify', '--format', 'json', name
    text = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode()
    document, _, last = text.rstrip('\n').rpartition('\n')
    status, used, memory = last.split()
    wrong = '' if 0 <= int(status) <= 4 and len(json.loads(document)) == 1 else 'a crash'
    beside = int(memory) * 1024 - data
    if beside > 64 * MIB:
        wrong = f'{beside // MIB} MiB of memory beside its {data // MIB}'
    print(f'{name}: status {status}, {float(used):.2f} s, {int(memory) // 1024} MiB\t{wrong}', flush=True)
    os.remove(name)


for make in sparse, full:
    for name in make():
        judge(name)

# A real program whose table of sections is beyond 4 GiB is the same program.
image = bytearray(open(program, 'rb').read())
at = struct.unpack_from('<Q', image, 40)[0]
struct.pack_into('<Q', image, 40, SPARSE)
plain('beyond', SPARSE, image, (SPARSE, image[at:]))
said = [json.loads(subprocess.run([hardcc, 'verify', '--format', 'json', f], stdout=subprocess.PIPE).stdout)[0] for f in (program, 'beyond')]
said[1]['file'] = said[0]['file']
print(f'a program beyond 4 GiB\t{"" if said[0] == said[1] else said}')
