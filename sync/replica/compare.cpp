// Finding that this copy differs from the server's, and mending it: counts and sums of each bucket, and row by row where they
// do not agree. Edits that wait are never touched by it.
#include <bit>
#include <set>

#include "sync/replica/replica.hpp"

namespace sigap {

namespace {

constexpr std::int64_t part_rows = 2000;
constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t comparison_pause_ms = 600'000;

}  // namespace

void Replica::count_change(const RowKey& row, std::uint64_t gained, std::uint64_t lost, std::int64_t new_seq) {
    auto known = database_->query("SELECT seq,held FROM " + sql_name(catalogue().at(row.first).name) + " WHERE id=?", row.second);
    const bool any = known.step();
    const std::int64_t old_seq = any ? known.int64(0) : 0;
    const std::uint64_t before = any ? static_cast<std::uint64_t>(known.int64(1)) : 0;
    const std::uint64_t after = (before | gained) & ~lost;
    const std::uint64_t old_sum = row_sum(row.second, old_seq);
    const std::uint64_t new_sum = new_seq == 0 ? old_sum : row_sum(row.second, new_seq);
    for (std::uint64_t bits = before | after; bits != 0; bits &= bits - 1) {
        const int bit = std::countr_zero(bits);
        BucketSum& change = counts_[bit];
        if (before >> bit & 1U) --change.count, change.sum -= old_sum;
        if (after >> bit & 1U) ++change.count, change.sum += new_sum;
    }
}

void Replica::write_counts() {
    for (const auto& [bit, change] : counts_) {
        // Not summed by SQLite, which rounds what is too large for it.
        auto known = database_->query("SELECT sum FROM cursor WHERE bit=?", bit);
        if (!known.step()) continue;
        const std::uint64_t sum = static_cast<std::uint64_t>(known.int64(0)) + change.sum;
        database_->query("UPDATE cursor SET count=count+?,sum=? WHERE bit=?", change.count, static_cast<std::int64_t>(sum), bit).run();
    }
    counts_.clear();
}

void Replica::recount() {
    counts_.clear();
    for (const auto& kind : catalogue().kinds()) {
        auto rows = database_->query("SELECT id,seq,held FROM " + sql_name(kind.name) + " WHERE held<>0");
        while (rows.step()) {
            const std::uint64_t sum = row_sum(rows.uuid(0), rows.int64(1));
            for (auto bits = static_cast<std::uint64_t>(rows.int64(2)); bits != 0; bits &= bits - 1) {
                BucketSum& total = counts_[std::countr_zero(bits)];
                ++total.count;
                total.sum += sum;
            }
        }
    }
    database_->execute("UPDATE cursor SET count=0,sum=0");
    write_counts();
    set_meta("recounted_at", std::to_string(clock_.now().ms));
}

std::vector<std::string> Replica::differing(const std::vector<BucketSum>& sums) const {
    std::vector<std::string> out;
    for (const auto& sum : sums) {
        auto own = database_->query("SELECT count,sum FROM cursor WHERE bucket=?", std::string_view(sum.bucket));
        if (own.step() && (own.int64(0) != sum.count || static_cast<std::uint64_t>(own.int64(1)) != sum.sum)) out.push_back(sum.bucket);
    }
    return out;
}

std::vector<std::string> Replica::damaged(const std::vector<BucketSum>& sums) {
    // The server has gone on since the first page: what changed meanwhile is in none, and comes with the next pull. Should a
    // restore turn the server back to just here, only the sums will show that it never comes.
    const bool unproven = setting("unproven") == "1";
    if (unproven != sums.empty()) set_meta("unproven", sums.empty() ? "1" : "");
    if (sums.empty()) return {};
    // What was changed behind our back shows in no sum that is kept along: from time to time all is counted.
    const std::int64_t since = clock_.now().ms - number_setting("recounted_at");
    const bool due = since < 0 || since >= day_ms;
    if (due || !differing(sums).empty()) recount();
    auto found = differing(sums);
    const bool known = setting("damaged") == "1";
    if (known != !found.empty()) set_meta("damaged", found.empty() ? "" : "1");
    // Sums that never agree, for a fault of either end, must not make each sync a comparison of all.
    const std::int64_t compared = clock_.now().ms - number_setting("compared_at");
    if (found.empty() || (compared >= 0 && compared < comparison_pause_ms)) return {};
    set_meta("compared_at", std::to_string(clock_.now().ms));
    return found;
}

Result<CompareRequest> Replica::next_compare(const std::string& bucket, const RowVersion& after) {
    return database_->read([&]() -> Result<CompareRequest> {
        CompareRequest request;
        request.schema = catalogue().version();
        request.bucket = bucket;
        request.after = after;
        request.seen = points();
        auto cursor = database_->query("SELECT bit,seq FROM cursor WHERE bucket=?", std::string_view(bucket));
        if (!cursor.step()) return fail(ErrorCode::not_found, "there is no bucket " + bucket + " on this device", "no_bucket");
        request.until = cursor.int64(1);
        const std::int64_t mask = std::int64_t{1} << cursor.int64(0);
        std::set<Kind> kinds;
        for (const auto& kind : catalogue().kinds()) kinds.insert(kind.kind);
        for (const Kind kind : kinds) {
            const std::int64_t left = part_rows - static_cast<std::int64_t>(request.rows.size());
            if (kind < after.kind || left == 0) continue;
            // The nil id is bound as NULL, which nothing is greater than.
            const bool begun = kind == after.kind && after.id;
            auto rows = database_->query("SELECT id,seq FROM " + sql_name(catalogue().at(kind).name) + " WHERE held&?1" +
                                         (begun ? " AND id>?3" : "") + " ORDER BY id LIMIT ?2");
            rows.bind(1, mask);
            rows.bind(2, left);
            if (begun) rows.bind(3, after.id);
            while (rows.step()) request.rows.push_back({kind, rows.uuid(0), rows.int64(1)});
        }
        request.last = static_cast<std::int64_t>(request.rows.size()) < part_rows;
        return request;
    });
}

Result<Replica::Compared> Replica::take(const CompareRequest& asked, const CompareReply& reply) {
    return database_->write([&]() -> Result<Compared> {
        Compared compared;
        compared.mended = static_cast<std::int64_t>(reply.rows.size() + reply.outs.size());
        const std::uint64_t held = local_buckets({asked.bucket}, 1);
        counting_ = true;
        counts_.clear();
        std::vector<RowKey> dirty;
        const bool any_overlay = database_->query("SELECT 1 FROM ledger WHERE overlay=1 LIMIT 1").step();
        for (const auto& row : reply.rows) take_row(row, held, any_overlay, true, dirty);
        for (const auto& out : reply.outs) take_out(out, held);
        for (const auto& row : std::set<RowKey>(dirty.begin(), dirty.end())) rebuild(row);
        write_counts();
        if (reply.reached.kind != Kind::none) compared.next = reply.reached;
        else if (!asked.last) compared.next = asked.rows.back();
        // A row that no bucket holds is nobody's; those that wait for the server to hear of them have edits on top.
        if (compared.next.kind == Kind::none) sweep();
        return compared;
    });
}

}  // namespace sigap
