#include "sync/model/step_rules.hpp"

#include <algorithm>
#include <charconv>

#include "platform/core/text.hpp"

namespace sigap {

std::optional<double> number_of(std::string_view text) {
    std::string plain(text);
    if (plain.starts_with('+')) plain.erase(0, 1);
    const std::string_view digits = std::string_view(plain).substr(plain.starts_with('-') ? 1 : 0);
    const auto point = digits.find_first_of(".,");
    const auto all_digits = [](std::string_view part) {
        return !part.empty() && part.size() < 30 && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
    };
    if (!all_digits(digits.substr(0, point)) || (point != std::string_view::npos && !all_digits(digits.substr(point + 1)))) return std::nullopt;
    std::ranges::replace(plain, ',', '.');
    double number = 0;
    const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
    return error == std::errc() && end == plain.data() + plain.size() ? std::optional(number) : std::nullopt;
}

bool within_limits(const ChecklistStep& step, double number) {
    const auto lowest = number_of(step.lowest), highest = number_of(step.highest);
    return (!lowest || number >= *lowest) && (!highest || number <= *highest);
}

std::string limits_of(const ChecklistStep& step, std::span<const std::string_view, 3> words) {
    std::string out;
    if (!step.lowest.empty() && !step.highest.empty()) out = step.lowest + ' ' + std::string(words[2]) + ' ' + step.highest;
    else if (!step.lowest.empty()) out = std::string(words[0]) + ' ' + step.lowest;
    else if (!step.highest.empty()) out = std::string(words[1]) + ' ' + step.highest;
    return out.empty() || step.unit.empty() ? out : out + ' ' + step.unit;
}

std::vector<StepChoice> choices_of(const ChecklistStep& step) {
    std::vector<StepChoice> out;
    if (step.choices_id.empty()) return out;
    const auto indonesian = split(step.choices_id, '|'), english = split(step.choices_en, '|');
    for (std::size_t i = 0; i < indonesian.size(); ++i) {
        const std::string_view id = trimmed(indonesian[i]);
        out.push_back({id, i < english.size() && !trimmed(english[i]).empty() ? trimmed(english[i]) : id});
    }
    return out;
}

std::optional<StepCondition> condition_of(std::string_view text) {
    StepCondition condition;
    text = trimmed(text);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), condition.position);
    if (error != std::errc() || condition.position < 1) return std::nullopt;
    text = text.substr(static_cast<std::size_t>(end - text.data()));
    if (text == " failed") return condition;
    if (!text.starts_with(" is ")) return std::nullopt;
    text = trimmed(text.substr(4));
    condition.test = text.starts_with("not ") ? StepCondition::Test::is_not : StepCondition::Test::is;
    condition.value = trimmed(text.substr(condition.test == StepCondition::Test::is_not ? 4 : 0));
    return condition.value.empty() ? std::nullopt : std::optional(condition);
}

bool applies(const ChecklistStep& step, std::span<const ChecklistStep> steps) {
    if (step.only_if.empty()) return true;
    const auto condition = condition_of(step.only_if);
    // A step hangs on one above it, so that this ends.
    if (!condition || condition->position >= step.position) return true;
    const auto above = std::ranges::find(steps, condition->position, &ChecklistStep::position);
    if (above == steps.end()) return true;
    if (!applies(*above, steps)) return false;
    if (condition->test == StepCondition::Test::failed) return above->state == StepState::failed;
    if (above->state != StepState::done && above->state != StepState::failed) return false;
    return (above->value == condition->value) == (condition->test == StepCondition::Test::is);
}

const ChecklistStep* first_open(std::span<const ChecklistStep> steps, std::int64_t before) {
    const ChecklistStep* first = nullptr;
    for (const auto& step : steps) {
        if (!step.mandatory || step.state != StepState::open || (before != 0 && step.position >= before)) continue;
        if ((!first || step.position < first->position) && applies(step, steps)) first = &step;
    }
    return first;
}

}  // namespace sigap
