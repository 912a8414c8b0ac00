#include <catch2/catch_test_macros.hpp>

#include <boost/json.hpp>

#include "client/cli/command_line.hpp"
#include "hardware/inventory/system_files.hpp"
#include "platform/os/files.hpp"
#include "platform/window/image.hpp"
#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

// The command line on a device of the harness.
class DeviceBackend final : public cli::Backend {
public:
    explicit DeviceBackend(TestDevice& device) : device_(device) {}
    Result<void> on_store(const std::function<void(Replica&)>& work) override {
        work(*device_.replica);
        return {};
    }
    Result<Enrolment> enrol(const std::string&, const std::string&) override {
        return fail(ErrorCode::invalid, "this is no code", "bad_code");
    }
    Result<SyncReport> sync(bool) override {
        auto report = device_.sync();
        (void)device_.sync_files();
        return report;
    }
    Result<FileStore*> files() override { return device_.files.get(); }
    std::filesystem::path working_folder() const override { return device_.folder; }
    std::string folder() const override { return device_.folder.string(); }
    const SystemFiles& machine() const override { return files_; }

private:
    TestDevice& device_;
    FolderFiles files_{"/"};
};

struct Shell {
    explicit Shell(TestDevice& device) : backend(device) {}
    DeviceBackend backend;

    ControlReply run(const std::vector<std::string>& args) {
        const auto parsed = cli::parse(args);
        return parsed.reply ? *parsed.reply : cli::execute(backend, parsed.invocation);
    }
    // Of a command that must succeed.
    boost::json::value json(std::vector<std::string> args) {
        args.emplace_back("--json");
        const auto reply = run(args);
        INFO(reply.err);
        REQUIRE(reply.exit_code == 0);
        REQUIRE(reply.err.empty());
        return boost::json::parse(reply.out);
    }
    int code(const std::vector<std::string>& args) {
        const auto reply = run(args);
        const bool said = reply.exit_code == 0 ? reply.err.empty() : reply.out.empty() && reply.err.starts_with("sigap: ");
        CHECK(said);
        CHECK(std::ranges::count(reply.err, '\n') == (reply.exit_code == 0 ? 0 : 1));
        return reply.exit_code;
    }
};

std::string text(const boost::json::value& value, std::string_view key) {
    return std::string(value.at(key).as_string());
}

struct Office {
    Harness harness;
    Uuid visit = harness.make_job("Replace docking station", "technician", harness.clock.now());
    TestDevice& device = harness.enrol("technician");
    Shell technician{device};
    Shell desk{harness.desk()};
    std::string id = to_string(visit);
};

}  // namespace

