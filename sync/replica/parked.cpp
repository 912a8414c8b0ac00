// Edits that need their author: refused or deferred ones, done again otherwise or left; and rows that went to somebody else.
#include <algorithm>

#include "sync/model/judgement.hpp"
#include "sync/replica/replica.hpp"

namespace sigap {

bool Replica::given_away(Kind kind, const Uuid& id) const {
    if (setting("sweep") == "1") return false;  // the pull under way will tell
    return database_->query("SELECT 1 FROM " + sql_name(catalogue().at(kind).name) + " WHERE id=? AND held=0 AND seq>0", id).step();
}

void Replica::let_go(const RowKey& row) {
    if (!has_overlay(row) && !open_forms_.contains(row.second)) erase_row(row);
}

Result<void> Replica::set_open_forms(std::set<Uuid> rows) {
    if (rows == open_forms_) return {};
    const auto before = std::exchange(open_forms_, std::move(rows));
    return database_->write([&] {
        for (const auto& id : before)
            if (const auto record = open_forms_.contains(id) ? std::nullopt : find_any(id); record && given_away(record->kind, id))
                let_go({record->kind, id});
    });
}

Result<LedgerEntry> Replica::parked(const Uuid& operation) const {
    auto entry = entry_of(operation);
    if (!entry) return fail(ErrorCode::not_found, "there is no such edit on this device", "not_found");
    if (entry->state != EditState::refused && entry->state != EditState::deferred)
        return fail(ErrorCode::refused, "this edit needs nothing: it is " + std::string(word_of(entry->state)), "not_parked");
    return std::move(*entry);
}

bool Replica::would_allow(std::string_view name, const Uuid& target) const {
    const CommandInfo* info = catalogue().command(name);
    if (!info || !enrolment_) return false;
    Command command;
    command.operation = target;
    command.name = info->name;
    command.target_kind = info->on;
    command.target = target;
    command.by = enrolment_->person;
    return static_cast<bool>(judge(catalogue(), command, {enrolment_->person, enrolment_->role, enrolment_->device}, rows_));
}

Result<void> Replica::leave(const Uuid& operation) {
    return database_->write([&]() -> Result<void> {
        SIGAP_TRY(parked(operation));
        database_->query("UPDATE ledger SET state='left' WHERE operation=?", operation).run();
        return {};
    });
}

std::optional<Record> Replica::twin_of(const LedgerEntry& entry) const {
    const CommandInfo* info = catalogue().command(entry.command.name);
    const KindInfo* kind = info ? catalogue().find(info->on) : nullptr;
    if (!kind) return std::nullopt;
    for (const auto& [name, value] : entry.command.arguments) {
        const FieldInfo* field = kind->find(name);
        if (!field || field->merge != Merge::unique || std::holds_alternative<Absent>(value)) continue;
        ListQuery query;
        query.kind = kind->kind;
        query.where = {{name, value}};
        query.limit = 1;
        if (auto found = list(query); !found.empty() && found[0].id != entry.command.target) return std::move(found[0]);
    }
    return std::nullopt;
}

Result<Edit> Replica::do_again(const Uuid& operation, std::vector<std::pair<std::string, Value>> changed, const Uuid& into) {
    auto entry = database_->read([&]() -> Result<LedgerEntry> { return parked(operation); });
    if (!entry) return entry.error();
    const CommandInfo* info = catalogue().command(entry->command.name);
    if (!info) return fail(ErrorCode::refused, "this edit is of another version", "newer_version");
    auto arguments = entry->command.arguments;
    for (auto& [name, value] : changed) {
        const auto at = std::ranges::find_if(arguments, [&wanted = name](const auto& argument) { return argument.first == wanted; });
        if (at == arguments.end()) arguments.emplace_back(name, std::move(value));
        else at->second = std::move(value);
    }
    std::string name = info->name;
    Uuid target = entry->command.target;
    if (into) {
        auto merged = database_->read([&]() -> Result<std::vector<std::pair<std::string, Value>>> { return fills(*info, arguments, into); });
        if (!merged) return merged.error();
        arguments = std::move(*merged);
        name = "edit_" + std::string(catalogue().at(info->on).name);
        target = into;
    }
    Edit edit;
    if (!into || !arguments.empty()) {
        auto done = perform(name, target, std::move(arguments));
        if (!done) return done.error();
        edit = *done;
    }
    SIGAP_TRY(leave(operation));
    return edit;
}

// What the given values add to a record: where it has none yet.
Result<std::vector<std::pair<std::string, Value>>> Replica::fills(const CommandInfo& info,
                                                                 const std::vector<std::pair<std::string, Value>>& arguments,
                                                                 const Uuid& into) const {
    const KindInfo* kind = catalogue().find(info.on);
    const auto* edit = kind ? catalogue().command("edit_" + std::string(kind->name)) : nullptr;
    const auto record = edit ? find(kind->kind, into) : std::nullopt;
    if (!record) return fail(ErrorCode::not_found, "the other record is not on this device; sync, or check the id", "not_found");
    std::vector<std::pair<std::string, Value>> out;
    for (const auto& [name, value] : arguments) {
        const FieldInfo* field = kind->find(name);
        const bool takes = std::ranges::any_of(edit->arguments, [&wanted = name](const ArgumentInfo& shape) { return shape.name == wanted; });
        if (!field || !takes || std::holds_alternative<Absent>(value)) continue;
        const Value& held = record->values[kind->index_of(*field)];
        const bool empty = std::holds_alternative<Absent>(held) || (field->type == FieldType::choice && held == Value{std::string(field->words[0])});
        if (empty && value != held) out.emplace_back(name, value);
    }
    return out;
}

}  // namespace sigap
