"""Judges files that somebody writes to: moving.py HARDCC SECONDS DIRECTORY; in it are a and b, two programs, and fast, one more.

What is printed must be what is printed of the one or the other as they lie there, or of a file that cannot be read; then, and
only then, the status is 2. A row for each way of writing: its name, runs, those that ended with 2, and what was wrong."""
import json, mmap, os, random, re, signal, subprocess, sys, time

hardcc, seconds, directory = sys.argv[1], float(sys.argv[2]), sys.argv[3]
os.chdir(directory)
FORMATS = 'json', 'sarif', 'text'
PATIENCE = 60 # seconds, until one is refused


def whole(size, name):
    """The program, with bytes behind it that belong to no part of it."""
    bytes = open(name, 'rb').read()
    return bytes + os.urandom(4096) * ((size - len(bytes)) // 4096) if size > len(bytes) else bytes


def put(bytes, name='moving'):
    with open('new', 'wb') as f:
        f.write(bytes)
    os.rename('new', name)


def truncate(a, b):
    os.truncate('moving', random.choice((0, 3, 4096, len(a) // 2)))
    pause()
    overwrite(a)


def overwrite(bytes, at=0):
    fd = os.open('moving', os.O_WRONLY)
    os.pwrite(fd, bytes[at:], at)
    os.close(fd)


def rewrite(a, b):
    fd = os.open('moving', os.O_WRONLY)
    text = random.choice((a, b))
    os.pwrite(fd, text.ljust(max(len(a), len(b)), b'\0'), 0) # one call: no moment has half of each
    os.close(fd)


def replace(a, b):
    put(random.choice((a, b)))


def grow(a, b):
    if os.path.getsize('moving') > len(a) + (64 << 20):
        os.truncate('moving', len(a))
    with open('moving', 'ab') as f:
        f.write(os.urandom(65536))


def store(a, b):
    """Through a mapping: the file's times tell of the first store only."""
    fd = os.open('moving', os.O_RDWR)
    n = min(len(a), len(b), 1 << 20)
    with mmap.mmap(fd, n) as m:
        for _ in range(20):
            m[:] = random.choice((a, b))[:n]
    os.close(fd)


def member(a, b):
    """Of a thin archive."""
    put(random.choice((a, b)), 'member.o')


def pause():
    time.sleep(random.choice((0, 0, 0.0005, 0.003, 0.02)))


def judge(format):
    name = 'thin.a' if way is member else 'moving'
    ran = subprocess.run([hardcc, 'verify', '--format', format, 'fast', name, 'fast'], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return ran.returncode, ran.stdout.decode()


def reason(text):
    """The same for each reason why a file cannot be read."""
    return re.sub(r'("error":|"error","message":\{"text":)"[^"]*"', r'\1"why"', text)


def expected(a, b):
    """By format: what is printed of each, and of neither."""
    to = 'member.o' if way is member else 'moving'
    of = {f: set() for f in FORMATS}, {}
    for bytes in a, b:
        put(bytes, to)
        time.sleep(0.05) # or it has just changed
        for f in FORMATS:
            status, text = judge(f)
            assert status == 1, (status, text)
            of[0][f].add(text)
    put(b'\x7fELF', to)
    time.sleep(0.05)
    for f in FORMATS:
        status, text = judge(f)
        assert status == 2, (status, text)
        of[1][f] = reason(text)
    put(a, to)
    return of


def is_whole(format, text):
    try:
        return format == 'text' or bool(json.loads(text))
    except ValueError:
        return False


def race(name, size):
    a, b = (whole(size, 'member-' + n if way is member else n) for n in 'ab')
    good, neither = expected(a, b)
    writer = os.fork()
    if writer == 0:
        while True:
            way(a, b)
            pause()
    runs = refused = 0
    wrong = ''
    end = time.monotonic() + seconds
    while time.monotonic() < end + (PATIENCE if refused == 0 else 0) and not wrong:
        format = FORMATS[runs % len(FORMATS)]
        status, text = judge(format)
        runs += 1
        refused += status == 2
        if not 0 <= status <= 4 or not is_whole(format, text):
            wrong = f'{format}: status {status}: {text[-300:]!r}'
        elif (reason(text) != neither[format]) if status == 2 else (status != 1 or text not in good[format]):
            wrong = f'{format}: status {status}, and neither of the two: {text[:3000]!r}'
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
    print(f'{name}\t{runs}\t{refused}\t{wrong}', flush=True)


for way in truncate, rewrite, replace, grow, store, member:
    for name, size in ('copied', 0), ('mapped', 40 << 20):
        race(f'{way.__name__} {name}', size)
