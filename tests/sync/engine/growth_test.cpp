// Acceptance: a field and a kind are added by their declaration alone. Nothing but the two declarations below knows of them.
#include <catch2/catch_test_macros.hpp>

#include "sync/server/import/csv_import.hpp"
#include "tests/support/harness.hpp"

namespace sigap {

constexpr Kind gadget_kind{900};
constexpr Kind vehicle_kind{901};

enum class Colour : std::uint8_t { grey, red, blue };
template <>
inline constexpr std::string_view words_of<Colour>[] = {"grey", "red", "blue"};

struct Gadget {
    Uuid id;
    std::string name;
    std::int64_t cost = 0;
    Colour colour{};
    std::string maker;
};
constexpr std::array old_gadget_fields{
    field<&Gadget::name>(1, "name").needed().found(),
    field<&Gadget::cost>(2, "cost"),
};
template <>
inline constexpr std::array fields_of<Gadget>{
    field<&Gadget::name>(1, "name").needed().found(),
    field<&Gadget::cost>(2, "cost"),
    field<&Gadget::colour>(3, "colour").sorted().column("Warna"),
    field<&Gadget::maker>(4, "maker"),
};
constexpr KindInfo old_gadget{
    .kind = gadget_kind, .name = "gadget", .fields = old_gadget_fields, .everyone = true, .writers = staff, .title = "name"};
template <>
inline constexpr KindInfo kind_of<Gadget>{
    .kind = gadget_kind, .name = "gadget", .fields = fields_of<Gadget>, .everyone = true, .writers = staff, .title = "name", .since = 1};

struct Vehicle {
    Uuid id;
    std::string plate;
    Ref<gadget_kind> carries;
};
template <>
inline constexpr std::array fields_of<Vehicle>{
    field<&Vehicle::plate>(1, "plate").needed().merged(Merge::unique).sorted(),
    field<&Vehicle::carries>(2, "carries"),
};
template <>
inline constexpr KindInfo kind_of<Vehicle>{
    .kind = vehicle_kind, .name = "vehicle", .fields = fields_of<Vehicle>, .everyone = true, .writers = staff, .title = "plate"};

}  // namespace sigap

using namespace sigap;
using namespace sigap::testing;

namespace {

Catalogue sigap_and(std::vector<KindInfo> more) {
    std::vector<KindInfo> kinds = catalogue().kinds();
    kinds.insert(kinds.end(), more.begin(), more.end());
    std::vector<CommandInfo> commands;
    for (const auto& command : catalogue().commands())
        if (!command.name.starts_with("create_") && !command.name.starts_with("edit_")) commands.push_back(command);
    return Catalogue(std::move(kinds), std::move(commands));
}

const Catalogue old_catalogue = sigap_and({old_gadget});
const Catalogue new_catalogue = [] {
    KindInfo vehicle = kind_of<Vehicle>;
    vehicle.since = static_cast<std::uint8_t>(catalogue().version() + 1);
    return sigap_and({kind_of<Gadget>, vehicle});
}();

struct Office {
    Office() {
        start(old_catalogue);
        must(store->found("Test"));
        Person desk;
        desk.id = make_uuid(clock, random);
        desk.name = "Rina";
        desk.login = "desk";
        desk.role = Role::desk;
        const Record rows[] = {record_of(desk)};
        must(store->insert(rows, {}, "test"));
    }
    void start(const Catalogue& with) {
        service.reset();
        store.reset();
        OpenOptions options;
        options.path = folder.path() / "server.db";
        store = must(Store::open(options, with, clock, random));
        service = std::make_unique<Service>(*store, authority);
    }
    void open(TestDevice& device, const Catalogue& with) {
        device.replica.reset();
        OpenOptions options;
        options.path = device.folder / "sigap.db";
        device.replica = must(Replica::open(must(Database::open(options)), with, clock, random));
    }
    TestDevice enrol(const std::string& name, const Catalogue& with) {
        TestDevice device;
        device.folder = folder.path() / name;
        std::filesystem::create_directory(device.folder);
        const auto code = must(issue_code(*store, authority.certificate_pem, "desk", 60));
        device.enrolment = must(sigap::enrol(*store, authority, {code.code, must(make_request(must(make_key()), name)), name}));
        const EnrolReply& reply = device.enrolment;
        Peer peer{"127.0.0.1", reply.certificate, must(fingerprint(reply.certificate)), true};
        device.network = std::make_shared<LoopbackTransport>(
            [this](const HttpRequest& asked, const Peer& who) { return service->handle(asked, who); }, peer);
        open(device, with);
        must(device.replica->set_enrolment({reply.device, reply.device_number, reply.person, reply.login, reply.role, "Test", reply.epoch, "x"}));
        return device;
    }