TEST_CASE("a technician's day by the command line reaches the desk, once") {
    Office office;
    Shell& sh = office.technician;
    CHECK(sh.json({"sync"}).at("received").as_int64() > 0);
    const auto jobs = sh.json({"list", "visit", "--where", "status=scheduled", "--where", "technician=technician"});
    REQUIRE(jobs.as_array().size() == 1);
    CHECK(text(jobs.at(0), "id") == office.id);
    CHECK(text(jobs.at(0), "kind") == "visit");

    office.device.network->online = false;
    const auto done = sh.json({"do", "accept_visit", office.id});
    CHECK(text(done, "id") == office.id);
    CHECK(text(done, "kind") == "visit");
    CHECK(text(done, "state") == "queued");
    CHECK_FALSE(text(done, "operation").empty());
    for (const char* command : {"travel_visit", "arrive_visit"}) CHECK(sh.code({"do", command, office.id}) == 0);
    const auto steps = sh.json({"list", "checklist_step", "--where", "visit=" + office.id, "--sort", "position"});
    REQUIRE(steps.as_array().size() == 4);
    CHECK(sh.run({"do", "complete_visit", office.id}).err.find("Collect the old dock") != std::string::npos);
    CHECK(sh.code({"do", "complete_visit", office.id}) == 1);
    for (int i = 0; i < 2; ++i) CHECK(sh.code({"do", "tick_step", text(steps.at(static_cast<std::size_t>(i)), "id")}) == 0);
    CHECK(sh.run({"do", "tick_step", text(steps.at(2), "id")}).err.find("takes a text: value=") != std::string::npos);
    CHECK(sh.code({"do", "tick_step", text(steps.at(2), "id"), "value=port 12"}) == 0);
    CHECK(sh.code({"do", "skip_step", text(steps.at(3), "id")}) == 1);
    CHECK(sh.code({"do", "skip_step", text(steps.at(3), "id"), "reason=no second display"}) == 0);
    CHECK(sh.code({"do", "add_note", office.id, "text=a = b, \"quoted\"\nsecond line"}) == 0);
    CHECK(sh.code({"do", "complete_visit", office.id, "outcome=works"}) == 1);
    CHECK(sh.run({"do", "complete_visit", office.id, "outcome=works"}).err.find("needs cause, one of: hardware") != std::string::npos);
    CHECK(sh.run({"do", "complete_visit", office.id, "cause=hardware"}).err.find("needs outcome") != std::string::npos);
    CHECK(sh.code({"do", "complete_visit", office.id, "outcome=works", "cause=hardware"}) == 0);
    CHECK(sh.code({"sync"}) == 1);
    CHECK(sh.json({"outbox"}).as_array().size() == 9);
    CHECK(sh.json({"status"}).at("unsent").as_int64() == 9);

    office.device.network->online = true;
    const auto report = sh.json({"sync"});
    CHECK(report.at("sent").as_int64() == 9);
    CHECK(report.at("conflicts").as_int64() == 0);
    CHECK(report.at("refused").as_int64() == 0);
    CHECK(report.at("seconds").is_double());
    CHECK(sh.json({"sync"}).at("sent").as_int64() == 0);
    CHECK(sh.json({"outbox"}).as_array().empty());
    CHECK(sh.json({"outbox", "--all"}).as_array().size() == 9);

    office.desk.json({"sync"});
    const auto shown = office.desk.json({"show", office.id});
    CHECK(text(shown, "status") == "completed");
    CHECK(text(shown, "outcome") == "works");
    for (const char* time : {"accepted_at", "travelling_at", "arrived_at", "completed_at"}) CHECK(text(shown, time).ends_with("Z"));
    CHECK(shown.at("steps").as_array().size() == 4);
    CHECK(text(shown.at("steps").at(3), "skip_reason") == "no second display");
    REQUIRE(shown.at("notes").as_array().size() == 1);
    CHECK(text(shown.at("notes").at(0), "text") == "a = b, \"quoted\"\nsecond line");
    CHECK(text(shown.at("order"), "status") == "completed");
    std::map<std::string, int> times;
    for (const auto& line : shown.at("history").as_array()) ++times[text(line, "command")];
    CHECK(times == std::map<std::string, int>{{"create_work_order", 1}, {"accept_visit", 1}, {"travel_visit", 1}, {"arrive_visit", 1},
                                              {"tick_step", 3},        {"skip_step", 1},    {"add_note", 1},     {"complete_visit", 1}});
    CHECK(office.desk.run({"show", office.id}).out.find("[x] 1. Collect the old dock") != std::string::npos);
}

TEST_CASE("a conflict shows both sides to both, and a restore wins everywhere") {
    Office office;
    office.technician.json({"sync"});
    CHECK(office.desk.code({"do", "edit_asset", "LT-0001", "name=Desk's name"}) == 0);
    office.desk.json({"sync"});
    CHECK(office.technician.code({"do", "edit_asset", "LT-0001", "name=Technician's name", "condition=worn"}) == 0);
    CHECK(office.technician.json({"sync"}).at("conflicts").as_int64() == 1);
    office.desk.json({"sync"});
    CHECK(office.desk.run({"show", "LT-0001"}).out.find("Open conflicts: 1") != std::string::npos);
    for (Shell* sh : {&office.technician, &office.desk}) {
        const auto conflicts = sh->json({"conflicts"});
        REQUIRE(conflicts.as_array().size() == 1);
        const auto& conflict = conflicts.at(0);
        CHECK(text(conflict, "field") == "name");
        CHECK(text(conflict, "about_kind") == "asset");
        CHECK(std::set{text(conflict, "kept"), text(conflict, "lost")} == std::set<std::string>{"Desk's name", "Technician's name"});
        CHECK(std::set{text(conflict, "kept_by"), text(conflict, "lost_by")} == std::set<std::string>{"Rina Wulandari", "Budi Santoso"});
        CHECK(text(conflict, "state") == "open");
        CHECK(text(sh->json({"show", "LT-0001"}), "condition") == "worn");
    }
    const auto conflict = office.technician.json({"conflicts"}).at(0);
    CHECK(office.technician.code({"do", "restore_conflict", text(conflict, "id")}) == 0);
    office.technician.json({"sync"});
    office.desk.json({"sync"});
    for (Shell* sh : {&office.technician, &office.desk}) {
        CHECK(text(sh->json({"show", "LT-0001"}), "name") == text(conflict, "lost"));
        CHECK(sh->json({"conflicts"}).as_array().empty());
        CHECK(text(sh->json({"conflicts", "--all"}).at(0), "state") == "restored");
        CHECK(sh->run({"show", "LT-0001"}).out.find("onflicts") == std::string::npos);
        CHECK(sh->run({"show", text(conflict, "id")}).out.find("about kind          asset") != std::string::npos);
    }
}

