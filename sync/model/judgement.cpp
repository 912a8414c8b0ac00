#include "sync/model/judgement.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "platform/core/text.hpp"
#include "sync/model/kinds/note.hpp"
#include "sync/model/text_value.hpp"

namespace sigap {

Record born_record(const KindInfo& kind, const Uuid& id) {
    Record record{kind.kind, id, 0, std::vector<Value>(kind.fields.size()), {}};
    for (std::size_t i = 0; i < kind.fields.size(); ++i)
        if (kind.fields[i].type == FieldType::choice) record.values[i] = std::string(kind.fields[i].words[0]);
    return record;
}

void apply(const KindInfo& kind, Record& record, const RowChange& change) {
    for (const auto& [number, value] : change.fields) {
        const auto* field = kind.find(number);
        if (!field) continue;
        Value& held = record.values[kind.index_of(*field)];
        held = !change.born && is_relative(*field) ? plus(*field, held, value) : value;
    }
}

Error Judgement::missing(std::string_view kind) {
    return fail(ErrorCode::not_found, "no such " + std::string(kind) + " here; sync, or check the id", "not_found");
}

std::optional<Record> Judgement::find(Kind kind, const Uuid& id) const {
    const auto at = written_.find({kind, id});
    return at != written_.end() ? at->second : rows_.find(kind, id);
}

std::vector<Record> Judgement::referring(Kind kind, const FieldInfo& field, const Uuid& target) const {
    const KindInfo& info = catalogue_.at(kind);
    const std::size_t index = info.index_of(*info.find(field.number));
    std::vector<Record> out;
    for (auto& record : rows_.referring(kind, field, target))
        if (!written_.contains({kind, record.id})) out.push_back(std::move(record));
    for (const auto& [key, record] : written_)
        if (key.first == kind && record.values[index] == Value{target}) out.push_back(record);
    return out;
}

Value Judgement::value(std::string_view name) const {
    const Value* given = command_.argument(name);
    return given ? *given : Value{};
}

std::string Judgement::text(std::string_view name) const {
    const Value given = value(name);
    const auto* text = std::get_if<std::string>(&given);
    return text ? *text : std::string{};
}

Uuid Judgement::id(std::string_view name) const {
    const Value given = value(name);
    const auto* id = std::get_if<Uuid>(&given);
    return id ? *id : Uuid{};
}

Timestamp Judgement::time(std::string_view name) const {
    const Value given = value(name);
    const auto* ms = std::get_if<std::int64_t>(&given);
    return {ms ? *ms : 0};
}

std::int64_t Judgement::number(std::string_view name) const {
    return time(name).ms;
}

Value Judgement::seen(Kind kind, const Uuid& id, const FieldInfo& field) const {
    for (const auto& base : command_.bases)
        if (base.kind == kind && base.id == id)
            for (const auto& [number, value] : base.saw)
                if (number == field.number) return value;
    const auto record = find(kind, id);
    const KindInfo& info = catalogue_.at(kind);
    return record ? record->values[info.index_of(*info.find(field.number))] : Value{};
}

RowChange& Judgement::row_change(Kind kind, const Uuid& id) {
    for (auto& change : changes_)
        if (change.kind == kind && change.id == id) return change;
    return changes_.emplace_back(RowChange{kind, id, false, {}});
}

void Judgement::create_record(const Record& record) {
    const KindInfo& kind = catalogue_.at(record.kind);
    RowChange& change = row_change(record.kind, record.id);
    change.born = true;
    for (std::size_t i = 0; i < kind.fields.size(); ++i)
        if (!std::holds_alternative<Absent>(record.values[i])) change.fields.push_back({kind.fields[i].number, record.values[i]});
    written_[{record.kind, record.id}] = record;
}

void Judgement::save_record(const Record& record) {
    const KindInfo& kind = catalogue_.at(record.kind);
    const auto before = find(record.kind, record.id);
    if (!before) throw std::logic_error("save of a row that is not there: " + std::string(kind.name));
    for (std::size_t i = 0; i < kind.fields.size(); ++i)
        if (before->values[i] != record.values[i]) change(record.kind, record.id, kind.fields[i].number, record.values[i]);
}

void Judgement::change(Kind kind, const Uuid& id, std::uint16_t field, Value value) {
    auto row = find(kind, id);
    if (!row) throw std::logic_error("change of a row that is not there");
    const KindInfo& info = catalogue_.at(kind);
    const FieldInfo& declared = *info.find(field);
    const std::size_t index = info.index_of(declared);
    RowChange& change = row_change(kind, id);
    Value change_value = value;
    if (!change.born && is_relative(declared)) {
        const auto before = rows_.find(kind, id);
        if (!before) throw std::logic_error("change of a row that is not there");
        change_value = difference(declared, before->values[index], value);
    }
    const auto at = std::ranges::find(change.fields, field, &FieldChange::field);
    if (at == change.fields.end()) change.fields.push_back({field, std::move(change_value)});
    else at->value = std::move(change_value);
    row->values[index] = std::move(value);
    written_[{kind, id}] = std::move(*row);
}

void Judgement::adopt(const Changes& changes) {
    for (const auto& row_change : changes) {
        const KindInfo& kind = catalogue_.at(row_change.kind);
        auto record = row_change.born ? std::optional(born_record(kind, row_change.id)) : find(row_change.kind, row_change.id);
        if (!record) continue;
        apply(kind, *record, row_change);
        if (row_change.born) {
            create_record(*record);
            continue;
        }
        for (const auto& field_change : row_change.fields)
            change(row_change.kind, row_change.id, field_change.field, record->values[kind.index_of(*kind.find(field_change.field))]);
    }
}

namespace {

enum class Ownership { nobody, somebody_else, theirs };

Ownership ownership(const Catalogue& catalogue, const Rows& rows, Kind kind, const Uuid& id, const Uuid& person, int depth) {
    const auto* info = catalogue.find(kind);
    const auto record = info ? rows.find(kind, id) : std::nullopt;
    // Ten steps up are more than any chain of kinds has; a longer one is a ring.
    if (!record || depth > 10) return Ownership::somebody_else;
    Ownership found = Ownership::nobody;
    for (std::size_t i = 0; i < info->fields.size(); ++i) {
        const FieldInfo& field = info->fields[i];
        if (field.route == Route::owner) {
            if (record->values[i] == Value{person}) return Ownership::theirs;
            found = Ownership::somebody_else;
        } else if (field.route == Route::follows) {
            const auto* up = std::get_if<Uuid>(&record->values[i]);
            if (!up) continue;
            Kind target = field.target;
            if (field.kind_field != 0) {
                const auto* number = std::get_if<std::int64_t>(&record->values[info->index_of(*info->find(field.kind_field))]);
                target = number ? static_cast<Kind>(*number) : Kind::none;
            }
            const Ownership above = ownership(catalogue, rows, target, *up, person, depth + 1);
            if (above == Ownership::theirs) return above;
            if (above == Ownership::somebody_else) found = above;
        }
    }
    return found;
}

}  // namespace

Result<void> authorise(const Catalogue& catalogue, const CommandInfo& info, const Command& command, const Actor& actor,
                       const Rows& rows) {
    if (!info.roles.has(actor.role))
        return fail(ErrorCode::denied, "a " + std::string(word_of(actor.role)) + " may not do " + info.name, "role");
    if (info.creates || desk_side.has(actor.role)) return {};
    if (!rows.find(command.target_kind, command.target)) return Judgement::missing(catalogue.at(command.target_kind).name);
    if (ownership(catalogue, rows, command.target_kind, command.target, actor.person, 0) == Ownership::somebody_else)
        return fail(ErrorCode::denied, "this " + std::string(catalogue.at(command.target_kind).name) +
                                           " is not assigned to you; ask the desk", "not_yours");
    return {};
}

namespace {

bool is_blank(const Value* given) {
    const auto* words = given ? std::get_if<std::string>(given) : nullptr;
    return !given || std::holds_alternative<Absent>(*given) || (words && trimmed(*words).empty());
}

Result<void> check_shape(const Catalogue& catalogue, const CommandInfo& info, const Command& command) {
    if (info.creates != !command.target)
        return fail(ErrorCode::invalid, info.name + (info.creates ? " takes no id" : " needs the id of what it is done to"), "shape");
    if (!info.creates && (!catalogue.find(command.target_kind) || (info.on != Kind::none && info.on != command.target_kind)))
        return fail(ErrorCode::invalid, info.name + " cannot be done to this kind of record", "shape");
    for (const auto& [name, value] : command.arguments) {
        const ArgumentInfo* shape = nullptr;
        for (const auto& known : info.arguments)
            if (known.name == name) shape = &known;
        if (!shape) return fail(ErrorCode::invalid, info.name + " takes no \"" + name.substr(0, 60) + "\"", "shape");
        SIGAP_TRY(check_value(*shape, value));
    }
    for (const auto& known : info.arguments) {
        if (known.required && is_blank(command.argument(known.name)))
            return fail(ErrorCode::refused, info.name + " needs " + std::string(known.name), "missing_" + std::string(known.name));
    }
    return {};
}

Result<void> check_references(const Catalogue& catalogue, const CommandInfo& info, const Command& command, const Rows& rows) {
    if (!rows.complete()) return {};
    for (const auto& shape : info.arguments) {
        const Value* value = command.argument(shape.name);
        const Uuid* id = value ? std::get_if<Uuid>(value) : nullptr;
        if (id && shape.target != Kind::none && !rows.find(shape.target, *id))
            return fail(ErrorCode::refused, std::string(shape.name) + ": there is no such " + std::string(catalogue.at(shape.target).name),
                        "no_reference");
    }
    return {};
}

// A technician may not make a row that is somebody else's travel along with one of their own.
Result<void> check_brought(const Catalogue& catalogue, const CommandInfo& info, const Command& command, const Actor& actor, const Rows& rows) {
    const KindInfo* kind = catalogue.find(info.on);
    if (!kind || desk_side.has(actor.role)) return {};
    for (const auto& [name, value] : command.arguments) {
        const FieldInfo* field = kind->find(name);
        const Uuid* id = std::get_if<Uuid>(&value);
        if (!field || !id || field->route != Route::brings || !rows.find(field->target, *id)) continue;
        if (ownership(catalogue, rows, field->target, *id, actor.person, 0) == Ownership::somebody_else)
            return fail(ErrorCode::denied, name + ": this " + std::string(catalogue.at(field->target).name) + " is not yours; ask the desk",
                        "not_yours");
    }
    return {};
}

}  // namespace

Result<void> check_asked(const CommandInfo& info, const Command& command) {
    for (const auto& shape : info.arguments) {
        if (!shape.asked) continue;
        const Value* given = command.argument(shape.name);
        // The first word of a choice is that nothing was said.
        const auto choices = shape.words.empty() ? shape.words : shape.words.subspan(1);
        std::string list;
        for (const auto word : choices) list += (list.empty() ? "" : ", ") + std::string(word);
        const auto* word = given ? std::get_if<std::string>(given) : nullptr;
        const bool chosen = choices.empty() || (word && std::ranges::find(choices, *word) != choices.end());
        if (is_blank(given) || !chosen)
            return fail(ErrorCode::refused, info.name + " needs " + std::string(shape.name) + (list.empty() ? "" : ", one of: " + list),
                        "missing_" + std::string(shape.name));
    }
    return {};
}

std::string arguments_as_json(const CommandInfo& info, const Command& command, std::size_t longest) {
    std::string out = "{";
    for (const auto& shape : info.arguments) {
        const Value* value = command.argument(shape.name);
        if (!value || (std::holds_alternative<std::string>(*value) && std::get<std::string>(*value).size() > longest)) continue;
        out += (out.size() == 1 ? "\"" : ",\"") + std::string(shape.name) + "\":";
        append_json_value(out, shape.type, *value);
    }
    return out + "}";
}

Result<std::vector<std::pair<std::string, Value>>> arguments_from_json(const CommandInfo& info, std::string_view json) {
    const auto unreadable = [&] { return fail(ErrorCode::invalid, "what " + info.name + " was given cannot be read", "bad_arguments"); };
    boost::system::error_code error;
    const auto parsed = boost::json::parse(json.empty() ? std::string_view("{}") : json, error);
    if (error || !parsed.is_object()) return unreadable();
    std::vector<std::pair<std::string, Value>> arguments;
    for (const auto& [name, value] : parsed.get_object()) {
        const auto shape = std::ranges::find(info.arguments, std::string_view(name), &ArgumentInfo::name);
        if (shape == info.arguments.end()) continue;
        if (value.is_null()) {
            arguments.emplace_back(std::string(name), Absent{});
            continue;
        }
        const std::string text = value.is_string() ? std::string(value.get_string()) : boost::json::serialize(value);
        auto read = value_from_text(*shape, text);
        if (!read) return read.error();
        arguments.emplace_back(std::string(name), std::move(*read));
    }
    return arguments;
}

namespace {

// The checks and the rule ask for the same few rows again and again.
class RowsReadOnce final : public Rows {
public:
    explicit RowsReadOnce(const Rows& rows) : rows_(rows) {}
    std::optional<Record> find(Kind kind, const Uuid& id) const override {
        const auto [at, unread] = read_.try_emplace({kind, id});
        if (unread) at->second = rows_.find(kind, id);
        return at->second;
    }
    std::vector<Record> referring(Kind kind, const FieldInfo& field, const Uuid& target) const override {
        return rows_.referring(kind, field, target);
    }
    bool complete() const override { return rows_.complete(); }

private:
    const Rows& rows_;
    mutable std::map<std::pair<Kind, Uuid>, std::optional<Record>> read_;
};

}  // namespace

Result<Changes> judge(const Catalogue& catalogue, const Command& command, const Actor& actor, const Rows& stored, Timestamp now) {
    const RowsReadOnce rows(stored);
    const CommandInfo* info = catalogue.command(command.name);
    if (!info) return fail(ErrorCode::invalid, "no command \"" + command.name.substr(0, 60) + "\"; see sigap do --list", "unknown_command");
    SIGAP_TRY(check_shape(catalogue, *info, command));
    SIGAP_TRY(authorise(catalogue, *info, command, actor, rows));
    Judgement judgement(catalogue, *info, command, actor, rows, now);
    SIGAP_TRY(check_references(catalogue, *info, command, rows));
    SIGAP_TRY(check_brought(catalogue, *info, command, actor, rows));
    SIGAP_TRY(info->judge(judgement));
    Changes changes = judgement.take_changes();
    if (changes.empty()) return changes;
    Activity activity;
    activity.id = command.operation;
    activity.about_kind = info->creates ? info->on : command.target_kind;
    // The first birth of a creating command is the record that it is named after.
    activity.about = info->creates ? derived_id(command.operation, 0) : command.target;
    activity.command = command.name;
    activity.actor = actor.person;
    activity.device = actor.device;
    activity.at = command.at;
    // Long texts stand in the row itself; a line of the log should stay a line.
    constexpr std::size_t longest_in_log = 500;
    activity.details = arguments_as_json(*info, command, longest_in_log);
    Judgement log(catalogue, *info, command, actor, rows);
    log.create_record(record_of(activity));
    for (auto& row : log.take_changes()) changes.push_back(std::move(row));
    return changes;
}

}  // namespace sigap
