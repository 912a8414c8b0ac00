#include "client/model/people.hpp"

#include "platform/core/text.hpp"
#include "sync/model/kinds/person.hpp"

namespace sigap {

namespace {

void add(const Replica& replica, const ListQuery& query, std::vector<PersonRow>& out, const Uuid& but, bool active, std::int64_t most) {
    for (const auto& record : replica.list(query)) {
        const auto person = as<Person>(record);
        if (person.id == but || (active && person.inactive)) continue;
        if (static_cast<std::int64_t>(out.size()) == most) return;
        const auto unit = replica.find(Kind::org_unit, person.org_unit);
        out.push_back({person.id, person.name, unit ? as<OrgUnit>(*unit).name : person.job_title});
    }
}

}  // namespace

std::vector<PersonRow> people_named(const Replica& replica, const std::string& text, std::int64_t most, People which) {
    std::vector<PersonRow> out;
    ListQuery query;
    query.kind = Kind::person;
    query.text = trimmed(text);
    query.order = "name";
    if (which == People::anyone) {
        query.limit = most;
        if (!query.text.empty()) add(replica, query, out, {}, false, most);
        return out;
    }
    const auto enrolment = replica.enrolment();
    for (const Role role : {Role::technician, Role::lead, Role::desk, Role::manager}) {
        query.where = {{"role", std::string(word_of(role))}};
        add(replica, query, out, enrolment ? enrolment->person : Uuid{}, true, most);
    }
    return out;
}

}  // namespace sigap