TEST_CASE("wrong usage exits with 2 and one line that says what is right") {
    Office office;
    Shell& sh = office.technician;
    sh.json({"sync"});
    const std::vector<std::vector<std::string>> wrong{
        {"lisst"},
        {"list"},
        {"list", "visits"},
        {"list", "visit", "--where"},
        {"list", "visit", "--where", "status"},
        {"list", "visit", "--where", "colour=red"},
        {"list", "visit", "--where", "status=happy"},
        {"list", "visit", "--sort", "colour"},
        {"list", "visit", "--limit", "many"},
        {"list", "visit", "--color"},
        {"list", "visit", "--json=yes"},
        {"show"},
        {"show", "a", "b"},
        {"do"},
        {"do", "explode_visit", office.id},
        {"do", "accept_visit"},
        {"do", "accept_visit", "reason=x"},
        {"do", "accept_visit", office.id, "reason=x"},
        {"do", "accept_visit", office.id, "x"},
        {"do", "add_note", office.id, "text=a", "text=b"},
        {"do", "accept_visit", to_string(office.harness.laptop)},
        {"sync", "now"},
        {"scan", "printer"},
        {"enrol", "https://server"},
    };
    for (const auto& args : wrong) {
        std::string line;
        for (const auto& arg : args) line += arg + ' ';
        INFO(line);
        CHECK(sh.code(args) == 2);
    }
    CHECK(sh.json({"outbox"}).as_array().empty());
}

TEST_CASE("what cannot be done exits with 1") {
    Office office;
    Shell& sh = office.technician;
    CHECK(sh.code({"do", "accept_visit", office.id}) == 1);
    sh.json({"sync"});
    CHECK(sh.code({"show", "0198c2a4-7d1e-7b3a-9f42-1c5d6e7f8091"}) == 1);
    CHECK(sh.code({"show", "LT-9999"}) == 1);
    CHECK(sh.code({"do", "travel_visit", office.id}) == 1);
    CHECK(sh.code({"do", "create_work_order", "title=x"}) == 1);
    CHECK(sh.code({"do", "move_asset", "LT-0001", "holder=nobody"}) == 1);
    CHECK(sh.code({"enrol", "https://server", "code"}) == 1);
    CHECK(sh.code({"shot", "jobs", "x.png"}) == 1);
    office.device.network->online = false;
    CHECK(sh.code({"sync"}) == 1);
}

TEST_CASE("records are named as people name them") {
    Office office;
    office.desk.json({"sync"});
    const auto made = office.desk.json({"do", "create_work_order", "title=Install printer", "asset=LT-0001", "location=HO-A-LOBBY",
                                        "procedure=SOP-EUS-900", "assignee=technician2"});
    const auto order = office.desk.json({"show", text(made, "id")});
    CHECK(text(order, "asset") == to_string(office.harness.laptop));
    CHECK(text(order, "location") == to_string(office.harness.other_room));
    CHECK(text(order, "assignee") == to_string(office.harness.technician2));
    const auto number = text(order, "number");
    CHECK(text(office.desk.json({"show", number}), "id") == text(made, "id"));
    CHECK(text(office.desk.json({"do", "accept_visit", number}), "kind") == "visit");
    const auto travelled = office.desk.json({"do", "travel_visit", text(made, "id")});
    CHECK(text(travelled, "kind") == "visit");
    CHECK(text(office.desk.json({"show", text(travelled, "id")}), "work_order") == text(made, "id"));
    // Of an order that nobody goes to there is no visit.
    const auto unassigned = office.desk.json({"do", "create_work_order", "title=Install scanner"});
    CHECK(office.desk.run({"do", "accept_visit", text(unassigned, "id")}).err.find("is the id of a work_order") != std::string::npos);
    const auto table = office.desk.run({"list", "work_order"}).out;
    CHECK(table.find("Install printer") != std::string::npos);
    CHECK(office.desk.run({"list", "work_order", "--text", "install", "--limit", "1"}).out.find("Install printer") != std::string::npos);
    CHECK(office.desk.json({"list", "asset", "--where", "holder="}).as_array().empty());
}

