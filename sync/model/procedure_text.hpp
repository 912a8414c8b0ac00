// A procedure as its authors write it (assets/procedures/*.md), in Indonesian and English, and the JSON in which a version keeps
// its steps; both ways. Pure, any thread. First lines "key: value" (code, category, minutes, title.id, title.en, purpose.id,
// purpose.en; job_type and "ordered: yes" are optional), then for each step "## N" counted from 1 with its own (mandatory, kind,
// id, en; hint.id and hint.en; of a number min, max, unit; of a choice choices.id and choices.en with | between; only_if), 200 at most.
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
    std::string kind;  // a word of StepKind
    BilingualText text;
    BilingualText hint;  // both empty when there is none
    std::string lowest, highest, unit;   // of a number; each may be empty
    std::vector<BilingualText> choices;  // of a choice
    std::string only_if;                 // "3 failed", "3 is Bocor", "3 is not Baik"; empty: always
    bool operator==(const ProcedureStepText&) const = default;
};

struct ProcedureText {
    std::string code;      // "SOP-EUS-001"
    std::string category;  // a snake_case word
    int minutes = 0;       // expected time on site
    std::string job_type;  // repair, install, maintain, upgrade or retire; may be empty
    BilingualText title;
    BilingualText purpose;
    std::vector<ProcedureStepText> steps;
    bool ordered = false;  // no step before the mandatory ones above it
    bool operator==(const ProcedureText&) const = default;
};

// What depends on a step is walked along the steps above it, at each look at a checklist.
inline constexpr std::size_t most_procedure_steps = 200;

// `text` is UTF-8. Error: invalid "procedure_format", naming the line; for what a part lacks, the line that opens it.
Result<ProcedureText> parse_procedure(std::string_view text);
// What parse_procedure reads as the same procedure.
std::string procedure_markdown(const ProcedureText& procedure);

// What ProcedureVersion::steps holds. Error: refused "bad_procedure".
std::string steps_as_json(const std::vector<ProcedureStepText>& steps);
Result<std::vector<ProcedureStepText>> steps_from_json(std::string_view json);

}  // namespace sigap
