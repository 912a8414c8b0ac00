#include <catch2/catch_test_macros.hpp>
#include <functional>

#include "sync/model/judgement.hpp"
#include "sync/model/kinds/asset.hpp"
#include "sync/protocol/file_messages.hpp"
#include "sync/protocol/messages.hpp"

using namespace sigap;

namespace {

constexpr const char* an_id = "0198c2a4-7d1e-7b3a-9f42-1c5d6e7f8091";

struct Reader {
    std::string name;
    std::string good;
    std::function<Result<void>(std::string_view)> read;
};

template <typename T>
Result<void> outcome(const Result<T>& result) {
    return result ? Result<void>() : Result<void>(result.error());
}

std::vector<Reader> readers() {
    const Uuid id = *parse_uuid(an_id);
    Command command;
    command.operation = command.by = command.target = id;
    command.name = "edit_asset";
    command.target_kind = Kind::asset;
    command.at = {5};
    command.arguments = {{"name", "x"}, {"cost", 7}};
    command.bases = {{Kind::asset, id, 1, id}};
    PullReply page;
    page.epoch = id;
    page.until = page.next = 7;
    page.subscriptions = page.served = {"reference"};
    Asset asset;
    asset.id = id;
    asset.name = "x";
    page.rows = {{record_of(asset), 1}};
    page.outs = {{Kind::visit, id, 1, 6}};
    page.mark = "00ff";
    page.sums = {{"reference", 3, 77}};
    return {
        {"enrol request", encode(EnrolRequest{"c", "p", "d"}), [](auto text) { return outcome(read_enrol_request(text)); }},
        {"enrol reply", encode(EnrolReply{id, 1, "p", id, "l", Role::desk, "o", id}), [](auto text) { return outcome(read_enrol_reply(text)); }},
        {"push request", encode(PushRequest{1, {{1, false, command}, {2, true, command}}}),
         [](auto text) { return outcome(read_push_request(text, catalogue())); }},
        {"push reply", encode(PushReply{id, {1}, {{1, id, Outcome::refused, 0, "c", "m", {id}}}}),
         [](auto text) { return outcome(read_push_reply(text)); }},
        {"pull request", encode(PullRequest{1, id, {{"reference", 5}}, 9}), [](auto text) { return outcome(read_pull_request(text)); }},
        {"pull reply", encode(page, catalogue()), [](auto text) { return outcome(read_pull_reply(text, catalogue())); }},
        {"file ask", encode(FileAsk{{{std::string(64, 'a'), 5}}}), [](auto text) { return outcome(read_file_ask(text)); }},
        {"file ask reply", encode(FileAskReply{{{std::string(64, 'a'), FilePlace::wanted, 5}}}),
         [](auto text) { return outcome(read_file_ask_reply(text)); }},
        {"file receipt", encode(FileReceipt{5, true}), [](auto text) { return outcome(read_file_receipt(text)); }},
        {"compare request",
         encode(CompareRequest{1, "desk", 7, {Kind::asset, id, 0}, {{Kind::visit, id, 4}}, true, {{7, "00ff"}}, 1}),
         [](auto text) { return outcome(read_compare_request(text)); }},
        {"compare reply", encode(CompareReply{page.rows, page.outs, {Kind::visit, id, 0}}, catalogue()),
         [](auto text) { return outcome(read_compare_reply(text, catalogue())); }},
        {"failure", encode(FailureReply{"gap", "m", 4}), [](auto text) { return outcome(read_failure(text)); }},
    };
}

}  // namespace

TEST_CASE("a message that is cut off anywhere is an error, never a crash") {
    for (const auto& reader : readers()) {
        INFO(reader.name);
        REQUIRE(reader.read(reader.good));
        for (std::size_t length = 0; length < reader.good.size(); ++length) {
            const auto result = reader.read(std::string_view(reader.good).substr(0, length));
            REQUIRE_FALSE(result);
            REQUIRE(result.error().code == ErrorCode::protocol);
        }
    }
}

TEST_CASE("a message with any byte changed is read or refused, never a crash") {
    SeededRandom random(3);
    for (const auto& reader : readers())
        for (int round = 0; round < 1500; ++round) {
            std::string text = reader.good;
            for (std::uint64_t i = 0; i <= random.below(3); ++i) text[random.below(text.size())] = "{}[],:\"0-9eE.\\\0\xff"[random.below(17)];
            const auto result = reader.read(text);
            if (!result) REQUIRE(result.error().code == ErrorCode::protocol);
        }
}

