#include "sync/model/procedure_text.hpp"
#include "tests/support/source_folder.hpp"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

using namespace sigap;

namespace {

std::string whole_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

const std::string good =
    "code: SOP-1\ncategory: printer\nminutes: 45\njob_type: repair\ntitle.id: Judul\ntitle.en: Title\n"
    "purpose.id: Tujuan\npurpose.en: Purpose\n\n## 1\nmandatory: no\nkind: tick\nid: Cabut\nen: Unplug\n";

std::string with(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
}

std::string complaint(const std::string& text) {
    const auto result = parse_procedure(text);
    return result ? "" : result.error().message;
}

}  // namespace

TEST_CASE("each procedure that we ship is complete in both languages", "[procedures]") {
    std::set<std::string> codes, titles;
    for (const auto& entry : std::filesystem::directory_iterator(sigap::testing::source_folder() + "/assets/procedures")) {
        if (entry.path().extension() != ".md") continue;
        INFO(entry.path().filename().string());
        const auto procedure = parse_procedure(whole_file(entry.path()));
        INFO((procedure ? "" : procedure.error().message));
        REQUIRE(procedure);
        CHECK(codes.insert(procedure->code).second);
        CHECK(titles.insert(procedure->title.english).second);
        CHECK(entry.path().filename().string().find(procedure->code) == 0);
        CHECK(procedure->steps.size() >= 6);
        CHECK(procedure->steps.size() <= 12);
        CHECK(procedure->title.indonesian != procedure->title.english);
        for (const auto& step : procedure->steps) {
            CHECK_FALSE(step.text.indonesian.empty());
            CHECK_FALSE(step.text.english.empty());
            CHECK(step.text.indonesian != step.text.english);
            CHECK(step.hint.indonesian.empty() == step.hint.english.empty());
        }
    }
    CHECK(codes.size() >= 20);
}

TEST_CASE("a procedure is read with its steps in order", "[procedures]") {
    const auto procedure = parse_procedure(
        good + "## 2\r\nmandatory: yes\r\nkind: scan\r\nid: Pindai: label\r\nen: Scan\r\nhint.id: a\r\nhint.en: b\r\n");
    REQUIRE(procedure);
    CHECK(procedure->minutes == 45);
    CHECK(procedure->job_type == "repair");
    CHECK(procedure->purpose == BilingualText{"Tujuan", "Purpose"});
    REQUIRE(procedure->steps.size() == 2);
    CHECK_FALSE(procedure->steps[0].mandatory);
    CHECK(procedure->steps[1].mandatory);
    CHECK(procedure->steps[1].text.indonesian == "Pindai: label");
    CHECK(procedure->steps[1].hint == BilingualText{"a", "b"});
}

