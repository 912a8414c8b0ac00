#include <catch2/catch_test_macros.hpp>

#include "sync/model/kinds/signing.hpp"
#include "sync/model/signed_text.hpp"
#include "sync/model/strokes.hpp"
#include "tests/sync/model/world.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

const std::string hash(64, 'a'), other_hash(64, 'b');
constexpr const char* drawn = "10,10 200,120;300,20 310,200";

// A visit that has ended, on a device unless `at_server`.
struct Ended : World {
    explicit Ended(bool at_server = false, VisitStatus status = VisitStatus::completed) : World(at_server) {
        Ticket asked;
        asked.title = "The dock is dead";
        ticket = put(asked);
        WorkOrder row;
        row.number = "WO-1";
        row.title = "Replace a dock";
        row.ticket = ticket;
        row.assignee = technician;
        order = put(row);
        Visit ended;
        ended.work_order = order;
        ended.technician = technician;
        ended.status = status;
        ended.outcome = "Dock replaced";
        visit = put(ended);
    }
    Result<Uuid> sign(Arguments arguments, const std::string& of = hash) {
        arguments.emplace_back("signed_hash", of);
        return perform("sign_visit", visit, std::move(arguments), technician);
    }
    std::string refusal(Arguments arguments, const std::string& of = hash) {
        const auto done = sign(std::move(arguments), of);
        return done ? "" : done.error().detail;
    }
    std::vector<Signature> signatures() const {
        std::vector<Signature> out;
        for (const auto& row : rows.referring(Kind::signature, field_of<&Signature::visit>(), visit)) out.push_back(as<Signature>(row));
        return out;
    }
    std::string text() const { return signed_text(rows, get<Visit>(visit)); }
    Uuid ticket, order, visit;
};

}  // namespace

TEST_CASE("a client signs by hand, by a typed name, or is absent with a reason, and it is kept as it was given") {
    Ended drawing;
    REQUIRE(drawing.sign({{"name", " Maya Putri "}, {"strokes", drawn}}));
    const auto kept = drawing.signatures().at(0);
    CHECK(kept.name == "Maya Putri");
    CHECK(kept.strokes == drawn);
    CHECK(kept.signed_hash == hash);
    CHECK(kept.collected_by.id == drawing.technician);
    CHECK(kept.signed_at);
    Ended typing;
    REQUIRE(typing.sign({{"name", "Maya"}, {"typed", std::int64_t{1}}}));
    CHECK(typing.signatures().at(0).typed);
    Ended absent;
    REQUIRE(absent.sign({{"absent_reason", "in a meeting until five"}}));
    CHECK(absent.signatures().at(0).absent_reason == "in a meeting until five");
}

TEST_CASE("a signature without a name, without strokes, or of two sorts at once is refused") {
    Ended visit;
    CHECK(visit.refusal({{"name", "Maya"}}) == "missing_signature");
    CHECK(visit.refusal({{"name", "  "}, {"strokes", drawn}}) == "missing_name");
    CHECK(visit.refusal({{"typed", std::int64_t{1}}}) == "missing_name");
    CHECK(visit.refusal({{"name", "Maya"}, {"strokes", drawn}, {"typed", std::int64_t{1}}}) == "one_signature");
    CHECK(visit.refusal({{"absent_reason", "  "}}) == "missing_signature");
    CHECK(visit.refusal({{"name", "Maya"}, {"strokes", "10,10;20,20"}}) == "missing_signature");
    CHECK(visit.refusal({{"name", "Maya"}, {"strokes", "10,10 20"}}) == "strokes");
    CHECK(visit.refusal({{"name", "Maya"}, {"strokes", drawn}}, "abc") == "hash");
    CHECK(visit.refusal({{"name", "Maya"}, {"strokes", drawn}}, "") == "missing_signed_hash");
    CHECK(visit.signatures().empty());
}

