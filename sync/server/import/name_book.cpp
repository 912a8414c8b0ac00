#include "sync/server/import/name_book.hpp"

#include <array>

#include "platform/core/text.hpp"

namespace sigap {

std::string folded(std::string_view text) {
    std::string out;
    for (const auto word : split(text, ' ')) {
        const auto bare = trimmed(word);
        if (bare.empty()) continue;
        if (!out.empty()) out += ' ';
        out += lower_ascii(bare);
    }
    return out;
}

NameBook::NameBook(const KindInfo& kind, const std::vector<Record>& records) : kind_(kind) {
    for (const auto& record : records) add(record);
}

std::vector<std::string> NameBook::words_of(const Record& record) const {
    std::vector<std::string> words = {to_string(record.id)};
    for (const std::string_view name : std::array<std::string_view, 4>{kind_.title, "code", "login", "email"}) {
        const FieldInfo* field = kind_.find(name);
        if (!field) continue;
        const auto* text = std::get_if<std::string>(&record.values[kind_.index_of(*field)]);
        if (text && !text->empty()) words.push_back(folded(*text));
    }
    return words;
}

void NameBook::add(const Record& record) {
    for (const auto& word : words_of(record)) by_word_[word].insert(record.id);
}

void NameBook::replace(const Record& before, const Record& after) {
    for (const auto& word : words_of(before)) by_word_[word].erase(before.id);
    add(after);
}

Result<Uuid> NameBook::find(std::string_view text) const {
    const auto look_up = [&](std::string_view words) -> Result<Uuid> {
        const auto found = by_word_.find(folded(words));
        if (found == by_word_.end() || found->second.empty()) return Uuid{};
        if (found->second.size() == 1) return *found->second.begin();
        return fail(ErrorCode::invalid,
                    "several records of kind " + std::string(kind_.name) + " are called \"" + std::string(words) +
                        "\"; write the code or id",
                    "ambiguous");
    };
    auto whole = look_up(text);
    const auto open = text.rfind('(');
    if (!whole || *whole || open == std::string_view::npos || !trimmed(text).ends_with(')')) return whole;
    const auto inner = text.substr(open + 1, text.rfind(')') - open - 1);
    auto by_inner = look_up(inner);
    if (!by_inner || *by_inner) return by_inner;
    return look_up(text.substr(0, open));
}

}  // namespace sigap
