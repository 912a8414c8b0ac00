// Pending edits over the server's rows: what screens read is the shadow (the server's copy) with each overlay edit on top.
#include "sync/model/judgement.hpp"
#include "sync/replica/replica.hpp"

namespace sigap {

bool Replica::has_overlay(const RowKey& row) const {
    auto query = database_->query("SELECT 1 FROM ledger_row r JOIN ledger l ON l.n=r.n WHERE r.kind=? AND r.id=? AND l.overlay=1 LIMIT 1",
                                  static_cast<int>(row.first), row.second);
    return query.step();
}

bool Replica::is_held(const RowKey& row) const {
    if (setting("sweep") == "1") return true;  // the pull under way will tell
    return database_->query("SELECT 1 FROM " + sql_name(catalogue().at(row.first).name) + " WHERE id=? AND held<>0", row.second).step();
}

void Replica::keep_shadow(const RowKey& row) {
    if (has_overlay(row)) return;
    const auto record = rows_.find(row.first, row.second);
    std::optional<std::string> text;
    if (record) append_row(text.emplace(), catalogue().at(row.first), *record, 0);
    database_->query("INSERT INTO shadow VALUES(?,?,?) ON CONFLICT DO UPDATE SET row=excluded.row", static_cast<int>(row.first),
                     row.second, text)
        .run();
}

void Replica::rebuild(const RowKey& row) {
    const KindInfo& kind = catalogue().at(row.first);
    auto shadow = database_->query("SELECT row FROM shadow WHERE kind=? AND id=?", static_cast<int>(row.first), row.second);
    if (!shadow.step()) return;
    std::optional<Record> record;
    if (!shadow.is_null(0)) {
        auto parsed = read_row(shadow.text(0), catalogue());
        if (!parsed) throw std::logic_error("a shadow that cannot be read: " + parsed.error().message);
        record = std::move(parsed->record);
    }
    auto pending = database_->query("SELECT l.changes,l.seq FROM ledger_row r JOIN ledger l ON l.n=r.n WHERE r.kind=? AND r.id=? AND l.overlay=1 "
                                    "ORDER BY l.n",
                                    static_cast<int>(row.first), row.second);
    bool any = false;
    while (pending.step()) {
        any = true;
        // The server's row has it in it, and perhaps what somebody wrote since: that must be seen before it is written over.
        const std::int64_t taken_at = pending.int64(1);
        if (taken_at > 0 && record && record->seq >= taken_at) continue;
        auto changes = changes_from_json(pending.text(0), catalogue());
        if (!changes) throw std::logic_error("changes in the ledger that cannot be read: " + changes.error().message);
        for (const auto& change : *changes) {
            if (change.kind != row.first || change.id != row.second) continue;
            if (!record) record = born_record(kind, change.id);
            apply(kind, *record, change);
        }
    }
    // Without an edit of ours a row that no bucket holds any more goes, and so does one that the server never had.
    const bool written_about = record && record->seq > 0 && open_forms_.contains(row.second);
    if (record && (any || written_about || is_held(row))) {
        const auto before = rows_.find(row.first, row.second);
        write_row(before ? &*before : nullptr, *record, 0);
    } else {
        erase_row(row);
    }
    if (!any) database_->query("DELETE FROM shadow WHERE kind=? AND id=?", static_cast<int>(row.first), row.second).run();
}

void Replica::keep_accepted(std::int64_t n) {
    std::vector<RowKey> unheld;
    auto rows = database_->query("SELECT r.kind,r.id FROM ledger_row r JOIN shadow s ON s.kind=r.kind AND s.id=r.id WHERE r.n=? AND s.row IS NOT NULL", n);
    while (rows.step()) {
        const RowKey row{static_cast<Kind>(rows.int64(0)), rows.uuid(1)};
        if (!is_held(row)) unheld.push_back(row);
    }
    if (unheld.empty()) return;
    auto text = database_->query("SELECT changes,seq FROM ledger WHERE n=?", n);
    const auto changes = text.step() ? changes_from_json(text.text(0), catalogue()) : Result<Changes>(Changes{});
    if (!changes) throw std::logic_error("changes in the ledger that cannot be read: " + changes.error().message);
    for (const auto& [kind, id] : unheld) {
        auto shadow = database_->query("SELECT row FROM shadow WHERE kind=? AND id=?", static_cast<int>(kind), id);
        shadow.step();
        auto record = read_row(shadow.text(0), catalogue());
        if (!record) throw std::logic_error("a shadow that cannot be read: " + record.error().message);
        if (record->record.seq >= text.int64(1)) continue;
        for (const auto& change : *changes)
            if (change.kind == kind && change.id == id) apply(catalogue().at(kind), record->record, change);
        std::string kept;
        append_row(kept, catalogue().at(kind), record->record, 0);
        database_->query("UPDATE shadow SET row=? WHERE kind=? AND id=?", std::string_view(kept), static_cast<int>(kind), id).run();
    }
}

bool Replica::awaits_row(std::int64_t n) const {
    auto rows = database_->query("SELECT r.kind,r.id,l.seq FROM ledger_row r JOIN ledger l ON l.n=r.n WHERE r.n=?", n);
    while (rows.step()) {
        const auto row = rows_.find(static_cast<Kind>(rows.int64(0)), rows.uuid(1));
        if (row && row->seq < rows.int64(2)) return true;
    }
    return false;
}

void Replica::drop_overlay(std::int64_t n, std::vector<RowKey>& dirty) {
    database_->query("UPDATE ledger SET overlay=0 WHERE n=?", n).run();
    add_rows_of(n, dirty);
}

void Replica::add_rows_of(std::int64_t n, std::vector<RowKey>& dirty) const {
    auto rows = database_->query("SELECT kind,id FROM ledger_row WHERE n=?", n);
    while (rows.step()) dirty.emplace_back(static_cast<Kind>(rows.int64(0)), rows.uuid(1));
}

}  // namespace sigap