    TempFolder folder;
    ManualClock clock;
    SeededRandom random{1};
    Identity authority = must(make_authority("Test authority", clock));
    std::unique_ptr<Store> store;
    std::unique_ptr<Service> service;
};

}  // namespace

TEST_CASE("a field and a kind come by declaration alone: migration, parked values, sync between versions, CSV") {
    REQUIRE(old_catalogue.version() == catalogue().version());
    REQUIRE(new_catalogue.version() == old_catalogue.version() + 1);
    Office office;
    TestDevice old_device = office.enrol("old", old_catalogue);
    const Uuid drill = old_device.perform("create_gadget", {}, {{"name", "Drill"}, {"cost", 12}}).id;
    const Uuid saw = old_device.perform("create_gadget", {}, {{"name", "Saw"}}).id;
    must(old_device.sync());

    // The server is upgraded first, as always; its database has the old rows.
    office.start(new_catalogue);
    CHECK(as<Gadget>(*office.store->rows().find(gadget_kind, drill)).cost == 12);
    CHECK(as<Gadget>(*office.store->rows().find(gadget_kind, drill)).colour == Colour::grey);
    TestDevice new_device = office.enrol("new", new_catalogue);
    must(new_device.sync());
    CHECK(new_device.get<Gadget>(saw).name == "Saw");
    new_device.perform("edit_gadget", drill, {{"colour", "red"}, {"maker", "Bosch"}});
    const Uuid van = new_device.perform("create_vehicle", {}, {{"plate", "B 1234 XY"}, {"carries", drill}}).id;
    must(new_device.sync());

    // The old program parks what it does not know, edits the row, and harms nothing.
    must(old_device.sync());
    CHECK(old_device.replica->find(gadget_kind, drill)->extra == R"([3,"red",4,"Bosch"])");
    CHECK_FALSE(old_device.replica->find_any(van));
    old_device.perform("edit_gadget", drill, {{"name", "Big drill"}});
    must(old_device.sync());
    CHECK(as<Gadget>(*office.store->rows().find(gadget_kind, drill)).maker == "Bosch");
    old_device.perform("edit_gadget", drill, {{"cost", 15}});  // still pending when the program is upgraded

    office.open(old_device, new_catalogue);
    const auto adopted = old_device.get<Gadget>(drill);
    CHECK(adopted.colour == Colour::red);
    CHECK(adopted.maker == "Bosch");
    CHECK(adopted.cost == 15);
    CHECK(old_device.replica->find(gadget_kind, drill)->extra.empty());
    CHECK(old_device.get<Gadget>(saw).colour == Colour::grey);
    ListQuery reds;
    reds.kind = gadget_kind;
    reds.where = {{"colour", "red"}};
    CHECK(old_device.replica->count(reds) == 1);
    must(old_device.sync());
    CHECK(old_device.get<Vehicle>(van).carries.id == drill);
    CHECK(must(old_device.sync()).received == 0);
    must(new_device.sync());
    for (const auto* device : {&old_device, &new_device})
        for (const auto kind : {gadget_kind, vehicle_kind})
            for (const auto& id : {drill, saw, van}) CHECK(device->replica->find(kind, id) == office.store->rows().find(kind, id));

    // The new columns of a CSV.
    const auto all = [&](Kind kind) {
        ListQuery query;
        query.kind = kind;
        return new_device.replica->list(query);
    };
    const auto plan = must(plan_import(kind_of<Gadget>, "name;Warna;maker\nSaw;blue;Stihl\nHammer;red;\nAxe;pink;\n", all, office.clock, office.random));
    CHECK(plan.born == 1);
    CHECK(plan.changed == 1);
    REQUIRE(plan.faults.size() == 1);
    CHECK(plan.faults[0].line == 4);
    must(office.store->insert(plan.records, {}, "import"));
    must(new_device.sync());
    CHECK(new_device.get<Gadget>(saw).colour == Colour::blue);
    CHECK(new_device.get<Gadget>(saw).maker == "Stihl");
    CHECK(new_device.replica->count(reds) == 2);
}
