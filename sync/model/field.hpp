// A field of a kind as declared: permanent number, name, type, who may write it, how it merges, where its row travels.
// Built at compile time by field<&Struct::member>(number, "name"); any thread.
#pragma once

#include <span>
#include <string_view>
#include <type_traits>

#include "sync/model/kind.hpp"
#include "sync/model/value.hpp"

namespace sigap {

// How two edits of one field that did not see each other become one (sync/PROTOCOL.md, "Merging").
enum class Merge : std::uint8_t {
    plain,        // the last arrival wins, the loser is kept
    desk_owned,   // the desk's edit wins over the field's, whichever came first
    field_owned,  // the other way round
    status,       // judged by the transition table; never overwritten unseen
    once,         // written at birth or by one rule only, never in conflict
    unique,       // plain, and no two records may share a value
    delta,        // a number that commands add to and take from: all of them count
    set,          // words, merged one by one; a word is taken away only by one who saw it
};

// How a row finds the devices that hold it (sync/PROTOCOL.md, "Scope").
enum class Route : std::uint8_t {
    none,
    owner,    // the row goes to the person it names, who works on it
    reader,   // the row goes to the person it names, who may see it and does not own it for that
    follows,  // the row goes wherever the row that it names goes
    brings,   // the row that it names goes wherever this one goes
    place,    // the row goes to the site of the location it names
};

// A choice is an enum class with a table of its words: template <> inline constexpr std::string_view words_of<E>[] = {...}.
template <typename E>
inline constexpr std::string_view words_of[] = {""};

template <typename E>
std::string_view word_of(E value) {
    return words_of<E>[static_cast<std::size_t>(value)];
}

// The value for a word; false where the word is not known (a newer version's).
template <typename E>
bool from_word(std::string_view word, E& out) {
    for (std::size_t i = 0; i < std::size(words_of<E>); ++i)
        if (words_of<E>[i] == word) return out = static_cast<E>(i), true;
    return false;
}

struct FieldInfo {
    std::uint16_t number = 0;
    std::string_view name;
    FieldType type = FieldType::text;
    Kind target = Kind::none;               // of a reference; none where `kind_field` tells
    std::uint16_t kind_field = 0;           // number of the field that holds the target's kind
    std::span<const std::string_view> words = {};  // of a choice; the first is the default
    Merge merge = Merge::plain;
    Route route = Route::none;
    std::uint8_t since = 1;                 // schema version that introduced it
    bool required = false;
    bool by_rule = false;                   // written by commands of its own only, never by create_/edit_
    bool indexed = false;
    bool searched = false;
    bool prose = false;                     // text: merged in three ways; `merge` decides where both changed one place
    bool long_text = false;                 // holds up to longest_text bytes, any other text longest_line characters
    bool below_zero = false;                // a number that may be negative
    bool tree = false;                      // names the row's parent in a tree of its own kind: never itself or one below it
    std::string_view csv;                   // what the column is called in a CSV; the name when empty

    Value (*get)(const void* record) = nullptr;
    // False where the value does not fit; the member is then left alone.
    bool (*set)(void* record, const Value& value) = nullptr;

