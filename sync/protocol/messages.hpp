// The messages between a device and the server, as plain values, and their JSON (sync/PROTOCOL.md). Any thread; no I/O.
// Every reader takes hostile input: it answers Error{protocol} and never throws.
#pragma once

#include <functional>

#include "sync/protocol/row_codec.hpp"

namespace sigap {

inline constexpr int protocol_version = 1;
// The server speaks its own version of protocol and schema and so many before.
inline constexpr int versions_back = 2;

namespace route {
inline constexpr std::string_view enrol = "/v1/enrol";
inline constexpr std::string_view push = "/v1/push";
inline constexpr std::string_view pull = "/v1/pull";
inline constexpr std::string_view compare = "/v1/compare";
inline constexpr std::string_view wait = "/v1/wait";
inline constexpr std::string_view authority = "/v1/authority";  // the CA's certificate, as PEM; needs no certificate
inline constexpr std::string_view health = "/healthz";
}  // namespace route

struct EnrolRequest {
    std::string code;
    std::string certificate_request;  // PEM
    std::string device_name;
    int protocol = protocol_version;
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

// A place in a server's history, and what only that history has there: the mark covers all that went before.
struct Point {
    std::int64_t seq = 0;
    std::string mark;  // 16 hex digits
    bool operator==(const Point&) const = default;
};

struct PushedCommand {
    std::int64_t n = 0;   // contiguous from 1 for each device
    bool skip = false;    // its n is given up: only n and operation count
    Command command;
    std::string written = {};  // the command as JSON, where it is there already; it then travels as it is
    bool withdrawn = false;    // with `skip`: its author took it back, it never comes again; else it may, under a later n
};
struct PushRequest {
    int schema = 0;
    std::vector<PushedCommand> commands;
    std::vector<Point> seen = {};  // newest first; the first must be known to the server
    int protocol = protocol_version;
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
    Point head = {};
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
    std::vector<Point> seen = {};  // newest first; the first must be known to the server
    int protocol = protocol_version;
};
// What a bucket holds: the number of its rows, and the sum of row_sum() over them, modulo 2^64.
struct BucketSum {
    std::string bucket;
    std::int64_t count = 0;
    std::uint64_t sum = 0;
    bool operator==(const BucketSum&) const = default;
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
    std::string mark = {};                   // of `until`
    std::vector<BucketSum> sums = {};        // at `until`, where the server still knows them; of the kinds of this schema
};
// A row as two ends compare it.
struct RowVersion {
    Kind kind{};
    Uuid id;
    std::int64_t seq = 0;
    auto operator<=>(const RowVersion&) const = default;
};
// All rows that the device holds of a bucket, within (after, the last one named]; without a bound above where it is the last part.
struct CompareRequest {
    int schema = 0;
    std::string bucket;
    std::int64_t until = 0;  // where the device's cursor of it stands
    RowVersion after;        // its seq does not count
    std::vector<RowVersion> rows;
    bool last = false;
    std::vector<Point> seen = {};
    int protocol = protocol_version;
};
struct CompareReply {
    std::vector<WireRow> rows;   // that the device lacks or has otherwise; bit 0 of `buckets` is the bucket
    std::vector<OutRow> outs;    // that the bucket does not hold
    RowVersion reached;          // compared as far as this; Kind::none: all that was asked
};

struct FailureReply {
    std::string code;          // stable word
    std::string message;       // one line for people
    std::int64_t expected = 0;  // with code "gap": the n that the server expects next
    std::int64_t common = 0;    // with code "epoch": the newest of the points that it knows
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
// Our servers write the rows, by far the most of it, behind all that says what the next page is: `before_rows` hears that first.
// Where the rows come earlier it hears nothing. What it hears may yet turn out to be part of no good reply.
Result<PullReply> read_pull_reply(std::string_view body, const Catalogue& catalogue,
                                  const std::function<void(const PullReply&)>& before_rows = {});
Result<FailureReply> read_failure(std::string_view body);
std::string encode(const CompareRequest& message);
std::string encode(const CompareReply& message, const Catalogue& catalogue);
Result<CompareRequest> read_compare_request(std::string_view body);
Result<CompareReply> read_compare_reply(std::string_view body, const Catalogue& catalogue);

// What a row adds to the sum of a bucket. No defence against forgery: it finds faults.
std::uint64_t row_sum(const Uuid& id, std::int64_t seq);

// One result, as answered and as kept in the server's log, to be given again on a retry.
void append_result(std::string& out, const PushResult& result);
Result<PushResult> read_result(std::string_view text);

// One command, as pushed and as stored in the ledger and in the server's log.
void append_command(std::string& out, const Command& command);
Result<Command> read_command(std::string_view text, const Catalogue& catalogue);

}  // namespace sigap
