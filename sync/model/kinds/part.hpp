// Parts and consumables: what there is of each in a store or in a technician's van, and what each visit took. Any thread.
// A count may fall below zero: somebody took what was never booked in, and a recount puts it right.
#pragma once

#include "sync/model/record.hpp"

namespace sigap {

struct Part {
    Uuid id;
    std::string name;
    std::string number;  // the maker's or one's own
    std::string unit;    // "piece", "metre"
};
template <>
inline constexpr std::array fields_of<Part>{
    field<&Part::name>(1, "name").needed().sorted().found(),
    field<&Part::number>(2, "number").merged(Merge::unique).sorted().found(),
    field<&Part::unit>(3, "unit"),
};
template <>
inline constexpr KindInfo kind_of<Part>{
    .kind = Kind::part, .name = "part", .fields = fields_of<Part>, .everyone = true, .writers = desk_side, .title = "name", .since = 2};

struct Stock {
    Uuid id;
    Ref<Kind::part> part;
    Ref<Kind::location> location;  // of a store
    Ref<Kind::person> holder;      // of a van
    std::int64_t quantity = 0;
    std::int64_t minimum = 0;
};
template <>
inline constexpr std::array fields_of<Stock>{
    field<&Stock::part>(1, "part").needed().sorted().merged(Merge::once),
    field<&Stock::location>(2, "location").place(),
    field<&Stock::holder>(3, "holder").merged(Merge::desk_owned).reader(),
    field<&Stock::quantity>(4, "quantity").any_sign().merged(Merge::delta),
    field<&Stock::minimum>(5, "minimum").merged(Merge::desk_owned),
};
template <>
inline constexpr KindInfo kind_of<Stock>{
    .kind = Kind::stock, .name = "stock", .fields = fields_of<Stock>, .writers = desk_side, .title = "", .since = 2};

// One taking for a visit, or one return from it (a negative quantity).
struct PartUse {
    Uuid id;
    Ref<Kind::visit> visit;
    Ref<Kind::part> part;
    Ref<Kind::stock> stock;
    std::int64_t quantity = 0;
    Ref<Kind::person> taken_by;
    Timestamp at;
    std::string serial;  // of the piece, where it has one
};
template <>
inline constexpr std::array fields_of<PartUse>{
    field<&PartUse::visit>(1, "visit").needed().merged(Merge::once).follows(),
    field<&PartUse::part>(2, "part").merged(Merge::once),
    field<&PartUse::stock>(3, "stock").merged(Merge::once).sorted(),
    field<&PartUse::quantity>(4, "quantity").any_sign().merged(Merge::once),
    field<&PartUse::taken_by>(5, "taken_by").merged(Merge::once),
    field<&PartUse::at>(6, "at").merged(Merge::once),
    field<&PartUse::serial>(7, "serial").merged(Merge::once).from(4),
};
template <>
inline constexpr KindInfo kind_of<PartUse>{
    .kind = Kind::part_use, .name = "part_use", .fields = fields_of<PartUse>, .writers = nobody, .title = "", .since = 2};

}  // namespace sigap
