// The engine's side of the replica: what to send, and the taking in of the server's answers.
#include <algorithm>
#include <array>
#include <bit>
#include <set>
#include <utility>

#include "sync/replica/file_jobs.hpp"
#include "sync/replica/replica.hpp"
#include "sync/replica/schema.hpp"

namespace sigap {

Result<PushRequest> Replica::next_push(std::size_t most_commands, std::size_t most_bytes) {
    return push_from(0, {}, most_commands, most_bytes);
}

std::optional<PushRequest> Replica::next_push_after(const PushReply& reply, std::size_t most_commands, std::size_t most_bytes) {
    if (reply.results.empty()) return std::nullopt;
    auto later = push_from(reply.results.back().n, reply.head, most_commands, most_bytes);
    return later && !later->commands.empty() ? std::optional(std::move(*later)) : std::nullopt;
}

Result<PushRequest> Replica::push_from(std::int64_t after, const Point& known, std::size_t most_commands, std::size_t most_bytes) {
    return database_->read([&]() -> Result<PushRequest> {
        PushRequest request;
        request.schema = catalogue().version();
        request.seen = points_with(known);
        std::size_t bytes = 0;
        auto query = database_->query(
            "SELECT n,state,operation,command,faults FROM ledger WHERE answered=0 AND n>?1"
            " UNION ALL SELECT n,'aside',operation,NULL,0 FROM gap WHERE answered=0 AND n>?1 ORDER BY n LIMIT ?2",
            after, most_commands);
        while (query.step()) {
            const std::string_view text = query.text(3);
            bytes += text.size();
            // What the server has failed at goes alone, so that nothing fails with it.
            const bool suspect = query.int64(4) > 0;
            if ((bytes > most_bytes || suspect) && !request.commands.empty()) break;
            PushedCommand& pushed = request.commands.emplace_back();
            pushed.n = query.int64(0);
            pushed.withdrawn = query.text(1) == "withdrawn";
            pushed.skip = pushed.withdrawn || query.text(1) == "aside";
            pushed.command.operation = query.uuid(2);
            pushed.written = text;
            if (suspect) break;
        }
        sending_count_ = request.commands.size();
        if (!request.commands.empty()) {
            sending_ = request.commands.back().n;
            offered_before_ = std::exchange(offered_, std::max(offered_, sending_));
        }
        return request;
    });
}

namespace {

constexpr std::int64_t rows_searched_at_once = 1000;

EditState state_after(Outcome outcome) {
    switch (outcome) {
        case Outcome::applied: return EditState::accepted;
        case Outcome::merged: return EditState::merged;
        case Outcome::conflict: return EditState::conflict;
        case Outcome::refused: return EditState::refused;
        case Outcome::deferred: return EditState::deferred;
        case Outcome::skipped: return EditState::withdrawn;
    }
    throw std::logic_error("unknown outcome");
}

}  // namespace

Result<std::int64_t> Replica::take(const PushReply& reply) {
    sending_ = 0;
    return database_->write([&]() -> Result<std::int64_t> {
        std::int64_t settled = 0;
        std::vector<RowKey> dirty;
        auto newest = database_->query("SELECT coalesce(max(seq),0) FROM cursor");
        newest.step();
        const std::int64_t pulled = newest.int64(0);
        for (const auto& result : reply.results) {
            auto gap = database_->query("UPDATE gap SET answered=1 WHERE n=? AND operation=? RETURNING n", result.n, result.operation);
            if (gap.step()) {
                ++settled;
                continue;
            }
            auto known = database_->query("SELECT operation,answered,state,command FROM ledger WHERE n=?", result.n);
            if (!known.step() || known.uuid(0) != result.operation)
                return fail(ErrorCode::protocol, "the server answered an edit that this device did not make", "foreign_result");
            if (known.int64(1) != 0) continue;
            std::string conflicts;
            for (const auto& id : result.conflicts) conflicts += (conflicts.empty() ? "" : " ") + to_string(id);
            // A withdrawn edit that had reached the server after all has taken effect: the pull brings it, and its files are owed.
            const bool effective = result.outcome == Outcome::applied || result.outcome == Outcome::merged;
            if (effective && known.text(2) == "withdrawn") owe_files_of(*database_, known.text(3));
            database_->query("UPDATE ledger SET answered=1,state=?,seq=?,code=nullif(?,''),message=nullif(?,''),conflicts=nullif(?,''),"
                             "settled_at=? WHERE n=?",
                             word_of(state_after(result.outcome)), result.seq, std::string_view(result.code),
                             std::string_view(result.message), std::string_view(conflicts), clock_.now(), result.n)
                .run();
            if (!effective) drop_overlay(result.n, dirty);
            // Its row was pulled before its result: what stands there now, with it and after it, is no longer hidden by it.
            else if (result.seq <= pulled) add_rows_of(result.n, dirty);
            ++settled;
        }
        for (const auto& row : std::set<RowKey>(dirty.begin(), dirty.end())) rebuild(row);
        keep_point(reply.head);
        set_meta("last_contact", std::to_string(clock_.now().ms));
        if (reply.server_time) set_meta("skew_ms", std::to_string(reply.server_time.ms - clock_.now().ms));
        return settled;
    });
}

Result<void> Replica::reoffer(std::int64_t from_n) {
    return database_->write([&]() -> Result<void> {
        auto newest = database_->query("SELECT coalesce(min(n),0),coalesce(max(n),0) FROM (SELECT n FROM ledger UNION ALL SELECT n FROM gap)");
        newest.step();
        if (from_n < newest.int64(0) || from_n > newest.int64(1))
            return fail(ErrorCode::protocol, "the server asks for an edit that this device does not have; call your administrator", "lost_edits");
        database_->query("UPDATE ledger SET answered=0,state='queued' WHERE n>=? AND state<>'withdrawn'", from_n).run();
        database_->query("UPDATE ledger SET answered=0 WHERE n>=? AND state='withdrawn'", from_n).run();
        database_->query("UPDATE gap SET answered=0 WHERE n>=?", from_n).run();
        return {};
    });
}

void Replica::sweep() {
    for (const auto& kind : catalogue().kinds()) {
        std::vector<Uuid> unheld;
        auto rows = database_->query("SELECT id FROM " + sql_name(kind.name) + " WHERE held=0");
        while (rows.step()) unheld.push_back(rows.uuid(0));
        for (const auto& id : unheld)
            let_go({kind.kind, id});
    }
}

Result<PullRequest> Replica::next_pull(std::int64_t until, std::int64_t most_rows) {
    if (!enrolment_) return fail(ErrorCode::not_found, "this device is not enrolled yet; run sigap enrol URL CODE", "not_enrolled");
    return database_->read([&]() -> Result<PullRequest> {
        const bool count = until == 0 && setting("first_pull_done") != "1";
        PullRequest request{catalogue().version(), {}, cursors_, until, most_rows, count, points()};
        // The server's history is known by its points; the epoch's name is for a device that has none yet.
        if (request.seen.empty()) request.epoch = enrolment_->epoch;
        return request;
    });
}

std::optional<PullRequest> Replica::next_pull_after(const PullReply& reply, std::int64_t most_rows) const {
    if (!enrolment_) return std::nullopt;
    auto seen = database_->read([&] { return Result<std::vector<Point>>(points_with({reply.until, reply.mark})); });
    if (!seen) return std::nullopt;
    PullRequest request{catalogue().version(), seen->empty() ? reply.epoch : Uuid{}, {}, reply.until, most_rows, false, std::move(*seen)};
    for (const auto& cursor : cursors_)
        if (std::ranges::find(reply.subscriptions, cursor.bucket) != reply.subscriptions.end()) request.cursors.push_back(cursor);
    for (const auto& bucket : reply.subscriptions)
        if (std::ranges::find(request.cursors, bucket, &Cursor::bucket) == request.cursors.end()) request.cursors.push_back({bucket, 0});
    bool behind = false;
    for (auto& cursor : request.cursors) {
        if (std::ranges::find(reply.served, cursor.bucket) != reply.served.end()) cursor.seq = std::max(cursor.seq, reply.next);
        behind = behind || cursor.seq < reply.until;
    }
    return behind ? std::optional(std::move(request)) : std::nullopt;
}

bool Replica::settled() {
    const auto found = database_->read([&]() -> Result<bool> {
        const bool waiting = database_->query("SELECT 1 FROM ledger WHERE overlay=1 AND seq>0 LIMIT 1").step();
        return !waiting && setting("first_pull_done") == "1" &&
               std::ranges::none_of(std::array{"sweep", "damaged", "unproven"}, [&](const char* doubt) { return setting(doubt) == "1"; });
    });
    return found && *found;
}

Result<void> Replica::take_nothing_new() {
    constexpr std::int64_t written_every_ms = 60'000;
    last_contact_ms_ = clock_.now().ms;
    return database_->write([&] {
        const std::int64_t since = last_contact_ms_ - number_setting("last_contact");
        if (since < 0 || since >= written_every_ms) set_meta("last_contact", std::to_string(last_contact_ms_));
    });
}

std::uint64_t Replica::local_buckets(const std::vector<std::string>& served, std::uint64_t mask) const {
    std::uint64_t held = 0;
    for (std::size_t i = 0; i < served.size() && i < 64; ++i) {
        if (!(mask >> i & 1u)) continue;
        auto bit = database_->query("SELECT bit FROM cursor WHERE bucket=?", std::string_view(served[i]));
        if (bit.step()) held |= std::uint64_t{1} << bit.int64(0);
    }
    return held;
}

Result<void> Replica::take_subscriptions(const PullReply& reply) {
    auto known = database_->query("SELECT bucket,bit FROM cursor");
    std::vector<std::pair<std::string, std::int64_t>> lost;
    std::set<std::string> have;
    std::uint64_t bits = 0;
    while (known.step()) {
        const std::string bucket(known.text(0));
        bits |= std::uint64_t{1} << known.int64(1);
        have.insert(bucket);
        if (std::ranges::find(reply.subscriptions, bucket) == reply.subscriptions.end()) lost.emplace_back(bucket, known.int64(1));
    }
    for (const auto& [bucket, bit] : lost) {
        const std::int64_t mask = std::int64_t{1} << bit;
        for (const auto& kind : catalogue().kinds()) {
            std::vector<Uuid> gone;
            auto rows = database_->query("SELECT id FROM " + sql_name(kind.name) + " WHERE held=?", mask);
            while (rows.step()) gone.push_back(rows.uuid(0));
            for (const auto& id : gone)
                let_go({kind.kind, id});
            database_->query("UPDATE " + sql_name(kind.name) + " SET held=held&~? WHERE held&?", mask, mask).run();
        }
        database_->query("DELETE FROM cursor WHERE bucket=?", std::string_view(bucket)).run();
        bits &= ~(std::uint64_t{1} << bit);
    }
    for (const auto& bucket : reply.subscriptions) {
        if (have.contains(bucket)) continue;
        const int bit = std::countr_one(bits);
        if (bit >= most_buckets)
            return fail(ErrorCode::limit, "you are given more places than one device can hold; ask your administrator", "too_many_buckets");
        bits |= std::uint64_t{1} << bit;
        database_->query("INSERT INTO cursor(bucket,bit,seq) VALUES(?,?,0)", std::string_view(bucket), bit).run();
    }
    return {};
}

void Replica::take_row(const WireRow& row, std::uint64_t held, bool any_overlay, bool first_pull_done,
                       std::vector<RowKey>& dirty) {
    const RowKey key{row.record.kind, row.record.id};
    if (counting_) count_change(key, held, 0, row.record.seq);
    // The first pull finds nothing to differ from, and no indexes to spare.
    const auto before = first_pull_done ? rows_.find(key.first, key.second) : std::nullopt;
    if (first_pull_done) write_row(before ? &*before : nullptr, row.record, static_cast<std::int64_t>(held));
    else rows_.put(row.record, static_cast<std::int64_t>(held));
    if (!any_overlay || !has_overlay(key)) return;
    std::string text;
    append_row(text, catalogue().at(row.record.kind), row.record, 0);
    database_->query("INSERT INTO shadow VALUES(?,?,?) ON CONFLICT DO UPDATE SET row=excluded.row", static_cast<int>(key.first), key.second,
                     std::string_view(text))
        .run();
    dirty.push_back(key);
}

void Replica::take_out(const OutRow& out, std::uint64_t held) {
    const KindInfo* kind = catalogue().find(out.kind);
    if (!kind) return;
    const auto mask = static_cast<std::int64_t>(held);
    if (counting_) count_change({out.kind, out.id}, 0, held, 0);
    database_->query("UPDATE " + sql_name(kind->name) + " SET held=held&~? WHERE id=?", mask, out.id).run();
    auto left = database_->query("SELECT held FROM " + sql_name(kind->name) + " WHERE id=?", out.id);
    if (!left.step() || left.int64(0) != 0) return;
    const RowKey key{out.kind, out.id};
    // Edits of ours are under way: the row stays as it was until each has its result; rebuild() then lets it go.
    let_go(key);
}

Result<bool> Replica::make_index() {
    if (indexed_) return false;
    return database_->write([&] {
        const bool made = setting("first_pull_done") == "1" && (rows_.create_next_index() || search_.build_next(rows_searched_at_once));
        indexed_ = !made && setting("first_pull_done") == "1";
        return Result<bool>(made);
    });
}

void Replica::note_first_pull(const PullReply& reply) {
    const std::int64_t before = number_setting("first_pull_rows");
    // What was taken before a break need not come again, so that it is no part of what is left.
    if (reply.left > 0) set_meta("first_pull_of", std::to_string(before + reply.left));
    set_meta("first_pull_rows", std::to_string(before + static_cast<std::int64_t>(reply.rows.size()) + reply.left_out));
}

Result<Replica::Pulled> Replica::take(const PullReply& reply) {
    std::vector<Cursor> cursors;
    auto taken = database_->write([&]() -> Result<Pulled> {
        Pulled pulled;
        SIGAP_TRY(take_subscriptions(reply));
        // What a first pull brings is counted at its end, at once.
        counting_ = setting("first_pull_done") == "1" && setting("sweep") != "1";
        counts_.clear();  // those of a transaction that was undone
        std::vector<std::uint64_t> local;  // by bit of `served`
        for (std::size_t i = 0; i < reply.served.size() && i < 64; ++i) local.push_back(local_buckets(reply.served, std::uint64_t{1} << i));
        const auto held = [&](std::uint64_t mask) {
            std::uint64_t bits = 0;
            for (std::size_t i = 0; i < local.size(); ++i)
                if (mask >> i & 1u) bits |= local[i];
            return bits;
        };
        std::vector<RowKey> dirty;
        // Most pulls find no edit under way: one question then answers for all rows.
        const bool any_overlay = database_->query("SELECT 1 FROM ledger WHERE overlay=1 LIMIT 1").step();
        const bool first_pull_done = setting("first_pull_done") == "1";
        for (const auto& row : reply.rows) take_row(row, held(row.buckets), any_overlay, first_pull_done, dirty);
        for (const auto& out : reply.outs) take_out(out, held(out.buckets));
        for (const auto& bucket : reply.served)
            database_->query("UPDATE cursor SET seq=? WHERE bucket=? AND seq<?", reply.next, std::string_view(bucket), reply.next).run();
        auto behind = database_->query("SELECT count(*) FROM cursor WHERE seq<?", reply.until);
        behind.step();
        pulled.complete = behind.int64(0) == 0;
        pulled.rows = static_cast<std::int64_t>(reply.rows.size() + reply.outs.size());
        if (pulled.complete) {
            // By now each row that a bucket holds has told so.
            const bool sweeps = setting("sweep") == "1";
            if (sweeps) set_meta("sweep", "");
            std::vector<std::int64_t> superseded;
            auto answered = database_->query("SELECT n FROM ledger WHERE overlay=1 AND answered=1 AND seq>0 AND seq<=? ORDER BY n", reply.until);
            while (answered.step()) superseded.push_back(answered.int64(0));
            // Without sums the server has gone on since the first page, and rows that changed meanwhile come with the next pull.
            for (const std::int64_t n : superseded)
                if (!reply.sums.empty() || !awaits_row(n)) keep_accepted(n), drop_overlay(n, dirty);
            if (sweeps) sweep();
        }
        if (!first_pull_done) {
            note_first_pull(reply);
            if (pulled.complete) {
                // Large tables can be listed before theirs are made.
                rows_.create_indexes(rows_indexed_at_once);
                search_.build_small(rows_searched_at_once / 5);
                set_meta("first_pull_done", "1");
            }
        }
        for (const auto& row : std::set<RowKey>(dirty.begin(), dirty.end())) rebuild(row);
        write_counts();
        if (pulled.complete && !counting_) recount();
        if (pulled.complete) pulled.damaged = damaged(reply.sums);
        keep_point({reply.until, reply.mark});
        set_meta("last_contact", std::to_string(clock_.now().ms));
        if (reply.server_time) set_meta("skew_ms", std::to_string(reply.server_time.ms - clock_.now().ms));
        if (enrolment_ && reply.role != Role::none) set_meta("role", word_of(reply.role));
        if (enrolment_ && enrolment_->epoch != reply.epoch) set_meta("epoch", to_string(reply.epoch));
        auto query = database_->query("SELECT bucket,seq FROM cursor ORDER BY bit");
        while (query.step()) cursors.push_back({std::string(query.text(0)), query.int64(1)});
        return pulled;
    });
    if (!taken) return taken;
    if (enrolment_ && reply.role != Role::none) enrolment_->role = reply.role;
    if (enrolment_) enrolment_->epoch = reply.epoch;
    taken->advanced = cursors_ != cursors;
    cursors_ = std::move(cursors);
    return taken;
}

}  // namespace sigap
