// Which line of a file speaks for which record, so that no later line speaks for it too. One thread. Bad lines count: were
// another to take the place of one that fails today, the same file would change more when it is imported again.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sync/model/field.hpp"

namespace sigap {

// What a line calls its record: by its title, which others may bear too, and by what one record only has.
struct KeyWords {
    std::string title;
    std::map<const FieldInfo*, std::string> unique;
};

class LineClaims {
public:
    // The earlier line with one of these unique words, or a bad one that may mean the same record; the words are claimed.
    std::optional<std::size_t> take(std::size_t line, const KeyWords& words);
    std::optional<std::size_t> line_of(std::size_t record) const;
    void take_record(std::size_t line, std::size_t record) { records_.try_emplace(record, line); }
    void was_bad(std::size_t line, KeyWords words);

private:
    struct BadLine {
        std::size_t line;
        KeyWords words;
    };

    std::map<std::pair<const FieldInfo*, std::string>, std::size_t> words_;
    std::map<std::size_t, std::size_t> records_;
    std::map<std::string, std::vector<BadLine>> bad_;  // by title
};

}  // namespace sigap