TEST_CASE("members of wrong types, huge numbers and deep nests are protocol errors") {
    const std::string id = an_id;
    const std::string deep = std::string(5000, '[') + std::string(5000, ']');
    const std::pair<std::string, std::string> bad[] = {
        {"push request", R"({"commands":{}})"},
        {"push request", R"({"commands":[7]})"},
        {"push request", R"({"commands":[{"n":1}]})"},
        {"push request", R"({"commands":[{"n":0,"skip":")" + id + R"("}]})"},
        {"push request", R"({"commands":[{"n":-1,"skip":")" + id + R"("}]})"},
        {"push request", R"({"commands":[{"n":1,"skip":"x"}]})"},
        {"push request", R"({"commands":[{"n":1,"command":{"name":"x"}}]})"},
        {"push request", R"({"commands":[{"n":1,"command":7}]})"},
        {"push request", R"({"schema":1e999,"commands":[]})"},
        {"push request", R"({"schema":"1"})"},
        {"push request", R"({"commands":[{"n":1,"command":{"operation":")" + id + R"(","name":"x","arguments":[["a",{}]]}}]})"},
        {"push request", R"({"commands":[{"n":1,"command":{"operation":")" + id + R"(","name":"x","arguments":[["a"]]}}]})"},
        {"push request", R"({"commands":[{"n":1,"command":{"operation":")" + id + R"(","name":"x","bases":[7]}}]})"},
        {"push request", R"({"commands":[{"n":1,"command":{"operation":")" + id + R"(","name":"x","bases":[{"kind":"a"}]}}]})"},
        {"push reply", R"({"results":[]})"},
        {"push reply", R"({"epoch":")" + id + R"(","results":[{"n":1,"outcome":"won"}]})"},
        {"push reply", R"({"epoch":")" + id + R"(","results":[{"n":1,"outcome":"applied","conflicts":[7]}]})"},
        {"pull request", R"({"cursors":[["a"]]})"},
        {"pull request", R"({"cursors":[["a","b"]]})"},
        {"pull request", R"({"cursors":[["a",1.5]]})"},
        {"pull request", R"({"epoch":"nothing"})"},
        {"pull reply", R"({"epoch":")" + id + R"(","rows":[7]})"},
        {"pull reply", R"({"epoch":")" + id + R"(","rows":[[4,"x",1,1,[]]]})"},
        {"pull reply", R"({"epoch":")" + id + R"(","rows":[[4,")" + id + R"(",1,-1,[]]]})"},
        {"pull reply", R"({"epoch":")" + id + R"(","rows":[[4,")" + id + R"(",1,1,[3]]]})"},
        {"pull reply", R"({"epoch":")" + id + R"(","rows":[[4,")" + id + R"(",1,1,[3,7]]]})"},
        {"pull reply", R"({"epoch":")" + id + R"(","rows":[[4,")" + id + R"(",1,1,[17,1e300]]]})"},
        {"pull reply", R"({"epoch":")" + id + R"(","rows":[[4,")" + id + R"(",1,1,[17,18446744073709551615]]]})"},
        {"pull reply", R"({"epoch":")" + id + R"(","rows":[[4,")" + id + R"(",1,1,[7,"x"]]]})"},
        {"pull reply", R"({"epoch":")" + id + R"(","outs":[[8,"x",1,1]]})"},
        {"pull reply", R"({"epoch":")" + id + R"(","outs":[[8,")" + id + R"(",1,-1]]})"},
        {"pull reply", R"({"epoch":")" + id + R"(","served":[1]})"},
        {"enrol request", R"({"request":"x"})"},
        {"enrol reply", R"({"device":7})"},
        {"failure", R"({"message":"x"})"},
    };
    for (const auto& reader : readers()) {
        INFO(reader.name);
        std::vector<std::string> texts{deep, R"({"epoch":)" + deep + "}", "null", "[]", "\"x\"", "", "{}x"};
        for (const auto& [name, text] : bad)
            if (name == reader.name) texts.push_back(text);
        for (const auto& text : texts) {
            INFO(text.substr(0, 200));
            const auto result = reader.read(text);
            REQUIRE_FALSE(result);
            CHECK(result.error().code == ErrorCode::protocol);
            CHECK(result.error().message.find('\n') == std::string::npos);
        }
    }
}

TEST_CASE("a number of a kind too large to be one is unknown, not another kind") {
    // 65540 is 4, an asset, in the sixteen bits of a kind.
    const auto command =
        read_command(std::string(R"({"operation":")") + an_id + R"(","name":"add_note","kind":65540,"target":")" + an_id + "\"}", catalogue());
    CHECK((!command || command->target_kind == Kind::none));
}

TEST_CASE("a command made by a clock out of its mind is taken without its time") {
    for (const auto* at : {"-1", "9223372036854775807", "-9223372036854775808"}) {
        const auto command = read_command(std::string(R"({"operation":")") + an_id + R"(","name":"x","at":)" + at + "}", catalogue());
        REQUIRE(command);
        CHECK_FALSE(command->at);
    }
}

TEST_CASE("an argument of a wrong type is read as what it is, for the rule to refuse by name") {
    const auto command = read_command(
        std::string(R"({"operation":")") + an_id + R"(","name":"edit_asset","arguments":[["cost","cheap"],["name",7]]})", catalogue());
    REQUIRE(command);
    CHECK(*command->argument("cost") == Value{"cheap"});
    CHECK(*command->argument("name") == Value{7});
    CHECK(command->argument("colour") == nullptr);
}