    template <typename Change>
    constexpr FieldInfo with(Change change) const {
        FieldInfo copy = *this;
        change(copy);
        return copy;
    }
    constexpr FieldInfo merged(Merge rule) const { return with([&](FieldInfo& f) { f.merge = rule; }); }
    constexpr FieldInfo owner() const { return with([](FieldInfo& f) { f.route = Route::owner, f.indexed = true; }); }
    constexpr FieldInfo reader() const { return with([](FieldInfo& f) { f.route = Route::reader; }); }
    constexpr FieldInfo follows() const { return with([](FieldInfo& f) { f.route = Route::follows, f.indexed = true; }); }
    constexpr FieldInfo brings() const { return with([](FieldInfo& f) { f.route = Route::brings, f.indexed = true; }); }
    constexpr FieldInfo place() const { return with([](FieldInfo& f) { f.route = Route::place, f.indexed = true; }); }
    constexpr FieldInfo kind_from(std::uint16_t field) const { return with([&](FieldInfo& f) { f.kind_field = field; }); }
    constexpr FieldInfo needed() const { return with([](FieldInfo& f) { f.required = true; }); }
    constexpr FieldInfo ruled() const { return with([](FieldInfo& f) { f.by_rule = true; }); }
    constexpr FieldInfo sorted() const { return with([](FieldInfo& f) { f.indexed = true; }); }
    constexpr FieldInfo found() const { return with([](FieldInfo& f) { f.searched = true; }); }
    constexpr FieldInfo as_prose() const { return with([](FieldInfo& f) { f.prose = f.long_text = true; }); }
    constexpr FieldInfo lengthy() const { return with([](FieldInfo& f) { f.long_text = true; }); }
    constexpr FieldInfo any_sign() const { return with([](FieldInfo& f) { f.below_zero = true; }); }
    constexpr FieldInfo in_tree() const { return with([](FieldInfo& f) { f.tree = true; }); }
    constexpr FieldInfo from(std::uint8_t version) const { return with([&](FieldInfo& f) { f.since = version; }); }
    constexpr FieldInfo column(std::string_view title) const { return with([&](FieldInfo& f) { f.csv = title; }); }
};

namespace detail {

template <typename>
struct MemberOf;
template <typename Struct, typename Type>
struct MemberOf<Type Struct::*> {
    using struct_type = Struct;
    using type = Type;
};

template <typename>
inline constexpr Kind target_of = Kind::none;
template <Kind Target>
inline constexpr Kind target_of<Ref<Target>> = Target;

template <typename T>
constexpr FieldType type_of() {
    if constexpr (std::is_same_v<T, std::string>) return FieldType::text;
    else if constexpr (std::is_same_v<T, bool>) return FieldType::boolean;
    else if constexpr (std::is_same_v<T, Timestamp>) return FieldType::time;
    else if constexpr (std::is_same_v<T, Uuid> || target_of<T> != Kind::none) return FieldType::reference;
    else if constexpr (std::is_enum_v<T> && !std::is_same_v<T, Kind>) return FieldType::choice;
    else return FieldType::integer;
}

template <typename T>
Value value_of(const T& member) {
    if constexpr (type_of<T>() == FieldType::text) return member.empty() ? Value{} : Value{member};
    else if constexpr (type_of<T>() == FieldType::time) return member.ms == 0 ? Value{} : Value{member.ms};
    else if constexpr (type_of<T>() == FieldType::reference) {
        const Uuid& id = member;
        return id ? Value{id} : Value{};
    } else if constexpr (type_of<T>() == FieldType::choice) {
        return Value{std::string(word_of(member))};
    } else {
        const auto number = static_cast<std::int64_t>(member);
        return number == 0 ? Value{} : Value{number};
    }
}

template <typename T>
bool take_value(T& member, const Value& value) {
    if (std::holds_alternative<Absent>(value)) return member = T{}, true;
    if constexpr (type_of<T>() == FieldType::text) {
        const auto* text = std::get_if<std::string>(&value);
        return text && (member = *text, true);
    } else if constexpr (type_of<T>() == FieldType::reference) {
        const auto* id = std::get_if<Uuid>(&value);
        return id && (member = *id, true);
    } else if constexpr (type_of<T>() == FieldType::choice) {
        const auto* word = std::get_if<std::string>(&value);
        return word && from_word(*word, member);
    } else {
        const auto* number = std::get_if<std::int64_t>(&value);
        if (!number) return false;
        if constexpr (std::is_same_v<T, Timestamp>) member.ms = *number;
        else member = static_cast<T>(*number);
        return true;
    }
}

}  // namespace detail

template <auto Member>
constexpr FieldInfo field(std::uint16_t number, std::string_view name) {
    using Struct = typename detail::MemberOf<decltype(Member)>::struct_type;
    using Type = typename detail::MemberOf<decltype(Member)>::type;
    FieldInfo info;
    info.number = number;
    info.name = name;
    info.type = detail::type_of<Type>();
    info.target = detail::target_of<Type>;
    if constexpr (detail::type_of<Type>() == FieldType::choice) info.words = words_of<Type>;
    info.get = [](const void* record) { return detail::value_of(static_cast<const Struct*>(record)->*Member); };
    info.set = [](void* record, const Value& value) {
        return detail::take_value(static_cast<Struct*>(record)->*Member, value);
    };
    return info;
}

}  // namespace sigap
