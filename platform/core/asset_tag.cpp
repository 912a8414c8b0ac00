#include "platform/core/asset_tag.hpp"

#include <algorithm>

#include "platform/core/text.hpp"

namespace sigap {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

// ^[A-Z]{2,4}-[0-9]{6}[0-9A-Z]$
bool has_our_shape(std::string_view tag) {
    const auto hyphen = tag.find('-');
    if (hyphen == std::string_view::npos || hyphen < 2 || hyphen > 4 || tag.size() != hyphen + 8) return false;
    const auto tail = tag.substr(hyphen + 1);
    return std::all_of(tag.begin(), tag.begin() + static_cast<std::ptrdiff_t>(hyphen), is_capital) &&
           std::all_of(tail.begin(), tail.begin() + 6, is_digit) && (is_digit(tail[6]) || is_capital(tail[6]));
}

}  // namespace

char asset_tag_check(std::string_view text) {
    unsigned product = 36;
    for (const char c : upper_ascii(text)) {
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos) continue;
        unsigned sum = (product + static_cast<unsigned>(value)) % 36;
        if (sum == 0) sum = 36;
        product = sum * 2 % 37;
    }
    return alphabet[(37 - product) % 36];
}

AssetTagKind kind_of_asset_tag(std::string_view text) {
    const std::string tag = upper_ascii(trimmed(text));
    if (!has_our_shape(tag)) return AssetTagKind::other;
    return asset_tag_check(std::string_view(tag).substr(0, tag.size() - 1)) == tag.back() ? AssetTagKind::checked
                                                                                          : AssetTagKind::wrong_check;
}

Result<std::string> make_asset_tag(std::string_view prefix, std::uint32_t number) {
    std::string tag(prefix);
    if (prefix.size() < 2 || prefix.size() > 4 || !std::all_of(prefix.begin(), prefix.end(), is_capital))
        return fail(ErrorCode::invalid, "an asset tag begins with 2 to 4 capital letters", "asset_tag");
    if (number > 999999) return fail(ErrorCode::limit, "asset tag numbers end at 999999", "asset_tag");
    std::string digits = std::to_string(number);
    digits.insert(0, 6 - digits.size(), '0');
    tag += '-' + digits;
    tag += asset_tag_check(tag);
    return tag;
}

Result<std::string> accept_asset_tag(std::string_view text) {
    const auto tag = trimmed(text);
    if (tag.empty()) return fail(ErrorCode::invalid, "the asset tag is empty", "asset_tag");
    for (const char c : tag)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            return fail(ErrorCode::invalid, "the asset tag holds a control character", "asset_tag");
    switch (kind_of_asset_tag(tag)) {
        case AssetTagKind::checked: return upper_ascii(tag);
        case AssetTagKind::wrong_check:
            return fail(ErrorCode::invalid,
                        "the check character of \"" + std::string(tag) + "\" is wrong: read it again",
                        "asset_tag_check");
        case AssetTagKind::other: break;
    }
    return std::string(tag);
}

}  // namespace sigap
