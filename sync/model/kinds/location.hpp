// Places: a site with its buildings, floors and rooms. Any thread. A site's `site` is itself.
#pragma once

#include "sync/model/record.hpp"

namespace sigap {

enum class LocationLevel : std::uint8_t { site, building, floor, room };
template <>
inline constexpr std::string_view words_of<LocationLevel>[] = {"site", "building", "floor", "room"};

struct Location {
    Uuid id;
    std::string name;
    std::string code;
    LocationLevel level{};
    Ref<Kind::location> parent;
    Ref<Kind::location> site;
    std::int64_t utc_offset_minutes = 0;  // WIB 420, WITA 480, WIT 540: Indonesia has no summer time
    std::string zone;                     // IANA name, for calendars
    std::string address;
    std::string phone;
    std::int64_t latitude_e6 = 0;         // millionths of a degree; both 0: not known
    std::int64_t longitude_e6 = 0;
};
template <>
inline constexpr std::array fields_of<Location>{
    field<&Location::name>(1, "name").needed().found(),
    field<&Location::code>(2, "code").sorted(),
    field<&Location::level>(3, "level"),
    field<&Location::parent>(4, "parent").in_tree(),
    field<&Location::site>(5, "site"),
    field<&Location::utc_offset_minutes>(6, "utc_offset_minutes").any_sign(),
    field<&Location::zone>(7, "zone"),
    field<&Location::address>(8, "address").lengthy(),
    field<&Location::phone>(9, "phone"),
    field<&Location::latitude_e6>(10, "latitude_e6").any_sign().from(4),
    field<&Location::longitude_e6>(11, "longitude_e6").any_sign().from(4),
};
template <>
inline constexpr KindInfo kind_of<Location>{.kind = Kind::location,
                                            .name = "location",
                                            .fields = fields_of<Location>,
                                            .everyone = true,
                                            .writers = {Role::lead, Role::administrator},
                                            .title = "name"};

}  // namespace sigap
