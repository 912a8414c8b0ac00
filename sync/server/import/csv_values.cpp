#include "sync/server/import/csv_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "platform/core/text.hpp"
#include "sync/model/text_value.hpp"
#include "sync/server/import/csv_columns.hpp"

namespace sigap {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Error wrong(std::string_view text, std::string_view what) {
    return fail(ErrorCode::invalid, "\"" + std::string(text.substr(0, 60)) + "\" is " + std::string(what), "bad_value");
}

// Two or three first letters tell a month in both languages.
constexpr std::pair<std::string_view, int> months[] = {
    {"jan", 1},  {"feb", 2},  {"peb", 2},  {"mar", 3},  {"apr", 4},  {"mei", 5}, {"may", 5},
    {"jun", 6},  {"jul", 7},  {"agu", 8},  {"ags", 8},  {"aug", 8},  {"sep", 9}, {"okt", 10},
    {"oct", 10}, {"nop", 11}, {"nov", 11}, {"des", 12}, {"dec", 12},
};

// A number of up to four digits, or the month whose name it is; -1 for anything else.
int number_or_month(std::string_view part) {
    int number = -1;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    if (error == std::errc() && end == part.data() + part.size() && part.size() <= 4) return number;
    const std::string word = lower_ascii(part.substr(0, 3));
    for (const auto& [name, month] : months)
        if (name == word) return month;
    return -1;
}

std::string two(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

// Snipe-IT's words, and an Indonesian register's; keys as column_key writes them.
constexpr std::pair<std::string_view, std::string_view> status_words[] = {
    {"readytodeploy", "in_stock"},
    {"deployable", "in_stock"},
    {"available", "in_stock"},
    {"instorage", "in_stock"},
    {"deployed", "in_use"},
    {"active", "in_use"},
    {"pending", "configuring"},
    {"undeployable", "in_repair"},
    {"outforrepair", "in_repair"},
    {"outfordiagnostics", "in_repair"},
    {"repair", "in_repair"},
    {"broken", "in_repair"},
    {"brokennotfixable", "retired"},
    {"archived", "retired"},
    {"loststolen", "missing"},
    {"lost", "missing"},
    {"stolen", "missing"},
    {"dipakai", "in_use"},
    {"digunakan", "in_use"},
    {"terpakai", "in_use"},
    {"aktif", "in_use"},
    {"stok", "in_stock"},
    {"tersedia", "in_stock"},
    {"gudang", "in_stock"},
    {"cadangan", "in_stock"},
    {"dipesan", "ordered"},
    {"disiapkan", "configuring"},
    {"dipinjam", "on_loan"},
    {"dipinjamkan", "on_loan"},
    {"rusak", "in_repair"},
    {"perbaikan", "in_repair"},
    {"diperbaiki", "in_repair"},
    {"servis", "in_repair"},
    {"hilang", "missing"},
    {"afkir", "retired"},
    {"dihapuskan", "retired"},
    {"tidakdipakai", "retired"},
    {"dimusnahkan", "disposed"},
};
constexpr std::pair<std::string_view, std::string_view> condition_words[] = {
    {"baik", "good"},  {"bagus", "good"},          {"baru", "good"},         {"aus", "worn"},
    {"usang", "worn"}, {"rusakringan", "damaged"}, {"rusakberat", "broken"}, {"rusak", "broken"},
};

Result<Value> parse_choice(const FieldInfo& field, std::string_view text) {
    const auto look_up = [&](std::string_view given) -> std::string_view {
        const std::string key = column_key(given);
        for (const auto word : field.words)
            if (column_key(word) == key) return word;
        const auto translated = [&](auto& table) -> std::string_view {
            for (const auto& [name, word] : table)
                if (name == key && std::ranges::find(field.words, word) != field.words.end()) return word;
            return {};
        };
        if (field.name == "status") return translated(status_words);
        if (field.name == "condition") return translated(condition_words);
        return {};
    };
    // Snipe-IT appends what a label of the house's own amounts to: "Spare (deployable)". "Ready to Deploy (deployed)"
    // is in somebody's hands.
    auto open = text.find('(');
    if (open != std::string_view::npos && column_key(text.substr(open)) == "deployed") text = "deployed", open = std::string_view::npos;
    auto word = look_up(text);
    if (word.empty() && open != std::string_view::npos) word = look_up(text.substr(0, open));
    if (word.empty() && open != std::string_view::npos) word = look_up(text.substr(open));
    if (!word.empty()) return Value{std::string(word)};
    return value_from_text(shape_of(field), text);
}

Result<Value> parse_boolean(const FieldInfo& field, std::string_view text) {
    const std::string key = lower_ascii(text);
    if (key == "ya" || key == "y" || key == "benar") return Value{std::int64_t{1}};
    if (key == "tidak" || key == "n" || key == "salah") return Value{};
    return value_from_text(shape_of(field), key);
}

}  // namespace

Result<Timestamp> parse_csv_date(std::string_view text) {
    text = trimmed(text);
    if (auto exact = parse_rfc3339(text)) {
        if (in_calendar(*exact)) return exact;
        return wrong(text, "no date between 1970 and 9999");
    }
    std::string_view date = text;
    std::string clock = "00:00:00";
    // "2024-03-15 08:30:00": other programs write the time behind a blank and without a zone.
    if (const auto colon = text.find(':'); colon != std::string_view::npos) {
        const auto blank = text.rfind(' ', colon);
        if (blank == std::string_view::npos) return wrong(text, "no date");
        clock = std::string(trimmed(text.substr(blank)));
        if (clock.size() == 5) clock += ":00";
        date = trimmed(text.substr(0, blank));
    }
    std::vector<int> parts;
    for (std::size_t at = 0; at < date.size();) {
        const std::size_t end = std::min(date.find_first_of("-/. ", at), date.size());
        if (end > at) parts.push_back(number_or_month(date.substr(at, end - at)));
        at = end + 1;
    }
    if (parts.size() != 3) return wrong(text, "no date");
    auto [day, month, year] = std::array{parts[0], parts[1], parts[2]};
    if (day >= 1000) std::swap(day, year);
    if (year >= 0 && year < 100) year += year < 70 ? 2000 : 1900;
    if (day < 1 || month < 1 || year < 1970 || year > 2200 || day > 31 || month > 12)
        return wrong(text, "no date; write year-month-day");
    auto time = parse_rfc3339(std::to_string(year) + "-" + two(month) + "-" + two(day) + "T" + clock + "Z");
    if (!time) return wrong(text, "no date; write year-month-day");
    return time;
}

Result<std::int64_t> parse_csv_amount(std::string_view text) {
    std::string_view rest = trimmed(text);
    for (const std::string_view currency : {"IDR", "Rp.", "Rp"})
        if (starts_with_ignoring_case(rest, currency)) rest = trimmed(rest.substr(currency.size()));
    if (rest.ends_with(",-") || rest.ends_with(".-")) rest.remove_suffix(2);
    if (rest.empty() || !is_digit(rest.front()) || !is_digit(rest.back())) return wrong(text, "no amount");
    const auto last = rest.find_last_of(".,");
    const bool both = rest.find('.') != std::string_view::npos && rest.find(',') != std::string_view::npos;
    const bool lone = last != std::string_view::npos && rest.find_first_of(".,") == last;
    const bool has_fraction = both || (lone && rest.size() - last - 1 != 3);
    std::string digits;
    for (const char c : has_fraction ? rest.substr(0, last) : rest) {
        if (is_digit(c)) digits += c;
        else if (c != '.' && c != ',' && c != ' ') return wrong(text, "no amount");
    }
    const std::string_view fraction = has_fraction ? rest.substr(last + 1) : std::string_view();
    if (!std::ranges::all_of(fraction, is_digit)) return wrong(text, "no amount");
    std::int64_t amount = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), amount);
    if (error != std::errc() || end != digits.data() + digits.size() || amount > 1'000'000'000'000'000)
        return wrong(text, "no amount");
    if (!fraction.empty() && fraction.front() >= '5') ++amount;
    return amount;
}

Result<Value> parse_csv_cell(const FieldInfo& field, std::string_view text) {
    if (text.empty()) return Value{};
    switch (field.type) {
        case FieldType::choice: return parse_choice(field, text);
        case FieldType::boolean: return parse_boolean(field, text);
        case FieldType::time: {
            const auto time = parse_csv_date(text);
            if (!time) return time.error();
            return time->ms == 0 ? Value{} : Value{time->ms};
        }
        case FieldType::integer: {
            if (auto plain = value_from_text(shape_of(field), text)) return plain;
            const auto amount = parse_csv_amount(text);
            if (!amount) return amount.error();
            return *amount == 0 ? Value{} : Value{*amount};
        }
        case FieldType::text:
        case FieldType::reference: return value_from_text(shape_of(field), text);
    }
    throw std::logic_error("unknown field type");
}

}  // namespace sigap
