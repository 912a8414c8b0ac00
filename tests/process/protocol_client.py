#!/usr/bin/env python3
"""A second client, written from sync/PROTOCOL.md and sync/KINDS.md alone: it proves that they suffice.

usage: protocol_client.py URL CODE FOLDER
Enrols, pulls all, accepts a visit and writes a note on it, loses an answer, and pulls what came of it.
"""
import hashlib, http.client, json, os, pathlib, ssl, subprocess, sys, time, urllib.parse

VISIT, NOTE, ACTIVITY = 8, 13, 15
VISIT_TECHNICIAN, VISIT_STATUS = 2, 3
NOTE_ABOUT, NOTE_TEXT = 2, 5


def new_id():
    """A UUID of version 7."""
    number = int(time.time() * 1000) << 80 | int.from_bytes(os.urandom(10), "big")
    number = number & ~(0xF << 76) | 7 << 76
    number = number & ~(0x3 << 62) | 2 << 62
    text = f"{number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def born(operation, nth):
    """The id of the nth record that an operation gives birth to."""
    return operation[:-4] + f"{(int(operation[-4:], 16) + nth) % 65536:04x}"


class Failure(Exception):
    def __init__(self, status, answer):
        super().__init__(f"{status} {answer['code']}: {answer['message']}")
        self.status, self.answer = status, answer


class Server:
    def __init__(self, url, context):
        self.host, self.context, self.connection = urllib.parse.urlsplit(url).netloc, context, None

    def ask(self, path, message=None, **headers):
        """The answer's JSON, None for "nothing new"; raises Failure."""
        if self.connection is None:
            self.connection = http.client.HTTPSConnection(self.host, context=self.context, timeout=70)
        headers |= {"Content-Type": "application/json", "Sigap-Time": str(int(time.time() * 1000))}
        body = None if message is None else json.dumps(message)
        self.connection.request("GET" if body is None else "POST", path, body, headers)
        reply = self.connection.getresponse()
        text = reply.read()
        if reply.status == 204:
            return None
        if reply.getheader("Content-Type", "").startswith("application/x-pem-file"):
            return text.decode()
        if not reply.getheader("Content-Type", "").startswith("application/json"):
            raise SystemExit("this is not the server, but somebody between")
        answer = json.loads(text)
        if reply.status != 200:
            raise Failure(reply.status, answer)
        return answer


def bits_of_authority(code):
    """The 80 bits of the authority's digest that are in the code."""
    digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    number = 0
    for character in code.replace("-", ""):
        number = number << 5 | digits.index(character)
    return (number & (1 << 80) - 1).to_bytes(10, "big")


