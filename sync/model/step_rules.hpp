// What a step of a checklist asks for and whether it counts: limits, choices, and the condition under which it is done at all,
// derived and never stored. Pure, any thread.
#pragma once

#include <optional>
#include <span>

#include "sync/model/kinds/procedure.hpp"

namespace sigap {

// "12", "-58", "12.5" or, as Indonesians write it, "12,5".
std::optional<double> number_of(std::string_view text);
bool within_limits(const ChecklistStep& step, double number);
// "at most 80 %", "20 to 30", with the step's unit; "" where there are none. `words` are "at least", "at most" and "to".
std::string limits_of(const ChecklistStep& step, std::span<const std::string_view, 3> words);

struct StepChoice {
    std::string_view id, en;
};
std::vector<StepChoice> choices_of(const ChecklistStep& step);

// The answer to an earlier step on which this one hangs.
struct StepCondition {
    enum class Test : std::uint8_t { failed, is, is_not };
    std::int64_t position = 0;
    Test test{};
    std::string_view value;  // in Indonesian; within the text that was read
};
std::optional<StepCondition> condition_of(std::string_view text);

// `steps` are all of the run, in any order. A condition that this version cannot read holds: nothing mandatory is passed over.
bool applies(const ChecklistStep& step, std::span<const ChecklistStep> steps);
// The mandatory step that counts and is still open, of the lowest position, before `before` (0: anywhere); nullptr: none.
const ChecklistStep* first_open(std::span<const ChecklistStep> steps, std::int64_t before = 0);

}  // namespace sigap
