// How many rows each bucket holds and a sum over them, by which a device finds that its copy differs.
#include "sync/server/scope.hpp"

namespace sigap {

void Scope::add(std::int64_t bucket, Kind kind, const Uuid& id, std::int64_t seq) {
    Sum& sum = changes_[{bucket, static_cast<int>(kind)}];
    ++sum.count;
    sum.sum += row_sum(id, seq);
    touched_.insert(bucket);
}

void Scope::remove(std::int64_t bucket, Kind kind, const Uuid& id, std::int64_t seq) {
    Sum& sum = changes_[{bucket, static_cast<int>(kind)}];
    --sum.count;
    sum.sum -= row_sum(id, seq);
    touched_.insert(bucket);
}

void Scope::write_sums() {
    for (const auto& [key, change] : changes_) {
        if (change == Sum{}) continue;
        // SQLite turns a sum of integers that is too large into a rounded one: it is made here, modulo 2^64.
        auto known = database_.query("SELECT sum FROM bucket_sum WHERE bucket=? AND kind=?", key.first, key.second);
        const std::uint64_t before = known.step() ? static_cast<std::uint64_t>(known.int64(0)) : 0;
        database_
            .query("INSERT INTO bucket_sum VALUES(?,?,?,?) ON CONFLICT DO UPDATE SET count=count+excluded.count, sum=excluded.sum",
                   key.first, key.second, change.count, static_cast<std::int64_t>(before + change.sum))
            .run();
    }
    changes_.clear();
}

Scope::Sums Scope::count_all() const {
    Sums sums;
    for (const auto& kind : rows_.catalogue().kinds()) {
        auto query = database_.query("SELECT m.bucket,m.id,r.seq FROM member m JOIN " + sql_name(kind.name) +
                                         " r ON r.id=m.id WHERE m.kind=? AND m.out=0",
                                     static_cast<int>(kind.kind));
        while (query.step()) {
            Sum& sum = sums[{query.int64(0), static_cast<int>(kind.kind)}];
            ++sum.count;
            sum.sum += row_sum(query.uuid(1), query.int64(2));
        }
    }
    return sums;
}

std::vector<BucketSum> Scope::sums(const std::vector<std::string>& buckets, int schema) const {
    std::vector<BucketSum> out;
    for (const auto& name : buckets) {
        BucketSum& sum = out.emplace_back(BucketSum{name, 0, 0});
        auto query = database_.query(
            "SELECT kind,count,sum FROM bucket_sum WHERE bucket=(SELECT id FROM bucket WHERE name=?)", std::string_view(name));
        while (query.step()) {
            const KindInfo* kind = rows_.catalogue().find(static_cast<Kind>(query.int64(0)));
            if (!kind || kind->since > schema) continue;
            sum.count += query.int64(1);
            sum.sum += static_cast<std::uint64_t>(query.int64(2));
        }
    }
    return out;
}

std::vector<std::string> Scope::take_touched() {
    std::vector<std::string> names;
    for (const auto id : std::exchange(touched_, {}))
        if (auto query = database_.query("SELECT name FROM bucket WHERE id=?", id); query.step()) names.emplace_back(query.text(0));
    return names;
}

}  // namespace sigap
