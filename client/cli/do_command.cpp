// sigap do: the one way in, for scripts.
#include <algorithm>
#include <array>

#include "client/cli/command_line.hpp"
#include "client/cli/records.hpp"
#include "client/model/words.hpp"
#include "sync/model/step_rules.hpp"

namespace sigap::cli {

namespace {

std::string roles_json(Roles roles) {
    std::vector<std::string> names;
    for (std::size_t i = 1; i < std::size(words_of<Role>); ++i)
        if (roles.has(static_cast<Role>(i))) names.push_back('"' + std::string(words_of<Role>[i]) + '"');
    return json_array(names);
}

std::string field_json(const ArgumentInfo& field) {
    JsonObject out;
    out.text("name", field.name).text("type", name_of(field.type)).boolean("required", field.required);
    if (const auto* target = catalogue().find(field.target)) out.text("kind", target->name);
    if (!field.words.empty()) {
        std::vector<std::string> words;
        for (const auto word : field.words) words.push_back('"' + std::string(word) + '"');
        out.raw("words", json_array(words));
    }
    return out.str();
}

std::string_view target_name(const CommandInfo& command) {
    const auto* kind = catalogue().find(command.on);
    return kind ? kind->name : "record";
}

std::string list_commands(bool as_json) {
    std::vector<std::string> all;
    std::string text;
    for (const auto& command : catalogue().commands()) {
        std::vector<std::string> fields;
        std::string line;
        for (const auto& field : command.arguments) {
            fields.push_back(field_json(field));
            line += (line.empty() ? "" : " ") + (field.required ? std::string(field.name) : '[' + std::string(field.name) + ']');
        }
        all.push_back(JsonObject()
                          .text("name", command.name)
                          .text("on", target_name(command))
                          .boolean("creates", command.creates)
                          .raw("roles", roles_json(command.roles))
                          .raw("fields", json_array(fields))
                          .str());
        std::string head = command.name + (command.creates ? "" : " ID");
        if (!line.empty()) head.resize(std::max<std::size_t>(head.size() + 2, 32), ' ');
        text += head + line + '\n';
    }
    if (as_json) return json_array(all) + '\n';
    return text;
}

// Where the record that the command is done to stands: a bare ID in first place, or KIND=ID in any; 0 where there is none.
std::size_t target_at(const CommandInfo& command, const std::vector<std::string>& operands) {
    if (operands.size() > 1 && operands[1].find('=') == std::string::npos) return 1;
    for (std::size_t i = 1; i < operands.size(); ++i) {
        const auto name = operands[i].substr(0, operands[i].find('='));
        const auto* kind = catalogue().find(name);
        const bool argument = std::ranges::any_of(command.arguments, [&](const auto& field) { return field.name == name; });
        if (kind && !argument && (command.on == Kind::none || kind->kind == command.on)) return i;
    }
    return 0;
}

Result<Edit> perform(Replica& replica, const CommandInfo& command, const std::vector<std::string>& operands) {
    Uuid target;
    std::vector<std::pair<std::string, Value>> arguments;
    // Names are looked up in one snapshot; perform() then has a transaction of its own.
    SIGAP_TRY(replica.read([&]() -> Result<void> {
        const std::size_t at = command.creates ? 0 : target_at(command, operands);
        if (!command.creates) {
            if (at == 0)
                return fail(ErrorCode::invalid, command.name + " needs the ID of the " + std::string(target_name(command)) +
                                                    " that it is done to; see sigap do --help");
            const auto& given = operands[at];
            const auto record = find_record(replica, command.on, given.substr(given.find('=') + 1));
            if (!record) return record.error();
            target = record->id;
            if (command.on != Kind::none && record->kind != command.on)
                return fail(ErrorCode::invalid, "this is the id of a " + std::string(replica.catalogue().at(record->kind).name) + ", and " +
                                                    command.name + " is done to a " + std::string(target_name(command)));
        }
        for (std::size_t next = 1; next < operands.size(); ++next) {
            if (next == at) continue;
            auto argument = read_assignment(replica, command.arguments, command.name, operands[next]);
            if (!argument) return argument.error();
            for (const auto& [given, value] : arguments)
                if (given == argument->first) return fail(ErrorCode::invalid, given + " is given twice");
            arguments.push_back(std::move(*argument));
        }
        return {};
    }));
    return replica.perform(command.name, target, std::move(arguments));
}

// What became of the step that the command was done to: a number outside its limits is taken, and fails it.
struct StepOutcome {
    std::string state, warning;
};

StepOutcome outcome_of(Replica& replica, const CommandInfo& command, const Uuid& id) {
    StepOutcome out;
    (void)replica.read([&]() -> Result<void> {
        const auto record = command.on == Kind::checklist_step ? replica.find(Kind::checklist_step, id) : std::nullopt;
        if (!record) return {};
        const auto step = as<ChecklistStep>(*record);
        out.state = word_of(step.state);
        const auto number = number_of(step.value);
        if (command.name != "tick_step" || step.step_kind != StepKind::number || !number || within_limits(step, *number)) return {};
        constexpr std::array<std::string_view, 3> words{"at least", "at most", "to"};
        out.warning = step.value + " is outside " + limits_of(step, words) + ": the step has failed";
        return {};
    });
    return out;
}

}  // namespace

Result<std::string> run_do(Backend& backend, const Invocation& invocation) {
    if (invocation.has("--list")) return list_commands(invocation.has("--json"));
    if (invocation.operands.empty()) return fail(ErrorCode::invalid, "sigap do takes COMMAND [ID] [FIELD=VALUE]...; see sigap do --list");
    const CommandInfo* command = catalogue().command(invocation.operands[0]);
    if (!command)
        return fail(ErrorCode::invalid, "there is no command \"" + shortened(invocation.operands[0], 60) + "\"; see sigap do --list");
    Result<Edit> edit = Edit{};
    std::string state = "unchanged";
    StepOutcome step;
    SIGAP_TRY(backend.on_store([&](Replica& replica) {
        edit = perform(replica, *command, invocation.operands);
        if (edit && edit->operation) state = word_of(EditState::queued);
        if (edit) step = outcome_of(replica, *command, edit->id);
    }));
    if (!edit) return edit.error();
    if (edit->operation) backend.edited();
    if (invocation.has("--json")) {
        JsonObject out;
        out.id("id", edit->id).text("kind", catalogue().at(edit->kind).name).id("operation", edit->operation).text("state", state);
        if (!step.state.empty()) out.text("step_state", step.state);
        if (!step.warning.empty()) out.text("warning", step.warning);
        return out.str() + '\n';
    }
    const std::string warning = step.warning.empty() ? std::string() : step.warning + '\n';
    if (!edit->operation) return "nothing to change\n" + warning;
    return plain_words(command->name) + ": saved on this device  " + to_string(edit->id) + '\n' + warning;
}

}  // namespace sigap::cli
