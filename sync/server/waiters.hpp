// Requests that are held until there is more for their device: no thread waits for them. One thread, the store's.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sigap {

class Waiters {
public:
    using Answer = std::function<void(bool more)>;

    // Held until one of the buckets is touched (answered true) or so long after `now_ms`, of any monotonic clock (false).
    void hold(const std::vector<std::string>& buckets, std::int64_t now_ms, Answer answer);
    void touch(const std::vector<std::string>& buckets);
    void expire(std::int64_t now_ms);
    // When expire() has something to do next.
    std::optional<std::int64_t> next_expiry() const;
    // Answers all that are held and all that come: the server ends.
    void end();
    std::size_t held() const { return waiting_.size(); }

private:
    struct Waiting {
        std::vector<std::string> buckets;
        std::int64_t until_ms = 0;
        Answer answer;
    };
    void release(std::uint64_t number, bool more);

    std::map<std::uint64_t, Waiting> waiting_;  // in the order of their coming, and so of their expiry
    std::map<std::string, std::set<std::uint64_t>> by_bucket_;
    std::uint64_t last_ = 0;
    bool ended_ = false;
};

}  // namespace sigap
