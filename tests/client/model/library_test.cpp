#include "client/model/library.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/client/model/stepped.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

Uuid article(Harness& harness, const std::string& title, const std::string& title_en, const std::string& body, const std::string& category,
             ArticleStatus status = ArticleStatus::published) {
    Article made;
    made.id = make_uuid(harness.clock, harness.random);
    made.title_id = title;
    made.title_en = title_en;
    made.body_id = body;
    made.category = category;
    made.status = status;
    harness.insert({{record_of(made)}});
    return made.id;
}

std::vector<Uuid> ids(const FoundSnapshot& found) {
    std::vector<Uuid> out;
    for (const auto& line : found.lines) out.push_back(line.id);
    return out;
}

}  // namespace

TEST_CASE("each key asks anew, and only the newest question is answered") {
    Harness harness;
    const Uuid jam = article(harness, "Kertas macet", "Paper jam", "Tarik kertas.", "printer");
    TestDevice& device = harness.enrol("technician");
    must(device.sync());
    SteppedApp app(harness, device);
    LibraryModel& library = app.model().library();
    for (const char* typed : {"k", "ke", "ker", "kert", "kerta", "kertas"}) library.search(typed);
    // What is typed shows at once; no answer is waited for.
    CHECK(library.text() == "kertas");
    CHECK_FALSE(library.found());
    int answers = 0;
    std::shared_ptr<const FoundSnapshot> last;
    app.settle([&] {
        if (library.found() != last) ++answers, last = library.found();
    });
    CHECK(answers == 1);
    REQUIRE(last);
    CHECK(last->text == "kertas");
    CHECK(ids(*last) == std::vector{jam});
    // An answer on its way to the window is dropped when another key comes first.
    library.search("wifi");
    while (library.found() == last && app.step()) library.search(library.text() == "wifi" ? "wi" : library.text());
    app.settle();
    CHECK(library.found()->text == "wi");
}

TEST_CASE("what is found stands by kinds with its words marked, and leads to its job") {
    Harness harness;
    const Uuid jam = article(harness, "Kertas macet", "Paper jam", "Tarik kertas.", "printer");
    const Uuid care = article(harness, "Perawatan", "Care", "## Rutin\n\nBersihkan rol **pencetak** tiap bulan.", "printer");
    const Uuid visit = harness.make_job("Pencetak lobi macet", "technician", harness.clock.now());
    TestDevice& device = harness.enrol("technician");
    must(device.sync());
    SteppedApp app(harness, device);
    LibraryModel& library = app.model().library();
    library.search("macet");
    app.settle();
    auto found = library.found();
    REQUIRE(found->lines.size() == 2);
    CHECK((found->lines[0].id == jam && found->lines[0].kind == Kind::article));
    CHECK(found->lines[0].title_id.marks == std::vector<TextPart>{{7, 12}});
    CHECK(found->lines[0].title_en.marks.empty());
    CHECK((found->lines[1].kind == Kind::work_order && found->lines[1].job == visit));
    CHECK_FALSE(found->lines[1].detail.text.empty());

    // Found by a form of the word, in the text: the sentence around it is shown, without Markdown's signs.
    library.search("mencetak");
    app.settle();
    found = library.found();
    const auto line = std::ranges::find(found->lines, care, &FoundLine::id);
    REQUIRE(line != found->lines.end());
    CHECK(line->detail.text == "Bersihkan rol pencetak tiap bulan.");
    REQUIRE(line->detail.marks.size() == 1);
    CHECK(line->detail.text.substr(line->detail.marks[0].begin, line->detail.marks[0].end - line->detail.marks[0].begin) == "pencetak");

    library.search("FIN-LT");
    library.search(device.get<Asset>(harness.laptop).tag);
    app.settle();
    CHECK(ids(*library.found()) == std::vector{harness.laptop});
}

TEST_CASE("without words all articles are listed, retired ones last; an open one follows its changes and says when it is gone") {
    Harness harness;
    const Uuid old = article(harness, "Aplikasi lama", "", "Tidak dipakai.", "computer", ArticleStatus::retired);
    const Uuid jam = article(harness, "Kertas macet", "Paper jam", "Tarik.", "printer");
    const Uuid slow = article(harness, "PC lambat", "Slow PC", "Tutup.", "computer");
    TestDevice& device = harness.enrol("technician");
    must(device.sync());
    SteppedApp app(harness, device);
    app.model().show(View::library);
    app.settle();
    LibraryModel& library = app.model().library();
    CHECK(ids(*library.found()) == std::vector{slow, jam, old});
    app.model().open_article(jam);
    CHECK_FALSE(library.article());
    app.settle();
    REQUIRE(library.article());
    REQUIRE(library.article()->body_id.size() == 1);
    CHECK(library.article()->body_id[0].text[0].text == "Tarik.");
    TestDevice& lead = harness.enrol("lead");
    must(lead.sync());
    lead.perform("edit_article", jam, {{"title_id", "Kertas tersangkut"}});
    must(lead.sync());
    app.model().sync_now();
    app.settle();
    CHECK(library.article()->article.title_id == "Kertas tersangkut");
    app.model().open_article(make_uuid(harness.clock, harness.random));
    app.settle();
    CHECK(library.missing());
}
