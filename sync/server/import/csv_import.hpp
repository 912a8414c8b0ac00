// A CSV file of one kind against the records that are there: what to insert, and which lines cannot be taken and why.
// Pure, any thread; nothing is written here. Planned again over the register that its records went into, the same file
// changes nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/core/cp1252.hpp"
#include "sync/model/catalogue.hpp"

namespace sigap {

struct ImportFault {
    std::size_t line = 0;  // of the file, from 1
    std::string reason;
};

struct ImportPlan {
    TextEncoding encoding = TextEncoding::utf8;
    char delimiter = ',';
    std::vector<std::string> unused_columns;
    // To be inserted in this order: what is referred to comes before what refers to it.
    std::vector<Record> records;
    std::size_t born = 0, changed = 0, unchanged = 0;  // lines of the file
    // Models, people, places and units that the file names and nobody knew: made with nothing but their name.
    std::vector<std::string> made;
    std::vector<ImportFault> faults;
};

inline constexpr std::size_t largest_import = 64 * 1024 * 1024;

// `all` gives the records of a kind that are there. Rows are matched by id, else asset tag then serial, else a unique
// field, a code, the name. An empty cell leaves a field as it is; so does any cell of a field that only commands may
// change (an asset's status), once the record exists.
// Errors, for the whole file: refused "kind" (not imported from a file), limit, invalid (no such table; an open quote;
// no column that tells the rows apart).
Result<ImportPlan> plan_import(const KindInfo& kind, std::string_view bytes,
                               const std::function<std::vector<Record>(Kind)>& all, const Clock& clock, Random& random);

}  // namespace sigap
