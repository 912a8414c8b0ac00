#include "client/model/logo.hpp"

#include "platform/core/text.hpp"
#include "sync/model/kinds/attachment.hpp"
#include "sync/model/kinds/person.hpp"
#include "sync/replica/file_jobs.hpp"

namespace sigap {

std::string logo_of(Replica& replica) {
    const auto by_administrator = [&](const Attachment& file) {
        const auto author = replica.find(Kind::person, file.author);
        return author && as<Person>(*author).role == Role::administrator;
    };
    ListQuery units;
    units.kind = Kind::org_unit;
    std::optional<Attachment> newest;
    for (const auto& unit : replica.list(units)) {
        if (as<OrgUnit>(unit).parent) continue;
        for (const auto& file : FileJobs(replica).attached_to(unit.id)) {
            if (!file.type.starts_with("image/") || lower_ascii(trimmed(file.caption)) != "logo" || !by_administrator(file)) continue;
            if (!newest || file.added_at > newest->added_at) newest = file;
        }
    }
    return newest ? newest->sha256 : std::string();
}

}  // namespace sigap
