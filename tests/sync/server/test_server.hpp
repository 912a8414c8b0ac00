// A server without sockets for tests: store and service on a temporary database, a clock that stands still, devices
// that keep what they pulled as a real one would. One thread.
#pragma once

#include <map>
#include <memory>

#include "platform/crypto/certificates.hpp"
#include "platform/crypto/enrolment_code.hpp"
#include "sync/model/kinds/asset.hpp"
#include "sync/model/kinds/location.hpp"
#include "sync/model/kinds/note.hpp"
#include "sync/model/kinds/procedure.hpp"
#include "sync/model/kinds/work.hpp"
#include "sync/server/service.hpp"
#include "tests/support/memory_files.hpp"
#include "tests/support/temp_folder.hpp"

namespace sigap::testing {

using Arguments = std::vector<std::pair<std::string, Value>>;

class BareServer;

// One enrolled device: makes commands, pushes them, and holds the rows of its buckets.
class BareDevice {
public:
    BareDevice(BareServer& server, const EnrolReply& enrolled);

    Command command(std::string name, Kind kind, const Uuid& target, Arguments arguments = {});
    PushedCommand next(Command command) { return {++n, false, std::move(command)}; }
    HttpResponse send(const std::vector<PushedCommand>& commands);
    // Pushes one and takes its only result.
    PushResult push(Command command);
    PushResult push(std::string name, Kind kind, const Uuid& target, Arguments arguments = {}) {
        return push(command(std::move(name), kind, target, std::move(arguments)));
    }

    // One page; and all of them until nothing more comes. Returns the pages' count.
    PullReply page();
    int pull();
    bool holds(Kind kind, const Uuid& id) const { return held.contains({kind, id}); }
    template <typename T>
    T get(const Uuid& id) const {
        return as<T>(held.at({kind_of<T>.kind, id}).record);
    }
    template <typename T>
    std::vector<T> all() const {
        std::vector<T> out;
        for (const auto& [key, row] : held)
            if (key.first == kind_of<T>.kind) out.push_back(as<T>(row.record));
        return out;
    }

    struct Held {
        Record record;
        std::map<std::string, bool> buckets;
    };
    Uuid device_id;
    Uuid person;
    Peer peer;
    std::int64_t n = 0;
    std::map<std::pair<Kind, Uuid>, Held> held;
    std::map<std::string, std::int64_t> cursors;
    std::int64_t until = 0;

private:
    BareServer& server_;
};

class BareServer {
public:
    BareServer();

    Uuid add_person(std::string login, Role role, const Uuid& site = {});
    template <typename T>
    Uuid add(T row) {
        row.id = make_uuid(clock, random);
        insert({record_of(row)});
        return row.id;
    }
    void insert(const std::vector<Record>& records);
    std::string code_for(const std::string& login, int minutes = 15);
    HttpResponse enrol(const std::string& code, const std::string& address = "127.0.0.1");
    BareDevice device(const std::string& login);
    HttpResponse post(std::string_view path, std::string body, const Peer& peer, HttpHeaders headers = {});
    template <typename T>
    T row(const Uuid& id) {
        return as<T>(store->rows().find(kind_of<T>.kind, id).value());
    }
    std::vector<Conflict> conflicts();
    std::int64_t head() { return store->log().head(); }
    Result<void> check_scope() {
        return store->database().write([&] { return store->scope().check(); });
    }

    TempFolder folder;
    ManualClock clock;
    SeededRandom random{7};
    Identity authority;
    MemoryFiles disk{clock};
    FileStore files{disk, "files"};
    std::unique_ptr<Store> store;
    std::unique_ptr<Service> service;
    Uuid site;
};

std::string code_of(const HttpResponse& response);

}  // namespace sigap::testing
