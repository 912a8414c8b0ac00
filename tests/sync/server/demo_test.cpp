#include "sync/server/demo/demo.hpp"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "platform/core/asset_tag.hpp"
#include "sync/model/catalogue.hpp"
#include "sync/model/kinds/asset.hpp"
#include "sync/model/kinds/location.hpp"
#include "sync/model/kinds/note.hpp"
#include "sync/model/kinds/person.hpp"
#include "sync/model/kinds/procedure.hpp"
#include "sync/model/kinds/work.hpp"
#include "tests/support/source_folder.hpp"

using namespace sigap;

namespace {

std::vector<ProcedureText> procedures() {
    std::map<std::string, ProcedureText> by_code;
    for (const auto& entry : std::filesystem::directory_iterator(sigap::testing::source_folder() + "/assets/procedures")) {
        std::ifstream in(entry.path(), std::ios::binary);
        auto procedure = parse_procedure(std::string(std::istreambuf_iterator<char>(in), {}));
        REQUIRE(procedure);
        by_code[procedure->code] = *procedure;
    }
    std::vector<ProcedureText> out;
    for (auto& [code, procedure] : by_code) out.push_back(std::move(procedure));
    return out;
}

std::vector<Article> articles() {
    std::map<std::string, Article> by_title;
    for (const auto& entry : std::filesystem::directory_iterator(sigap::testing::source_folder() + "/assets/articles")) {
        std::ifstream in(entry.path(), std::ios::binary);
        auto article = parse_article(std::string(std::istreambuf_iterator<char>(in), {}));
        REQUIRE(article);
        by_title[article->title_id] = *article;
    }
    std::vector<Article> out;
    for (auto& [title, article] : by_title) out.push_back(std::move(article));
    return out;
}

constexpr Timestamp noon_of_a_wednesday{1'772'600'400'000};  // 2026-03-04 12:00 in Jakarta

std::vector<Record> demo(Timestamp now = noon_of_a_wednesday, std::uint64_t seed = 1) {
    auto records = make_demo(procedures(), articles(), now, seed);
    REQUIRE(records);
    return *std::move(records);
}

// Made once: it is the same each time, which a test of its own holds.
const std::vector<Record>& the_demo() {
    static const std::vector<Record> records = demo();
    return records;
}

template <typename T>
std::vector<T> all(const std::vector<Record>& records) {
    std::vector<T> out;
    for (const auto& record : records)
        if (record.kind == kind_of<T>.kind) out.push_back(as<T>(record));
    return out;
}

Person by_login(const std::vector<Record>& records, std::string_view login) {
    for (const auto& person : all<Person>(records))
        if (person.login == login) return person;
    FAIL("no login " << login);
    return {};
}

std::vector<Visit> visits_of(const std::vector<Record>& records, std::string_view login) {
    const Uuid technician = by_login(records, login).id;
    auto visits = all<Visit>(records);
    std::erase_if(visits, [&](const Visit& visit) { return visit.technician.id != technician; });
    return visits;
}

}  // namespace

TEST_CASE("the demo has the organisation that is promised", "[demo]") {
    const auto& records = the_demo();
    std::set<std::int64_t> offsets;
    std::size_t sites = 0;
    for (const auto& location : all<Location>(records))
        if (location.level == LocationLevel::site) ++sites, offsets.insert(location.utc_offset_minutes);
    CHECK(sites == 3);
    CHECK(offsets == std::set<std::int64_t>{420, 480, 540});
    CHECK(all<Person>(records).size() == 60);
    CHECK(all<AssetModel>(records).size() == 25);
    CHECK(all<Asset>(records).size() == 600);
    CHECK(all<Procedure>(records).size() == 20);
    CHECK(all<ProcedureVersion>(records).size() == 20);
    CHECK(all<Ticket>(records).size() == 300);
    CHECK(all<Announcement>(records).size() == 3);
    CHECK(all<Article>(records).size() >= 12);
    for (const auto& article : all<Article>(records)) {
        CHECK(article.status == ArticleStatus::published);
        CHECK(article.author);
        CHECK(article.updated_at < noon_of_a_wednesday);
    }
    const std::map<std::string, Role> roles{{"technician", Role::technician},
                                            {"technician2", Role::technician},
                                            {"desk", Role::desk},
                                            {"lead", Role::lead},
                                            {"manager", Role::manager},
                                            {"admin", Role::administrator},
                                            {"kiosk", Role::kiosk}};
    for (const auto& [login, role] : roles) CHECK(by_login(records, login).role == role);
}