TEST_CASE("a device lets nobody sign or rate before the visit has ended, and the server takes what was signed in any state") {
    for (std::size_t i = 0; i < std::size(words_of<VisitStatus>); ++i) {
        const auto status = static_cast<VisitStatus>(i);
        INFO(word_of(status));
        const bool done = status == VisitStatus::completed || status == VisitStatus::partially_completed;
        const std::string expected = done ? "" : has_ended(status) ? "nothing_done" : "not_ended";
        Ended device(false, status), server(true, status);
        CHECK(device.refusal({{"name", "Maya"}, {"strokes", drawn}}) == expected);
        const auto rated = device.perform("rate_visit", device.visit, {{"stars", std::int64_t{4}}}, device.technician);
        CHECK((rated ? "" : rated.error().detail) == expected);
        CHECK(server.refusal({{"name", "Maya"}, {"strokes", drawn}}).empty());
        CHECK(server.perform("rate_visit", server.visit, {{"stars", std::int64_t{4}}}, server.technician));
    }
}

TEST_CASE("what is signed is signed again only where it changed or the client was absent, and both stay") {
    Ended visit;
    REQUIRE(visit.sign({{"absent_reason", "in a meeting"}}));
    CHECK(visit.refusal({{"absent_reason", "still there"}}) == "already_signed");
    REQUIRE(visit.sign({{"name", "Maya"}, {"strokes", drawn}}));
    CHECK(visit.refusal({{"name", "Maya"}, {"strokes", drawn}}) == "already_signed");
    CHECK(visit.refusal({{"absent_reason", "gone"}}) == "already_signed");
    REQUIRE(visit.sign({{"name", "Maya"}, {"strokes", drawn}}, other_hash));
    CHECK(visit.signatures().size() == 3);
}

TEST_CASE("a rating has one to five stars, finds the ticket behind the visit, and is given once") {
    Ended visit;
    const auto rate = [&](std::int64_t stars) {
        const auto done = visit.perform("rate_visit", visit.visit, {{"stars", stars ? Value{stars} : Value{}}, {"remark", "quick"}}, visit.technician);
        return done ? "" : done.error().detail;
    };
    for (const std::int64_t wrong : {0, 6, 500}) CHECK(rate(wrong) == "stars");
    CHECK(rate(5).empty());
    CHECK(rate(4) == "already_rated");
    const auto rows = visit.rows.referring(Kind::rating, field_of<&Rating::ticket>(), visit.ticket);
    REQUIRE(rows.size() == 1);
    CHECK(as<Rating>(rows[0]).stars == 5);
    CHECK(as<Rating>(rows[0]).remark == "quick");
    CHECK(as<Rating>(rows[0]).visit.id == visit.visit);
}

TEST_CASE("what is signed changes with whatever the client read, and with nothing else") {
    Ended visit;
    ChecklistStep step;
    step.visit = visit.visit;
    step.position = 1;
    step.text_en = "Test both displays";
    step.id = visit.put(step);
    PartUse use;
    use.visit = visit.visit;
    use.part = visit.put(Part{});
    use.quantity = 2;
    use.id = visit.put(use);
    std::string before = visit.text();
    const auto changed = [&] {
        const std::string now = visit.text();
        return std::exchange(before, now) != now;
    };
    const auto change = [&]<typename T>(const Uuid& id, auto edit) {
        auto row = visit.get<T>(id);
        edit(row);
        visit.put(row);
        return changed();
    };
    CHECK(change.operator()<WorkOrder>(visit.order, [](WorkOrder& row) { row.title = "Replace two docks"; }));
    CHECK(change.operator()<WorkOrder>(visit.order, [](WorkOrder& row) { row.number = "WO-2"; }));
    CHECK(change.operator()<WorkOrder>(visit.order, [](WorkOrder& row) { row.findings = "bent pin"; }));
    CHECK(change.operator()<Visit>(visit.visit, [](Visit& row) { row.outcome = "Dock repaired"; }));
    CHECK(change.operator()<Visit>(visit.visit, [](Visit& row) { row.completed_at.ms += 1000; }));
    CHECK(change.operator()<ChecklistStep>(step.id, [](ChecklistStep& row) { row.state = StepState::done; }));
    CHECK(change.operator()<ChecklistStep>(step.id, [](ChecklistStep& row) { row.value = "both work"; }));
    CHECK(change.operator()<PartUse>(use.id, [](PartUse& row) { row.quantity = 1; }));
    CHECK_FALSE(change.operator()<WorkOrder>(visit.order, [](WorkOrder& row) { row.urgency = Level::high; }));
    PartUse back = use;
    back.id = {};
    back.part = visit.put(Part{});
    back.quantity = 3;
    visit.put(back);
    CHECK(changed());
    back.quantity = -3;
    visit.put(back);
    CHECK(changed());
    CHECK(before.find(to_string(back.part.id)) == std::string::npos);
}

