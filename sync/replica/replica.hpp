// The device's copy of what this person needs, and the ledger of what they did. One thread, the store's; it owns the database.
// Always holds: a command that perform() confirmed is on the disk with its row, its activity and its ledger entry; rows that
// screens read are the server's rows with every pending edit on top.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "sync/replica/enrolment.hpp"
#include "sync/replica/ledger.hpp"
#include "sync/replica/search_index.hpp"
#include "sync/rows/row_store.hpp"

namespace sigap {

struct ListQuery {
    Kind kind{};
    std::vector<std::pair<std::string, Value>> where;  // field = value
    std::string text;                                  // found in any searched field, case ignored
    std::string order;                                 // a field's name; the id where empty
    bool descending = false;
    std::int64_t limit = -1;
    std::int64_t offset = 0;
};

struct Edit {
    Uuid operation;       // nil where nothing had to change
    std::int64_t n = 0;
    Kind kind{};
    Uuid id;              // the record it was done to, or made
};

// What a person saw of the record when they decided, where that may be older than the copy now.
struct Seen {
    std::int64_t seq = -1;  // -1: the copy as it is now
    std::vector<std::pair<std::string, Value>> values = {};  // by the field's name; what a form showed when it was opened
};

class Replica {
public:
    // The disk under the copy, as far as somebody else knows of it.
    struct Disk {
        std::function<bool()> is_scarce = {};
        std::function<bool()> make_room = {};  // true where something gave way
    };
    // For OpenOptions: its WAL is 16 MiB at most.
    static constexpr int checkpoint_pages = 4000;

    // Opens or creates the tables; adds what a newer catalogue declares. The references must outlive the replica.
    static Result<std::unique_ptr<Replica>> open(std::unique_ptr<Database> database, const Catalogue& catalogue, const Clock& clock,
                                                 Random& random);

    std::optional<Enrolment> enrolment() const;
    Result<void> set_enrolment(const Enrolment& enrolment);
    std::string setting(std::string_view key) const;
    Result<void> set_setting(std::string_view key, std::string_view value);

    // Without it a full disk refuses each edit; with it there is one more attempt when room was made.
    void set_disk(Disk disk) { disk_ = std::move(disk); }

    // Judges and applies a command, durably. Errors: those of judge(), storage, and not_found where nobody is enrolled.
    Result<Edit> perform(std::string_view name, const Uuid& target, std::vector<std::pair<std::string, Value>> arguments, Seen seen = {});
    // Whether perform() of it, without arguments, would say yes now.
    bool would_allow(std::string_view name, const Uuid& target) const;
    // Takes back an edit that was not sent yet and that no later edit builds on.
    Result<void> withdraw(const Uuid& operation);
    // A refused or deferred edit, once more: with some values changed, or (`into` another record of its kind) as an edit that
    // fills what is empty there. The old one is left then. Errors: refused "not_parked", those of perform().
    Result<Edit> do_again(const Uuid& operation, std::vector<std::pair<std::string, Value>> changed = {}, const Uuid& into = {});
    // Its author has seen that it was refused, and lets it be.
    Result<void> leave(const Uuid& operation);
    // The record on this device that has the unique value which this edit wanted.
    std::optional<Record> twin_of(const LedgerEntry& entry) const;

    // The row went to somebody else: it is here, read-only, until each edit of ours has its result and no form is open on it.
    bool given_away(Kind kind, const Uuid& id) const;
    // The rows that somebody is writing about: none of them goes from under their hands.
    Result<void> set_open_forms(std::set<Uuid> rows);

    // Reading. All throw StorageFailure only inside read(); call them in there.
    template <typename F>
    auto read(F&& work) {
        return database_->read(std::forward<F>(work));
    }
    std::optional<Record> find(Kind kind, const Uuid& id) const { return rows_.find(kind, id); }
    // Looks the id up in every kind.
    std::optional<Record> find_any(const Uuid& id) const;
    std::vector<Record> list(const ListQuery& query) const;
    std::int64_t count(const ListQuery& query) const;
    // Newest first; `about` narrows it to one record.
    std::vector<LedgerEntry> ledger(std::int64_t limit, const Uuid& about = {}) const;
    std::optional<LedgerEntry> entry_of(const Uuid& operation) const;
    std::vector<LedgerEntry> unanswered(std::int64_t limit) const;  // oldest first
    SyncStatus status() const;
    const RowStore& rows() const { return rows_; }
    const SearchIndex& search_index() const { return search_; }
    const Catalogue& catalogue() const { return rows_.catalogue(); }
    const Clock& clock() const { return clock_; }

