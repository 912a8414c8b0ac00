#include "client/model/people.hpp"

#include "platform/core/text.hpp"
#include "sync/model/kinds/person.hpp"

namespace sigap {

std::vector<PersonRow> people_named(const Replica& replica, const std::string& text, std::int64_t most) {
    std::vector<PersonRow> out;
    ListQuery query;
    query.kind = Kind::person;
    query.text = trimmed(text);
    query.order = "name";
    query.limit = most;
    if (query.text.empty()) return out;
    for (const auto& record : replica.list(query)) {
        const auto person = as<Person>(record);
        const auto unit = replica.find(Kind::org_unit, person.org_unit);
        out.push_back({person.id, person.name, unit ? as<OrgUnit>(*unit).name : person.job_title});
    }
    return out;
}

}  // namespace sigap
