// What this device knows of the server's history, and what it does when that is not the server's any more.
#include <algorithm>

#include "sync/replica/replica.hpp"
#include "sync/replica/schema.hpp"

namespace sigap {

namespace {

constexpr std::size_t most_points = 64;

// Newest first, dense near the newest: the common ground with a restored server is then found to within half of the loss.
std::vector<std::int64_t> to_forget(const std::vector<Point>& points) {
    constexpr std::size_t newest_kept = 8;
    std::vector<std::int64_t> forgotten;
    std::int64_t kept_distance = 0;
    for (std::size_t i = newest_kept; i < points.size(); ++i) {
        const std::int64_t distance = points[0].seq - points[i].seq;
        if (distance < kept_distance + kept_distance / 2) forgotten.push_back(points[i].seq);
        else kept_distance = distance;
    }
    return forgotten;
}

}  // namespace

std::vector<Point> Replica::points() const {
    std::vector<Point> out;
    auto query = database_->query("SELECT seq,mark FROM point ORDER BY seq DESC LIMIT ?", all_points_ ? most_points : 1);
    while (query.step()) out.push_back({query.int64(0), std::string(query.text(1))});
    return out;
}

std::vector<Point> Replica::points_with(const Point& known) const {
    auto out = points();
    if (known.mark.empty()) return out;
    const auto place = std::ranges::find_if(out, [&](const Point& point) { return point.seq <= known.seq; });
    if (place != out.end() && place->seq == known.seq) *place = known;
    else out.insert(place, known);
    if (!all_points_) out.resize(1);
    return out;
}

void Replica::keep_point(const Point& point) {
    if (point.mark.empty()) return;
    database_->query("INSERT INTO point VALUES(?,?) ON CONFLICT(seq) DO UPDATE SET mark=excluded.mark", point.seq, std::string_view(point.mark))
        .run();
    auto count = database_->query("SELECT count(*) FROM point");
    count.step();
    if (count.int64(0) < static_cast<std::int64_t>(most_points)) return;
    std::vector<Point> all;
    auto query = database_->query("SELECT seq,mark FROM point ORDER BY seq DESC");
    while (query.step()) all.push_back({query.int64(0), std::string(query.text(1))});
    for (const auto seq : to_forget(all)) database_->query("DELETE FROM point WHERE seq=?", seq).run();
}

void Replica::begin_anew() {
    if (!database_->query("SELECT 1 FROM cursor WHERE seq>0 LIMIT 1").step()) return;
    database_->execute("UPDATE cursor SET seq=0");
    set_meta("first_pull_rows", "0");
    for (const auto& kind : catalogue().kinds()) database_->execute("UPDATE " + sql_name(kind.name) + " SET held=0");
    set_meta("sweep", "1");
}

// Places behind `common` mean other rows in the history that holds now: whoever was based on them has seen no more than `common`.
void Replica::forget_after(std::int64_t common) {
    for (const auto& kind : catalogue().kinds())
        database_->query("UPDATE " + sql_name(kind.name) + " SET seq=? WHERE seq>?", common, common).run();
    std::vector<std::pair<RowKey, std::string>> shadows;
    auto shadow = database_->query("SELECT kind,id,row FROM shadow WHERE row IS NOT NULL");
    while (shadow.step()) {
        const std::string_view text = shadow.text(2);
        auto row = read_row(text, catalogue());
        if (!row) throw std::logic_error("a shadow that cannot be read: " + row.error().message);
        if (row->record.seq <= common) continue;
        row->record.seq = common;
        append_row(shadows.emplace_back(RowKey{row->record.kind, row->record.id}, std::string()).second,
                   catalogue().at(row->record.kind), row->record, 0);
    }
    for (const auto& [key, text] : shadows)
        database_->query("UPDATE shadow SET row=? WHERE kind=? AND id=?", std::string_view(text), static_cast<int>(key.first), key.second).run();
    database_->query("DELETE FROM point WHERE seq>?", common).run();
}

// Back into the outbox, with its effect on the copy: the pull to come may bring the rows without it.
void Replica::offer_again(std::int64_t n, std::int64_t common) {
    auto entry = database_->query("SELECT command,state,overlay FROM ledger WHERE n=?", n);
    if (!entry.step()) return;
    auto command = read_command(entry.text(0), catalogue());
    if (!command) throw std::logic_error("an edit in the ledger that cannot be read: " + command.error().message);
    const bool effective = entry.text(1) == word_of(EditState::accepted) || entry.text(1) == word_of(EditState::merged);
    std::vector<RowKey> rows;
    auto touched = database_->query("SELECT kind,id FROM ledger_row WHERE n=?", n);
    while (touched.step()) rows.emplace_back(static_cast<Kind>(touched.int64(0)), touched.uuid(1));
    // Rows that have left this device since are not brought back by it.
    const bool here = std::ranges::all_of(rows, [&](const RowKey& row) { return rows_.contains(row.first, row.second); });
    if (effective && here && entry.int64(2) == 0) {
        for (const auto& row : rows) keep_shadow(row);
        database_->query("UPDATE ledger SET overlay=1 WHERE n=?", n).run();
    }
    for (auto& base : command->bases) base.seq = std::min(base.seq, common);
    std::string text;
    append_command(text, *command);
    database_->query("UPDATE ledger SET answered=0,seq=0,command=?,state=CASE state WHEN 'withdrawn' THEN state ELSE 'queued' END WHERE n=?",
                     std::string_view(text), n)
        .run();
}

Result<void> Replica::start_over(std::int64_t common) {
    all_points_ = false;
    SIGAP_TRY(database_->write([&] {
        begin_anew();
        // The server's log has all up to the common point: what it answered before, it still has.
        auto kept = database_->query("SELECT max(n) FROM ledger WHERE answered=1 AND seq>0 AND seq<=?", common);
        kept.step();
        const std::int64_t from = kept.int64(0);
        forget_after(common);
        std::vector<std::int64_t> lost;
        auto edits = database_->query("SELECT n FROM ledger WHERE n>? ORDER BY n", from);
        while (edits.step()) lost.push_back(edits.int64(0));
        for (const auto n : lost) offer_again(n, common);
        database_->query("UPDATE gap SET answered=0 WHERE n>?", from).run();
        set_meta("epoch", "");
        set_meta("files_epoch", "");  // it may lack files, too
    }));
    for (auto& cursor : cursors_) cursor.seq = 0;
    if (enrolment_) enrolment_->epoch = {};
    return {};
}

}  // namespace sigap
