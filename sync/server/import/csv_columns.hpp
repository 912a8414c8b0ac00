// Which column of a CSV goes into which field: by the field's own name, its CSV name, or what other programs and
// Indonesian offices call it. Pure, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sync/model/record.hpp"

namespace sigap {

struct CsvColumn {
    std::string title;                 // as the file writes it
    const FieldInfo* field = nullptr;  // null: nothing of ours, the column is left out
    // Not null: the column describes the record that `field` names (the number of an asset's model).
    const FieldInfo* of_target = nullptr;
};

// Letters and digits in lower case, the rest dropped: "Model No." is "modelno".
std::string column_key(std::string_view title);

// One for each field of the header row, in its order. Of two columns for the same field the first one counts.
std::vector<CsvColumn> map_columns(const KindInfo& kind, const std::vector<std::string>& header);

}  // namespace sigap
