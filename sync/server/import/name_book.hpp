// The records of one kind by the words that people call them by. One thread.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sync/model/record.hpp"

namespace sigap {

// Lower case, blanks trimmed and single: what two names are compared by.
std::string folded(std::string_view text);

class NameBook {
public:
    NameBook(const KindInfo& kind, const std::vector<Record>& records);

    void add(const Record& record);
    // Two states of one record: it is called by its new words only.
    void replace(const Record& before, const Record& after);
    // By id, name, code, login or email; "Dimas Prasetyo (technician)" by each of its two halves too. Nil where nobody
    // is called so. Error: invalid "ambiguous" where several are.
    Result<Uuid> find(std::string_view text) const;

private:
    std::vector<std::string> words_of(const Record& record) const;

    const KindInfo& kind_;
    std::map<std::string, std::set<Uuid>> by_word_;
};

}  // namespace sigap
