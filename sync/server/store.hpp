// The organisation's data on the server: rows, their order, who may hold them, devices, and the log. Owns the database.
// One thread, the store's; it has no clock, thread or socket of its own.
#pragma once

#include <span>

#include "sync/server/devices.hpp"
#include "sync/server/field_seqs.hpp"
#include "sync/server/scope.hpp"
#include "sync/server/server_log.hpp"

namespace sigap {

struct StoredRow {
    Record record;
    FieldSeqs seqs;
};

class Store {
public:
    // For OpenOptions: its WAL is 64 MiB at most. A batch of edits touches as many pages as edits and more, all over the file.
    static constexpr int checkpoint_pages = 16000;

    // Opens the database, makes and migrates its tables. Clock and random must outlive the store.
    static Result<std::unique_ptr<Store>> open(const OpenOptions& options, const Catalogue& catalogue,
                                               const Clock& clock, Random& random);

    // Once, for a new database. Error{refused} where the organisation is there already.
    Result<void> found(std::string_view organisation);
    // After a copy of the data was put back: what the lost part of the history gave out (places in the order, numbers of devices)
    // is not given out again, and every device that knows more than the copy offers it again.
    Result<void> begin_epoch();
    const Uuid& epoch() const { return epoch_; }  // nil until found
    // When the last begin_epoch() was; absent without one.
    Timestamp restored_at() const { return restored_at_; }
    const std::string& organisation() const { return organisation_; }

    // Rows that come from the server itself (import, demo, `user add`). A new row is born; of one that is there only
    // the fields that differ are written; what is equal changes nothing. A row that others follow must come before
    // them. One log entry for each 200 rows, which share its seq. Returns how many were born and changed.
    // Error{refused} "duplicate" where a unique value is another's: then nothing of that call's last transaction is
    // kept. One transaction for each 2000 rows. A number that a rule gives and that is taken gets a suffix instead, as in a push.
    struct Inserted {
        std::int64_t born = 0;
        std::int64_t changed = 0;
    };
    Result<Inserted> insert(std::span<const Record> records, const Uuid& by, std::string_view what);

    // Inside a transaction: the row with the seqs of its fields, and its writing at `seq`. `before` is null for a
    // birth.
    std::optional<StoredRow> load(Kind kind, const Uuid& id);
    void save(const Record* before, const StoredRow& row);
    // Error{refused} "duplicate", naming the other record, where a unique field of the row has another row's value. Looks at what
    // differs from `before` only, which is null for a birth.
    Result<void> check_unique(const Record* before, const Record& record);

    std::optional<Person> person(const Uuid& id) const;
    std::optional<Person> person_by_login(std::string_view login) const;

    const Catalogue& catalogue() const { return rows_.catalogue(); }
    const Clock& clock() const { return clock_; }
    Random& random() { return random_; }
    Database& database() { return *database_; }
    RowStore& rows() { return rows_; }
    Scope& scope() { return scope_; }
    ServerLog& log() { return log_; }
    Devices& devices() { return devices_; }

    // Numbers for people are made on devices. Those of a copied disk, and of a device that a restored server has forgotten, may
    // come twice: the later one gets a suffix instead of a refusal.
    void give_free_number(Record& record);

private:
    Store(std::unique_ptr<Database> database, const Catalogue& catalogue, const Clock& clock, Random& random);
    Result<void> migrate();
    void place_rows();
    // An entry of the server itself, whose rows were written at `seq`; its command is the caller's.
    LogEntry own_entry(std::int64_t seq, const Uuid& by = {}) const;
    Result<Inserted> insert_batch(std::span<const Record> records, const Uuid& by, std::string_view what);

    std::unique_ptr<Database> database_;
    const Clock& clock_;
    Random& random_;
    RowStore rows_;
    Scope scope_;
    ServerLog log_;
    Devices devices_;
    Uuid epoch_;
    std::string organisation_;
    Timestamp restored_at_;
};

}  // namespace sigap
