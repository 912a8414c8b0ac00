// sigap report, on a device of the harness.
#include <catch2/catch_test_macros.hpp>

#include <boost/json.hpp>

#include "client/model/settings.hpp"
#include "client/report/report_file.hpp"
#include "platform/os/files.hpp"
#include "platform/window/image.hpp"
#include "tests/client/cli/device_backend.hpp"
#include "tests/support/pdf_reader.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

struct Reporting {
    Harness harness;
    Uuid visit = harness.make_job("Replace docking station", "technician", harness.clock.now());
    TestDevice& device = harness.enrol("technician");
    DeviceBackend backend{device};
    std::string id = to_string(visit);

    Reporting() { must(device.sync()); }
    ControlReply run(const std::vector<std::string>& args) {
        const auto parsed = cli::parse(args);
        return parsed.reply ? *parsed.reply : cli::execute(backend, parsed.invocation);
    }
    boost::json::value json(std::vector<std::string> args) {
        args.emplace_back("--json");
        const auto reply = run(args);
        INFO(reply.err);
        REQUIRE(reply.exit_code == 0);
        return boost::json::parse(reply.out);
    }
    // The line of a command that cannot be done.
    std::string refusal(const std::vector<std::string>& args, int exit_code = 1) {
        const auto reply = run(args);
        CHECK(reply.exit_code == exit_code);
        CHECK(reply.out.empty());
        CHECK(std::ranges::count(reply.err, '\n') == 1);
        return reply.err;
    }
    std::string text_of(const std::string& name) {
        std::string text;
        for (const auto& page : pdf_pages(must(read_file(device.folder / name, 64U << 20U)))) text += page;
        return text;
    }
    std::size_t files_in_folder() {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(device.folder), {}));
    }
};

