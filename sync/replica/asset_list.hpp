// The list of equipment as a screen shows it, sorted, filtered and paged in SQL. The store's thread, inside Replica::read.
#pragma once

#include "sync/model/kinds/asset.hpp"
#include "sync/replica/replica.hpp"

namespace sigap {

enum class AssetSort : std::uint8_t { name, tag, status };
template <>
inline constexpr std::string_view words_of<AssetSort>[] = {"name", "tag", "status"};

struct AssetQuery {
    AssetSort sort{};
    std::string text;                   // in tag, serial or name, or in the holder's or model's name
    std::optional<AssetStatus> status;  // none: any
    bool operator==(const AssetQuery&) const = default;
};

struct AssetRow {
    Uuid id;
    std::string tag;
    std::string serial;
    std::string name;
    std::string model;
    AssetStatus status{};
    std::string holder;
    std::string place;
    bool unsent = false;
    bool operator==(const AssetRow&) const = default;
};

std::vector<AssetRow> list_assets(const Replica& replica, const AssetQuery& query, std::int64_t limit, std::int64_t offset);
std::int64_t count_assets(const Replica& replica, const AssetQuery& query);

}  // namespace sigap
