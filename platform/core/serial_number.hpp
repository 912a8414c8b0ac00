// Serial numbers and UUIDs as makers really fill them in: about two thirds of machines carry a placeholder somewhere,
// and two machines must never become one because of it. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace sigap {

// "To Be Filled By O.E.M.", "Default string", "0", "XXXXXXXX", "123456789", blanks and their kin; for asset tags
// too. Blanks, case and punctuation do not matter.
bool is_placeholder_serial(std::string_view text);

// Nil, all F, any one repeated digit, the sample of SMBIOS kits (03000200-0400-...), or no UUID at all.
bool is_placeholder_uuid(std::string_view text);

// What two serials are compared by: trimmed capitals; empty for a placeholder, which equals nothing.
std::string comparable_serial(std::string_view text);

// Both have to be real. SMBIOS before 2.6 left the byte order of the first three groups open, so that one machine is
// told with two UUIDs; both orders count as the same.
bool same_uuid(std::string_view left, std::string_view right);

}  // namespace sigap
