// The simulated world of one seed: a server and its devices, each on a machine of its own, real code on both ends. It
// carries requests between them and starts and ends their programs; it has no opinion on what is right. One thread.
#pragma once

#include <deque>
#include <set>

#include "sync/engine/file_lane.hpp"
#include "sync/engine/session.hpp"
#include "sync/server/service.hpp"
#include "tests/simulation/names.hpp"
#include "tests/simulation/prepared.hpp"
#include "tests/simulation/trace.hpp"
#include "tests/simulation/witness.hpp"

namespace sigap::simulation {

// The author's own latest edit of a field, watched until the server's view of it has come back.
struct OwnWrite {
    Uuid operation;
    Value value;
    std::int64_t seq = 0;  // of its acceptance
};

// A file of some chunks costs no more than one of a few hundred bytes.
inline constexpr std::size_t simulated_chunk_bytes = 256;
inline constexpr std::size_t sweep_step = 3;  // of the server

// A request that was sent before the session named it, and what came back.
struct AskedAhead {
    HttpRequest request;
    Result<HttpResponse> answer;
};

struct SimulatedDevice {
    SimulatedDevice(const ManualClock& truth, std::uint64_t seed) : clock(truth), machine(clock), random(seed) {}

    std::string name;
    Peer peer;
    SkewedClock clock;
    Machine machine;
    SeededRandom random;
    const Catalogue* schema = &catalogue();       // what its app knows
    std::unique_ptr<Replica> replica;
    std::unique_ptr<FileStore> files;
    std::optional<FileLane> lane;                 // the files' turn, between two sessions
    std::optional<Session> session;               // an attempt to sync under way
    std::optional<HttpRequest> request;           // named by the session, not sent
    std::optional<Result<HttpResponse>> answer;   // to the session's request, on its way back
    bool asks_ahead = false;                      // its transport sends what the session will most likely name next
    std::optional<AskedAhead> ahead;
    bool cannot_send = false;                     // half of the network is down
    bool cannot_receive = false;
    bool stolen = false;                          // it is to be shut out for good
    bool out = false;                             // it was: nobody uses it any more

    std::vector<Uuid> confirmed;                          // operations that perform() said were saved
    std::set<Uuid> sent;                                  // operations that left the device since its program began
    std::vector<Record> before_edit;                      // the rows of the newest edit, as its author saw them
    std::map<FieldKey, OwnWrite> own;
    std::unordered_map<Uuid, std::int64_t> rows_seen;     // seq of each row as last looked at
    int restores_known = 0;                               // World::restores() that its copy knows of
    int restores_at_begin = 0;                            // World::restores() when its session began
    std::optional<std::pair<std::uint64_t, int>> looked_at;  // changes of its disk, and restores_known, when last checked
    std::set<std::string> filled;                         // buckets that a finished sync has brought in whole
    int disk_faults = 0;                                  // since the last heal
};

// What of these rows is otherwise on the device now.
std::vector<Written> written_since(const SimulatedDevice& device, const std::vector<Record>& before);

struct SimulatedServer {
    SimulatedServer(const ManualClock& truth, std::uint64_t seed) : clock(truth), machine(clock), random(seed) {}

    SkewedClock clock;
    Machine machine;
    SeededRandom random;
    std::unique_ptr<Store> store;
    std::unique_ptr<FileStore> files;
    std::unique_ptr<Service> service;
};

struct WorldOptions {
    std::uint64_t seed = 1;
    bool keyed = false;
    std::size_t devices = 3;
    std::optional<bool> fresh;  // devices begin without a first pull; none: some do
    std::uint64_t clocks = 0;  // 0: all clocks are right; else the seed of how wrong each is
    bool old_apps = true;      // some devices begin with an app of the oldest schema that is served
};

class World {
public:
    explicit World(const WorldOptions& options);

    ManualClock truth;
    SeededRandom random;
    SeededRandom file_random;    // what befalls files, on their way and on disks
    SeededRandom schema_random;  // whose app is old, and when it is updated
    Trace trace;
    Names names;
    Witness witness;
    SimulatedServer server;
    std::deque<SimulatedDevice> devices;
    const Landmarks& landmarks() const { return prepared_.landmarks; }

    bool one_in(std::uint64_t n) { return random.below(n) == 0; }
    template <typename List>
    const auto& any(const List& list) {
        return list[random.below(std::size(list))];
    }
    std::string fresh_text(std::string_view what) { return std::string(what) + ' ' + std::to_string(++texts_); }
    void tell(std::string_view who, std::string what) { trace.add(truth.now().ms - prepared_.at.ms, who, std::move(what)); }

    // A request reaches the server. None where the server's machine went down under it; `chance` says how.
    std::optional<HttpResponse> serve(const Peer& peer, const HttpRequest& request, SeededRandom& chance);

    Result<void> open(SimulatedDevice& device);
    // Its app is renewed while it is closed.
    void update_app(SimulatedDevice& device);
    void begin_session(SimulatedDevice& device, SessionOptions options = {});
    // It has ended by itself: with its outcome.
    Result<void> end_session(SimulatedDevice& device);
    // It is given up.
    void hang_up(SimulatedDevice& device);
    // What the server's log has gained, into the trace and before the witness.
    void observe_server();
    // An edit that is saved there, with what it wrote: what `before_edit` holds is how it found its rows.
    void remember_edit(SimulatedDevice& device, Made edit);
    void restart(SimulatedDevice& device, Ending ending);
    void restart_server(Ending ending);
    // The same person's device enrols again and keeps what it holds.
    void enrol_anew(SimulatedDevice& device);
    // The server shuts the device out; `stolen`: for good, and otherwise its person enrols again with it.
    void revoke(SimulatedDevice& device, bool stolen);
    // What people do when the server says that it knows the device no longer, or as another one.
    void answer_refusal(SimulatedDevice& device, const Error& refusal);
    // A second machine with a copy of the disk of the first.
    SimulatedDevice& clone(SimulatedDevice& device);

    // The server as it is now, and the return to it: its own command to restore, or behind its back.
    void keep_backup();
    bool has_backup() const { return backup_.has_value(); }
    void restore_backup(bool told);
    int restores() const { return restores_; }

    bool clocks_jumped() const { return clocks_jumped_; }
    // A clock goes wrong, by an amount that depends on WorldOptions::clocks alone.
    void jump(SkewedClock& clock);

    // A broken promise, with the number of its invariant (sync.md).
    void broke(int invariant, std::string_view who, std::string what);
    const std::vector<std::string>& broken() const { return broken_; }

private:
    void note_filled(SimulatedDevice& device);
    void must_open(SimulatedDevice& device);
    void open_server();
    void adopt_unconfirmed(SimulatedDevice& device);

    struct Backup {
        testing::PowerCutVfs::Files files;
        testing::MemoryFiles::Files attachments;
        Witness::ServerMemory memory;
    };

    const Prepared& prepared_;
    SeededRandom skews_;
    bool clocks_right_;
    bool clocks_jumped_ = false;
    int texts_ = 0;
    int enrolments_ = 0;
    int restores_ = 0;
    std::optional<Backup> backup_;
    std::vector<std::string> broken_;
};

}  // namespace sigap::simulation
