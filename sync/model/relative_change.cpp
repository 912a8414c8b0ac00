#include "sync/model/relative_change.hpp"

#include <algorithm>

namespace sigap {

namespace {

std::set<std::string> parts_of(const Value& value) {
    std::set<std::string> out;
    const auto* text = std::get_if<std::string>(&value);
    for (std::size_t at = 0; text && at < text->size();) {
        const std::size_t end = std::min(text->find(',', at), text->size());
        if (end > at) out.insert(text->substr(at, end - at));
        at = end + 1;
    }
    return out;
}

std::int64_t number_in(const Value& value) {
    const auto* number = std::get_if<std::int64_t>(&value);
    return number ? *number : 0;
}

Value number_value(std::int64_t number) {
    return number == 0 ? Value{} : Value{number};
}

std::int64_t sum(std::int64_t a, std::int64_t b) {
    std::int64_t out = 0;
    if (!__builtin_add_overflow(a, b, &out)) return out;
    return a < 0 ? INT64_MIN : INT64_MAX;
}

}  // namespace

std::set<std::string> words_in(const Value& value) {
    return parts_of(value);
}

Value words_value(const std::set<std::string>& words) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : ",") + word;
    return out.empty() ? Value{} : Value{std::move(out)};
}

WordChange word_change(const Value& change) {
    WordChange out;
    for (const auto& part : parts_of(change)) (part[0] == '-' ? out.removed : out.added).insert(part.substr(1));
    return out;
}

Value word_change_value(const WordChange& change) {
    std::set<std::string> parts;
    for (const auto& word : change.added) parts.insert('+' + word);
    for (const auto& word : change.removed) parts.insert('-' + word);
    return words_value(parts);
}

Value difference(const FieldInfo& field, const Value& before, const Value& after) {
    if (field.merge == Merge::delta) {
        const std::int64_t from = number_in(before);
        return number_value(sum(number_in(after), from == INT64_MIN ? INT64_MAX : -from));
    }
    const auto old = words_in(before), now = words_in(after);
    WordChange change;
    std::ranges::set_difference(now, old, std::inserter(change.added, change.added.end()));
    std::ranges::set_difference(old, now, std::inserter(change.removed, change.removed.end()));
    return word_change_value(change);
}

Value plus(const FieldInfo& field, const Value& before, const Value& change) {
    if (field.merge == Merge::delta) return number_value(sum(number_in(before), number_in(change)));
    auto words = words_in(before);
    const WordChange done = word_change(change);
    for (const auto& word : done.removed) words.erase(word);
    words.insert(done.added.begin(), done.added.end());
    return words_value(words);
}

}  // namespace sigap