class Device:
    def __init__(self, url, code, folder):
        folder = pathlib.Path(folder)
        untrusting = ssl.create_default_context()
        untrusting.check_hostname, untrusting.verify_mode = False, ssl.CERT_NONE
        authority = Server(url, untrusting).ask("/v1/authority")
        digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(authority)).digest()
        if digest[:10] != bits_of_authority(code):
            raise SystemExit("this is not the server that the code is from")
        key, request, certificate = folder / "key.pem", folder / "request.pem", folder / "certificate.pem"
        subprocess.run(["openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-batch",
                        "-subj", "/CN=another client", "-keyout", key, "-out", request], check=True, stderr=subprocess.DEVNULL)
        trusting = ssl.create_default_context(cadata=authority)
        self.me = Server(url, trusting).ask("/v1/enrol", {"protocol": 1, "code": code, "request": request.read_text(),
                                                          "device_name": "another client"})
        certificate.write_text(self.me["certificate"])
        trusting.load_cert_chain(certificate, key)
        self.server = Server(url, trusting)
        self.epoch, self.cursors, self.rows = self.me["epoch"], {}, {}  # (kind, id): [seq, buckets, fields]
        self.next_n, self.pages = 1, 0

    def pull(self):
        """Takes all there is; the number of rows that came."""
        until, came = 0, 0
        while True:
            prefer = {"Prefer": "return=minimal"} if until == 0 and self.cursors else {}
            page = self.server.ask("/v1/pull", {"protocol": 1, "schema": 3, "epoch": self.epoch, "until": until,
                                                "cursors": list(self.cursors.items())}, **prefer)
            if page is None:
                return came
            until, self.epoch, served = page["until"], page["epoch"], page["served"]
            for bucket in self.cursors.keys() - set(page["subscriptions"]):
                self.drop(bucket)
            for kind, row, seq, mask, fields in page["rows"]:
                old = self.rows.get((kind, row), [0, set(), {}])
                buckets = {bucket for i, bucket in enumerate(served) if mask >> i & 1}
                self.rows[kind, row] = [seq, old[1] | buckets, dict(zip(fields[::2], fields[1::2]))]
            for kind, row, _, mask in page["outs"]:
                for bucket in (bucket for i, bucket in enumerate(served) if mask >> i & 1):
                    self.leave((kind, row), bucket)
            for bucket in page["subscriptions"]:
                self.cursors.setdefault(bucket, 0)
            self.cursors |= {bucket: page["next"] for bucket in served}
            came, self.pages = came + len(page["rows"]), self.pages + 1
            if all(seq >= until for seq in self.cursors.values()):
                return came

    def leave(self, key, bucket):
        if key in self.rows:
            self.rows[key][1].discard(bucket)
            if not self.rows[key][1]:
                del self.rows[key]

    def drop(self, bucket):
        for key in list(self.rows):
            self.leave(key, bucket)
        del self.cursors[bucket]

    def command(self, name, kind, target, bases, **arguments):
        """One command, numbered, ready to be pushed."""
        self.next_n += 1
        return {"n": self.next_n - 1,
                "command": {"operation": new_id(), "name": name, "kind": kind, "target": target, "by": self.me["person"],
                            "at": int(time.time() * 1000), "arguments": list(arguments.items()), "bases": bases}}

    def base(self, kind, row):
        return {"kind": kind, "id": row, "seq": self.rows[kind, row][0]}

    def push(self, *commands):
        return self.server.ask("/v1/push", {"protocol": 1, "schema": 3, "commands": commands})["results"]


def main(url, code, folder):
    device = Device(url, code, folder)
    print(f"enrolled as {device.me['login']} ({device.me['role']}) of {device.me['organisation']}, device {device.me['device_number']}")
    print(f"pulled {device.pull()} rows in {device.pages} pages of {len(device.cursors)} buckets")
    assert device.pull() == 0
    visit = next(row for (kind, row), (_, _, fields) in sorted(device.rows.items()) if kind == VISIT
                 and fields.get(VISIT_TECHNICIAN) == device.me["person"] and fields.get(VISIT_STATUS, "scheduled") == "scheduled")
    accept = device.command("accept_visit", VISIT, visit, [device.base(VISIT, visit)])
    note = device.command("add_note", VISIT, visit, [], text="Dibaca dari dokumen saja \u2713")
    results = device.push(accept, note)
    for result in results:
        print(f"pushed n {result['n']}: {result['outcome']} at seq {result.get('seq')}")
    assert [result["outcome"] for result in results] == ["applied", "applied"]
    assert device.push(accept, note) == results
    print("pushed the same again, as after a lost answer: the same results, word for word")
    again = device.command("accept_visit", VISIT, visit, [device.base(VISIT, visit)])
    try:
        device.push(again | {"n": again["n"] + 5})
        raise AssertionError("a gap was let pass")
    except Failure as failure:
        print(f"pushed a number too far on: {failure}")
        assert (failure.status, failure.answer["code"], failure.answer["expected"]) == (409, "gap", again["n"])
    print(f"pulled {device.pull()} rows")
    seq, _, fields = device.rows[VISIT, visit]
    assert (fields[VISIT_STATUS], seq) == ("accepted", results[0]["seq"])
    operation = note["command"]["operation"]
    written = device.rows[NOTE, born(operation, 1)][2]
    assert (written[NOTE_ABOUT], written[NOTE_TEXT]) == (visit, "Dibaca dari dokumen saja \u2713")
    assert (ACTIVITY, operation) in device.rows
    print("the visit is accepted, and the note and its entry in the activity are there")
    refused = device.push(device.command("accept_visit", VISIT, visit, [device.base(VISIT, visit)]) | {"n": again["n"]})[0]
    print(f"accepted once more: {refused['outcome']} ({refused['code']}): {refused['message']}")
    assert refused["outcome"] == "refused"


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
