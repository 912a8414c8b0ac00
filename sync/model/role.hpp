// The roles that a person may have, and sets of them. Any thread.
#pragma once

#include <cstdint>
#include <initializer_list>

#include "sync/model/field.hpp"

namespace sigap {

enum class Role : std::uint8_t { none, technician, desk, lead, manager, kiosk, administrator };
template <>
inline constexpr std::string_view words_of<Role>[] = {"none",    "technician", "desk",         "lead",
                                                      "manager", "kiosk",      "administrator"};

struct Roles {
    std::uint8_t bits = 0;
    constexpr Roles() = default;
    constexpr Roles(std::initializer_list<Role> roles) {
        for (const Role role : roles) bits = static_cast<std::uint8_t>(bits | 1u << static_cast<unsigned>(role));
    }
    constexpr bool has(Role role) const { return role != Role::none && (bits >> static_cast<unsigned>(role) & 1u); }
    constexpr bool none() const { return bits == 0; }
};

inline constexpr Roles nobody{};
inline constexpr Roles staff{Role::technician, Role::desk, Role::lead, Role::manager, Role::administrator};
// Those who steer other people's work and see all of it.
inline constexpr Roles desk_side{Role::desk, Role::lead, Role::manager, Role::administrator};
inline constexpr Roles leads{Role::lead, Role::manager, Role::administrator};
inline constexpr Roles administrators{Role::administrator};

}  // namespace sigap
