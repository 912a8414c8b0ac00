#include "client/model/procedures.hpp"

#include <algorithm>
#include <set>

#include "sync/model/kinds/person.hpp"

namespace sigap {

namespace {

template <typename T>
std::vector<T> all(Replica& replica, std::string order, std::vector<std::pair<std::string, Value>> where = {}) {
    ListQuery query;
    query.where = std::move(where);
    query.kind = kind_of<T>.kind;
    query.order = std::move(order);
    std::vector<T> out;
    for (const auto& record : replica.list(query)) out.push_back(as<T>(record));
    return out;
}

}  // namespace

std::vector<ProcedureLine> procedure_lines(Replica& replica) {
    const auto enrolment = replica.enrolment();
    const bool at_desk = enrolment && desk_side.has(enrolment->role);
    std::vector<Person> technicians;
    for (auto& person : all<Person>(replica, "name", {{"role", std::string(word_of(Role::technician))}}))
        if (!person.inactive) technicians.push_back(std::move(person));
    std::vector<ProcedureLine> out;
    for (auto& procedure : all<Procedure>(replica, "code")) {
        ProcedureLine& line = out.emplace_back();
        line.procedure = std::move(procedure);
        const auto version = replica.find(Kind::procedure_version, line.procedure.current);
        if (!version) continue;
        line.version = as<ProcedureVersion>(*version);
        std::set<Uuid> readers;
        for (const auto& row : replica.rows().referring(Kind::acknowledgement, field_of<&Acknowledgement::procedure_version>(), version->id)) {
            const auto read = as<Acknowledgement>(row);
            readers.insert(read.person.id);
            if (enrolment && read.person.id == enrolment->person) line.read = true, line.read_at = read.at;
        }
        for (const auto& person : technicians) {
            if (readers.contains(person.id)) ++line.readers;
            else if (at_desk) line.unread_by.push_back(person.name);
        }
    }
    return out;
}

std::size_t unread_procedures(const std::vector<ProcedureLine>& lines) {
    return static_cast<std::size_t>(std::ranges::count_if(lines, [](const auto& line) { return line.version.id && !line.read; }));
}

std::vector<ProcedureVersion> versions_of(Replica& replica, const Uuid& procedure) {
    std::vector<ProcedureVersion> out;
    for (const auto& row : replica.rows().referring(Kind::procedure_version, field_of<&ProcedureVersion::procedure>(), procedure))
        out.push_back(as<ProcedureVersion>(row));
    std::ranges::sort(out, {}, &ProcedureVersion::version);
    return out;
}

ProcedureText text_of(const Procedure& procedure, const ProcedureVersion& version) {
    ProcedureText text;
    text.code = procedure.code, text.category = procedure.category;
    text.minutes = static_cast<int>(std::clamp<std::int64_t>(procedure.minutes, 1, 1440));
    text.title = {procedure.title_id, procedure.title_en};
    text.purpose = {version.purpose_id, version.purpose_en};
    text.ordered = version.ordered;
    text.job_type = version.job_type;
    if (auto steps = steps_from_json(version.steps)) text.steps = std::move(*steps);
    return text;
}

}  // namespace sigap