TEST_CASE("search finds by words in any form, and show tells the articles that may help with a job") {
    Office office;
    Shell lead{office.harness.enrol("lead")};
    const auto write = [&](const std::string& title, const std::string& body) {
        REQUIRE(office.desk.run({"do", "create_article", "title_id=" + title, "title_en=How to: " + title, "body_id=" + body}).exit_code == 0);
    };
    write("Mengganti dok", "Pasang kembali dok station yang baru, docking yang lama dikembalikan.");
    write("Kertas macet", "Tarik perlahan.");
    CHECK(office.desk.run({"sync"}).exit_code == 0);
    CHECK(lead.run({"sync"}).exit_code == 0);
    const auto articles = lead.json({"search", "penggantian", "--kind", "article"}).as_array();
    REQUIRE(articles.size() == 1);
    CHECK(text(articles[0], "kind") == "article");
    CHECK(text(articles[0], "title") == "How to: Mengganti dok");
    CHECK(lead.run({"do", "publish_article", text(articles[0], "id")}).exit_code == 0);
    CHECK(lead.run({"sync"}).exit_code == 0);
    CHECK(office.technician.run({"sync"}).exit_code == 0);

    const auto all = office.technician.json({"search", "docking", "station"}).as_array();
    REQUIRE(all.size() == 2);
    CHECK(text(all[0], "kind") == "work_order");
    CHECK(text(all[0], "title") == "Replace docking station");
    CHECK(text(all[1], "kind") == "article");
    const auto suggested = office.technician.json({"show", office.id}).at("articles").as_array();
    CHECK(suggested.empty());
    CHECK(lead.run({"do", "edit_article", text(articles[0], "id"), "keywords=docking"}).exit_code == 0);
    CHECK(lead.run({"sync"}).exit_code == 0);
    CHECK(office.technician.run({"sync"}).exit_code == 0);
    REQUIRE(office.technician.json({"show", office.id}).at("articles").as_array().size() == 1);
    CHECK(office.technician.run({"show", office.id}).out.find("Articles that may help") != std::string::npos);

    CHECK(office.technician.run({"search", "dok"}).out.find("How to: Mengganti dok") != std::string::npos);
    CHECK(office.technician.run({"search", "zzzz"}).out == "none\n");
    for (const char* odd : {"", " ", "\"", "*", "AND", "NEAR(", "title:x", "-"})
        CHECK(office.technician.json({"search", odd}).as_array().size() <= 50);
    CHECK(office.technician.code({"search"}) == 2);
    CHECK(office.technician.code({"search", "x", "--kind", "elephant"}) == 2);
    CHECK(office.technician.code({"search", "x", "--kind", "visit"}) == 2);
}

TEST_CASE("help, commands and kinds describe themselves") {
    Office office;
    Shell& sh = office.technician;
    for (const auto& subcommand : cli::subcommands()) {
        const auto reply = sh.run({std::string(subcommand.name), "--help"});
        CHECK(reply.exit_code == 0);
        CHECK(reply.out.starts_with("sigap " + std::string(subcommand.name)));
        CHECK(sh.run({"--help"}).out.find("  " + std::string(subcommand.name) + ' ') != std::string::npos);
    }
    const auto commands = sh.json({"do", "--list"});
    CHECK(commands.as_array().size() == catalogue().commands().size());
    bool found = false;
    for (const auto& command : commands.as_array())
        if (text(command, "name") == "skip_step") {
            found = true;
            CHECK(text(command, "on") == "checklist_step");
            CHECK(text(command.at("fields").at(0), "name") == "reason");
            CHECK(command.at("fields").at(0).at("required").as_bool());
        }
    CHECK(found);
    for (const auto& kind : catalogue().kinds()) CHECK(sh.json({"list", std::string(kind.name)}).is_array());
}

