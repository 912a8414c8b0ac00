// Changes that say what comes and goes instead of what is there, so that each end may apply them to the value that it has:
// counts (Merge::delta) and sets of words (Merge::set). Pure; any thread.
#pragma once

#include <set>
#include <string>

#include "sync/model/field.hpp"

namespace sigap {

inline bool is_relative(const FieldInfo& field) {
    return field.merge == Merge::delta || field.merge == Merge::set;
}

// A set of words as its field holds it: sorted by bytes, joined by commas. A word holds no comma.
std::set<std::string> words_in(const Value& value);
Value words_value(const std::set<std::string>& words);

// What comes and goes in a set.
struct WordChange {
    std::set<std::string> added, removed;
};
// As a FieldChange carries it: "+word" and "-word", joined by commas.
WordChange word_change(const Value& change);
Value word_change_value(const WordChange& change);

// What makes `after` of `before`; absent where they are equal.
Value difference(const FieldInfo& field, const Value& before, const Value& after);
// `before` with that done to it. A sum stays within 64 bits.
Value plus(const FieldInfo& field, const Value& before, const Value& change);

}  // namespace sigap
