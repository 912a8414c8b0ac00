#include "sync/model/procedure_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <span>

#include "platform/core/text.hpp"
#include "sync/model/step_rules.hpp"

namespace sigap {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 5> job_types = {"repair", "install", "maintain", "upgrade", "retire"};
constexpr std::array<std::string_view, 2> yes_no = {"yes", "no"};
// Those that are needed come first.
constexpr std::array<std::string_view, 9> front_keys = {"code",       "category",   "minutes",  "title.id", "title.en",
                                                        "purpose.id", "purpose.en", "job_type", "ordered"};
constexpr std::array<std::string_view, 12> step_keys = {"mandatory", "kind", "id",   "en",         "hint.id",    "hint.en",
                                                        "min",       "max",  "unit", "choices.id", "choices.en", "only_if"};

Error at_line(std::size_t line, std::string message) {
    return fail(ErrorCode::invalid, "line " + std::to_string(line) + ": " + std::move(message), "procedure_format");
}

bool among(Words words, std::string_view word) { return std::ranges::find(words, word) != words.end(); }

std::string listed(Words words) {
    std::string out;
    for (const auto word : words) out += (out.empty() ? "" : ", ") + std::string(word);
    return out;
}

// The "key: value" lines between two headings.
struct Part {
    struct Entry {
        std::string value;
        std::size_t line = 0;
    };
    std::size_t line = 1;
    std::map<std::string, Entry, std::less<>> entries;

    std::string text(std::string_view key) const {
        const auto found = entries.find(key);
        return found == entries.end() ? std::string() : found->second.value;
    }

    Result<void> require(std::span<const std::string_view> keys) const {
        for (const auto key : keys)
            if (!entries.contains(key)) return at_line(line, "'" + std::string(key) + "' is missing here");
        return {};
    }

    bool has(std::string_view key) const { return entries.contains(key); }
    std::size_t line_of(std::string_view key) const { return entries.find(key)->second.line; }

    // Of a key that is given.
    Result<void> require_word(std::string_view key, Words words) const {
        const auto entry = entries.find(key);
        if (entry == entries.end() || among(words, entry->second.value)) return {};
        return at_line(entry->second.line, "'" + std::string(key) + "' must be one of " + listed(words));
    }
};

Result<std::vector<Part>> parts_of(std::string_view text) {
    std::vector<Part> parts(1);
    std::size_t number = 0;
    for (std::string_view line : split(text, '\n')) {
        ++number;
        line = trimmed(line);
        if (line.empty()) continue;
        if (line.starts_with("##")) {
            if (line != "## " + std::to_string(parts.size()))
                return at_line(number, "the next step must be headed '## " + std::to_string(parts.size()) + "'");
            if (parts.size() > most_procedure_steps)
                return at_line(number, "a procedure has " + std::to_string(most_procedure_steps) + " steps at most; make two of it");
            parts.push_back({number, {}});
            continue;
        }
        const auto colon = line.find(": ");
        if (colon == std::string_view::npos) return at_line(number, "expected 'key: value'");
        const auto key = line.substr(0, colon);
        const bool known = parts.size() == 1 ? among(front_keys, key) : among(step_keys, key);
        if (!known) return at_line(number, "'" + std::string(key) + "' is not known here");
        Part::Entry entry{std::string(trimmed(line.substr(colon + 2))), number};
        if (!parts.back().entries.emplace(std::string(key), std::move(entry)).second)
            return at_line(number, "'" + std::string(key) + "' stands here twice");
    }
    return parts;
}

Result<void> read_limits(const Part& part, ProcedureStepText& step) {
    for (const auto key : {"min", "max", "unit"})
        if (part.has(key) && step.kind != "number") return at_line(part.line_of(key), "'" + std::string(key) + "' is for a number only");
    step.lowest = part.text("min"), step.highest = part.text("max"), step.unit = part.text("unit");
    const auto lowest = number_of(step.lowest), highest = number_of(step.highest);
    if (part.has("min") && !lowest) return at_line(part.line_of("min"), "'min' must be a number such as 12 or 12.5");
    if (part.has("max") && !highest) return at_line(part.line_of("max"), "'max' must be a number such as 12 or 12.5");
    if (lowest && highest && *lowest > *highest) return at_line(part.line_of("max"), "'max' must not be less than 'min'");
    return {};
}

Result<void> read_choices(const Part& part, ProcedureStepText& step) {
    if (!part.has("choices.id") && !part.has("choices.en")) return {};
    const auto words_at = [&](std::string_view key) {
        std::vector<std::string> out;
        const std::string text = part.text(key);
        for (const auto word : split(text, '|')) out.emplace_back(trimmed(word));
        return out;
    };
    const auto indonesian = words_at("choices.id"), english = words_at("choices.en");
    const std::size_t line = part.has("choices.id") ? part.line_of("choices.id") : part.line_of("choices.en");
    if (step.kind != "choice") return at_line(line, "choices are for a step of kind choice only");
    if (indonesian.size() != english.size() || indonesian.size() < 2)
        return at_line(line, "'choices.id' and 'choices.en' need the same number of words, two at least, with | between");
    for (std::size_t i = 0; i < indonesian.size(); ++i) {
        const BilingualText choice{indonesian[i], english[i]};
        const bool twice = std::ranges::any_of(step.choices, [&](const auto& other) {
            return other.indonesian == choice.indonesian || other.english == choice.english;
        });
        if (choice.indonesian.empty() || choice.english.empty() || twice) return at_line(line, "a choice is empty or stands there twice");
        step.choices.push_back(choice);
    }
    return {};
}

// Kept with the choice in Indonesian, whichever language it was written in.
Result<void> read_condition(const Part& part, std::span<const ProcedureStepText> above, ProcedureStepText& step) {
    if (!part.has("only_if")) return {};
    const std::string text = part.text("only_if");
    const std::size_t line = part.line_of("only_if");
    const auto condition = condition_of(text);
    if (!condition) return at_line(line, "'only_if' is written as '3 failed', '3 is CHOICE' or '3 is not CHOICE'");
    const auto position = static_cast<std::size_t>(condition->position);
    if (position > above.size()) return at_line(line, "a step can hang on one above it only");
    step.only_if = text;
    if (condition->test == StepCondition::Test::failed) return {};
    for (const auto& choice : above[position - 1].choices) {
        if (choice.indonesian != condition->value && choice.english != condition->value) continue;
        const bool is_not = condition->test == StepCondition::Test::is_not;
        step.only_if = std::to_string(position) + (is_not ? " is not " : " is ") + choice.indonesian;
        return {};
    }
    return at_line(line, "step " + std::to_string(position) + " has no such choice");
}

Result<ProcedureStepText> step_of(const Part& part, std::span<const ProcedureStepText> above) {
    SIGAP_TRY(part.require(std::span(step_keys).first(4)));
    SIGAP_TRY(part.require_word("mandatory", yes_no));
    SIGAP_TRY(part.require_word("kind", words_of<StepKind>));
    if (part.has("hint.id") != part.has("hint.en")) return at_line(part.line, "a hint is needed in both languages or in none");
    ProcedureStepText step;
    step.mandatory = part.text("mandatory") == "yes";
    step.kind = part.text("kind");
    step.text = {part.text("id"), part.text("en")};
    step.hint = {part.text("hint.id"), part.text("hint.en")};
    SIGAP_TRY(read_limits(part, step));
    SIGAP_TRY(read_choices(part, step));
    SIGAP_TRY(read_condition(part, above, step));
    return step;
}

void add_line(std::string& out, std::string_view key, const std::string& value) {
    if (!value.empty()) out += std::string(key) + ": " + value + '\n';
}

}  // namespace

