"""A real server and real devices for the tests of whole programs: started, spoken to, and ended whatever happens."""
import contextlib, json, pathlib, subprocess, tempfile


class Programs:
    """The programs of one build, and a folder for their data that goes with them."""

    def __init__(self, bin_folder):
        self.bin = pathlib.Path(bin_folder).resolve()
        self._ends = contextlib.ExitStack()
        self.folder = pathlib.Path(self._ends.enter_context(tempfile.TemporaryDirectory(prefix="sigap-process-")))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._ends.close()

    def run(self, program, *words, timeout=120, **options):
        """The finished process; its output as text."""
        return subprocess.run([self.bin / program, *map(str, words)], capture_output=True, text=True, timeout=timeout,
                              stdin=subprocess.DEVNULL, **options)

    def must(self, program, *words, **options):
        """What it wrote; an error where it failed."""
        done = self.run(program, *words, **options)
        if done.returncode != 0:
            raise AssertionError(f"{program} {words} failed: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self, program, *words, prefix=(), **options):
        """A running process, ended with us."""
        process = subprocess.Popen([*prefix, self.bin / program, *map(str, words)], stdin=subprocess.DEVNULL, text=True, **options)
        self._ends.callback(_end, process)
        return process


def _end(process):
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Server:
    """A demo organisation of its own; `assets` further assets at the technician's site."""

    def __init__(self, programs, assets=0, listen="127.0.0.1:0", hosts=(), prefix=(), words=()):
        self.programs, self.data, self.listen, self.prefix = programs, programs.folder / "server", listen, prefix
        self.extra = words
        programs.must("sigap-server", "init", "--data", self.data, "--demo", *(word for host in hosts for word in ("--host", host)))
        if assets:
            table = programs.folder / "assets.csv"
            table.write_text("".join(csv_lines(assets)))
            imported = json.loads(programs.must("sigap-server", "import", "--data", self.data, table, "--kind", "asset", "--json", timeout=600))
            assert imported["born"] == assets, str(imported)[:500]
        self.start()

    def start(self):
        """After a stop at the same address."""
        self.process = self.programs.start("sigap-server", "run", "--data", self.data, "--listen", self.listen, *self.extra, prefix=self.prefix,
                                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.url = self.process.stdout.readline().strip()
        assert self.url.startswith("https://"), "the server did not start"
        self.listen = "%s:%d" % self.address

    def stop(self):
        _end(self.process)

    @property
    def address(self):
        host, port = self.url.removeprefix("https://").rsplit(":", 1)
        return host, int(port)

    def code(self, login="technician"):
        return json.loads(self.programs.must("sigap-server", "enrol", "--data", self.data, login, "--json"))["code"]


def csv_lines(count):
    """A register of `count` machines, the same each time, with as many fields as people keep."""
    words = "printer dock screen laptop network cable switch battery firmware finance lobby meeting floor warranty adapter".split()
    yield "name,serial,status,cpu,memory_mib,disk_gib,os,cost,supplier,order_number,remarks\n"
    state = 2026
    for i in range(count):
        noise = []
        for _ in range(6):
            state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
            noise.append(state >> 33)
        text = " ".join(words[n % len(words)] for n in noise)
        yield (f"{words[noise[0] % 15]} {i},SN{noise[1]:08X}{i:06d},in_stock,Intel Core i{noise[2] % 7 + 3}-{noise[3] % 9000 + 1000}U,"
               f"{2 ** (noise[4] % 4 + 12)},{2 ** (noise[5] % 4 + 7)},Windows 11 Pro 23H2,{noise[0] % 30_000_000 + 1_000_000},"
               f"PT {words[noise[1] % 15].title()},PO-{noise[2] % 100000:05d},{text}\n")


class Device:
    """One profile of the app, driven by its command line."""

    def __init__(self, programs, url, code, name="device", prefix=()):
        self.programs, self.folder, self.prefix = programs, programs.folder / name, prefix
        self.must("enrol", url, code)

    def words(self, *words):
        return [*self.prefix, self.programs.bin / "sigap", "--profile", self.folder, *map(str, words)]

    def run(self, *words, timeout=300):
        return subprocess.run(self.words(*words), capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL)

    def must(self, *words):
        done = self.run(*words)
        assert done.returncode == 0, f"sigap {words}: {done.stdout}{done.stderr}"
        return done.stdout

    def json(self, *words):
        return json.loads(self.must(*words, "--json"))
