#include "sync/model/rules/rules.hpp"

#include <set>

namespace sigap {

namespace {

// Walks up from the wanted parent: a device as far as it holds the rows, the server to the top.
Result<void> check_tree(const Judgement& judgement, const KindInfo& kind, const FieldInfo& field, const Record& record) {
    const auto up_from = [&](const Record& row) {
        const auto* up = std::get_if<Uuid>(&row.values[kind.index_of(field)]);
        return up ? *up : Uuid{};
    };
    std::set<Uuid> passed;
    for (Uuid at = up_from(record); at && passed.insert(at).second;) {
        if (at == record.id)
            return Judgement::refuse(std::string(field.name) + ": it cannot lie within itself; choose another one", "ring");
        const auto above = judgement.find(kind.kind, at);
        at = above ? up_from(*above) : Uuid{};
    }
    return {};
}

Result<void> take_arguments(Judgement& judgement, const KindInfo& kind, Record& record) {
    for (const auto& [name, value] : judgement.command().arguments) {
        const FieldInfo* field = kind.find(name);
        if (!field) throw std::logic_error("an argument that is no field: " + name);
        if (field->required && std::holds_alternative<Absent>(value))
            return Judgement::refuse(name + " cannot be empty", "missing_" + name);
        const bool word_left_out = field->type == FieldType::choice && std::holds_alternative<Absent>(value);
        record.values[kind.index_of(*field)] = word_left_out ? Value{std::string(field->words[0])} : value;
    }
    return {};
}

}  // namespace

Result<void> judge_create(Judgement& judgement) {
    const KindInfo& kind = judgement.catalogue().at(judgement.info().on);
    Record record = born_record(kind, judgement.next_id());
    SIGAP_TRY(take_arguments(judgement, kind, record));
    judgement.create_record(record);
    return {};
}

Result<void> judge_edit(Judgement& judgement) {
    const Command& command = judgement.command();
    const KindInfo& kind = judgement.catalogue().at(command.target_kind);
    auto record = judgement.find(command.target_kind, command.target);
    if (!record) return Judgement::missing(kind.name);
    if (command.arguments.empty()) return fail(ErrorCode::invalid, command.name + " needs at least one field to change", "shape");
    SIGAP_TRY(take_arguments(judgement, kind, *record));
    for (const auto& field : kind.fields)
        if (field.tree && command.argument(field.name)) SIGAP_TRY(check_tree(judgement, kind, field, *record));
    judgement.save_record(*record);
    return {};
}

Error illegal(std::string_view what, std::string_view from, std::string_view to, const std::vector<std::string_view>& ways) {
    std::string on;
    for (const auto way : ways) on += (on.empty() ? "; from here: " : ", ") + std::string(way);
    return Judgement::refuse("the " + std::string(what) + " is " + std::string(from) + ", from which it cannot become " + std::string(to) + on,
                             "state");
}

bool may_give(const Judgement& judgement, std::string_view command) {
    const auto* info = judgement.catalogue().command(command);
    return info && info->roles.has(judgement.actor().role);
}

std::vector<CommandInfo> all_rules() {
    std::vector<CommandInfo> all;
    for (auto* rules : {ticket_rules, direct_request_rules, work_order_rules, visit_rules, checklist_rules, asset_rules, note_rules, attachment_rules, conflict_rules,
                        part_rules, label_rules, article_rules, procedure_rules, signing_rules, hand_over_rules, notice_rules, plan_rules})
        for (auto& rule : rules()) all.push_back(std::move(rule));
    return all;
}

}  // namespace sigap