    // The engine's side: what to send, and the taking in of what came. Each in one transaction.
    // Of each command only the operation is read; it goes as it was written.
    Result<PushRequest> next_push(std::size_t most_commands, std::size_t most_bytes);
    // What next_push() will give once this reply was taken; none where nothing is left.
    std::optional<PushRequest> next_push_after(const PushReply& reply, std::size_t most_commands, std::size_t most_bytes);
    // The push under way got no answer: what it held waits again.
    void push_failed() { sending_ = 0; }
    // It never left this device either: what was offered for the first time can be taken back again.
    void push_never_left() {
        sending_ = 0;
        offered_ = offered_before_;
    }
    // The server failed at the push under way, not at any one edit by name. An edit that was alone in it counts that, and after
    // three times it steps behind all edits that have nothing to do with it: its n is given up and it comes again under a new one.
    // True where next_push() now gives others than before.
    Result<bool> push_met_fault();
    // Returns how many edits got their result by it.
    Result<std::int64_t> take(const PushReply& reply);
    // `most_rows` to a page, where the network carries no more; 0: as many as the server likes.
    Result<PullRequest> next_pull(std::int64_t until, std::int64_t most_rows = 0);
    // What next_pull() will give once this reply was taken; none where the pull is then over.
    std::optional<PullRequest> next_pull_after(const PullReply& reply, std::int64_t most_rows = 0) const;
    struct Pulled {
        std::int64_t rows = 0;
        bool complete = false;  // every bucket has reached `until`
        bool advanced = false;  // a cursor moved
        std::vector<std::string> damaged = {};  // buckets of which this copy is another than the server's
    };
    Result<Pulled> take(const PullReply& reply);
    // A first pull leaves the indexes of large tables for later: makes one, or the next part of the full-text index, in a transaction
    // of its own. False where all is there.
    Result<bool> make_index();
    // No acknowledged edit waits for the pull that brings it back, there was a first pull, its sums were the server's, and no damage
    // is known: "nothing new" is an answer.
    bool settled();
    // That answer. Written at most once a minute, so that a sync with nothing to do need not wait for the disk.
    Result<void> take_nothing_new();
    // The server lacks what it had acknowledged from n on: offer it again.
    Result<void> reoffer(std::int64_t from_n);
    // The next requests name all points of the server's history that are known here, so that it can say which it shares.
    void tell_all_points() { all_points_ = true; }
    // The server's history is another one after `common` (a restored backup): offers all since again and pulls all anew. The rows
    // stay until then; those that the new pull does not bring go at its end.
    Result<void> start_over(std::int64_t common);
    // The part of a damaged bucket behind `after` (Kind::none: from its beginning), and the taking in of what the server says of
    // it. `next` is where the following part begins; Kind::none at the end.
    Result<CompareRequest> next_compare(const std::string& bucket, const RowVersion& after);
    struct Compared {
        std::int64_t mended = 0;
        RowVersion next;
    };
    Result<Compared> take(const CompareRequest& asked, const CompareReply& reply);

    Result<void> integrity_check() { return database_->integrity_check(); }

private:
    Replica(std::unique_ptr<Database> database, const Catalogue& catalogue, const Clock& clock, Random& random);
    Result<void> migrate();

