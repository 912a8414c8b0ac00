#include "tests/support/harness.hpp"

#include "platform/storage/database.hpp"

namespace sigap::testing {

Result<HttpResponse> LoopbackTransport::send(const HttpRequest& request, std::stop_token stop) {
    if (stop.stop_requested()) return fail(ErrorCode::offline, "stopped", "cancelled");
    if (!online) return fail(ErrorCode::offline, "the server was not reached: the test's network is off", "connect");
    if (html) return HttpResponse{200, {{"Content-Type", "text/html"}}, "<html><body>Welcome to our hotel</body></html>"};
    if (break_after == 0) return fail(ErrorCode::offline, "the connection broke", "connect");
    if (break_after > 0) --break_after;
    if (lose_requests > 0) {
        --lose_requests;
        return fail(ErrorCode::offline, "the request was lost");
    }
    ++sent;
    if (busy_seconds > 0)
        return HttpResponse{503,
                            {{"Content-Type", "application/json"}, {"Retry-After", std::to_string(busy_seconds)}},
                            encode(FailureReply{"busy", "the server is busy", 0})};
    HttpResponse response = server_(request, peer_);
    if (lose_replies > 0) {
        --lose_replies;
        return fail(ErrorCode::offline, "the answer was lost");
    }
    return response;
}

Result<SyncReport> TestDevice::sync() {
    Session session(*replica);
    return run_session(session, *network);
}

Result<FileReport> TestDevice::sync_files(FileLaneOptions options, int most_requests) {
    FileLane lane(*replica, *files, options);
    for (int i = 0; i < most_requests; ++i) {
        const auto request = lane.next();
        if (!request) break;
        lane.receive(network->send(*request));
    }
    SIGAP_TRY(lane.outcome());
    return lane.report();
}

Edit TestDevice::attach(const Uuid& about, std::string_view bytes, std::string_view thumbnail) {
    const auto original = must(files->put(bytes));
    std::vector<std::pair<std::string, Value>> arguments{{"sha256", original.hash},
                                                         {"bytes", static_cast<std::int64_t>(original.bytes)},
                                                         {"type", "image/jpeg"}};
    if (!thumbnail.empty()) {
        const auto small = must(files->put(thumbnail));
        arguments.emplace_back("thumbnail", small.hash);
        arguments.emplace_back("thumbnail_bytes", static_cast<std::int64_t>(small.bytes));
    }
    return perform("attach_file", about, std::move(arguments));
}

Edit TestDevice::perform(std::string_view command, const Uuid& target, std::vector<std::pair<std::string, Value>> arguments) {
    return must(replica->perform(command, target, std::move(arguments)));
}

Harness::Harness(std::uint64_t seed) : random(seed) {
    restart_server();
    must(store_->found("Test organisation"));
    authority_ = must(make_authority("Test authority", clock));
    service_ = std::make_unique<Service>(*store_, authority_, server_files_.get());
    fill();
}

void Harness::restart_server() {
    service_.reset();
    store_.reset();
    server_files_ = std::make_unique<FileStore>(server_disk_, "files");
    OpenOptions options;
    options.path = folder_.path() / "server.db";
    options.vfs = server_vfs;
    store_ = must(Store::open(options, catalogue(), clock, random));
    if (!authority_.key_pem.empty()) service_ = std::make_unique<Service>(*store_, authority_, server_files_.get());
}

void Harness::backup_server() { must(store_->database().backup_to(folder_.path() / "backup.db")); }

void Harness::restore_server() {
    service_.reset();
    store_.reset();
    for (const char* name : {"server.db", "server.db-wal", "server.db-shm"}) std::filesystem::remove(folder_.path() / name);
    std::filesystem::copy_file(folder_.path() / "backup.db", folder_.path() / "server.db");
    restart_server();
}

TestDevice& Harness::enrol(const std::string& login) {
    const auto code = must(issue_code(*store_, authority_.certificate_pem, login, 60));
    const auto request = must(make_request(must(make_key()), login));
    TestDevice& device = devices_.emplace_back();
    device.login = login;
    device.folder = folder_.path() / ("device" + std::to_string(devices_.size()));
    std::filesystem::create_directory(device.folder);
    device.enrolment = must(sigap::enrol(*store_, authority_, {code.code, request, login + "'s laptop"}));
    device.network = network_of(device.enrolment);
    reopen(device);
    const EnrolReply& reply = device.enrolment;
    must(device.replica->set_enrolment({reply.device, reply.device_number, reply.person, reply.login, reply.role, reply.organisation,
                                        reply.epoch, "https://loopback.test"}));
    return device;
}

std::shared_ptr<LoopbackTransport> Harness::network_of(const EnrolReply& enrolment) {
    Peer peer;
    peer.address = "127.0.0.1";
    peer.certificate_pem = enrolment.certificate;
    peer.fingerprint = must(fingerprint(peer.certificate_pem));
    peer.certificate_valid_now = true;
    return std::make_shared<LoopbackTransport>([this](const HttpRequest& asked, const Peer& who) { return service_->handle(asked, who); }, peer);
}

void Harness::reopen(TestDevice& device) {
    device.replica.reset();
    if (!device.disk) device.disk = std::make_unique<MemoryFiles>(clock);
    device.files = std::make_unique<FileStore>(*device.disk, "files");
    OpenOptions options;
    options.path = device.folder / "sigap.db";
    device.replica = must(Replica::open(must(Database::open(options)), catalogue(), clock, random));
}

void Harness::insert(std::span<const Record> records) {
    must(store_->insert(records, admin, "import"));
}

TestDevice& Harness::desk() {
    if (!desk_) {
        desk_ = &enrol("desk");
        must(desk_->sync());
    }
    return *desk_;
}

Uuid Harness::make_job(const std::string& title, const std::string& technician_login, Timestamp when) {
    TestDevice& at_desk = desk();
    const auto person = store_->person_by_login(technician_login);
    if (!person) throw std::runtime_error("no such login: " + technician_login);
    const auto edit = at_desk.perform("create_work_order", {},
                                      {{"title", title},
                                       {"asset", laptop},
                                       {"location", room},
                                       {"requester", requester},
                                       {"procedure", procedure},
                                       {"due_at", when.ms + 4 * 3'600'000},
                                       {"scheduled_at", when.ms},
                                       {"assignee", person->id}});
    must(at_desk.sync());
    const auto visits = at_desk.replica->rows().referring(Kind::visit, field_of<&Visit::work_order>(), edit.id);
    if (visits.size() != 1) throw std::runtime_error("the job has no visit");
    return visits[0].id;
}

void Harness::fill() {
    std::vector<Record> records;
    const auto add = [&](auto row) {
        row.id = make_uuid(clock, random);
        if constexpr (std::is_same_v<decltype(row), Location>)
            if (row.level == LocationLevel::site) row.site = row.id;
        records.push_back(record_of(row));
        return row.id;
    };
    const auto place = [&](const char* name, const char* code, LocationLevel level, const Uuid& parent) {
        Location location;
        location.name = name;
        location.code = code;
        location.level = level;
        location.parent = parent;
        location.site = site;
        location.utc_offset_minutes = 420;
        location.zone = "Asia/Jakarta";
        return add(location);
    };
    site = place("Head office", "HO", LocationLevel::site, {});
    building = place("Building B", "HO-B", LocationLevel::building, site);
    other_building = place("Building A", "HO-A", LocationLevel::building, site);
    room = place("Room 3.14", "HO-B-314", LocationLevel::room, building);
    other_room = place("Lobby", "HO-A-LOBBY", LocationLevel::room, other_building);
    const auto person = [&](const char* name, const char* login, Role role) {
        Person who;
        who.name = name;
        who.login = login;
        who.role = role;
        who.phone = "+62215550100";
        who.site = site;
        return add(who);
    };
    technician = person("Budi Santoso", "technician", Role::technician);
    technician2 = person("Sari Dewi", "technician2", Role::technician);
    desk_person = person("Rina Wulandari", "desk", Role::desk);
    lead = person("Agus Pratama", "lead", Role::lead);
    admin = person("Dian Lestari", "admin", Role::administrator);
    requester = person("Maya Putri", "", Role::none);
    AssetModel laptop_model;
    laptop_model.name = "Latitude 5440";
    laptop_model.manufacturer = "Dell";
    model = add(laptop_model);
    Asset asset;
    asset.name = "Finance laptop";
    asset.tag = "LT-0001";
    asset.serial = "ABC1234";
    asset.model = model;
    asset.status = AssetStatus::in_use;
    asset.location = room;
    asset.holder = requester;
    asset.memory_mib = 16384;
    laptop = add(asset);
    Procedure sop;
    sop.code = "SOP-EUS-900";
    sop.title_id = "Ganti dok";
    sop.title_en = "Replace a dock";
    procedure = add(sop);
    ProcedureVersion version;
    version.procedure = procedure;
    version.version = 1;
    version.steps = R"([{"mandatory":true,"kind":"tick","id":"Ambil dok lama","en":"Collect the old dock"},)"
                    R"({"mandatory":true,"kind":"tick","id":"Perbarui firmware","en":"Update the firmware"},)"
                    R"({"mandatory":false,"kind":"text","id":"Catat nomor port","en":"Write down the port"},)"
                    R"({"mandatory":true,"kind":"tick","id":"Pengguna menguji layar","en":"The user tests both displays"}])";
    const Uuid current = add(version);
    for (auto& record : records)
        if (record.id == procedure) {
            sop.id = procedure;
            sop.current = current;
            record = record_of(sop);
        }
    must(store_->insert(records, {}, "test"));
}

}  // namespace sigap::testing