TEST_CASE("strokes are read back as they were written, and what is none is refused") {
    const Strokes strokes{{{0, 0}, {1000, 400}}, {{5, 6}}};
    CHECK(strokes_text(strokes) == "0,0 1000,400;5,6");
    CHECK(*read_strokes("0,0 1000,400;5,6") == strokes);
    CHECK(read_strokes("")->empty());
    for (const char* wrong : {";", "1,2;", "1,2 ", "1", "1,", ",1", "1,2,3", "1001,0", "0,401", "-1,0", "1, 2", "a", "1,2;;3,4", "1.5,2"}) {
        INFO(wrong);
        CHECK_FALSE(read_strokes(wrong));
    }
    std::string many = "0,0";
    for (std::size_t i = 1; i < most_points; ++i) many += " 0,0";
    CHECK(read_strokes(many));
    CHECK_FALSE(read_strokes(many + " 0,0"));
    std::string lines = "0,0";
    for (std::size_t i = 1; i < most_strokes; ++i) lines += ";0,0";
    CHECK(read_strokes(lines));
    CHECK_FALSE(read_strokes(lines + ";0,0"));
}

TEST_CASE("a device asks for a cause from the list, and the rule still takes an edit that was made before they were asked") {
    World world;
    const auto completing = [&](World::Arguments arguments) { return world.command("complete_visit", world.desk, std::move(arguments), world.desk); };
    const auto asked = [&](const CommandInfo& of, World::Arguments arguments) {
        const auto done = check_asked(of, completing(std::move(arguments)));
        return done ? "" : done.error().detail;
    };
    const CommandInfo& info = *catalogue().command("complete_visit");
    CHECK(asked(info, {{"outcome", "works"}}) == "missing_cause");
    CHECK(asked(info, {{"outcome", "works"}, {"cause", "none"}}) == "missing_cause");
    CHECK(asked(info, {{"cause", "power"}}) == "missing_outcome");
    CHECK(asked(info, {{"cause", "power"}, {"outcome", " "}}) == "missing_outcome");
    CHECK(asked(info, {{"cause", "power"}, {"outcome", "works"}}).empty());
    const CommandInfo& resolve = *catalogue().command("resolve_ticket");
    CHECK(asked(resolve, {{"cause", "because"}, {"resolution", "new cable"}}) == "missing_cause");
    CHECK(asked(resolve, {{"cause", "none"}, {"resolution", "new cable"}}) == "missing_cause");
    CHECK(asked(resolve, {{"cause", "hardware"}, {"resolution", "new cable"}}).empty());

    Visit on_site;
    WorkOrder order;
    on_site.work_order = world.put(order);
    on_site.status = VisitStatus::on_site;
    const Uuid old = world.put(on_site), fresh = world.put(on_site);
    REQUIRE(world.perform("complete_visit", old));
    CHECK(world.get<Visit>(old).cause == Cause::none);
    REQUIRE(world.perform("complete_visit", fresh, {{"cause", "power"}, {"outcome", "works"}}));
    CHECK(world.get<Visit>(fresh).cause == Cause::power);
}
