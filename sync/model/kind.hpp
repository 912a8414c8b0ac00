// The permanent numbers of the kinds of record, and the typed reference to one. Any thread; a number is never used again.
#pragma once

#include <cstdint>

#include "platform/core/ids.hpp"

namespace sigap {

enum class Kind : std::uint16_t {
    none = 0,
    person = 1,
    org_unit = 2,
    location = 3,
    asset = 4,
    asset_model = 5,
    ticket = 6,
    work_order = 7,
    visit = 8,
    procedure = 9,
    procedure_version = 10,
    checklist_run = 11,
    checklist_step = 12,
    note = 13,
    announcement = 14,
    activity = 15,
    conflict = 16,
    attachment = 17,
    part = 18,
    stock = 19,
    part_use = 20,
    article = 21,
    acknowledgement = 22,
    signature = 23,
    rating = 24,
    hand_over = 25,
    notice = 26,
    plan = 27,
};

// The id of a record of one kind.
template <Kind Target>
struct Ref {
    Uuid id;
    Ref() = default;
    Ref(const Uuid& target) : id(target) {}
    operator const Uuid&() const { return id; }
    explicit operator bool() const { return static_cast<bool>(id); }
    bool operator==(const Ref&) const = default;
};

}  // namespace sigap
