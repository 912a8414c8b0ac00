// A procedure as its authors write it: assets/procedures/*.md, one file each, in Indonesian and English. Pure, any
// thread. First lines "key: value" (code, category, minutes, job_type, title.id, title.en, purpose.id, purpose.en),
// then for each step "## N" counted from 1 and its own "key: value" lines (mandatory, kind, id, en; hint.id and hint.en
// are optional).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/core/result.hpp"

namespace sigap {

struct BilingualText {
    std::string indonesian;
    std::string english;
    bool operator==(const BilingualText&) const = default;
};

struct ProcedureStepText {
    bool mandatory = true;
    std::string kind;  // tick, number, choice, text or scan
    BilingualText text;
    BilingualText hint;  // both empty when there is none
};

struct ProcedureText {
    std::string code;      // "SOP-EUS-001"
    std::string category;  // a snake_case word
    int minutes = 0;       // expected time on site
    std::string job_type;  // repair, install, maintain, upgrade or retire
    BilingualText title;
    BilingualText purpose;
    std::vector<ProcedureStepText> steps;
};

// `text` is UTF-8. Error: invalid "procedure_format", naming the line; for what a part lacks, the line that opens it.
Result<ProcedureText> parse_procedure(std::string_view text);

}  // namespace sigap
