#include "tests/simulation/first_schema.hpp"

#include <algorithm>
#include <deque>

#include "sync/model/rules/rules.hpp"

namespace sigap::simulation {

namespace {

using FieldList = std::vector<FieldInfo>;

std::vector<KindInfo> first_kinds(std::deque<FieldList>& fields) {
    std::vector<KindInfo> kinds;
    for (KindInfo kind : catalogue().kinds()) {
        if (kind.since > 1) continue;
        FieldList& first = fields.emplace_back();
        std::ranges::copy_if(kind.fields, std::back_inserter(first), [](const FieldInfo& field) { return field.since == 1; });
        kind.fields = first;
        kinds.push_back(kind);
    }
    return kinds;
}

std::vector<CommandInfo> first_commands() {
    std::vector<CommandInfo> commands = all_rules();
    for (const auto& later : {part_rules(), label_rules(), article_rules()})
        std::erase_if(commands, [&](const CommandInfo& command) {
            return std::ranges::find(later, command.name, &CommandInfo::name) != later.end();
        });
    return commands;
}

}  // namespace

const Catalogue& first_schema() {
    static std::deque<FieldList> fields;
    static const Catalogue first(first_kinds(fields), first_commands());
    return first;
}

}  // namespace sigap::simulation
