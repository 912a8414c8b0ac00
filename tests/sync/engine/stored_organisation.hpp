// An organisation as an earlier version left it: its server and one technician's device, whose edits wait. One thread.
#pragma once

#include "tests/support/harness.hpp"
#include "tests/support/stored_database.hpp"

namespace sigap::testing {

class StoredOrganisation {
public:
    explicit StoredOrganisation(const std::string& version) {
        clock.advance(std::int64_t{400} * 24 * 3'600'000);
        for (const auto end : {StoredEnd::device, StoredEnd::server}) {
            auto database = must(Database::open(options(end)));
            restore_stored(*database, version, end);
            rows_of(end) = all_rows(*database);
        }
    }

    // With the code of today, and again as after a restart.
    void open_device() {
        device.replica.reset();
        if (!device.disk) device.disk = std::make_unique<MemoryFiles>(clock);
        device.files = std::make_unique<FileStore>(*device.disk, "files");
        device.replica = must(Replica::open(must(Database::open(options(StoredEnd::device))), catalogue(), clock, random));
    }
    void open_server() {
        service.reset();
        store.reset();
        store = must(Store::open(options(StoredEnd::server), catalogue(), clock, random));
        service = std::make_unique<Service>(*store, authority, &files);
        if (device.replica) connect();
    }
    void open_both() {
        open_device();
        open_server();
    }
    TableRows& rows_of(StoredEnd end) { return end == StoredEnd::device ? device_rows : server_rows; }
    TableRows rows_now(StoredEnd end) {
        if (end == StoredEnd::server) return all_rows(store->database());
        device.replica.reset();
        const auto rows = all_rows(*must(Database::open(options(end))));
        open_device();
        if (store) connect();
        return rows;
    }
    Result<void> check_server() {
        const auto entries = store->database().read([&] { return store->log().verify(); });
        if (!entries) return entries.error();
        return store->database().write([&] { return store->scope().check(); });
    }

    ManualClock clock;
    SeededRandom random{11};
    TableRows device_rows, server_rows;  // as the earlier version left them
    TestDevice device;
    MemoryFiles server_disk{clock};
    FileStore files{server_disk, "files"};
    std::unique_ptr<Store> store;

private:
    OpenOptions options(StoredEnd end) const {
        OpenOptions options;
        options.path = folder.path() / (end == StoredEnd::device ? "sigap.db" : "server.db");
        return options;
    }
    // The server knows the device by what it kept of its certificate.
    void connect() {
        const auto known = store->devices().find(device.replica->enrolment()->device);
        if (!known) throw std::runtime_error("the server does not know the device");
        Peer peer;
        peer.address = "127.0.0.1";
        peer.fingerprint = known->fingerprint;
        peer.certificate_valid_now = true;
        device.network = std::make_shared<LoopbackTransport>(
            [this](const HttpRequest& asked, const Peer& who) { return service->handle(asked, who); }, peer);
    }

    TempFolder folder;
    Identity authority = must(make_authority("Test authority", clock));
    std::unique_ptr<Service> service;
};

}  // namespace sigap::testing
