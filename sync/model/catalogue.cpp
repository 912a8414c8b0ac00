#include "sync/model/catalogue.hpp"

#include <algorithm>

#include "sync/model/kinds/article.hpp"
#include "sync/model/kinds/asset.hpp"
#include "sync/model/kinds/attachment.hpp"
#include "sync/model/kinds/hand_over.hpp"
#include "sync/model/kinds/location.hpp"
#include "sync/model/kinds/note.hpp"
#include "sync/model/kinds/notice.hpp"
#include "sync/model/kinds/part.hpp"
#include "sync/model/kinds/person.hpp"
#include "sync/model/kinds/plan.hpp"
#include "sync/model/kinds/procedure.hpp"
#include "sync/model/kinds/signing.hpp"
#include "sync/model/kinds/work.hpp"
#include "sync/model/rules/rules.hpp"

namespace sigap {

namespace {

std::vector<ArgumentInfo> editable_fields(const KindInfo& kind, bool at_birth) {
    std::vector<ArgumentInfo> arguments;
    for (const auto& field : kind.fields)
        if (!field.by_rule && (at_birth || (field.merge != Merge::once && field.merge != Merge::delta))) {
            arguments.push_back(shape_of(field));
            arguments.back().required = at_birth && field.required;
        }
    return arguments;
}

void check(const std::vector<KindInfo>& kinds) {
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j)
            if (kinds[i].kind == kinds[j].kind || kinds[i].name == kinds[j].name)
                throw std::logic_error("two kinds share a number or a name: " + std::string(kinds[i].name));
        const auto fields = kinds[i].fields;
        for (std::size_t a = 0; a < fields.size(); ++a)
            for (std::size_t b = 0; b < a; ++b)
                if (fields[a].number == fields[b].number || fields[a].name == fields[b].name)
                    throw std::logic_error("two fields share a number or a name: " + std::string(fields[a].name));
    }
}

}  // namespace

Catalogue::Catalogue(std::vector<KindInfo> kinds, std::vector<CommandInfo> commands)
    : kinds_(std::move(kinds)), commands_(std::move(commands)) {
    check(kinds_);
    for (const auto& kind : kinds_) {
        if (kind.writers.none()) continue;
        const std::string name(kind.name);
        if (!command("create_" + name))
            commands_.push_back({"create_" + name, kind.kind, true, kind.writers, editable_fields(kind, true), judge_create});
        if (!command("edit_" + name))
            commands_.push_back({"edit_" + name, kind.kind, false, kind.writers, editable_fields(kind, false), judge_edit});
    }
    std::ranges::sort(commands_, {}, &CommandInfo::name);
    for (std::size_t i = 1; i < commands_.size(); ++i)
        if (commands_[i].name == commands_[i - 1].name) throw std::logic_error("two commands named " + commands_[i].name);
}

const KindInfo* Catalogue::find(Kind kind) const {
    for (const auto& info : kinds_)
        if (info.kind == kind) return &info;
    return nullptr;
}

const KindInfo* Catalogue::find(std::string_view name) const {
    for (const auto& info : kinds_)
        if (info.name == name) return &info;
    return nullptr;
}

const KindInfo& Catalogue::at(Kind kind) const {
    if (const auto* info = find(kind)) return *info;
    throw std::logic_error("no kind " + std::to_string(static_cast<int>(kind)));
}

const CommandInfo* Catalogue::command(std::string_view name) const {
    for (const auto& info : commands_)
        if (info.name == name) return &info;
    return nullptr;
}

int Catalogue::version() const {
    int version = 1;
    for (const auto& kind : kinds_) {
        version = std::max<int>(version, kind.since);
        for (const auto& field : kind.fields) version = std::max<int>(version, field.since);
    }
    return version;
}

const Catalogue& catalogue() {
    static const Catalogue sigap{
        {kind_of<Person>, kind_of<OrgUnit>, kind_of<Location>, kind_of<Asset>, kind_of<AssetModel>, kind_of<Ticket>,
         kind_of<WorkOrder>, kind_of<Visit>, kind_of<Procedure>, kind_of<ProcedureVersion>, kind_of<ChecklistRun>,
         kind_of<ChecklistStep>, kind_of<Note>, kind_of<Announcement>, kind_of<Activity>, kind_of<Conflict>,
         kind_of<Attachment>, kind_of<Part>, kind_of<Stock>, kind_of<PartUse>, kind_of<Article>,
         kind_of<Acknowledgement>, kind_of<Signature>, kind_of<Rating>, kind_of<HandOver>, kind_of<Notice>, kind_of<Plan>},
        all_rules()};
    return sigap;
}

}  // namespace sigap
