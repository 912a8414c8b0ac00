// One attempt to sync: a machine that names the next request and takes its answer. It owns no thread, socket or clock; whoever
// drives it calls it on the store's thread and sends elsewhere. Never restarted: a new attempt is a new Session.
#pragma once

#include <algorithm>
#include <functional>
#include <future>

#include "platform/net/transport.hpp"
#include "sync/replica/replica.hpp"

namespace sigap {

struct SyncReport {
    std::int64_t sent = 0;       // edits that the server answered
    std::int64_t received = 0;   // rows
    std::int64_t conflicts = 0;  // edits that met another one
    std::int64_t refused = 0;    // refused or deferred
    std::int64_t mended = 0;     // rows of this copy that were not the server's
};

struct SessionOptions {
    std::size_t most_commands = 500;
    std::size_t most_bytes = 512 * 1024;
    std::size_t most_reply_bytes = 64U << 20U;  // decompressed
    std::int64_t page_rows = most_page_rows;    // what an earlier attempt found the network to carry

    static constexpr std::int64_t most_page_rows = 2000, least_page_rows = 50;
};

class Session {
public:
    explicit Session(Replica& replica, SessionOptions options = {})
        : replica_(replica), options_(options), page_rows_(options.page_rows), batch_(options.most_commands) {}

    // The next request; none when the attempt has ended.
    std::optional<HttpRequest> next();
    // The answer to it, or why there is none. `ask_ahead` hears, before the answer is applied, of the request that next() will
    // most likely name after it: sent then, it fills the wait. Its answer counts only where next() did name the very same.
    using AskAhead = std::function<void(const HttpRequest&)>;
    void receive(const Result<HttpResponse>& answer, const AskAhead& ask_ahead = {});

    const SyncReport& report() const { return report_; }
    // What the network carried: for the next attempt's options.
    std::int64_t page_rows() const { return page_rows_; }
    // What went wrong, when it has ended; a good Result when all was done. An upload that failed has not stopped the download.
    Result<void> outcome() const { return error_ ? Result<void>(*error_) : Result<void>(); }
    // The server asked not to be asked again for so many milliseconds (Retry-After); 0 where it did not.
    std::int64_t wait_ms() const { return wait_ms_; }

private:
    enum class Phase { push, pull, compare, done };
    struct Refusal {
        int status = 0;             // of the answer in hand; 0 where there was none
        std::int64_t wait_ms = 0;   // what it asked for
        std::int64_t expected = 0;  // with code "gap": the n that the server expects
        std::int64_t common = 0;    // with code "epoch": the newest point that the server knows
    };
    HttpRequest request(std::string_view path, std::string body);
    Result<std::string> body_of(const Result<HttpResponse>& answer);
    void take_push(const std::string& body, const AskAhead& ask_ahead);
    void take_pull(const std::string& body, const AskAhead& ask_ahead);
    void push_failed(Error error);
    // After one that went well.
    std::size_t next_batch() const { return std::min(options_.most_commands, batch_ * 2); }
    // True where the same edits are to be tried in another division.
    Result<bool> divide(const Error& error);
    void take_compare(const std::string& body);
    // The server's history is not the one that this device knows.
    void other_history(Error error);
    void pull_failed(Error error);
    // To a page; 0 where the network carries what the server likes.
    std::int64_t asked_rows() const { return page_rows_ < SessionOptions::most_page_rows ? page_rows_ : 0; }
    bool ask_for_less(const Error& error);
    void end(Error error);

    Replica& replica_;
    SessionOptions options_;
    Phase phase_ = Phase::push;
    SyncReport report_;
    std::optional<Error> error_;
    std::int64_t until_ = 0;
    std::int64_t page_rows_;
    int pages_ = 0;   // taken in a row
    int breaks_ = 0;  // of the connection in a row, without a page between
    Refusal refusal_;
    std::size_t batch_;            // at most so many commands in a push, now
    std::size_t pushed_ = 0;       // in the push under way
    int faults_ = 0;               // pushes that the server failed at
    std::int64_t wait_ms_ = 0;
    bool offered_again_ = false;
    bool told_points_ = false;
    bool started_over_ = false;
    std::vector<std::string> damaged_;  // buckets to compare, the last first
    CompareRequest compared_;           // under way
    RowVersion compared_to_;
    bool minimal_ = false;  // the pull under way may be answered by "nothing new"
    // The newest request and its body as it was before compression: one that was asked ahead is named again.
    HttpRequest made_;
    std::string made_from_;
};

// Drives a session to its end over a blocking transport. With std::launch::async the transport sends on threads of its own, one
// at a time, and asks ahead.
Result<SyncReport> run_session(Session& session, Transport& transport, std::launch how = std::launch::deferred);

}  // namespace sigap
