#include <catch2/catch_test_macros.hpp>

#include "sync/model/kinds/asset.hpp"
#include "sync/model/kinds/note.hpp"
#include "sync/protocol/messages.hpp"

using namespace sigap;

namespace {

const ManualClock the_clock;

Uuid some_id(std::uint64_t seed) {
    SeededRandom random(seed);
    return make_uuid(the_clock, random);
}

Record some_asset() {
    Asset asset;
    asset.id = some_id(1);
    asset.name = "Laptop \"A\"\n\xE2\x82\xAC";
    asset.status = AssetStatus::in_use;
    asset.location = some_id(2);
    asset.cost = -12;
    asset.purchased_at = {1'772'353'800'000};
    Record record = record_of(asset);
    record.seq = 77;
    return record;
}

Command some_command() {
    Command command;
    command.operation = some_id(3);
    command.name = "edit_asset";
    command.target_kind = Kind::asset;
    command.target = some_id(1);
    command.by = some_id(4);
    command.at = {1'772'353'800'000};
    command.arguments = {{"name", "x\\\"y"}, {"cost", 5}, {"location", some_id(2)}, {"remarks", Value{}}};
    command.bases = {{Kind::asset, some_id(1), 70, some_id(5)}, {Kind::location, some_id(2), 3, {}}};
    return command;
}

bool same(const Command& a, const Command& b) {
    return a.operation == b.operation && a.name == b.name && a.target_kind == b.target_kind && a.target == b.target && a.by == b.by &&
           a.at == b.at && a.arguments == b.arguments && a.bases == b.bases;
}

}  // namespace

TEST_CASE("a command is read as it was written, types and absent values included") {
    std::string text;
    append_command(text, some_command());
    const auto back = read_command(text, catalogue());
    REQUIRE(back);
    CHECK(same(*back, some_command()));
}

TEST_CASE("a row is read as it was written, with its buckets") {
    const Record asset = some_asset();
    std::string text;
    append_row(text, kind_of<Asset>, asset, 0x8000'0000'0000'0001);
    const auto back = read_row(text, catalogue());
    REQUIRE(back);
    CHECK(back->record == asset);
    CHECK(back->buckets == 0x8000'0000'0000'0001);
}

TEST_CASE("fields of a newer version travel through unharmed, and are adopted once they are known") {
    const std::string text = R"([4,")" + to_string(some_id(1)) +
                             R"(",9,1,[3,"Laptop",900,"new","90000",1]])";
    CHECK_FALSE(read_row(text, catalogue()));  // a field's number is a number
    const std::string newer = R"([4,")" + to_string(some_id(1)) +
                              R"(",9,1,[3,"Laptop",900,"new",901,7,902,{"deep":[1,2.5,null]},99999999,true]])";
    const auto row = read_row(newer, catalogue());
    REQUIRE(row);
    CHECK(row->record.extra == R"([900,"new",901,7,902,{"deep":[1,2.5E0,null]},99999999,true])");
    std::string again;
    append_row(again, kind_of<Asset>, row->record, 1);
    const auto back = read_row(again, catalogue());
    REQUIRE(back);
    CHECK(back->record == row->record);

    struct Newer {
        Uuid id;
        std::string colour;
        std::int64_t weight = 0;
    };
    static constexpr std::array fields{field<&Newer::colour>(900, "colour"), field<&Newer::weight>(901, "weight")};
    const KindInfo kind{.kind = Kind::asset, .name = "asset", .fields = fields, .writers = {}, .title = {}};
    Record record{Kind::asset, some_id(1), 9, std::vector<Value>(2), row->record.extra};
    const Changes adopted = take_known_from_extra(kind, record);
    REQUIRE(adopted.size() == 1);
    CHECK(adopted[0].fields == std::vector<FieldChange>{{900, "new"}, {901, 7}});
    CHECK(record.extra == R"([902,{"deep":[1,2.5E0,null]},99999999,true])");
    CHECK(take_known_from_extra(kind, record).empty());
}

TEST_CASE("a row of a kind that this version does not know is left out and counted") {
    const std::string body = R"({"epoch":")" + to_string(some_id(1)) + R"(","rows":[[999,"x",1,1,[]],[65540,"x",1,1,[]]]})";
    const auto reply = read_pull_reply(body, catalogue());
    REQUIRE(reply);
    CHECK(reply->left_out == 2);
    CHECK(reply->rows.empty());
}

TEST_CASE("changes are kept beside a command and read back the same") {
    const Changes changes{{Kind::asset, some_id(1), false, {{3, "a"}, {7, Value{}}, {17, 5}}},
                          {Kind::note, some_id(2), true, {{2, some_id(3)}, {6, 1}}}};
    const auto back = changes_from_json(changes_to_json(changes), catalogue());
    REQUIRE(back);
    CHECK(*back == changes);
    CHECK(changes_from_json("[]", catalogue())->empty());
    for (const auto* bad : {"", "{}", "[1]", "[[4]]", R"([[4,"x",0,[]]])", R"([[999,"x",0,[]]])",
                            R"([[4,"0198c2a4-7d1e-7b3a-9f42-1c5d6e7f8091",0,[3,7]]])"}) {
        INFO(bad);
        CHECK_FALSE(changes_from_json(bad, catalogue()));
    }
}