TEST_CASE("the demo's technician has twelve jobs: overdue, today and later, by different procedures", "[demo]") {
    const std::int64_t day = 86'400'000, jakarta = 7 * 3'600'000;
    // Whatever the time of day and the day of the week.
    for (const std::int64_t hours : {0, 11, 80}) {
        const Timestamp now{noon_of_a_wednesday.ms + hours * 3'600'000};
        const auto records = demo(now);
        const Uuid site = by_login(records, "technician").site;
        const auto visits = visits_of(records, "technician");
        REQUIRE(visits.size() == 12);
        std::set<Uuid> used;
        std::map<std::int64_t, int> by_day;
        for (const auto& visit : visits) {
            CHECK(visit.status == VisitStatus::scheduled);
            ++by_day[(visit.scheduled_at.ms + jakarta) / day - (now.ms + jakarta) / day];
            for (const auto& order : all<WorkOrder>(records)) {
                if (order.id != visit.work_order.id) continue;
                CHECK(order.status == WorkOrderStatus::scheduled);
                CHECK(used.insert(order.procedure).second);
                CHECK((order.due_at < now) ==
                      (by_day.begin()->first < 0 && visit.scheduled_at.ms + jakarta < (now.ms + jakarta) / day * day));
                for (const auto& location : all<Location>(records))
                    if (location.id == order.location.id) CHECK(location.site.id == site);
            }
            bool has_steps = false;
            for (const auto& step : all<ChecklistStep>(records)) has_steps = has_steps || step.visit.id == visit.id;
            CHECK(has_steps);
        }
        CHECK(used.size() == 12);
        CHECK(by_day[-2] + by_day[-1] == 3);
        CHECK(by_day[0] == 5);
        CHECK(by_day[1] == 3);
        CHECK(visits_of(records, "technician2").size() == 5);
    }
}

TEST_CASE("the demo's past shows every state of a ticket and nothing of the future", "[demo]") {
    const auto& records = the_demo();
    std::map<TicketStatus, int> tickets;
    std::set<std::string> numbers, tags;
    for (const auto& ticket : all<Ticket>(records)) {
        ++tickets[ticket.status];
        CHECK(numbers.insert(ticket.number).second);
        CHECK(ticket.title.find('{') == std::string::npos);
        CHECK(ticket.opened_at <= noon_of_a_wednesday);
        CHECK(ticket.opened_at.ms > noon_of_a_wednesday.ms - 93 * std::int64_t{86'400'000});
        CHECK((ticket.resolved_at == Timestamp{} ||
               (ticket.resolved_at > ticket.opened_at && ticket.resolved_at <= noon_of_a_wednesday)));
    }
    for (const auto& [status, count] : tickets) UNSCOPED_INFO(word_of(status) << " " << count);
    CHECK(tickets.size() == 8);
    for (const auto& asset : all<Asset>(records)) {
        CHECK(tags.insert(asset.tag).second);
        CHECK(kind_of_asset_tag(asset.tag) == AssetTagKind::checked);
        CHECK((asset.status == AssetStatus::disposed) == !asset.wipe_proof.empty());
    }
    int completed = 0;
    for (const auto& visit : all<Visit>(records)) completed += visit.status == VisitStatus::completed;
    CHECK(completed > 30);
}

TEST_CASE("every reference of the demo names a record of its kind", "[demo]") {
    const auto& records = the_demo();
    std::map<Uuid, Kind> kinds;
    for (const auto& record : records) CHECK(kinds.emplace(record.id, record.kind).second);
    for (const auto& record : records) {
        const KindInfo& info = catalogue().at(record.kind);
        REQUIRE(record.values.size() == info.fields.size());
        for (std::size_t i = 0; i < info.fields.size(); ++i) {
            const auto* id = std::get_if<Uuid>(&record.values[i]);
            const bool required_missing = info.fields[i].required && std::holds_alternative<Absent>(record.values[i]);
            if (required_missing) FAIL(info.name << " lacks " << info.fields[i].name);
            if (!id || info.fields[i].target == Kind::none) continue;
            const auto found = kinds.find(*id);
            if (found == kinds.end() || found->second != info.fields[i].target)
                FAIL(info.name << "." << info.fields[i].name << " names nothing");
        }
    }
}

TEST_CASE("the same seed makes the same demo, another seed another one", "[demo]") {
    CHECK(the_demo() == demo());
    CHECK(the_demo() != demo(noon_of_a_wednesday, 8));
}

TEST_CASE("the demo says which procedure it lacks", "[demo]") {
    auto some = procedures();
    std::erase_if(some, [](const ProcedureText& procedure) { return procedure.code == "SOP-EUS-002"; });
    const auto result = make_demo(some, articles(), noon_of_a_wednesday, 1);
    REQUIRE_FALSE(result);
    CHECK(result.error().message.find("SOP-EUS-002") != std::string::npos);
}