Result<ProcedureText> parse_procedure(std::string_view text) {
    if (!is_utf8(text)) return fail(ErrorCode::invalid, "the procedure is not UTF-8", "procedure_format");
    auto parts = parts_of(text);
    if (!parts) return parts.error();
    const Part& front = parts->front();
    SIGAP_TRY(front.require(std::span(front_keys).first(7)));
    SIGAP_TRY(front.require_word("ordered", yes_no));
    SIGAP_TRY(front.require_word("job_type", job_types));

    ProcedureText out{front.text("code"),
                      front.text("category"),
                      0,
                      front.text("job_type"),
                      {front.text("title.id"), front.text("title.en")},
                      {front.text("purpose.id"), front.text("purpose.en")},
                      {},
                      front.text("ordered") == "yes"};
    const auto& minutes = front.entries.find("minutes")->second;
    const char* const end = minutes.value.data() + minutes.value.size();
    const auto [stop, error] = std::from_chars(minutes.value.data(), end, out.minutes);
    if (error != std::errc() || stop != end || out.minutes < 1 || out.minutes > 24 * 60)
        return at_line(minutes.line, "'minutes' must be a number from 1 to 1440");

    for (std::size_t i = 1; i < parts->size(); ++i) {
        auto step = step_of((*parts)[i], out.steps);
        if (!step) return step.error();
        out.steps.push_back(*std::move(step));
    }
    if (out.steps.empty()) return at_line(front.line, "a procedure needs at least one step");
    return out;
}

std::string procedure_markdown(const ProcedureText& procedure) {
    std::string out;
    add_line(out, "code", procedure.code);
    add_line(out, "category", procedure.category);
    add_line(out, "minutes", std::to_string(procedure.minutes));
    add_line(out, "job_type", procedure.job_type);
    add_line(out, "ordered", procedure.ordered ? "yes" : "");
    add_line(out, "title.id", procedure.title.indonesian);
    add_line(out, "title.en", procedure.title.english);
    add_line(out, "purpose.id", procedure.purpose.indonesian);
    add_line(out, "purpose.en", procedure.purpose.english);
    std::size_t position = 0;
    for (const auto& step : procedure.steps) {
        out += "\n## " + std::to_string(++position) + '\n';
        add_line(out, "mandatory", step.mandatory ? "yes" : "no");
        add_line(out, "kind", step.kind);
        add_line(out, "id", step.text.indonesian);
        add_line(out, "en", step.text.english);
        add_line(out, "hint.id", step.hint.indonesian);
        add_line(out, "hint.en", step.hint.english);
        add_line(out, "min", step.lowest);
        add_line(out, "max", step.highest);
        add_line(out, "unit", step.unit);
        std::string indonesian, english;
        for (const auto& choice : step.choices) {
            indonesian += (indonesian.empty() ? "" : " | ") + choice.indonesian;
            english += (english.empty() ? "" : " | ") + choice.english;
        }
        add_line(out, "choices.id", indonesian);
        add_line(out, "choices.en", english);
        add_line(out, "only_if", step.only_if);
    }
    return out;
}

}  // namespace sigap
