#include "tests/simulation/prepared.hpp"

#include "sync/engine/session.hpp"
#include "sync/model/kinds/asset.hpp"
#include "sync/model/kinds/location.hpp"
#include "sync/model/kinds/part.hpp"
#include "sync/model/kinds/person.hpp"
#include "sync/model/kinds/procedure.hpp"
#include "sync/model/kinds/work.hpp"
#include "sync/server/service.hpp"
#include "tests/simulation/old_schema.hpp"
#include "tests/support/harness.hpp"

namespace sigap::simulation {

namespace {

using testing::must;

class Preparation {
public:
    explicit Preparation(bool keyed) : random_(20'260'101) {
        if (keyed) {
            out_.key.emplace();
            out_.key->fill(0x5a);
        }
    }

    Prepared make() {
        auto store = must(Store::open(server_.open_options(out_.key), catalogue(), clock_, random_));
        must(store->found("Simulated organisation"));
        must(store->insert(people_and_things(), {}, "prepared"));
        Service service(*store, {});
        const Landmarks& mark = out_.landmarks;
        enrol(*store, "budi", mark.technician, Role::technician);
        enrol(*store, "sari", mark.colleague, Role::technician);
        enrol(*store, "desk", mark.desk, Role::desk);
        enrol(*store, "wayan", mark.far_technician, Role::technician);
        enrol(*store, "lead", mark.lead, Role::lead);
        enrol(*store, "budi's second", mark.technician, Role::technician);
        make_jobs(service);
        for (auto& device : out_.devices) pull(service, device);
        out_.at = clock_.now();
        store.reset();
        out_.server = server_.disk.files();
        return std::move(out_);
    }

private:
    template <typename T>
    Uuid add(T row, std::string name) {
        row.id = make_uuid(clock_, random_);
        if constexpr (std::is_same_v<T, Location>)
            if (row.level == LocationLevel::site) row.site = row.id;
        out_.landmarks.names.emplace_back(row.id, std::move(name));
        records_.push_back(record_of(row));
        return row.id;
    }

    Uuid place(const char* name, LocationLevel level, const Uuid& site) {
        Location location;
        location.name = location.code = name;
        location.level = level;
        location.parent = location.site = site;
        return add(location, name);
    }

    Uuid person(const char* login, Role role, const Uuid& site) {
        Person who;
        who.name = who.login = login;
        who.role = role;
        who.site = site;
        return add(who, login);
    }

    Uuid asset(const char* name, const char* tag, const Uuid& room) {
        Asset row;
        row.name = name;
        row.tag = tag;
        row.model = out_.landmarks.model;
        row.status = AssetStatus::in_use;
        row.location = room;
        return add(row, name);
    }

    Uuid stock(const char* name, const Uuid& part, const Uuid& room, const Uuid& holder, std::int64_t quantity) {
        Stock row;
        row.part = part;
        row.location = room;
        row.holder = holder;
        row.quantity = quantity;
        const Uuid id = add(row, name);
        out_.landmarks.counts[id] = quantity;
        return id;
    }

    std::vector<Record> people_and_things() {
        Landmarks& mark = out_.landmarks;
        mark.site = place("site", LocationLevel::site, {});
        mark.other_site = place("other site", LocationLevel::site, {});
        mark.room = place("room", LocationLevel::room, mark.site);
        mark.other_room = place("other room", LocationLevel::room, mark.other_site);
        mark.technician = person("Budi", Role::technician, mark.site);
        mark.colleague = person("Sari", Role::technician, mark.site);
        mark.far_technician = person("Wayan", Role::technician, mark.other_site);
        mark.desk = person("Desk", Role::desk, mark.site);
        mark.lead = person("Lead", Role::lead, mark.site);
        mark.admin = person("Admin", Role::administrator, mark.site);
        mark.requester = person("Requester", Role::none, mark.site);
        AssetModel model;
        model.name = "Latitude 5440";
        mark.model = add(model, "model");
        mark.laptop = asset("laptop", "A1", mark.room);
        mark.printer = asset("printer", "A2", mark.room);
        mark.far_laptop = asset("far laptop", "A3", mark.other_room);
        Part part;
        part.name = "cable";
        const Uuid cable = add(part, "cable");
        mark.shelf = stock("shelf", cable, mark.room, {}, 50);
        mark.van = stock("van", cable, {}, mark.technician, 10);
        Procedure procedure;
        procedure.code = "SOP-EUS-900";
        procedure.title_id = "Ganti dok";
        mark.procedure = add(procedure, "procedure");
        ProcedureVersion version;
        version.procedure = mark.procedure;
        version.version = 1;
        version.steps = R"([{"mandatory":true,"kind":"tick","id":"Ambil dok","en":"Collect the dock"},)"
                        R"({"mandatory":false,"kind":"text","id":"Catat port","en":"Write down the port"}])";
        procedure.current = add(version, "procedure version");
        procedure.id = mark.procedure;
        for (auto& record : records_)
            if (record.id == mark.procedure) record = record_of(procedure);
        return records_;
    }

