// The messages between a device and the server, as plain values, and their JSON (sync/PROTOCOL.md). Any thread; no I/O.
// Every reader takes hostile input: it answers Error{protocol} and never throws.
#pragma once

#include "sync/protocol/row_codec.hpp"

namespace sigap {

inline constexpr int protocol_version = 1;

namespace route {
inline constexpr std::string_view enrol = "/v1/enrol";
inline constexpr std::string_view push = "/v1/push";
inline constexpr std::string_view pull = "/v1/pull";
inline constexpr std::string_view authority = "/v1/authority";  // the CA's certificate, as PEM; needs no certificate
inline constexpr std::string_view health = "/healthz";
}  // namespace route

struct EnrolRequest {
    std::string code;
    std::string certificate_request;  // PEM
    std::string device_name;
};
struct EnrolReply {
    Uuid device;
    std::int64_t device_number = 0;  // short; part of the human numbers that it gives
    std::string certificate;         // PEM, for the request's key
    Uuid person;
    std::string login;
    Role role{};
    std::string organisation;
    Uuid epoch;
};

struct PushedCommand {
    std::int64_t n = 0;   // contiguous from 1 for each device
    bool skip = false;    // withdrawn before it was sent: only its n and operation count
    Command command;
};
struct PushRequest {
    int schema = 0;
    std::vector<PushedCommand> commands;
};
enum class Outcome : std::uint8_t { applied, merged, conflict, refused, deferred, skipped };
template <>
inline constexpr std::string_view words_of<Outcome>[] = {"applied", "merged", "conflict", "refused", "deferred", "skipped"};
struct PushResult {
    std::int64_t n = 0;
    Uuid operation;
    Outcome outcome{};
    std::int64_t seq = 0;       // where its effect stands in the order; 0 where it had none
    std::string code;           // of a refusal: stable word
    std::string message;        // of a refusal: one line for people
    std::vector<Uuid> conflicts;
};
struct PushReply {
    Uuid epoch;
    Timestamp server_time;
    std::vector<PushResult> results;
};

struct Cursor {
    std::string bucket;
    std::int64_t seq = 0;
    bool operator==(const Cursor&) const = default;
};
struct PullRequest {
    int schema = 0;
    Uuid epoch;              // nil on the first pull
    std::vector<Cursor> cursors;
    std::int64_t until = 0;  // the bound that the pull's first page named; 0 asks for a new one
    std::int64_t most_rows = 0;  // about so many to a page, where the network carries no more; 0: the server's own measure
    bool count = false;          // the first page shall say how many are `left`
};
struct OutRow {
    Kind kind{};
    Uuid id;
    std::uint64_t buckets = 0;
    std::int64_t seq = 0;
};
struct PullReply {
    Uuid epoch;
    Timestamp server_time;
    Role role{};                             // the person's, as it is now
    std::int64_t until = 0;
    std::vector<std::string> subscriptions;  // every bucket that the device may hold
    std::vector<std::string> served;         // those this page is about; bit i of `buckets` is served[i]
    std::int64_t next = 0;                   // the cursor of all that are served, after this page
    std::vector<WireRow> rows;
    std::vector<OutRow> outs;
    std::int64_t left = 0;                   // where it was asked for: the rows of this page and of those to come
    std::int64_t left_out = 0;               // rows of kinds that this schema does not know
};

struct FailureReply {
    std::string code;          // stable word
    std::string message;       // one line for people
    std::int64_t expected = 0;  // with code "gap": the n that the server expects next
};

std::string encode(const EnrolRequest& message);
std::string encode(const EnrolReply& message);
std::string encode(const PushRequest& message);
std::string encode(const PushReply& message);
std::string encode(const PullRequest& message);
// Rows are appended ready-made (append_row) by the server; this one is for tests and small replies.
std::string encode(const PullReply& message, const Catalogue& catalogue);
std::string encode(const FailureReply& message);

Result<EnrolRequest> read_enrol_request(std::string_view body);
Result<EnrolReply> read_enrol_reply(std::string_view body);
Result<PushRequest> read_push_request(std::string_view body, const Catalogue& catalogue);
Result<PushReply> read_push_reply(std::string_view body);
Result<PullRequest> read_pull_request(std::string_view body);
Result<PullReply> read_pull_reply(std::string_view body, const Catalogue& catalogue);
Result<FailureReply> read_failure(std::string_view body);

// One result, as answered and as kept in the server's log, to be given again on a retry.
void append_result(std::string& out, const PushResult& result);
Result<PushResult> read_result(std::string_view text);

// One command, as pushed and as stored in the ledger and in the server's log.
void append_command(std::string& out, const Command& command);
Result<Command> read_command(std::string_view text, const Catalogue& catalogue);

}  // namespace sigap