TEST_CASE("status is honest about this device") {
    Office office;
    // Before the first pull nobody's name is here.
    CHECK(office.technician.run({"status"}).out.find("\nperson        technician (technician)\n") != std::string::npos);
    office.technician.json({"sync"});
    const auto status = office.technician.json({"status"});
    CHECK(status.at("enrolled").as_bool());
    CHECK(text(status, "login") == "technician");
    CHECK(text(status, "role") == "technician");
    CHECK_FALSE(status.at("protected").as_bool());
    CHECK(text(status, "last_contact").ends_with("Z"));
    CHECK(office.technician.run({"status"}).out.find("not protected") != std::string::npos);
}

TEST_CASE("a scan of this machine is kept with the visit's asset") {
    Office office;
    office.technician.json({"sync"});
    const auto facts = office.technician.json({"scan", "machine"});
    CHECK(text(facts, "format") == "sigap.machine");
    const auto attached = office.technician.json({"scan", "machine", "--attach", office.id});
    CHECK(text(attached.at("attached"), "id") == office.id);
    CHECK(attached.at("differences").is_array());
    const auto spoken = office.technician.run({"scan", "machine", "--attach", office.id}).out;
    for (const auto& one : attached.at("differences").as_array()) {
        INFO(spoken);
        CHECK(spoken.find(": " + text(one, "field")) != std::string::npos);
        CHECK(spoken.find("found " + text(one, "found")) != std::string::npos);
    }
    if (attached.at("differences").as_array().empty()) CHECK(spoken.find("nothing differs") != std::string::npos);
    const auto asset = office.technician.json({"show", "LT-0001"});
    CHECK(text(asset, "facts").find("sigap.machine") != std::string::npos);
    CHECK(office.technician.code({"scan", "machine", "--attach", "LT-9999"}) == 1);
}

TEST_CASE("a photo is attached, listed with where it is, sent, and shown to the desk") {
    Office office;
    office.technician.json({"sync"});
    Image picture = Image::blank(600, 400);
    for (auto& value : picture.rgba) value = 200;
    REQUIRE(write_png((office.device.folder / "dock after.png").string(), picture));
    const auto made = office.technician.json({"photo", office.id, "dock after.png", "--caption", "The new dock"});
    CHECK(text(made, "kind") == "visit");
    CHECK(text(made, "type") == "image/png");
    CHECK(text(made, "name") == "dock after.png");
    CHECK(text(made, "state") == "queued");
    CHECK_FALSE(made.at("thumbnail").is_null());
    auto files = office.technician.json({"files"}).as_array();
    REQUIRE(files.size() == 1);
    CHECK(text(files[0], "state") == "sending");
    CHECK(files[0].at("percent").as_int64() == 0);
    CHECK(office.technician.run({"files"}).out.find("waits to be sent, 0 %") != std::string::npos);
    office.technician.json({"sync"});
    files = office.technician.json({"files", "--verify"}).as_array();
    CHECK(text(files[0], "state") == "done");
    office.desk.json({"sync"});
    const auto shown = office.desk.json({"show", office.id}).at("files").as_array();
    REQUIRE(shown.size() == 1);
    CHECK(text(shown[0], "caption") == "The new dock");
    CHECK(text(shown[0], "state") == "done");
    CHECK(text(shown[0], "sha256") == text(made, "sha256"));
    CHECK(office.desk.run({"show", office.id}).out.find("dock after.png, ") != std::string::npos);
    // Bytes that rot are found, and come again from the server.
    office.device.disk->rot("files/" + text(made, "sha256"), 50);
    files = office.technician.json({"files", "--verify"}).as_array();
    CHECK(text(files[0], "state") == "fetching");
    office.technician.json({"sync"});
    files = office.technician.json({"files", "--verify"}).as_array();
    CHECK(text(files[0], "state") == "done");
}

TEST_CASE("a large photo is made ready on the device, and stays as it is where that is asked for") {
    Office office;
    Shell& sh = office.technician;
    sh.json({"sync"});
    Image picture = Image::blank(3000, 40);
    for (auto& value : picture.rgba) value = 200;
    const auto path = office.device.folder / "panel.PNG";
    REQUIRE(write_png(path.string(), picture));
    const auto ready = sh.json({"photo", office.id, "panel.PNG"});
    CHECK(text(ready, "type") == "image/jpeg");
    CHECK(text(ready, "name") == "panel.jpg");
    const auto whole = sh.json({"photo", office.id, "panel.PNG", "--original"});
    CHECK(text(whole, "type") == "image/png");
    CHECK(text(whole, "name") == "panel.PNG");
    CHECK(whole.at("bytes").as_int64() == static_cast<std::int64_t>(std::filesystem::file_size(path)));
    CHECK_FALSE(whole.at("thumbnail").is_null());
    CHECK(whole.at("as_it_is").is_null());
    REQUIRE(atomic_write(office.device.folder / "phone.heic", "....ftypheic and so on"));
    CHECK(sh.run({"photo", office.id, "phone.heic"}).out.find("kept as it is, with all that its camera wrote") != std::string::npos);
}

