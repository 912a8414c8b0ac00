// A whole organisation in one process: the real server's Service and devices with real replicas, joined by a LoopbackTransport
// instead of sockets; time is a ManualClock, chance is seeded. One thread. Link sync_server and sync_engine.
#pragma once

#include <deque>
#include <memory>

#include "platform/net/transport.hpp"
#include "sync/engine/file_lane.hpp"
#include "sync/engine/session.hpp"
#include "sync/model/kinds/asset.hpp"
#include "sync/model/kinds/location.hpp"
#include "sync/model/kinds/note.hpp"
#include "sync/model/kinds/person.hpp"
#include "sync/model/kinds/procedure.hpp"
#include "sync/model/kinds/work.hpp"
#include "sync/server/service.hpp"
#include "tests/support/memory_files.hpp"
#include "tests/support/temp_folder.hpp"

namespace sigap::testing {

// Throws with the error's line; for what cannot fail in a test.
template <typename T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error("unexpected error: " + result.error().message + " [" + result.error().detail + "]");
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// The network between one device and the server, which a test may spoil.
class LoopbackTransport final : public Transport {
public:
    using Server = std::function<HttpResponse(const HttpRequest&, const Peer&)>;
    LoopbackTransport(Server server, Peer peer) : server_(std::move(server)), peer_(std::move(peer)) {}
    Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop = {}) override;

    bool online = true;
    int lose_requests = 0;  // so many next requests never arrive
    int lose_replies = 0;   // so many next requests take effect, but their answers are lost
    int break_after = -1;   // so many requests are answered, then the connection breaks; -1: never
    bool html = false;      // a captive portal answers 200 with a web page
    int busy_seconds = 0;   // the server answers 503 and asks for so long a pause
    int sent = 0;           // requests that reached the server

private:
    Server server_;
    Peer peer_;
};

// One device of one person.
struct TestDevice {
    std::string login;
    std::filesystem::path folder;
    EnrolReply enrolment;
    std::shared_ptr<LoopbackTransport> network;
    std::unique_ptr<Replica> replica;
    std::unique_ptr<MemoryFiles> disk;  // of files; it outlives crashes
    std::unique_ptr<FileStore> files;

    Result<SyncReport> sync();
    // The files' turn, by itself: to its end, or at most so many requests and then given up.
    Result<FileReport> sync_files(FileLaneOptions options = {}, int most_requests = 1'000'000);
    // As `sigap photo` does: the file first, then its row.
    Edit attach(const Uuid& about, std::string_view bytes, std::string_view thumbnail = {});
    // Throws where the command is refused.
    Edit perform(std::string_view command, const Uuid& target = {}, std::vector<std::pair<std::string, Value>> arguments = {});
    template <typename T>
    T get(const Uuid& id) const {
        const auto record = replica->find(kind_of<T>.kind, id);
        if (!record) throw std::runtime_error("not on this device: " + std::string(kind_of<T>.name) + " " + to_string(id));
        return as<T>(*record);
    }
    template <typename T>
    std::vector<T> all() const {
        ListQuery query;
        query.kind = kind_of<T>.kind;
        std::vector<T> out;
        for (const auto& record : replica->list(query)) out.push_back(as<T>(record));
        return out;
    }
};

// The organisation: a site (WIB) with two buildings and rooms, technician, technician2, desk, lead, admin, a requester, one
// laptop, one procedure with three mandatory steps and an optional one.
class Harness {
public:
    explicit Harness(std::uint64_t seed = 1);

    ManualClock clock;
    SeededRandom random;

    Store& store() { return *store_; }
    MemoryFiles& server_disk() { return server_disk_; }
    std::string server_vfs;  // of the server's database, from its next start on; empty: the system's
    FileStore& server_files() { return *server_files_; }
    // With a certificate of its own, by the real way in; nothing was synced yet.
    TestDevice& enrol(const std::string& login);
    // The network of who has this certificate.
    std::shared_ptr<LoopbackTransport> network_of(const EnrolReply& enrolment);
    // Opens the device's database again, as after a restart.
    void reopen(TestDevice& device);
    // The server's process ends and starts again.
    void restart_server();
    // A copy of the server's data, and the putting back of it while the server is not at work.
    void backup_server();
    void restore_server();
    // Rows given to the server as an import does.
    void insert(std::span<const Record> records);

    // A job that the desk made for this technician on a device of its own; on the server when it returns. The visit's id.
    Uuid make_job(const std::string& title, const std::string& technician, Timestamp when);
    TestDevice& desk();

    Uuid site, building, other_building, room, other_room;
    Uuid technician, technician2, requester, desk_person, lead, admin;
    Uuid model, laptop, procedure;

private:
    void fill();
    TempFolder folder_;
    MemoryFiles server_disk_{clock};
    std::unique_ptr<FileStore> server_files_;
    std::unique_ptr<Store> store_;
    Identity authority_;
    std::unique_ptr<Service> service_;
    std::deque<TestDevice> devices_;
    TestDevice* desk_ = nullptr;
};

}  // namespace sigap::testing
