#include "sync/server/import/line_claims.hpp"

#include <algorithm>

namespace sigap {
namespace {

bool may_be_one(const KeyWords& left, const KeyWords& right) {
    return std::ranges::none_of(left.unique, [&](const auto& word) {
        const auto other = right.unique.find(word.first);
        return other != right.unique.end() && other->second != word.second;
    });
}

}  // namespace

std::optional<std::size_t> LineClaims::take(std::size_t line, const KeyWords& words) {
    std::optional<std::size_t> earlier;
    for (const auto& word : words.unique)
        if (const auto [at, first] = words_.try_emplace(word, line); !first && !earlier) earlier = at->second;
    if (const auto namesakes = bad_.find(words.title); !earlier && namesakes != bad_.end())
        for (const auto& bad : namesakes->second)
            if (!earlier && may_be_one(bad.words, words)) earlier = bad.line;
    return earlier;
}

std::optional<std::size_t> LineClaims::line_of(std::size_t record) const {
    const auto found = records_.find(record);
    return found == records_.end() ? std::nullopt : std::optional(found->second);
}

void LineClaims::was_bad(std::size_t line, KeyWords words) {
    if (!words.title.empty()) bad_[words.title].push_back({line, std::move(words)});
}

}  // namespace sigap
