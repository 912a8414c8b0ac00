// What an outside observer of the world knows: each edit that was confirmed to its author with what they saw before it,
// and, from the server's log, what became of it and what each field has held since. The invariants are judged by this
// record, never by the product's own bookkeeping. One thread.
#pragma once

#include <map>
#include <unordered_map>

#include "sync/protocol/messages.hpp"
#include "sync/server/store.hpp"

namespace sigap::simulation {

struct FieldKey {
    Kind kind{};
    Uuid id;
    std::uint16_t field = 0;
    auto operator<=>(const FieldKey&) const = default;
};

// One field that an edit changed: what its author saw there, and what they wrote.
struct Written {
    FieldKey key;
    Value before;
    Value after;
};

struct Made {
    Uuid operation;
    std::string command;
    Kind kind{};
    Uuid target;
    Uuid person;
    Timestamp at;
    std::vector<Written> written;
    std::vector<Record> found;  // the rows that its rule may write, as its author had them
    std::string note;           // its text, where it is one
    int history = 0;            // how often the server had gone back, as far as its author's device knew
    std::size_t ordinal = 0;    // among all edits of this world
};

// What the server's log says of an operation.
struct Verdict {
    PushResult result;
    Uuid device;
};

class Witness {
public:
    void saw_made(Made made);
    // Its author does not want it any more, whatever became of it: nobody is to be told that somebody wrote over it.
    void saw_taken_back(const Uuid& operation);
    const Made* made(const Uuid& operation) const;
    const std::map<Uuid, Made>& all_made() const { return made_; }
    const Verdict* verdict(const Uuid& operation) const;

    // Reads what the server's log has gained. Each line returned is a value that was lost without a trace.
    std::vector<std::string> observe_server(Store& store);
    std::int64_t observed_head() const { return head_; }

    // Whether the server's value of a field has ever been this one at `seq` or later.
    bool was_since(const FieldKey& key, std::int64_t seq, const Value& value) const;

    // What the server knew at a moment; the server can go back to it.
    struct ServerMemory {
        std::int64_t head = 0;
        std::unordered_map<Uuid, Verdict> verdicts;
        std::map<FieldKey, std::vector<std::pair<std::int64_t, Value>>> history;
        std::vector<std::int64_t> transactions;  // the last seq of each
    };
    ServerMemory server_memory() const { return {head_, verdicts_, history_, transactions_}; }
    void server_went_back(ServerMemory memory);
    // The last seq of the server's transaction that `seq` belongs to.
    std::int64_t transaction_end(std::int64_t seq) const;

private:
    struct Loss {
        Uuid about;
        std::int64_t field = 0;
        std::string value;
    };
    void watch(Store& store, const FieldKey& key);
    bool had_seen(const Made& edit, const FieldKey& key, std::size_t field, const Value& value) const;
    bool decided_anew(const Made& edit, const Value& value) const;
    bool copied(const FieldKey& key, const Value& value) const;
    std::vector<Loss> losses_after(Store& store, std::int64_t seq) const;

    std::map<Uuid, Made> made_;
    std::multimap<FieldKey, Value> taken_back_;
    int went_back_ = 0;
    std::unordered_map<Uuid, Verdict> verdicts_;
    std::map<FieldKey, std::vector<std::pair<std::int64_t, Value>>> history_;
    std::vector<std::int64_t> transactions_;
    std::vector<FieldKey> unwatched_;
    std::int64_t head_ = 0;
};

}  // namespace sigap::simulation