bool has(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("a visit's report is a PDF in the person's language or the one asked for, and says its code") {
    Reporting office;
    Image picture = Image::blank(600, 400);
    const auto png = encode_png(picture);
    REQUIRE(png);
    const auto attached = must(office.device.files->put(*png));
    office.device.perform("attach_file", office.visit,
                          {{"sha256", attached.hash},
                           {"bytes", static_cast<std::int64_t>(attached.bytes)},
                           {"type", "image/png"},
                           {"caption", "The new dock"}});
    const auto made = office.json({"report", office.id, "visit.pdf"});
    CHECK(made.at("interim").as_bool());
    CHECK(made.at("language").as_string() == "id");
    CHECK(made.at("pages").as_int64() >= 1);
    CHECK(made.at("photos").as_int64() == 1);
    CHECK(made.at("missing").as_int64() == 0);
    std::string text = office.text_of("visit.pdf");
    CHECK(has(text, std::string(made.at("code").as_string())));
    CHECK(has(text, "Laporan sementara"));
    CHECK(has(text, "The new dock"));
    const auto again = must(read_file(office.device.folder / "visit.pdf", 1U << 20U));
    office.json({"report", office.id, "visit.pdf"});
    CHECK(must(read_file(office.device.folder / "visit.pdf", 1U << 20U)) == again);

    const auto english = office.json({"report", office.id, "visit.pdf", "--lang", "en"});
    CHECK(english.at("code") == made.at("code"));
    CHECK(has(office.text_of("visit.pdf"), "Interim report"));
    must(write_settings(*office.device.replica, {Language::en, {}, 100, 100}));
    const std::string number(made.at("number").as_string());
    const auto spoken = office.run({"report", number, "visit.pdf"});
    CHECK(spoken.exit_code == 0);
    CHECK(has(spoken.out, std::string(made.at("code").as_string())));
    CHECK(has(spoken.out, "interim"));
    CHECK(has(office.text_of("visit.pdf"), "Interim report"));

    office.device.perform("add_note", office.visit, {{"text", "one more"}});
    CHECK(office.json({"report", number, "visit.pdf"}).at("code") != made.at("code"));
}

TEST_CASE("each photo stands in its own place, whoever made it ready first") {
    Reporting office;
    for (int i = 0; i < 12; ++i) {
        Image picture = Image::blank(16 + i, 16);
        const auto file = must(office.device.files->put(must(encode_png(picture))));
        office.device.perform("attach_file", office.visit,
                              {{"sha256", file.hash}, {"bytes", static_cast<std::int64_t>(file.bytes)}, {"type", "image/png"}});
        office.harness.clock.advance(1000);
    }
    CHECK(office.json({"report", office.id, "visit.pdf"}).at("photos").as_int64() == 12);
    const auto pictures = pdf_pictures(must(read_file(office.device.folder / "visit.pdf", 64U << 20U)));
    REQUIRE(pictures.size() == 12);
    for (int i = 0; i < 12; ++i) CHECK(pictures[static_cast<std::size_t>(i)] == "jpeg " + std::to_string(16 + i) + " 16");
}

TEST_CASE("a photo that is not here, or is not what it was, is missing in the report and said to be") {
    Reporting office;
    const std::string here(60'000, 'x');
    office.device.attach(office.visit, here);
    const auto lost = must(office.device.files->put("bytes that rot"));
    office.device.perform("attach_file", office.visit,
                          {{"sha256", lost.hash}, {"bytes", std::int64_t{14}}, {"type", "image/jpeg"}});
    office.device.disk->rot("files/" + lost.hash, 3);
    const auto made = office.json({"report", office.id, "visit.pdf"});
    // What is here is no picture, for all that its type says.
    CHECK(made.at("photos").as_int64() == 0);
    CHECK(made.at("missing").as_int64() == 1);
    CHECK(has(office.text_of("visit.pdf"), "1 foto tidak ada di perangkat"));
    CHECK(has(office.run({"report", office.id, "visit.pdf"}).out, "1 photo not on this device yet"));
}

TEST_CASE("a report that cannot be made says what to do, and leaves what was there") {
    Reporting office;
    const auto& folder = office.device.folder;
    const std::size_t before = office.files_in_folder();
    CHECK(has(office.refusal({"report", "WO-99-99999", "visit.pdf"}), "sync, or check the id"));
    CHECK(has(office.refusal({"report", "LT-0001", "visit.pdf"}), "check the id"));
    CHECK(has(office.refusal({"report", to_string(office.harness.laptop), "visit.pdf"}), "is no visit"));
    CHECK(has(office.refusal({"report", office.id, "."}), "is a folder; name a file in it"));
    CHECK(has(office.refusal({"report", office.id, "missing/"}), "is a folder; name a file in it"));
    CHECK(has(office.refusal({"report", office.id, "missing/visit.pdf"}), "make it, or name a file elsewhere"));
    CHECK(has(office.refusal({"report", office.id, "/dev/null"}), "no ordinary file"));
    CHECK(has(office.refusal({"report", office.id, "/proc/visit.pdf"}), "sigap: "));
    office.refusal({"report", office.id, "visit.pdf", "--lang", "de"}, 2);
    office.refusal({"report", office.id}, 2);
    CHECK(office.files_in_folder() == before);

    const std::filesystem::path file = "there/visit.pdf";
    CHECK(has(report::explained(fail(ErrorCode::storage, "x", "disk_full"), file, 5U << 20U).message,
              "free 6 MiB, or name a file on another disk"));
    CHECK(has(report::explained(fail(ErrorCode::denied, "x"), file, 1).message, "you may not write into there;"));
    CHECK(report::explained(fail(ErrorCode::storage, "another line"), file, 1).message == "another line");

    // A link stays, and what it leads to is written.
    REQUIRE(atomic_write(folder / "real.pdf", "old"));
    std::filesystem::create_symlink("real.pdf", folder / "link.pdf");
    CHECK(office.run({"report", office.id, "link.pdf"}).exit_code == 0);
    CHECK(std::filesystem::is_symlink(folder / "link.pdf"));
    CHECK(must(read_file(folder / "real.pdf", 1U << 20U)).starts_with("%PDF-"));
}

namespace {

// At the client, with a procedure whose steps ask for a number, a choice and a tick.
void begin_measuring(Reporting& office) {
    TestDevice& lead = office.harness.enrol("lead");
    must(lead.sync());
    lead.perform("publish_procedure", office.harness.procedure,
                 {{"text", std::string("code: SOP-EUS-900\ncategory: dock\nminutes: 30\ntitle.id: Ganti dok\ntitle.en: Replace a dock\n"
                                       "purpose.id: Layar\npurpose.en: Screens\n"
                                       "## 1\nmandatory: yes\nkind: number\nid: Catat isi baterai\nen: Note the charge\nmin: 0\nmax: 80\nunit: %\n"
                                       "## 2\nmandatory: yes\nkind: choice\nid: Keadaan kabel\nen: State of the cable\nchoices.id: Baik | Bocor\n"
                                       "choices.en: Good | Leaking\n"
                                       "## 3\nmandatory: yes\nkind: tick\nid: Rapikan\nen: Tidy up\n")}});
    must(lead.sync());
    office.visit = office.harness.make_job("Replace docking station", "technician", office.harness.clock.now());
    office.id = to_string(office.visit);
    must(office.device.sync());
    for (const char* command : {"accept_visit", "travel_visit", "arrive_visit"}) office.device.perform(command, office.visit);
}

Uuid step_of(Reporting& office, std::int64_t position) {
    for (const auto& step : office.device.all<ChecklistStep>())
        if (step.visit.id == office.visit && step.position == position) return step.id;
    throw std::runtime_error("no such step");
}

}  // namespace

TEST_CASE("a photo of a step stands in the report, under the step's number where it has no caption of its own") {
    Reporting office;
    begin_measuring(office);
    const auto attach = [&](const Uuid& about, int width, const std::string& caption) {
        const auto file = must(office.device.files->put(must(encode_png(Image::blank(width, 16)))));
        office.device.perform("attach_file", about,
                              {{"sha256", file.hash}, {"bytes", static_cast<std::int64_t>(file.bytes)}, {"type", "image/png"}, {"caption", caption}});
        office.harness.clock.advance(1000);
    };
    attach(step_of(office, 2), 16, "");
    attach(office.visit, 17, "The new dock");
    attach(step_of(office, 1), 18, "The battery's screen");
    const auto made = office.json({"report", office.id, "visit.pdf"});
    CHECK(made.at("photos").as_int64() == 3);
    std::string text = office.text_of("visit.pdf");
    CHECK(has(text, "Langkah 2"));
    CHECK(has(text, "The battery's screen"));
    CHECK_FALSE(has(text, "Langkah 1"));
    CHECK(pdf_pictures(must(read_file(office.device.folder / "visit.pdf", 64U << 20U))) == std::vector<std::string>{"jpeg 16 16", "jpeg 17 16", "jpeg 18 16"});
    office.json({"report", office.id, "visit.pdf", "--lang", "en"});
    CHECK(has(office.text_of("visit.pdf"), "Step 2"));
}

TEST_CASE("a result stands in the report with its unit, a choice in the report's language, and failed steps are counted") {
    Reporting office;
    begin_measuring(office);
    office.device.perform("tick_step", step_of(office, 1), {{"value", "95"}});
    office.device.perform("tick_step", step_of(office, 2), {{"value", "Bocor"}});
    office.device.perform("skip_step", step_of(office, 3), {{"reason", "nothing to tidy"}});
    office.json({"report", office.id, "visit.pdf"});
    std::string text = office.text_of("visit.pdf");
    CHECK(has(text, "95 %"));
    CHECK(has(text, "Bocor"));
    CHECK(has(text, "1 dari 3 langkah selesai, 1 dilewati, 1 gagal"));
    office.json({"report", office.id, "visit.pdf", "--lang", "en"});
    text = office.text_of("visit.pdf");
    CHECK(has(text, "95 %"));
    CHECK(has(text, "Leaking"));
    CHECK_FALSE(has(text, "Bocor"));
    CHECK(has(text, "1 of 3 steps done, 1 skipped, 1 failed"));
}
