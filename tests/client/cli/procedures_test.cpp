#include <catch2/catch_test_macros.hpp>

#include "platform/os/files.hpp"
#include "sync/model/kinds/article.hpp"
#include "sync/model/procedure_text.hpp"
#include "tests/client/cli/device_backend.hpp"
#include "tests/support/source_folder.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

struct Office {
    Harness harness;
    TestDevice& lead = harness.enrol("lead");
    DeviceBackend backend{lead};
    Office() { must(lead.sync()); }

    ControlReply run(const std::vector<std::string>& args) {
        const auto parsed = cli::parse(args);
        return parsed.reply ? *parsed.reply : cli::execute(backend, parsed.invocation);
    }
    bool says(const std::vector<std::string>& args, std::string_view words) { return run(args).out.find(words) != std::string::npos; }
};

}  // namespace

TEST_CASE("by the command line a lead takes a procedure's text, publishes it changed, and reads what is unread") {
    Office office;
    CHECK(office.says({"procedures"}, "1 unread"));
    std::string text = office.run({"procedures", "SOP-EUS-900"}).out;
    REQUIRE(text.find("en: Update the firmware") != std::string::npos);
    // The old version says nothing of these.
    text.replace(text.find("title.en"), 0, "category: dock\npurpose.id: Layar\npurpose.en: Screens\n");
    const auto wrong = office.run({"do", "publish_procedure", "SOP-EUS-900", "text=" + text + "kind: dance\n"});
    CHECK(wrong.exit_code == 1);
    CHECK(wrong.err.find("line ") != std::string::npos);
    const auto published = office.run({"do", "publish_procedure", "SOP-EUS-900", "text=" + text});
    INFO(published.err);
    REQUIRE(published.exit_code == 0);
    CHECK(office.says({"procedures", "SOP-EUS-900", "--json"}, "\"version\":2"));
    const Uuid current = office.lead.get<Procedure>(office.harness.procedure).current;
    REQUIRE(office.run({"do", "acknowledge_procedure", "procedure_version=" + to_string(current)}).exit_code == 0);
    CHECK(office.says({"procedures"}, "0 unread"));
    CHECK(office.run({"procedures", "SOP-NONE"}).exit_code == 1);
}

TEST_CASE("the variance is told as a table, as JSON and for a spreadsheet, of one procedure or of all") {
    Office office;
    CHECK(office.says({"variance"}, "no visit with a procedure has ended yet"));
    const Uuid visit = office.harness.make_job("Replace a dock", "technician", office.harness.clock.now());
    must(office.lead.sync());
    for (const char* command : {"accept_visit", "travel_visit", "arrive_visit"}) office.lead.perform(command, visit);
    for (const auto& step : office.lead.all<ChecklistStep>()) {
        if (step.position == 2) office.lead.perform("skip_step", step.id, {{"reason", std::string("no firmware")}});
        else if (step.mandatory) office.lead.perform("tick_step", step.id);
    }
    office.lead.perform("partially_complete_visit", visit, {{"reason", std::string("a part is missing")}});
    CHECK(office.says({"variance"}, "no firmware"));
    CHECK(office.says({"variance", "--json"}, R"("reasons":[{"reason":"no firmware","times":1}])"));
    CHECK(office.says({"variance", "--procedure", "SOP-EUS-900", "--csv"}, "SOP-EUS-900,1,1,2,yes,Perbarui firmware,Update the firmware,0,0,1,0,0,no firmware (1)"));
    // The optional one was left open.
    CHECK(office.says({"variance", "--csv"}, "SOP-EUS-900,1,1,3,no,Catat nomor port,Write down the port,0,0,0,1,0,"));
    CHECK(office.run({"variance", "--procedure", "SOP-NONE"}).exit_code == 1);
    const auto csv = office.run({"variance", "--csv"}).out;
    CHECK(csv.find('?') == std::string::npos);
    CHECK(std::ranges::count(csv, '\r') == std::ranges::count(csv, '\n'));
    CHECK(csv.ends_with("\r\n"));
    CHECK(office.says({"variance"}, "3 (optional)"));
    CHECK_FALSE(office.says({"variance"}, "?"));
}

