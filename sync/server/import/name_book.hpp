// The records of one kind by the words that people call them by. One thread.
#pragma once

#include <map>
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
    // By id, name, code, login or email; "Dimas Prasetyo (technician)" by each of its two halves too. Nil where nobody
    // is called so. Error: invalid "ambiguous" where several are.
    Result<Uuid> find(std::string_view text) const;

private:
    const KindInfo& kind_;
    std::map<std::string, std::vector<Uuid>> by_word_;
};

}  // namespace sigap
