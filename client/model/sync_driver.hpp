// SyncDriver: decides when to sync and drives one Session at a time: the store's executor feeds it, the network's sends. Beside
// it, while the server can be reached, one request waits there for news; without that it polls.
// Lives on the store's executor (every method but stop(), which is for any thread); it owns no thread and no clock.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "client/model/executor.hpp"
#include "platform/net/transport.hpp"
#include "sync/engine/file_lane.hpp"
#include "sync/engine/session.hpp"
#include "sync/engine/waiting.hpp"

namespace sigap {

struct SyncTiming {
    std::int64_t after_edit_ms = 6'000;  // so that Undo can still withdraw it
    std::int64_t poll_least_ms = 30'000, poll_most_ms = 900'000;
    std::int64_t between_waits_ms = 1'000;
    std::int64_t retry_least_ms = 1'000, retry_most_ms = 900'000;
};

struct SyncProgress {
    bool running = false;
    bool tried = false;                 // an attempt has ended since the start
    std::optional<Error> error;         // of the last attempt; none: it was good
    SyncReport report;                  // of the last attempt
    bool files_running = false;         // photos and documents are on their way, after the records
};

class SyncDriver {
public:
    using MakeTransport = std::function<Result<std::unique_ptr<Transport>>()>;
    using Done = std::function<void(const Result<SyncReport>&)>;
    struct Parts {
        Replica& replica;
        Executor& store;
        Executor& network;
        Random& random;
        MakeTransport transport;
        std::function<void()> changed;  // rows, states or progress are other than before
        SyncTiming timing{};
        FileStore* files = nullptr;                // null: records only
        std::function<bool()> originals = {};      // whether the network of now is good for them; empty: it is
        // For the request that the server holds until there is more; without them there is only polling.
        Executor* waiting = nullptr;
        MakeTransport waiting_transport{};
    };

    explicit SyncDriver(Parts parts);
    // Both executors have ended, or never run its tasks again.
    ~SyncDriver();

    // The first attempt; nothing before enrolment.
    void start();
    // At once, also in a pause that the server asked for: a person's tap is one request. While an attempt runs, one more follows
    // it. `done` hears of the attempt that begins after this call, once its files have had their turn.
    void sync_now(Done done = {});
    void edited();
    // Ends the request under way and begins no other; whoever waits hears of it.
    void stop();

    const SyncProgress& progress() const { return progress_; }

private:
    // A request that was handed to the network; one that was asked ahead is not waited for yet.
    struct Flight {
        HttpRequest request;
        std::optional<Result<HttpResponse>> answer;
        bool awaited = false;
    };
    void begin();
    void advance();
    void send(const HttpRequest& request);
    void take_answer();
    // What throws ends this attempt with an error and leaves the next one its turn.
    void drive(const std::function<void()>& work);
    void finish();
    void give_up(const Error& error);
    // Those that a first pull has left, one at a time: what else waits for the store has its turn between two.
    void make_indexes(bool more = false);
    // The files' turn, after the records': it keeps nobody waiting and is given up when the next attempt begins.
    void begin_files();
    void advance_files();
    void end_files();
    void tell();  // those who asked for the attempt that has ended
    void schedule(std::int64_t ms);
    bool waits() const { return parts_.waiting != nullptr && may_wait_; }
    // Keeps one request held by the server while that can be reached.
    void wait_for_more();
    void waited(Waited what);
    std::int64_t jittered(std::int64_t least, std::int64_t most, int doublings);

    Parts parts_;
    std::stop_source stop_;
    std::shared_ptr<Transport> transport_, waiting_transport_;
    bool held_ = false;       // a request to wait is under way
    bool may_wait_ = true;    // the server knows such requests
    int barren_ = 0;          // times in a row that the server called and had nothing
    std::unique_ptr<Session> session_;
    std::unique_ptr<FileLane> lane_;
    std::uint64_t lane_ticket_ = 0;  // of the newest lane; an answer to an older one is dropped
    std::shared_ptr<Flight> flight_;  // the newest
    SyncProgress progress_;
    std::uint64_t ticket_ = 0;   // of the newest timer; older ones do nothing
    std::int64_t page_rows_ = SessionOptions::most_page_rows;  // what the network carried last
    int idle_ = 0, failed_ = 0;  // attempts in a row that changed nothing, that failed without getting on
    bool again_ = false;   // asked for while an attempt was under way
    bool edited_ = false;  // the same of an edit
    bool held_back_ = false;  // the server asked for a pause, and the timer keeps it
    std::vector<Done> waiting_, running_;
};

}  // namespace sigap
