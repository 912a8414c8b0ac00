// KindInfo: a kind as declared. Record: one row of any kind, as a list of values in the order of its fields.
// as<T>() and record_of() go between a Record and its plain struct. Any thread.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "sync/model/field.hpp"
#include "sync/model/role.hpp"

namespace sigap {

struct KindInfo {
    Kind kind = Kind::none;
    std::string_view name;               // snake_case, singular; also the table's name
    std::span<const FieldInfo> fields;
    bool everyone = false;               // every device holds all rows of it
    Roles writers;                       // who may use create_/edit_ of it; nobody: only commands of its own
    std::string_view title;              // the field that a person knows the record by
    std::uint8_t since = 1;

    const FieldInfo* find(std::uint16_t number) const {
        for (const auto& field : fields)
            if (field.number == number) return &field;
        return nullptr;
    }
    const FieldInfo* find(std::string_view field_name) const {
        for (const auto& field : fields)
            if (field.name == field_name) return &field;
        return nullptr;
    }
    std::size_t index_of(const FieldInfo& field) const { return static_cast<std::size_t>(&field - fields.data()); }
};

struct Record {
    Kind kind = Kind::none;
    Uuid id;
    std::int64_t seq = 0;        // place in the server's order; 0 until the server has it
    std::vector<Value> values;   // one for each of KindInfo::fields
    std::string extra;           // fields of a newer version, a JSON array [number, value, ...], kept unharmed

    bool operator==(const Record&) const = default;
};

// Specialised beside each struct: its fields, and its KindInfo.
template <typename T>
inline constexpr std::array<FieldInfo, 0> fields_of{};
template <typename T>
inline constexpr KindInfo kind_of{};

// Values that do not fit (a newer version's word) leave the member at its default.
template <typename T>
T as(const Record& record) {
    T out;
    out.id = record.id;
    for (std::size_t i = 0; i < fields_of<T>.size() && i < record.values.size(); ++i)
        fields_of<T>[i].set(&out, record.values[i]);
    return out;
}

template <typename T>
Record record_of(const T& source) {
    Record out;
    out.kind = kind_of<T>.kind;
    out.id = source.id;
    out.values.reserve(fields_of<T>.size());
    for (const auto& field : fields_of<T>) out.values.push_back(field.get(&source));
    return out;
}

// The declared field behind a member: field_of<&Visit::status>(). Throws std::logic_error where it is not declared.
template <auto Member>
const FieldInfo& field_of() {
    using Struct = typename detail::MemberOf<decltype(Member)>::struct_type;
    static const FieldInfo& found = []() -> const FieldInfo& {
        for (const FieldInfo& declared : fields_of<Struct>)
            if (declared.get == field<Member>(0, "").get) return declared;
        throw std::logic_error("the member is not declared as a field");
    }();
    return found;
}

}  // namespace sigap