TEST_CASE("each message is read as it was written") {
    const auto enrol = read_enrol_request(encode(EnrolRequest{"CODE", "PEM", "laptop"}));
    REQUIRE(enrol);
    CHECK(enrol->code == "CODE");
    CHECK(enrol->device_name == "laptop");

    const auto enrolled = read_enrol_reply(encode(EnrolReply{some_id(1), 7, "PEM", some_id(2), "budi", Role::technician, "Org", some_id(3)}));
    REQUIRE(enrolled);
    CHECK(enrolled->device_number == 7);
    CHECK(enrolled->role == Role::technician);
    CHECK(enrolled->epoch == some_id(3));

    const auto push = read_push_request(encode(PushRequest{1, {{1, false, some_command()}, {2, true, some_command()}, {3, true, some_command(), {}, true}}}),
                                        catalogue());
    REQUIRE(push);
    REQUIRE(push->commands.size() == 3);
    CHECK_FALSE(push->commands[1].withdrawn);
    CHECK(push->commands[2].withdrawn);
    CHECK(push->schema == 1);
    CHECK(same(push->commands[0].command, some_command()));
    CHECK(push->commands[1].skip);
    CHECK(push->commands[1].command.operation == some_command().operation);

    const PushResult refused{5, some_id(6), Outcome::refused, 0, "state", "too late", {some_id(7), some_id(8)}};
    const auto pushed = read_push_reply(encode(PushReply{some_id(1), {99}, {refused, {6, some_id(9), Outcome::merged, 12, "", "", {}}}}));
    REQUIRE(pushed);
    REQUIRE(pushed->results.size() == 2);
    CHECK(pushed->results[0].message == "too late");
    CHECK(pushed->results[0].conflicts == refused.conflicts);
    CHECK(pushed->results[1].outcome == Outcome::merged);
    CHECK(pushed->server_time.ms == 99);
    std::string kept;
    append_result(kept, refused);
    CHECK(read_result(kept)->code == "state");

    const auto asked = read_pull_request(encode(PullRequest{2, some_id(1), {{"reference", 5}, {"jobs:\"x\"", INT64_MAX}}, 9}));
    REQUIRE(asked);
    CHECK(asked->cursors[1].bucket == "jobs:\"x\"");
    CHECK(asked->cursors[1].seq == INT64_MAX);
    CHECK(asked->until == 9);

    PullReply page;
    page.epoch = some_id(1);
    page.role = Role::desk;
    page.until = 9;
    page.next = 8;
    page.subscriptions = {"reference", "desk"};
    page.served = {"desk"};
    page.rows = {{some_asset(), 1}};
    page.outs = {{Kind::visit, some_id(2), 1, 6}};
    const auto pulled = read_pull_reply(encode(page, catalogue()), catalogue());
    REQUIRE(pulled);
    CHECK(pulled->role == Role::desk);
    CHECK(pulled->subscriptions == page.subscriptions);
    CHECK(pulled->served == page.served);
    REQUIRE(pulled->rows.size() == 1);
    CHECK(pulled->rows[0].record == some_asset());
    REQUIRE(pulled->outs.size() == 1);
    CHECK(pulled->outs[0].seq == 6);
    CHECK(pulled->outs[0].buckets == 1);

    const auto failure = read_failure(encode(FailureReply{"gap", "expected 4", 4}));
    REQUIRE(failure);
    CHECK(failure->expected == 4);
}

TEST_CASE("an unknown number that would change with each reading is refused") {
    CHECK(read_row(R"([4,"01a1f4a0-4869-7305-8e36-3eae4734bdd9",30,1,[901,2.5]])", catalogue()));
    CHECK_FALSE(read_row(R"([4,"01a1f4a0-4869-7305-8e36-3eae4734bdd9",30,1,[901,1795105503737496315107433]])", catalogue()));
    CHECK_FALSE(read_row(R"([4,"01a1f4a0-4869-7305-8e36-3eae4734bdd9",30,1,[901,[1.5E2400]]])", catalogue()));
}

TEST_CASE("what stands before a page's rows is told before they are read, and nothing where they come first") {
    const std::string head = R"("epoch":")" + to_string(some_id(1)) + R"(","until":9,"next":8,"served":["desk"])";
    const auto told = [](const std::string& body) {
        std::vector<PullReply> heads;
        (void)read_pull_reply(body, catalogue(), [&](const PullReply& reply) { heads.push_back(reply); });
        return heads;
    };
    const auto heads = told("{" + head + R"(,"rows":[["no row"]]})");
    REQUIRE(heads.size() == 1);
    CHECK(heads[0].until == 9);
    CHECK(heads[0].next == 8);
    CHECK(heads[0].served == std::vector<std::string>{"desk"});
    CHECK(heads[0].rows.empty());
    CHECK(told(R"({"rows":[],)" + head + "}").empty());
}
