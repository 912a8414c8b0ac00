"""A notice made without a network is sent by the real server to a real relay, once, over syncs, restarts and a relay that says no."""
import json, socketserver, sys, threading, time
from datetime import datetime, timedelta, timezone
from servers import Device, Programs, Server


class Relay(socketserver.ThreadingTCPServer):
    """A mail relay on the loopback that keeps what it takes; `busy` times it answers that it cannot now."""
    allow_reuse_address, daemon_threads = True, True

    def __init__(self):
        self.mails, self.tries, self.answer = [], 0, "250 taken"
        super().__init__(("127.0.0.1", 0), Conversation)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Conversation(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 relay")
        while line := self.rfile.readline().decode().strip():
            word = line.split(" ")[0].upper()
            if word == "DATA":
                self.say("354 go on")
                lines = []
                while (got := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(got.decode())
                self.server.tries += 1
                if self.server.answer.startswith("250"):
                    self.server.mails.append("".join(lines))
                self.say(self.server.answer)
            elif word == "QUIT":
                return self.say("221 bye")
            else:
                self.say("250 yes")


def wait_for(what, seconds=30):
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


relay = Relay()
with Programs(sys.argv[1]) as programs:
    relay_words = ("--smtp", f"smtp://127.0.0.1:{relay.server_address[1]}", "--smtp-from", "it@example.org")
    bad = programs.run("sigap-server", "run", "--data", programs.folder / "none", "--smtp", "relay", "--smtp-from", "it@example.org")
    assert bad.returncode == 1, bad
    server = Server(programs, words=relay_words)
    desk = Device(programs, server.url, server.code("desk"), "desk")
    technician = Device(programs, server.url, server.code(), "technician")
    desk.must("sync")
    me = technician.json("status")["login"] if "login" in technician.json("status") else "technician"
    client = next(person for person in desk.json("list", "person") if person.get("email"))
    made = [desk.json("do", "create_work_order", f"title=Job {i}", f"assignee={me}", f"requester={client['id']}") for i in range(2)]
    desk.must("sync")
    technician.must("sync")
    visits = [next(v["id"] for v in technician.json("list", "visit") if v["work_order"] == order["id"]) for order in made]
    soon = (datetime.now(timezone.utc) + timedelta(minutes=15)).strftime("%Y-%m-%dT%H:%M:%SZ")
    # Without a network: nothing of this was sent yet.
    for visit in visits:
        technician.must("do", "accept_visit", visit)
        technician.must("do", "travel_visit", visit)
    technician.must("do", "notify_client", visits[0], f"expected_at={soon}")
    assert relay.tries == 0
    technician.must("sync")
    wait_for(lambda: relay.mails)
    for _ in range(3):
        technician.must("sync")
    state = lambda visit: next(n for n in technician.json("list", "notice") if n["visit"] == visit)["state"]
    wait_for(lambda: technician.must("sync") and state(visits[0]) == "sent")
    assert len(relay.mails) == 1 and f"To: <{client['email']}>" in relay.mails[0], relay.mails

    # What the relay refuses for ever is not tried again, and says so.
    relay.answer = "554 not from you"
    technician.must("do", "notify_client", visits[1])
    technician.must("sync")
    wait_for(lambda: technician.must("sync") and state(visits[1]) == "failed")
    tries = relay.tries
    server.stop()
    relay.answer = "250 taken"
    server.start()
    wait_for(lambda: technician.run("sync").returncode == 0)
    assert (len(relay.mails), relay.tries) == (1, tries), (relay.mails, relay.tries)
print("a notice was sent once")
