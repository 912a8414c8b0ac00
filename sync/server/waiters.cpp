#include "sync/server/waiters.hpp"

namespace sigap {

namespace {

// Less than the 55 s that clients wait, and than the 60 s after which many networks forget a silent connection.
constexpr std::int64_t hold_ms = 50'000;

}  // namespace

void Waiters::hold(const std::vector<std::string>& buckets, std::int64_t now_ms, Answer answer) {
    if (ended_) return answer(false);
    const std::uint64_t number = ++last_;
    for (const auto& bucket : buckets) by_bucket_[bucket].insert(number);
    waiting_.emplace(number, Waiting{buckets, now_ms + hold_ms, std::move(answer)});
}

void Waiters::release(std::uint64_t number, bool more) {
    auto node = waiting_.extract(number);
    for (const auto& bucket : node.mapped().buckets) {
        auto at = by_bucket_.find(bucket);
        at->second.erase(number);
        if (at->second.empty()) by_bucket_.erase(at);
    }
    node.mapped().answer(more);
}

void Waiters::touch(const std::vector<std::string>& buckets) {
    for (const auto& bucket : buckets) {
        const auto at = by_bucket_.find(bucket);
        if (at == by_bucket_.end()) continue;
        for (const auto number : std::set<std::uint64_t>(at->second)) release(number, true);
    }
}

void Waiters::expire(std::int64_t now_ms) {
    while (!waiting_.empty() && waiting_.begin()->second.until_ms <= now_ms) release(waiting_.begin()->first, false);
}

std::optional<std::int64_t> Waiters::next_expiry() const {
    if (waiting_.empty()) return std::nullopt;
    return waiting_.begin()->second.until_ms;
}

void Waiters::end() {
    ended_ = true;
    while (!waiting_.empty()) release(waiting_.begin()->first, false);
}

}  // namespace sigap
