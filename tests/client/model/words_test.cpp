#include <catch2/catch_test_macros.hpp>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "client/model/details.hpp"
#include "tests/support/source_folder.hpp"

using namespace sigap;

TEST_CASE("every text that the model may give stands in both languages") {
    for (const char* language : {"id", "en"}) {
        std::ifstream file(sigap::testing::source_folder() + "/assets/i18n/" + language + ".json");
        std::stringstream text;
        text << file.rdbuf();
        const auto words = boost::json::parse(text.str()).as_object();
        for (const auto& key : all_word_keys()) {
            INFO(language << ' ' << key);
            CHECK(words.contains(key));
        }
    }
}

TEST_CASE("a refusal that has no words of its own is shown as it came") {
    CHECK(error_words(fail(ErrorCode::refused, "the asset is lent out", "lent_out")).plain == "the asset is lent out");
    CHECK(error_words(fail(ErrorCode::offline, "no route to host")).key == "error.offline");
    CHECK(error_words(fail(ErrorCode::offline, "10.0.0.1 cannot be reached (errno 111)", "connect")).key == "error.offline");
    CHECK(error_words(fail(ErrorCode::untrusted, "issued by \"WiFi Tamu\"", "wrong_authority")).key == "error.untrusted");
    CHECK(error_words(fail(ErrorCode::refused, "still open", "step_open")).key == "refused.step_open");
    CHECK(command_key("sign_visit", "") == "command.sign_visit");
    Command absent;
    absent.name = "sign_visit";
    absent.arguments = {{"name", std::string("Maya")}, {"absent_reason", std::string("left at five")}};
    CHECK(command_key(absent) == "timeline.client_absent_not_signed");
    absent.arguments.pop_back();
    CHECK(command_key(absent) == "command.sign_visit");
    CHECK(saved_words("tick_step").key == "saved.step");
    CHECK(saved_words("retract_note").key == "saved.retracted");
    CHECK(saved_words("create_announcement").key == "saved.other");
}

TEST_CASE("what may be done to a visit follows its state and the person's role") {
    CHECK(visit_actions(VisitStatus::on_site, Role::technician).front() == "complete_visit");
    CHECK(visit_actions(VisitStatus::completed, Role::technician).empty());
    CHECK(visit_actions(VisitStatus::scheduled, Role::kiosk).empty());
    CHECK(visit_actions(VisitStatus::scheduled, Role::desk) == std::vector<std::string>{"accept_visit", "cancel_visit"});
}
