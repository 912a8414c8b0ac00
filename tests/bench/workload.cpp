#include "tests/bench/workload.hpp"

#include <algorithm>

#include "sync/model/kinds/asset.hpp"
#include "sync/model/kinds/location.hpp"
#include "sync/model/kinds/person.hpp"
#include "sync/model/kinds/work.hpp"
#include "sync/model/text_value.hpp"

namespace sigap::bench {

namespace {

constexpr std::string_view words[] = {
    "printer",  "dock",      "screen",    "keyboard", "laptop",  "network", "cable",   "switch", "battery", "driver",
    "firmware", "password",  "account",   "mail",     "scanner", "toner",   "paper",   "jam",    "slow",    "restart",
    "replaced", "checked",   "user",      "floor",    "finance", "lobby",   "meeting", "room",   "morning", "after",
    "update",   "installed", "disk",      "memory",   "noise",   "fan",     "hot",     "port",   "wall",    "socket",
    "adapter",  "phone",     "extension", "lost",     "signal",  "access",  "point",   "image",  "wiped",   "returned",
    "stock",    "delivery",  "waiting",   "supplier", "warranty"};
constexpr std::string_view suppliers[] = {"PT Datascrip", "PT Metrodata", "CV Sinar Komputer", "PT Bhinneka Mentari"};
constexpr std::string_view processors[] = {"Intel Core i5-1345U", "Intel Core i7-1365U", "AMD Ryzen 5 7530U",
                                           "Intel N100"};
constexpr std::string_view systems[] = {"Windows 11 Pro 23H2", "Windows 10 Pro 22H2", "Debian 12"};
constexpr std::size_t rooms = 400, people = 500, models = 60;

class Maker {
public:
    explicit Maker(std::uint64_t seed) : random_(seed) {}

    Uuid id() {
        clock_.advance(1);
        return make_uuid(clock_, random_);
    }
    std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }
    template <typename T>
    const T& one(const std::vector<T>& of) {
        return of[below(of.size())];
    }
    template <std::size_t N>
    std::string one(const std::string_view (&of)[N]) {
        return std::string(of[below(N)]);
    }
    template <typename E>
    E choice() {
        return static_cast<E>(below(std::size(words_of<E>)));
    }
    std::string text(std::size_t count) {
        std::string out;
        for (std::size_t i = 0; i < count; ++i) (out += i == 0 ? "" : " ") += one(words);
        return out;
    }
    std::string letters(std::size_t count) {
        std::string out;
        for (std::size_t i = 0; i < count; ++i) out += "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"[below(34)];
        return out;
    }
    Timestamp past(std::int64_t days) {
        return {bench_time.ms - static_cast<std::int64_t>(below(static_cast<std::uint64_t>(days))) * 86'400'000};
    }

private:
    ManualClock clock_{Timestamp{bench_time.ms - 86'400'000}};
    SeededRandom random_;
};

struct Named {
    std::vector<Uuid> places, persons, kinds;
};

Asset make_asset(Maker& maker, const Named& named, std::size_t number) {
    Asset asset;
    asset.id = maker.id();
    asset.tag = "AST-" + std::to_string(1'000'000 + number);
    asset.serial = maker.letters(10);
    asset.name = maker.text(2);
    asset.model = maker.one(named.kinds);
    asset.status = maker.choice<AssetStatus>();
    asset.condition = maker.choice<AssetCondition>();
    asset.location = maker.one(named.places);
    asset.holder = maker.one(named.persons);
    asset.mac = "3c:52:82:" + maker.letters(6).insert(4, ":").insert(2, ":");
    asset.cpu = maker.one(processors);
    asset.memory_mib = 8192 << maker.below(3);
    asset.disk_gib = 256 << maker.below(3);
    asset.os = maker.one(systems);
    asset.purchased_at = maker.past(2000);
    asset.cost = 5'000'000 + static_cast<std::int64_t>(maker.below(300)) * 100'000;
    asset.supplier = maker.one(suppliers);
    asset.order_number = maker.letters(6);
    asset.warranty_until = {asset.purchased_at.ms + 1095 * std::int64_t{86'400'000}};
    asset.remarks = maker.text(2);
    return asset;
}

WorkOrder make_order(Maker& maker, const Named& named, const Uuid& technician, std::size_t number) {
    WorkOrder order;
    order.id = maker.id();
    order.number = "WO-01-" + std::to_string(1'000'000 + number);
    order.title = maker.text(3);
    order.description = maker.text(4);
    order.job_type = maker.choice<JobType>();
    order.status = WorkOrderStatus::scheduled;
    order.impact = maker.choice<Level>();
    order.urgency = maker.choice<Level>();
    order.location = maker.one(named.places);
    order.requester = maker.one(named.persons);
    order.assignee = technician;
    order.due_at = {maker.past(60).ms + 30 * std::int64_t{86'400'000}};
    order.estimated_minutes = 15 * static_cast<std::int64_t>(1 + maker.below(12));
    order.findings = maker.text(3);
    order.outcome = maker.text(1);
    order.created_at = maker.past(120);
    order.completed_at = maker.past(30);
    return order;
}

// The desk, a technician at a site with its rooms, requesters, models.
Named add_reference(Maker& maker, Workload& workload) {
    Named named;
    const auto add = [&](const auto& row) {
        workload.reference.push_back(record_of(row));
        return row.id;
    };
    Location site;
    site.id = maker.id();
    site.site = site.id;
    site.name = "Head office";
    site.utc_offset_minutes = 420;
    site.zone = "Asia/Jakarta";
    workload.site = add(site);
    for (std::size_t i = 0; i < rooms; ++i) {
        Location room;
        room.id = maker.id();
        room.name = "Room " + std::to_string(100 + i);
        room.code = "HO-" + std::to_string(100 + i);
        room.level = LocationLevel::room;
        room.parent = room.site = site.id;
        named.places.push_back(add(room));
    }
    const auto person = [&](const std::string& name, const std::string& login, Role role) {
        Person who;
        who.id = maker.id();
        who.name = name;
        who.login = login;
        who.role = role;
        who.site = site.id;
        return add(who);
    };
    workload.technician = person("Budi Santoso", "technician", Role::technician);
    workload.desk = person("Rina Wulandari", "desk", Role::desk);
    for (std::size_t i = 0; i < people; ++i)
        named.persons.push_back(person("Requester " + std::to_string(i), "", Role::none));
    for (std::size_t i = 0; i < models; ++i) {
        AssetModel model;
        model.id = maker.id();
        model.name = "Model " + maker.letters(4);
        model.manufacturer = "Dell";
        named.kinds.push_back(add(model));
    }
    return named;
}

}  // namespace

