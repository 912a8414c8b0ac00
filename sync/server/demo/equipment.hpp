// The demo's 25 models and 600 assets, as its work looks them up. One thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sync/server/demo/organisation.hpp"

namespace sigap::demo {

struct Item {
    Uuid id;
    std::string_view category;
    std::size_t room = 0;
    Uuid holder;
    bool in_use = false;
};

struct Equipment {
    std::vector<Item> items;

    // Something of that category: the person's own, else of their floor, else of their site; nil where there is none.
    Uuid near(World& world, const Organisation& organisation, const Member& person, std::string_view category) const;
};

inline constexpr std::size_t demo_assets = 600;

Equipment make_equipment(World& world, const Organisation& organisation, Timestamp founded);

}  // namespace sigap::demo