TEST_CASE("before leaving, what is missing is fetched, and what cannot be is named") {
    Office office;
    Shell& sh = office.technician;
    CHECK(text(sh.json({"ready", "--offline"}), "light") == "missing");
    const auto ready = sh.json({"ready"});
    CHECK(text(ready, "light") == "ready");
    CHECK(ready.at("needs").at("jobs").at("here").as_int64() > 0);
    CHECK(ready.at("problem").is_null());
    office.device.network->online = false;
    const auto away = sh.json({"ready"});
    CHECK(text(away, "light") == "ready");
    CHECK_FALSE(away.at("problem").is_null());
    CHECK(sh.run({"ready"}).out.find("nothing could be fetched now") != std::string::npos);
}

TEST_CASE("what cannot be attached is said in one line, and a file that is no picture has no small one") {
    Office office;
    Shell& sh = office.technician;
    sh.json({"sync"});
    CHECK(sh.code({"photo", office.id, "missing.jpg"}) == 1);
    REQUIRE(atomic_write(office.device.folder / "empty.jpg", ""));
    CHECK(sh.code({"photo", office.id, "empty.jpg"}) == 1);
    CHECK(sh.code({"photo", office.id, "."}) == 1);
    CHECK(sh.code({"photo", "WO-99-99999", "empty.jpg"}) == 1);
    CHECK(sh.code({"photo", office.id}) == 2);
    REQUIRE(atomic_write(office.device.folder / "report.pdf", "%PDF-1.7 report"));
    const auto made = sh.json({"photo", office.id, "report.pdf"});
    CHECK(text(made, "type") == "application/pdf");
    CHECK(made.at("thumbnail").is_null());
    CHECK(sh.json({"files"}).as_array().size() == 1);
}

TEST_CASE("the record of a job and the month's figures are told on the command line") {
    Office office;
    must(office.device.sync());
    for (const char* command : {"accept_visit", "travel_visit"}) {
        office.harness.clock.advance(60'000);
        office.device.perform(command, office.visit);
    }
    office.harness.clock.advance(60'000);
    office.device.perform("no_access_visit", office.visit, {{"reason", "door locked"}});
    const std::string number = office.device.get<WorkOrder>(office.device.get<Visit>(office.visit).work_order).number;
    const auto lines = office.technician.json({"timeline", "job", number}).as_array();
    REQUIRE(lines.size() == 4);
    CHECK(text(lines[0], "what") == "create_work_order");
    CHECK(text(lines[3], "what") == "no_access_visit");
    CHECK(text(lines[3], "who") == "Budi Santoso");
    CHECK(text(lines[3], "details") == "reason: door locked");
    CHECK(office.technician.json({"timeline", "person", "technician"}).as_array().size() == 3);
    CHECK(office.technician.json({"timeline", "asset", "LT-0001"}).as_array().size() == 4);
    CHECK(office.technician.code({"timeline", "room", "HO"}) == 2);
    CHECK(office.technician.code({"timeline", "person", "LT-0001"}) != 0);
    CHECK(office.technician.code({"timeline", "job", "WO-nothing"}) == 1);

    const auto month = office.technician.json({"analysis"});
    CHECK(month.at("made").as_int64() == 1);
    CHECK(month.at("closed").as_int64() == 0);
    CHECK(office.technician.code({"analysis", "--csv", "month.csv"}) == 0);
    CHECK(must(read_file(office.device.folder / "month.csv", 1U << 20U)).starts_with("month,measure,of,value\r\n"));
    for (const char* wrong : {"november", "2026-13", ""}) CHECK(office.technician.code({"analysis", "--month", wrong}) == 2);
    CHECK(office.technician.code({"analysis", "--csv", "."}) == 2);
    CHECK(office.technician.code({"analysis", "--csv", "x.csv", "--json"}) == 2);
}
