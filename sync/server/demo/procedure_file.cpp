#include "sync/server/demo/procedure_file.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <span>

#include "platform/core/text.hpp"

namespace sigap {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 5> job_types = {"repair", "install", "maintain", "upgrade", "retire"};
constexpr std::array<std::string_view, 5> step_kinds = {"tick", "number", "choice", "text", "scan"};
constexpr std::array<std::string_view, 2> yes_no = {"yes", "no"};
constexpr std::array<std::string_view, 8> front_keys = {"code",     "category", "minutes",    "job_type",
                                                        "title.id", "title.en", "purpose.id", "purpose.en"};
constexpr std::array<std::string_view, 6> step_keys = {"mandatory", "kind", "id", "en", "hint.id", "hint.en"};

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

    Result<void> require_word(std::string_view key, Words words) const {
        const Entry& entry = entries.find(key)->second;
        if (among(words, entry.value)) return {};
        return at_line(entry.line, "'" + std::string(key) + "' must be one of " + listed(words));
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

Result<ProcedureStepText> step_of(const Part& part) {
    SIGAP_TRY(part.require(std::span(step_keys).first(4)));
    SIGAP_TRY(part.require_word("mandatory", yes_no));
    SIGAP_TRY(part.require_word("kind", step_kinds));
    if (part.entries.contains("hint.id") != part.entries.contains("hint.en"))
        return at_line(part.line, "a hint is needed in both languages or in none");
    return ProcedureStepText{part.text("mandatory") == "yes",
                             part.text("kind"),
                             {part.text("id"), part.text("en")},
                             {part.text("hint.id"), part.text("hint.en")}};
}

}  // namespace

Result<ProcedureText> parse_procedure(std::string_view text) {
    if (!is_utf8(text)) return fail(ErrorCode::invalid, "the procedure is not UTF-8", "procedure_format");
    auto parts = parts_of(text);
    if (!parts) return parts.error();
    const Part& front = parts->front();
    SIGAP_TRY(front.require(front_keys));
    SIGAP_TRY(front.require_word("job_type", job_types));

    ProcedureText out{front.text("code"),
                      front.text("category"),
                      0,
                      front.text("job_type"),
                      {front.text("title.id"), front.text("title.en")},
                      {front.text("purpose.id"), front.text("purpose.en")},
                      {}};
    const auto& minutes = front.entries.find("minutes")->second;
    const char* const end = minutes.value.data() + minutes.value.size();
    const auto [stop, error] = std::from_chars(minutes.value.data(), end, out.minutes);
    if (error != std::errc() || stop != end || out.minutes < 1 || out.minutes > 24 * 60)
        return at_line(minutes.line, "'minutes' must be a number from 1 to 1440");

    for (std::size_t i = 1; i < parts->size(); ++i) {
        auto step = step_of((*parts)[i]);
        if (!step) return step.error();
        out.steps.push_back(*std::move(step));
    }
    if (out.steps.empty()) return at_line(front.line, "a procedure needs at least one step");
    return out;
}

}  // namespace sigap