TEST_CASE("a step may have limits, choices and a condition, and what is written is read as the same") {
    const std::string asking = with(good, "job_type: repair", "job_type: repair\nordered: yes") +
                               "## 2\nmandatory: yes\nkind: number\nid: Beban\nen: Load\nmin: -10,5\nmax: 80\nunit: %\n"
                               "## 3\nmandatory: yes\nkind: choice\nid: Aki\nen: Battery\nchoices.id: Baik | Bocor\nchoices.en: Good | Leaking\n"
                               "## 4\nmandatory: no\nkind: photo\nid: Foto\nen: Photo\nonly_if: 3 is not Good\n"
                               "## 5\nmandatory: no\nkind: tick\nid: Pindah\nen: Move\nonly_if: 2 failed\n";
    const auto procedure = parse_procedure(asking);
    INFO((procedure ? "" : procedure.error().message));
    REQUIRE(procedure);
    CHECK(procedure->ordered);
    CHECK(procedure->steps[1].lowest == "-10,5");
    CHECK(procedure->steps[1].highest == "80");
    CHECK(procedure->steps[1].unit == "%");
    CHECK(procedure->steps[2].choices == std::vector<BilingualText>{{"Baik", "Good"}, {"Bocor", "Leaking"}});
    CHECK(procedure->steps[3].only_if == "3 is not Baik");
    CHECK(procedure->steps[4].only_if == "2 failed");
    const auto again = parse_procedure(procedure_markdown(*procedure));
    REQUIRE(again);
    CHECK(*again == *procedure);
    const auto kept = steps_from_json(steps_as_json(procedure->steps));
    REQUIRE(kept);
    CHECK(*kept == procedure->steps);
    // As versions of before held them.
    const auto old = steps_from_json(R"([{"mandatory":true,"kind":"tick","id":"a","en":"b","hint_id":"","hint_en":""}])");
    REQUIRE(old);
    CHECK(old->front().choices.empty());

    CHECK(complaint(with(asking, "max: 80", "max: -20")) == "line 22: 'max' must not be less than 'min'");
    CHECK(complaint(with(asking, "max: 80", "max: full")).find("line 22: 'max' must be a number") == 0);
    CHECK(complaint(with(asking, "mandatory: no\nkind: photo", "mandatory: no\nkind: photo\nunit: m")).find("'unit' is for a number only") !=
          std::string::npos);
    CHECK(complaint(with(asking, "Good | Leaking", "Good")).find("line 29: ") == 0);
    CHECK(complaint(with(asking, "Baik | Bocor", "Baik | Baik")).find("twice") != std::string::npos);
    CHECK(complaint(with(asking, "3 is not Good", "3 is not Broken")) == "line 36: step 3 has no such choice");
    CHECK(complaint(with(asking, "only_if: 2 failed", "only_if: 5 failed")) == "line 42: a step can hang on one above it only");
    CHECK(complaint(with(asking, "only_if: 2 failed", "only_if: sometimes")).find("line 42: 'only_if' is written as") == 0);
    CHECK(complaint(with(asking, "ordered: yes", "ordered: perhaps")).find("line 5: ") == 0);
}

TEST_CASE("a mistake in a procedure is named with its line", "[procedures]") {
    CHECK(complaint(with(good, "minutes: 45", "minutes: soon")).find("line 3:") == 0);
    CHECK(complaint(with(good, "minutes: 45", "minutes: 0")).find("line 3:") == 0);
    CHECK(complaint(with(good, "job_type: repair", "job_type: mend")).find("line 4:") == 0);
    CHECK(complaint(with(good, "title.en: Title\n", "")) == "line 1: 'title.en' is missing here");
    CHECK(complaint(with(good, "## 1", "## 2")).find("line 10:") == 0);
    CHECK(complaint(with(good, "mandatory: no", "mandatory: maybe")).find("line 11:") == 0);
    CHECK(complaint(with(good, "kind: tick", "kind: dance")).find("line 12:") == 0);
    CHECK(complaint(with(good, "en: Unplug\n", "")) == "line 10: 'en' is missing here");
    CHECK(complaint(good + "hint.id: a\n").find("line 10:") == 0);
    CHECK(complaint(good + "id: lagi\n").find("line 15:") == 0);
    CHECK(complaint(good + "colour: red\n").find("line 15:") == 0);
    CHECK(complaint(good + "loose words\n").find("line 15:") == 0);
    CHECK(complaint(good.substr(0, good.find("##"))).find("at least one step") != std::string::npos);
    CHECK(complaint("").find("line 1:") == 0);
}

TEST_CASE("a procedure has so many steps at most, and one with more is refused where the first too many begins") {
    std::string text = good;
    const auto add_until = [&](int last) {
        for (int step = static_cast<int>(parse_procedure(text)->steps.size()) + 1; step <= last; ++step)
            text += "## " + std::to_string(step) + "\nmandatory: no\nkind: tick\nid: a\nen: b\nonly_if: " + std::to_string(step - 1) + " failed\n";
    };
    add_until(200);
    CHECK(parse_procedure(text)->steps.size() == 200);
    add_until(201);
    CHECK(complaint(text) == "line 1209: a procedure has 200 steps at most; make two of it");
}
