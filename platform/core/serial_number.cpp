#include "platform/core/serial_number.hpp"

#include <algorithm>
#include <array>

#include "platform/core/text.hpp"

namespace sigap {

namespace {

// Lower case, letters and digits only.
// clang-format off
constexpr std::string_view junk[] = {
    "tobefilledbyoem", "tobefilled", "filledbyoem", "oem", "oemstring", "defaultstring", "default", "none", "null",
    "nil", "nan", "unknown", "undefined", "notspecified", "notapplicable", "notavailable", "notpresent", "notset",
    "notprovided", "notdefined", "invalid", "empty", "blank", "systemserialnumber", "systemserial",
    "chassisserialnumber", "baseboardserialnumber", "boardserialnumber", "mbserialnumber", "serialnumber", "serial",
    "noserialnumber", "sernum0", "partnum0", "systemproductname", "systemversion", "assettag", "noassettag",
    "noassetinformation", "chassisassettag", "assettagstring", "asset1234567890", "atnaseassettag",
};
// clang-format on

std::string letters_and_digits(std::string_view text) {
    std::string out;
    for (const char c : lower_ascii(text))
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
    return out;
}

bool is_one_character_repeated(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [&](char c) { return c == text.front(); });
}

// "123456789", "0123456789", "01234567890123456789", "1234567890123": counting, four digits or more.
bool is_counting(std::string_view text) {
    if (text.size() < 4 || (text.front() != '0' && text.front() != '1')) return false;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] < '0' || text[i] > '9') return false;
        if (text[i] != (text[i - 1] == '9' ? '0' : static_cast<char>(text[i - 1] + 1))) return false;
    }
    return true;
}

// 32 lower-case hexadecimal digits, or empty.
std::string uuid_digits(std::string_view text) {
    const std::string digits = letters_and_digits(text);
    const bool hexadecimal = digits.find_first_not_of("0123456789abcdef") == std::string::npos;
    return digits.size() == 32 && hexadecimal ? digits : std::string();
}

std::string with_swapped_groups(std::string_view digits) {
    static constexpr std::array<std::size_t, 8> order = {3, 2, 1, 0, 5, 4, 7, 6};
    std::string out;
    for (const std::size_t byte : order) out += digits.substr(byte * 2, 2);
    return out += digits.substr(16);
}

}  // namespace

bool is_placeholder_serial(std::string_view text) {
    const std::string bare = letters_and_digits(text);
    // One or two characters name no machine among thousands.
    if (bare.size() < 3 || is_one_character_repeated(bare) || is_counting(bare)) return true;
    return std::find(std::begin(junk), std::end(junk), bare) != std::end(junk);
}

bool is_placeholder_uuid(std::string_view text) {
    const std::string digits = uuid_digits(text);
    if (digits.empty() || is_one_character_repeated(digits)) return true;
    static constexpr std::array<std::string_view, 4> samples = {
        "03000200040005000006000700080009",  // the AMI sample, in hundreds of thousands of boards
        "00020003000400050006000700080009",  // the same with its groups swapped
        "12345678123412341234123456789abc",
        "12345678123456789012345678901234",
    };
    if (std::find(samples.begin(), samples.end(), digits) != samples.end()) return true;
    // "fefefefe-fefe-..." and the like: one byte repeated.
    for (std::size_t i = 2; i < digits.size(); i += 2)
        if (digits.compare(i, 2, digits, 0, 2) != 0) return false;
    return true;
}

std::string comparable_serial(std::string_view text) {
    return is_placeholder_serial(text) ? std::string() : upper_ascii(trimmed(text));
}

bool same_uuid(std::string_view left, std::string_view right) {
    if (is_placeholder_uuid(left) || is_placeholder_uuid(right)) return false;
    const std::string a = uuid_digits(left), b = uuid_digits(right);
    return a == b || with_swapped_groups(a) == b;
}

}  // namespace sigap