    void enrol(Store& store, const std::string& name, const Uuid& who, Role role) {
        Device device;
        device.id = make_uuid(clock_, random_);
        device.name = device.fingerprint = name;
        device.person = who;
        device.enrolled_at = device.last_seen_at = clock_.now();
        must(store.database().write([&] {
            device.number = store.devices().next_number();
            store.devices().add(device, "");
        }));
        PreparedDevice& made = out_.devices.emplace_back();
        made.name = name;
        made.fingerprint = name;
        made.enrolment = {device.id, device.number, who, name, role, store.organisation(), store.epoch(), "https://simulated"};
        out_.landmarks.names.emplace_back(device.id, name + "'s device");
        for (const auto& [schema, files] : {std::pair(&catalogue(), &made.fresh), {&old_schema(), &made.old_fresh}}) {
            Machine machine(clock_);
            open(machine, made, *schema);
            *files = machine.disk.files();
        }
    }

    std::unique_ptr<Replica> open(Machine& machine, const PreparedDevice& device, const Catalogue& schema = catalogue()) {
        auto replica = must(Replica::open(must(Database::open(machine.open_options(out_.key))), schema, clock_, random_));
        if (!replica->enrolment()) must(replica->set_enrolment(device.enrolment));
        return replica;
    }

    void sync(Service& service, const PreparedDevice& device, Replica& replica) {
        Session session(replica);
        Peer peer{"127.0.0.1", "simulated", device.fingerprint, true};
        while (auto request = session.next()) session.receive(service.handle(*request, peer));
        must(session.outcome());
    }

    void make_jobs(Service& service) {
        const Landmarks& mark = out_.landmarks;
        PreparedDevice& desk = out_.devices[2];
        Machine machine(clock_);
        machine.disk.load(desk.fresh);
        {
            auto replica = open(machine, desk);
            sync(service, desk, *replica);
            int jobs = 0;
            for (const auto& [who, thing] : {std::pair(mark.technician, mark.laptop), {mark.colleague, mark.printer},
                                             {mark.technician, mark.printer}}) {
                const auto job = must(replica->perform("create_work_order", {},
                                                       {{"title", "job " + std::to_string(++jobs)},
                                                        {"asset", thing},
                                                        {"procedure", mark.procedure},
                                                        {"assignee", who}}));
                out_.landmarks.names.emplace_back(job.operation, "job" + std::to_string(jobs));
            }
            sync(service, desk, *replica);
        }
        desk.fresh = machine.disk.files();
        desk.old_fresh.clear();
    }

    void pull(Service& service, PreparedDevice& device) {
        const auto pull_into = [&](const testing::PowerCutVfs::Files& fresh, const Catalogue& schema) {
            Machine machine(clock_);
            machine.disk.load(fresh);
            sync(service, device, *open(machine, device, schema));
            return machine.disk.files();
        };
        device.pulled = pull_into(device.fresh, catalogue());
        if (!device.old_fresh.empty()) device.old_pulled = pull_into(device.old_fresh, old_schema());
    }

    ManualClock clock_;
    SeededRandom random_;
    Machine server_{clock_};
    Prepared out_;
    std::vector<Record> records_;
};

}  // namespace

const Prepared& prepared(bool keyed) {
    static const Prepared plain = Preparation(false).make();
    static const Prepared encrypted = Preparation(true).make();
    return keyed ? encrypted : plain;
}

}  // namespace sigap::simulation
