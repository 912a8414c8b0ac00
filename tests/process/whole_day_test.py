"""A technician's whole day without a network, by the programs that people run: eight jobs, forty photos of a telephone, three
signatures, a hand-over, a partial completion, a closed door, a job that the desk gives away meanwhile, and the power going off
in the midst of it again and again. Then the network is back: everything is there, once."""
import hashlib, json, signal, subprocess, sys

from camera_pictures import camera_picture
from servers import Programs, Server


class Device:
    def __init__(self, programs, server, login):
        self.programs, self.login = programs, login
        self.profile = programs.folder / login
        self.run("enrol", server.url, server.code(login))
        self.sync()
        self.edits = 0

    def run(self, *words):
        return self.programs.must("sigap", "--profile", self.profile, *words)

    def read(self, *words):
        return json.loads(self.run(*words, "--json"))

    def do(self, command, about=None, **fields):
        self.edits += 1
        return self.read("do", command, *([about] if about else []), *(f"{name}={value}" for name, value in fields.items()))

    def sync(self):
        return self.read("sync")

    def photos_of(self, visit):
        return [file for file in self.read("files") if file["about"] == visit]


class Day:
    def __init__(self, programs):
        self.programs = programs
        self.server = Server(programs)
        self.field, self.desk, self.other = (Device(programs, self.server, who) for who in ("technician", "desk", "technician2"))
        self.pictures = 0

    def plan(self):
        """The desk's morning: eight jobs, the first with a procedure."""
        self.orders, self.visits = [], []
        for number in range(1, 9):
            more = {"procedure": "SOP-EUS-015"} if number == 1 else {}
            made = self.desk.do("create_work_order", title=f"Job {number} of the day", assignee="technician",
                                due_at=f"2030-01-07T{number:02}:00:00Z", **more)
            self.orders.append(made["id"])
        self.desk.sync()
        self.field.sync()
        visits = {visit["work_order"]: visit["id"] for visit in self.field.read("list", "visit")}
        self.visits = [visits[order] for order in self.orders]

    def begin(self, visit):
        for command in ("accept_visit", "travel_visit", "arrive_visit"):
            self.field.do(command, visit)

    def do_steps(self, visit):
        tags = [asset["tag"] for asset in self.field.read("list", "asset") if asset["tag"]]
        values = {"tick": {}, "number": {"value": "12"}, "text": {"value": "In order"}, "scan": {"value": tags[0]}}
        done = 0
        for step in self.field.read("show", visit)["steps"]:
            if step["mandatory"]:
                self.field.do("tick_step", step["id"], **values[step["step_kind"]])
                done += 1
        assert done > 0
        return done

    def photograph(self, visit, count):
        """`count` photos; with each third one the power goes off, ever later, and the technician looks whether it is there."""
        before = len(self.field.photos_of(visit))
        for _ in range(count):
            self.pictures += 1
            picture = self.programs.folder / f"IMG_{self.pictures:04}.jpg"
            picture.write_bytes(camera_picture(self.pictures, sideways=self.pictures % 2 == 0))
            if self.pictures % 3 == 0:
                self.lose_power_after(self.pictures * 0.02, "photo", visit, picture)
            if len(self.field.photos_of(visit)) == before:
                self.field.run("photo", visit, picture)
            before += 1
            assert len(self.field.photos_of(visit)) == before
            self.field.edits += 1

    def lose_power_after(self, seconds, *words):
        process = subprocess.Popen([self.programs.bin / "sigap", "--profile", self.field.profile, *map(str, words)],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()

    def finish(self, visit, **how):
        self.field.do("complete_visit", visit, outcome="Works again", cause="hardware", **how)

    def sign(self, visit, *how):
        self.field.run("sign", visit, "--name", "Maya Putri", *how)
        self.field.edits += 1

    def give_away(self, order):
        self.desk.do("assign_work_order", order, assignee="technician2")
        self.desk.sync()
        self.other.sync()

    def go_offline(self):
        self.server.stop()
        assert self.field.programs.run("sigap", "--profile", self.field.profile, "sync").returncode == 1, "there is still a network"

    def work(self):
        first, *rest = self.visits
        self.begin(first)
        self.steps = self.do_steps(first)
        self.photograph(first, 10)
        self.finish(first)
        pad = self.programs.folder / "pad.txt"
        pad.write_text("100,200 180,120 260,240 340,140;400,200 520,180 640,220")
        self.sign(first, "--strokes", pad)
        for visit, photos, how in zip(rest[:3], (10, 10, 5), (["--strokes", pad], ["--typed"], None)):
            self.begin(visit)
            self.photograph(visit, photos)
            self.finish(visit)
            if how:
                self.sign(visit, *how)
        handed, partial, closed, given = rest[3:]
        self.begin(handed)
        self.field.do("hand_over_work_order", self.orders[4], assignee="technician2", reason="The rack needs two people")
        self.begin(partial)
        self.photograph(partial, 4)
        self.field.do("partially_complete_visit", partial, reason="A part is missing")
        for command in ("accept_visit", "travel_visit"):
            self.field.do(command, closed)
        self.field.do("no_access_visit", closed, reason="Nobody opens")
        # It is somebody else's already, which nobody here can know.
        self.begin(given)
        self.photograph(given, 1)
        self.field.do("add_note", self.orders[7], text="The dock is in room 4.12")

    def meet(self):
        self.server.start()
        for device in (self.field, self.desk, self.other, self.field):
            device.sync()

    def stored(self):
        """The hashes of all files' bytes on the server's disk."""
        return {hashlib.sha256(path.read_bytes()).hexdigest() for path in (self.server.data / "files").rglob("*") if path.is_file()}

    def check(self):
        assert self.pictures == 40, self.pictures
        status = self.field.read("status")
        assert status["unsent"] == 0, status
        # What hangs on the job that was given away has left with it.
        mine = self.field.read("files")
        assert len(mine) == 39 and {file["state"] for file in mine} == {"done"}, [file["state"] for file in mine]
        everywhere = [file["sha256"] for file in self.desk.read("files")]
        assert len(everywhere) == len(set(everywhere)) == 40, len(everywhere)
        assert {file["sha256"] for file in mine} < set(everywhere)
        assert set(everywhere) <= self.stored()
        visits = {visit["id"]: visit["status"] for visit in self.desk.read("list", "visit")}
        assert [visits[visit] for visit in self.visits[:7]] == \
            ["completed"] * 4 + ["partially_completed"] * 2 + ["no_access"], visits
        orders = {order["id"]: order for order in self.desk.read("list", "work_order")}
        assert [orders[order]["status"] for order in self.orders[:4]] == ["completed"] * 4
        assert [orders[order]["status"] for order in self.orders[5:7]] == ["unscheduled"] * 2
        signed = [(one["visit"], one["typed"], bool(one["strokes"])) for one in self.desk.read("list", "signature")]
        assert sorted(signed) == sorted([(self.visits[0], False, True), (self.visits[1], False, True), (self.visits[2], True, False)]), signed
        handed = self.desk.read("list", "hand_over")
        assert [(one["work_order"], one["reason"]) for one in handed if one["reason"]] == [(self.orders[4], "The rack needs two people")], handed
        assert orders[self.orders[4]]["assignee"] == orders[self.orders[7]]["assignee"]
        done = [step for step in self.desk.read("show", self.visits[0])["steps"] if step["state"] == "done"]
        assert len(done) == self.steps
        notes = [note["about"] for note in self.desk.read("list", "note") if note["text"] == "The dock is in room 4.12"]
        assert notes == [self.orders[7]], notes
        # Who has the given job now is the desk's word; what was done at it is visible to both.
        assert orders[self.orders[7]]["assignee"] == [who["id"] for who in self.desk.read("list", "person") if who["login"] == "technician2"][0]
        assert self.field.read("conflicts") or self.field.read("outbox"), "the technician hears nothing of the job that was given away"
        log = json.loads(self.programs.must("sigap-server", "log", "--data", self.server.data, "--json"))
        arrived = [entry["operation"] for entry in log if entry["user"] == "technician"]
        assert len(arrived) == len(set(arrived)) == self.field.edits, (len(arrived), len(set(arrived)), self.field.edits)
        self.programs.must("sigap-server", "verify", "--data", self.server.data)


def main():
    with Programs(sys.argv[1]) as programs:
        day = Day(programs)
        day.plan()
        day.give_away(day.orders[7])
        day.go_offline()
        day.work()
        day.meet()
        day.check()


main()
