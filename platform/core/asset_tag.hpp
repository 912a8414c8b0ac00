// Asset tags: "LTP-004711K" is two to four letters, six digits and a check character (ISO 7064 Mod 37,36 over the
// letters and digits before it). Tags of other shapes, from older registers, are taken as they are. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/core/result.hpp"

namespace sigap {

enum class AssetTagKind {
    checked,      // our shape, and the check character is right
    wrong_check,  // our shape, but mistyped or misread
    other,        // another shape: nothing can be checked
};

// The ISO 7064 Mod 37,36 check character of letters and digits; other characters are passed over, case is ignored.
char asset_tag_check(std::string_view text);

// Blanks around it and the case of letters do not matter here.
AssetTagKind kind_of_asset_tag(std::string_view text);

// `prefix` of 2 to 4 letters, `number` up to 999999.
Result<std::string> make_asset_tag(std::string_view prefix, std::uint32_t number);

// The tag as it is to be kept: our shape in capitals, any other trimmed and else untouched. Fails with
// "asset_tag_check" for a wrong check character, with "asset_tag" for an empty tag or one with control characters.
Result<std::string> accept_asset_tag(std::string_view text);

}  // namespace sigap
