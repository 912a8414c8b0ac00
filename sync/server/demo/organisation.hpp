// The demo's sites, rooms, units and people, as its other parts look them up. One thread.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "sync/model/kinds/location.hpp"
#include "sync/model/kinds/person.hpp"
#include "sync/server/demo/world.hpp"

namespace sigap::demo {

struct Room {
    Uuid id;
    std::string_view name;   // "Keuangan"
    std::string full_name;   // "Keuangan, Lt. 2 Gedung A"
    std::string_view floor;  // "Lt. 2 Gedung A"
    std::size_t site = 0;
};

struct Member {
    Uuid id;
    std::string_view name;
    std::string_view login;
    Role role{};
    std::size_t site = 0;
    std::size_t room = 0;  // index into Organisation::rooms
    Uuid unit;
};

struct Site {
    Uuid id;
    std::string_view code;
    std::int64_t utc_offset_minutes = 0;
    Uuid field_technician;  // who did the site's visits in the past; not one of those who sign in
};

struct Organisation {
    std::array<Site, 3> sites;
    std::vector<Room> rooms;
    std::vector<Member> people;

    const Member& by_login(std::string_view login) const;
    std::size_t room_index(std::size_t site, std::string_view name) const;  // throws std::logic_error
    // Those who ask for help: not the kiosk, nobody of the support staff.
    std::vector<const Member*> clients() const;
};

Organisation make_organisation(World& world, Timestamp founded);

}  // namespace sigap::demo
