"""A first pull through a network that loses every fifth packet each way, with the window open and asked how far it is.

usage: lossy_network_test.py FOLDER_OF_PROGRAMS [--records N] [--loss PERCENT] [--pictures FOLDER]
Makes two network namespaces joined by a veth pair, nftables dropping at both ends: it needs root, ip, nft and Xvfb for
the window, else it says that it is skipped. --pictures keeps the window as it is in the middle of the pull (ImageMagick's import).
"""
import argparse, contextlib, json, os, pathlib, shutil, signal, subprocess, sys, time

from servers import Device, Programs, Server

SERVER, DEVICE = "10.213.7.1", "10.213.7.2"


def run(*words):
    subprocess.run(words, check=True, stdin=subprocess.DEVNULL)


class Namespaces:
    """Two of them and the wire between; both go at the end, with the wire."""

    def __init__(self):
        self.server, self.device = f"sigap-server-{os.getpid()}", f"sigap-device-{os.getpid()}"
        self._ends = contextlib.ExitStack()

    def __enter__(self):
        try:
            for name in (self.server, self.device):
                run("ip", "netns", "add", name)
                self._ends.callback(run, "ip", "netns", "del", name)
                run("ip", "-n", name, "link", "set", "lo", "up")
            run("ip", "link", "add", "wire", "netns", self.server, "type", "veth", "peer", "name", "wire", "netns", self.device)
            for name, address in ((self.server, SERVER), (self.device, DEVICE)):
                run("ip", "-n", name, "address", "add", f"{address}/24", "dev", "wire")
                run("ip", "-n", name, "link", "set", "wire", "up")
        except BaseException:
            self._ends.close()
            raise
        return self

    def __exit__(self, *_):
        self._ends.close()

    def lose(self, percent):
        rule = ("add table inet loss; add chain inet loss arriving { type filter hook input priority 0; };"
                f'add rule inet loss arriving iifname "wire" numgen random mod 100 < {percent} counter drop')
        for name in (self.server, self.device):
            run("ip", "netns", "exec", name, "nft", rule)

    def bytes_down(self):
        told = subprocess.run(["ip", "-n", self.device, "-s", "-j", "link", "show", "wire"], check=True, capture_output=True, text=True)
        return json.loads(told.stdout)[0]["stats64"]["rx"]["bytes"]


def missing():
    if os.geteuid() != 0:
        return "root"
    return next((program for program in ("ip", "nft", "Xvfb") if not shutil.which(program)), None)


def watch(window, device, took, of_rows, began, screen):
    """Asks the open window until the first pull is done; how far it is may only grow."""
    before, told = 0, 0
    while True:
        assert window.poll() is None, "the window has ended"
        status = device.json("status")
        rows, of = status["first_pull_rows"], status["first_pull_of"]
        if status["first_pull_done"]:
            return
        assert rows >= before, f"{rows} after {before}"
        assert of in (0, of_rows), f"{of} of {of_rows}"
        if rows > told:
            print(f"  {time.monotonic() - began:5.0f} s: {rows} of {of}, {took()} bytes", flush=True)
            told = rows + of_rows // 10
        if of and rows > of // 3:
            screen.keep("jobs.png")
        before = rows
        assert time.monotonic() - began < 1500, "no end"
        time.sleep(0.5)


class Screen:
    """An X server of our own for the window; what it shows is kept once a name, where pictures are wanted."""

    def __init__(self, pictures):
        self.pictures, self.display = pictures and pathlib.Path(pictures), f":{70 + os.getpid() % 20}"

    def __enter__(self):
        self.server = subprocess.Popen(["Xvfb", self.display, "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
                                       stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(2)
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait(20)

    def keep(self, name):
        if self.pictures and not (self.pictures / name).exists():
            self.pictures.mkdir(parents=True, exist_ok=True)
            subprocess.run(["import", "-display", self.display, "-window", "root", self.pictures / name], check=True)


def main():
    options = argparse.ArgumentParser(usage=__doc__)
    options.add_argument("programs")
    options.add_argument("--records", type=int, default=5000)
    options.add_argument("--loss", type=int, default=20)
    options.add_argument("--pictures")
    given = options.parse_args()
    # So that a time limit, too, leaves no namespace behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))
    lacking = missing()
    if lacking:
        print(f"skipped: the lossy network needs {lacking}")
        return
    with Namespaces() as net, Programs(given.programs) as programs:
        server = Server(programs, given.records, f"{SERVER}:0", (SERVER,), ("ip", "netns", "exec", net.server))
        inside = ("ip", "netns", "exec", net.device)
        clean = Device(programs, server.url, server.code("desk"), "clean", inside)
        start, began = net.bytes_down(), time.monotonic()
        rows = clean.json("sync")["received"]
        clean_bytes = net.bytes_down() - start
        print(f"good network: {rows} rows, {clean_bytes} bytes down, {time.monotonic() - began:.1f} s", flush=True)
        device = Device(programs, server.url, server.code("desk"), "lossy", inside)
        net.lose(given.loss)
        start, began = net.bytes_down(), time.monotonic()
        with Screen(given.pictures) as screen:
            window = subprocess.Popen(device.words(), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                      env=os.environ | {"DISPLAY": screen.display})
            try:
                time.sleep(3)
                watch(window, device, lambda: net.bytes_down() - start, rows, began, screen)
                seconds, down = time.monotonic() - began, net.bytes_down() - start
            finally:
                window.terminate()
                window.wait(30)
        print(f"{given.loss} % loss: {rows} rows, {down} bytes down ({down / clean_bytes:.2f} of the good network's), {seconds:.1f} s", flush=True)
        assert device.json("list", "asset") == clean.json("list", "asset"), "the two devices hold other records"


if __name__ == "__main__":
    main()