Workload make_workload(std::size_t records, std::uint64_t seed) {
    Maker maker(seed);
    Workload workload;
    const Named named = add_reference(maker, workload);
    workload.records.reserve(records);
    for (std::size_t i = 0; i < records; ++i) {
        const bool order = i % 5 < 2;
        workload.records.push_back(order ? record_of(make_order(maker, named, workload.technician, i))
                                         : record_of(make_asset(maker, named, i)));
    }
    return workload;
}

std::vector<std::size_t> edited_places(std::size_t records, std::uint64_t seed) {
    SeededRandom random(seed + 1);
    std::vector<std::size_t> places(records);
    for (std::size_t i = 0; i < records; ++i) places[i] = i;
    const std::size_t edited = std::max<std::size_t>(1, records / 10);
    for (std::size_t i = 0; i < edited; ++i) std::swap(places[i], places[i + random.below(records - i)]);
    places.resize(edited);
    return places;
}

Arguments edit_of(const Record& record, std::int64_t round) {
    const std::string suffix = " (" + std::to_string(round) + ")";
    if (record.kind == Kind::work_order)
        return {{"title", as<WorkOrder>(record).title + suffix},
                {"description", "seen again" + suffix},
                {"estimated_minutes", 200 + round}};
    return {
        {"name", as<Asset>(record).name + suffix}, {"remarks", "looked at again" + suffix}, {"disk_gib", 4096 + round}};
}

std::vector<Record> make_jobs(const Workload& workload, std::size_t jobs, std::uint64_t seed) {
    Maker maker(seed + 2);
    Named named;
    for (const auto& record : workload.reference) {
        if (record.kind == Kind::location) named.places.push_back(record.id);
        if (record.kind == Kind::person) named.persons.push_back(record.id);
    }
    std::vector<Record> out;
    out.reserve(jobs * 2);
    for (std::size_t i = 0; i < jobs; ++i) {
        const WorkOrder order = make_order(maker, named, workload.technician, i);
        Visit visit;
        visit.id = maker.id();
        visit.work_order = order.id;
        visit.technician = workload.technician;
        visit.status = static_cast<VisitStatus>(maker.below(5));
        visit.scheduled_at = {bench_time.ms + static_cast<std::int64_t>(maker.below(1000)) * 3'600'000};
        out.push_back(record_of(visit));
        out.push_back(record_of(order));
    }
    return out;
}

std::size_t json_bytes(const std::vector<Record>& records) {
    std::size_t bytes = 0;
    std::string text;
    for (const auto& record : records) {
        text.clear();
        append_json_record(text, catalogue().at(record.kind), record);
        bytes += text.size();
    }
    return bytes;
}

}  // namespace sigap::bench
