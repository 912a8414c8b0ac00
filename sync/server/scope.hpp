// Who may hold which row: each row is a member of buckets, derived from the routes that the kinds declare
// (sync/PROTOCOL.md, "Scope"). A change of membership is written in the transaction that causes it. One thread, the
// store's.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <set>

#include "sync/model/kinds/person.hpp"
#include "sync/protocol/messages.hpp"
#include "sync/rows/row_store.hpp"

namespace sigap {

// The buckets that a person's devices hold, by the role of now; none for an inactive person or one without a role.
std::vector<std::string> subscriptions_of(const Person& person, const Rows& rows);

struct Membership {
    std::int64_t seq = 0;
    Kind kind{};
    Uuid id;
    std::uint64_t in = 0;  // one bit for each bucket asked for
    std::uint64_t out = 0;
};

class Scope {
public:
    explicit Scope(RowStore& rows);
    void migrate();
    // What memberships are derived from, as a text that differs wherever the kinds declare other routes.
    std::string routes() const;
    // Derives every row's memberships anew and writes, at `seq`, those that were otherwise; false where none was. For a
    // store whose rows were placed by other routes.
    bool place_all(std::int64_t seq);

    // Tells of a row that was written: `before` is null for one that was born. A row that others of the same batch
    // follow must be told before them. Takes effect in settle().
    void wrote(const Record* before, const Record& after);
    // Writes the memberships that follow from all that was told since the last call. Throws std::logic_error if it
    // finds no end.
    void settle(std::int64_t seq);
    // Writes what settle() has done to the sums of the buckets; once, at the end of each transaction, or of each savepoint of a
    // command.
    void write_sums();
    // At the beginning of each transaction and savepoint: an earlier one may have been rolled back.
    void forget() { told_.clear(), affected_.clear(), changes_.clear(); }

    // The seq of the bucket's last change; 0 where it has none.
    std::int64_t newest(const std::string& bucket) const;
    // What each of these buckets holds, of the kinds that the schema knows; kept in the transactions that change it.
    std::vector<BucketSum> sums(const std::vector<std::string>& buckets, int schema) const;
    // The buckets that settle() wrote to since the last call, also where that was rolled back.
    std::vector<std::string> take_touched();

    // Whether this person's jobs once held the row and lost it after `seq`.
    bool lost_since(const Uuid& person, Kind kind, const Uuid& id, std::int64_t seq) const;

    // Derives every row's buckets and all sums anew; Error{storage} "scope_broken" names the first row or bucket that is
    // held otherwise.
    // Inside write().
    Result<void> check();

    // What changed for the buckets in (after, until], in the order of seq; `visit` says false to stop. At most 64
    // buckets.
    void changes(const std::vector<std::string>& buckets, std::int64_t after, std::int64_t until,
                 const std::function<bool(const Membership&)>& visit) const;

    // How many rows changes() tells of, from each bucket's own cursor on, without those that went.
    std::int64_t count(const std::vector<Cursor>& buckets, std::int64_t until) const;

private:
    struct Work {
        Kind kind{};
        Uuid id;
        bool touched = false;  // the row itself was written
        bool born = false;
        bool moved = false;  // a field that decides on its buckets was written
        std::int64_t old_seq = 0;  // of the row before it was written
    };
    struct Link {
        const KindInfo* from = nullptr;
        const FieldInfo* field = nullptr;
        std::string find;  // ids of the rows of `from` that name a target in `field`
    };

    struct Sum {
        std::int64_t count = 0;
        std::uint64_t sum = 0;
        bool operator==(const Sum&) const = default;
    };
    using Sums = std::map<std::pair<std::int64_t, int>, Sum>;  // by bucket and kind

    Sums count_all() const;
    void add(std::int64_t bucket, Kind kind, const Uuid& id, std::int64_t seq);
    void remove(std::int64_t bucket, Kind kind, const Uuid& id, std::int64_t seq);
    std::int64_t bucket(const std::string& name, bool personal);
    std::set<std::int64_t> wanted(const Record& record);
    std::set<std::int64_t> held(Kind kind, const Uuid& id) const;
    void settle_one(const Work& work, std::int64_t seq);
    bool place_row(const Work& work, const Record& record, std::int64_t seq);
    void push_dependents(const Record& record);
    void push_brought(const Record& record);
    // The kind and id that a reference names; the nil id where it names none.
    static std::pair<Kind, Uuid> target_of(const KindInfo& kind, const FieldInfo& field, const Record& record);

    RowStore& rows_;
    Database& database_;
    std::vector<Link> followers_, bringers_, placed_;
    std::vector<Work> told_;
    std::deque<Work> affected_;
    Sums changes_;  // not written yet
    std::set<std::int64_t> touched_;
};

}  // namespace sigap
