// People and the organisation they belong to. Any thread.
#pragma once

#include "sync/model/record.hpp"

namespace sigap {

enum class Language : std::uint8_t { id, en };
template <>
inline constexpr std::string_view words_of<Language>[] = {"id", "en"};

struct OrgUnit {
    Uuid id;
    std::string code;
    std::string name;
    Ref<Kind::org_unit> parent;
};
template <>
inline constexpr std::array fields_of<OrgUnit>{
    field<&OrgUnit::code>(1, "code").needed().sorted(),
    field<&OrgUnit::name>(2, "name").needed().found(),
    field<&OrgUnit::parent>(3, "parent").in_tree(),
};
template <>
inline constexpr KindInfo kind_of<OrgUnit>{
    .kind = Kind::org_unit, .name = "org_unit", .fields = fields_of<OrgUnit>, .everyone = true, .writers = administrators, .title = "name"};

struct Person {
    Uuid id;
    std::string name;
    std::string login;
    Role role{};
    std::string email;
    std::string phone;  // E.164
    Ref<Kind::org_unit> org_unit;
    Ref<Kind::location> site;
    std::string job_title;
    Language language{};
    bool inactive = false;
};
template <>
inline constexpr std::array fields_of<Person>{
    field<&Person::name>(1, "name").needed().found(),
    field<&Person::login>(2, "login").merged(Merge::unique).sorted(),
    field<&Person::role>(3, "role"),
    field<&Person::email>(4, "email").found(),
    field<&Person::phone>(5, "phone"),
    field<&Person::org_unit>(6, "org_unit"),
    field<&Person::site>(7, "site"),
    field<&Person::job_title>(8, "job_title"),
    field<&Person::language>(9, "language"),
    field<&Person::inactive>(10, "inactive"),
};
template <>
inline constexpr KindInfo kind_of<Person>{
    .kind = Kind::person, .name = "person", .fields = fields_of<Person>, .everyone = true, .writers = administrators, .title = "name"};

}  // namespace sigap
