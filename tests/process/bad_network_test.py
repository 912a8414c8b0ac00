"""A first pull over bad networks, by the real programs: it ends, takes each record once, and tells the truth meanwhile.

usage: bad_network_test.py FOLDER_OF_PROGRAMS [--records N] [--delay SECONDS] [--cut LEAST MOST] [--stalls] [--keep FOLDER]
--keep copies the profile as it stood in the middle of the pull, for pictures.
"""
import argparse, shutil, time

from faulty_proxy import FaultyProxy
from servers import Device, Programs, Server


def say(text):
    print(text, flush=True)


def clean_pull(programs, server, proxy):
    """What a good network takes: rows, bytes."""
    device = Device(programs, proxy.url, server.code("desk"), "clean")
    proxy.up = proxy.down = 0
    began = time.monotonic()
    report = device.json("sync")
    say(f"good network: {report['received']} rows, {proxy.down} bytes down, {time.monotonic() - began:.1f} s")
    return device, report["received"], proxy.down


def behind_portals(device, proxy):
    """Whoever answers in the server's place is not believed, and what waits stays waiting."""
    note = device.json("list", "ticket")[0]["id"]
    device.must("do", "add_note", note, "text=ditulis di belakang portal")
    for portal, word in (("plain", "does not speak TLS"), ("tls", "WiFi Tamu")):
        proxy.portal = portal
        tried = device.run("sync")
        say(f"portal ({portal}): exit {tried.returncode}: {tried.stderr.strip()}")
        assert tried.returncode != 0 and word in tried.stderr
        assert device.json("status")["unsent"] == 1
    proxy.portal = None
    assert device.json("sync")["sent"] == 1


def pull_through_cuts(programs, server, proxy, given, rows, clean_bytes):
    """Attempts until the first pull is done; each has to go on where the last one stopped."""
    device = Device(programs, proxy.url, server.code("desk"), "cut")
    proxy.cut, proxy.how, proxy.delay = tuple(given.cut), ["close", "reset"] + ["stall"] * given.stalls, given.delay
    proxy.up = proxy.down = proxy.cuts = proxy.connections = 0
    began, before, of = time.monotonic(), 0, 0
    for attempt in range(1, 200):
        tried = device.run("sync", "--json", timeout=1200)
        status = device.json("status")
        if tried.returncode == 0:
            break
        assert not status["first_pull_done"] and status["first_pull_rows"] >= before, status
        before, of = status["first_pull_rows"], status["first_pull_of"] or of
        say(f"attempt {attempt}: {before} of {of} after {time.monotonic() - began:.0f} s: {tried.stderr.strip()}")
        if given.keep and before:
            shutil.rmtree(given.keep, ignore_errors=True)
            shutil.copytree(device.folder, given.keep)
    seconds, down = time.monotonic() - began, proxy.down
    proxy.cut, proxy.delay = None, 0
    assert status["first_pull_done"], f"no end after {attempt} attempts: {status}"
    last = int(tried.stdout.split('"received":')[1].split(",")[0])
    say(f"bad network: {before} + {last} rows in {attempt} attempts, {proxy.connections} connections, {proxy.cuts} cut; "
        f"{down} bytes down ({down / clean_bytes:.2f} of the good network's), {seconds:.1f} s")
    assert proxy.cuts > 0, "nothing was cut"
    assert before + last == rows, "a record was taken twice, or not at all"
    return device


def main():
    options = argparse.ArgumentParser(usage=__doc__)
    options.add_argument("programs")
    options.add_argument("--records", type=int, default=4000)
    options.add_argument("--delay", type=float, default=0.05)
    options.add_argument("--cut", type=int, nargs=2, default=(4_000, 90_000))
    options.add_argument("--stalls", action="store_true")
    options.add_argument("--keep")
    given = options.parse_args()
    with Programs(given.programs) as programs:
        server = Server(programs, given.records)
        with FaultyProxy(server.address) as proxy:
            clean, rows, clean_bytes = clean_pull(programs, server, proxy)
            device = pull_through_cuts(programs, server, proxy, given, rows, clean_bytes)
            assert device.json("list", "asset") == clean.json("list", "asset"), "the two devices hold other records"
            behind_portals(device, proxy)


if __name__ == "__main__":
    main()