    using RowKey = std::pair<Kind, Uuid>;
    bool has_overlay(const RowKey& row) const;
    bool is_held(const RowKey& row) const;
    void let_go(const RowKey& row);
    Result<Edit> write_edit(std::string_view name, const Uuid& target, std::vector<std::pair<std::string, Value>> arguments, const Seen& seen);
    Result<LedgerEntry> parked(const Uuid& operation) const;
    Result<std::vector<std::pair<std::string, Value>>> fills(const CommandInfo& info,
                                                             const std::vector<std::pair<std::string, Value>>& arguments,
                                                             const Uuid& into) const;
    bool stands_aside(std::int64_t n, std::int64_t faults) const;
    void step_aside(std::int64_t n);
    std::vector<std::int64_t> related_to(std::int64_t n) const;
    void begin_anew();
    void forget_after(std::int64_t common);
    void offer_again(std::int64_t n, std::int64_t common);
    std::vector<Point> points() const;
    void keep_point(const Point& point);
    // points(), as they will be once this one is kept.
    std::vector<Point> points_with(const Point& known) const;
    Result<PushRequest> push_from(std::int64_t after, const Point& known, std::size_t most_commands, std::size_t most_bytes);
    void count_change(const RowKey& row, std::uint64_t gained, std::uint64_t lost, std::int64_t new_seq);
    void write_counts();
    void recount();
    std::vector<std::string> differing(const std::vector<BucketSum>& sums) const;
    std::vector<std::string> damaged(const std::vector<BucketSum>& sums);
    void sweep();
    // Every row is written and goes by these, and what is derived of rows follows; but for a first pull, which derives nothing yet.
    void write_row(const Record* before, const Record& record, std::int64_t held);
    void erase_row(const RowKey& row);
    void keep_shadow(const RowKey& row);
    void rebuild(const RowKey& row);
    // Of a row that went to somebody else the server tells no more: what it accepted of ours stays below our other edits.
    void keep_accepted(std::int64_t n);
    void drop_overlay(std::int64_t n, std::vector<RowKey>& dirty);
    void add_rows_of(std::int64_t n, std::vector<RowKey>& dirty) const;
    // The server's row of before this accepted edit is still the one below it.
    bool awaits_row(std::int64_t n) const;
    // What people know the row by: its title, or that of the row that it follows; "" where neither has one.
    std::string title_of_row(Kind kind, const Uuid& id, int steps = 4) const;
    void title_edits();
    std::int64_t seen_beneath(const RowChange& change, std::int64_t seq) const;
    std::vector<Base> bases_of(const Changes& changes, const Uuid& target, const Seen& seen) const;
    std::vector<FieldChange> saw_of(const Record& record, const RowChange& change, const Seen& seen) const;
    Result<std::string> next_number(std::string_view prefix);
    LedgerEntry read_entry(const Query& query) const;
    std::string where_clause(const ListQuery& query) const;
    void bind_where(Query& query, const ListQuery& list) const;
    std::uint64_t local_buckets(const std::vector<std::string>& served, std::uint64_t mask) const;
    Result<void> take_subscriptions(const PullReply& reply);
    void take_row(const WireRow& row, std::uint64_t held, bool any_overlay, bool first_pull_done, std::vector<RowKey>& dirty);
    void take_out(const OutRow& out, std::uint64_t held);
    void note_first_pull(const PullReply& reply);
    std::int64_t number_setting(std::string_view key) const;  // 0 where it is not there
    void set_meta(std::string_view key, std::string_view value);

    std::unique_ptr<Database> database_;
    RowStore rows_;
    SearchIndex search_;
    const Clock& clock_;
    Random& random_;
    std::vector<Cursor> cursors_;          // by local bit
    std::int64_t sending_ = 0;             // highest n of the push under way
    std::size_t sending_count_ = 0;        // its commands
    std::int64_t offered_ = 0;             // highest n handed to a transport in this process
    std::int64_t offered_before_ = 0;      // the same before the push under way
    bool all_points_ = false;
    bool indexed_ = false;                 // make_index() has nothing more to do
    bool counting_ = false;                // counts_ is kept along
    std::map<int, BucketSum> counts_;      // changes by local bit, not written yet
    std::optional<Enrolment> enrolment_;
    Disk disk_;
    std::set<Uuid> open_forms_;
    std::int64_t last_contact_ms_ = 0;     // newer than what is stored, or 0
};

}  // namespace sigap