TEST_CASE("of what a spreadsheet gets only the ends of lines stay, not what steers a terminal") {
    Office office;
    const Uuid visit = office.harness.make_job("Replace a dock", "technician", office.harness.clock.now());
    must(office.lead.sync());
    for (const char* command : {"accept_visit", "travel_visit", "arrive_visit"}) office.lead.perform(command, visit);
    for (const auto& step : office.lead.all<ChecklistStep>()) office.lead.perform("skip_step", step.id, {{"reason", std::string("no\x1b[31m\rred")}});
    office.lead.perform("partially_complete_visit", visit, {{"reason", std::string("a part is missing")}});
    const auto csv = office.run({"variance", "--csv"}).out;
    CHECK(csv.find("no?[31m?red") != std::string::npos);
    CHECK(csv.ends_with("\r\n"));
}

TEST_CASE("a number outside its limits is saved, and it is said that the step has failed") {
    Office office;
    const std::string text =
        "code: SOP-EUS-900\ncategory: dock\nminutes: 30\ntitle.id: Ganti dok\ntitle.en: Replace a dock\npurpose.id: Layar\npurpose.en: Screens\n"
        "## 1\nmandatory: yes\nkind: number\nid: Catat isi baterai\nen: Note the charge\nmin: 0\nmax: 80\nunit: %\n"
        "## 2\nmandatory: yes\nkind: number\nid: Catat tegangan\nen: Note the voltage\nmin: 11\n";
    office.lead.perform("publish_procedure", office.harness.procedure, {{"text", text}});
    must(office.lead.sync());
    const Uuid visit = office.harness.make_job("Replace a dock", "technician", office.harness.clock.now());
    must(office.lead.sync());
    for (const char* command : {"accept_visit", "travel_visit", "arrive_visit"}) office.lead.perform(command, visit);
    auto steps = office.lead.all<ChecklistStep>();
    REQUIRE(steps.size() == 2);
    std::ranges::sort(steps, {}, &ChecklistStep::position);
    const std::string charge = to_string(steps[0].id), voltage = to_string(steps[1].id);
    CHECK(office.says({"do", "tick_step", charge, "value=95"}, "saved on this device"));
    CHECK(office.says({"do", "tick_step", charge, "value=96"}, "\n96 is outside 0 to 80 %: the step has failed\n"));
    CHECK(office.says({"do", "tick_step", voltage, "value=9", "--json"}, R"("step_state":"failed","warning":"9 is outside at least 11: the step has failed")"));
    CHECK_FALSE(office.says({"do", "tick_step", charge, "value=55"}, "outside"));
    CHECK(office.says({"do", "tick_step", voltage, "value=12", "--json"}, R"("step_state":"done")"));
    CHECK_FALSE(office.says({"do", "tick_step", voltage, "value=13", "--json"}, "warning"));
}

TEST_CASE("a procedure and an article come in by the command line, the procedure as its file is") {
    Office office;
    const auto text = must(read_file(source_folder() + "/assets/procedures/SOP-EUS-002-printer-jam.md", 1U << 20U));
    REQUIRE(office.run({"do", "create_procedure", "code=SOP-EUS-002", "title_id=Kertas macet"}).exit_code == 0);
    const auto published = office.run({"do", "publish_procedure", "SOP-EUS-002", "text=" + text});
    INFO(published.err);
    REQUIRE(published.exit_code == 0);
    CHECK(must(parse_procedure(office.run({"procedures", "SOP-EUS-002"}).out)) == must(parse_procedure(text)));
    REQUIRE(office.run({"do", "create_article", "title_id=Wi-Fi lambat", "body_id=Pindah ke 5 GHz."}).exit_code == 0);
    const auto articles = office.lead.all<Article>();
    REQUIRE(articles.size() == 1);
    CHECK(office.run({"do", "publish_article", to_string(articles[0].id)}).exit_code == 0);
    must(office.lead.sync());
    CHECK(office.says({"procedures"}, "SOP-EUS-002"));
}
