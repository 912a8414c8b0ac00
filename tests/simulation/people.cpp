#include "tests/simulation/people.hpp"

#include <algorithm>

#include "sync/model/kinds/asset.hpp"
#include "sync/model/kinds/note.hpp"
#include "sync/model/kinds/part.hpp"
#include "sync/model/kinds/signing.hpp"
#include "sync/model/kinds/work.hpp"
#include "sync/model/procedure_text.hpp"
#include "sync/model/text_value.hpp"

namespace sigap::simulation {

Uuid People::any_of(SimulatedDevice& device, Kind kind, SeededRandom& random) {
    const RowStore& rows = device.replica->rows();
    if (!rows.catalogue().find(kind)) return {};  // an old app does not know it
    std::vector<std::pair<std::pair<std::size_t, int>, Uuid>> ids;
    auto query = rows.database().query("SELECT id FROM " + sql_name(rows.catalogue().at(kind).name));
    while (query.step()) ids.emplace_back(world_.names.place(query.uuid(0)), query.uuid(0));
    if (ids.empty()) return {};
    std::ranges::sort(ids);
    // What was made last is worked on most.
    const std::size_t back = random.below(2) == 0 ? random.below(std::min<std::size_t>(ids.size(), 3)) : random.below(ids.size());
    return ids[ids.size() - 1 - back].second;
}

Uuid People::any_technician() {
    const Landmarks& mark = world_.landmarks();
    const auto which = world_.random.below(5);
    return which < 2 ? mark.technician : which < 4 ? mark.colleague : mark.far_technician;
}

People::Choice People::technicians_choice(SimulatedDevice& device) {
    static constexpr const char* moves[] = {"accept_visit", "travel_visit", "arrive_visit", "pause_visit", "resume_visit", "complete_visit"};
    const auto text = [&](std::string_view what) { return Value{world_.fresh_text(what)}; };
    const Landmarks& mark = world_.landmarks();
    switch (world_.random.below(21)) {
        case 0: return {"add_note", any_of(device, Kind::visit), {{"text", text("note")}}};
        case 1: return {"edit_work_order", any_of(device, Kind::work_order), {{"title", text("title")}}};
        case 2: return {"record_findings", any_of(device, Kind::work_order), {{"findings", text("found")}}};
        case 3: return {"edit_asset", any_of(device, Kind::asset), {{"name", text("asset")}}};
        case 4: return {"edit_asset", any_of(device, Kind::asset), {{"remarks", text("remark")}, {"cpu", text("cpu")}}};
        case 5:
            if (world_.one_in(3)) return {"fail_step", any_of(device, Kind::checklist_step), {{"note", text("failed")}}};
            if (world_.one_in(3)) return {"follow_up_step", any_of(device, Kind::checklist_step), {}};
            return {"skip_step", any_of(device, Kind::checklist_step), {{"reason", text("because")}}};
        case 6: return {"attach_scan", any_of(device, world_.one_in(2) ? Kind::visit : Kind::asset), {{"facts", text("scan")}}};
        case 7:
            return {world_.one_in(2) ? "take_direct_request" : "create_ticket", {},
                    {{"title", text("ticket")}, {"asset", any_of(device, Kind::asset)}}};
        case 8:
            if (world_.one_in(2)) return {"no_access_visit", any_of(device, Kind::visit), {{"reason", text("locked")}}};
            return {"set_asset_status", any_of(device, Kind::asset), {{"status", std::string(world_.any(words_of<AssetStatus>))}}};
        case 9: return {"tick_step", any_of(device, Kind::checklist_step), {{"value", text("value")}}};
        case 10: return {world_.one_in(2) ? "untick_step" : "tick_step", any_of(device, Kind::checklist_step), {}};
        case 11: return {"add_note", any_of(device, world_.one_in(2) ? Kind::asset : Kind::work_order), {{"text", text("note")}}};
        case 12:
            return {world_.one_in(3) ? "return_part" : "take_part", any_of(device, Kind::visit),
                    {{"stock", world_.one_in(3) ? mark.van : mark.shelf}, {"quantity", static_cast<std::int64_t>(1 + world_.random.below(3))}}};
        case 13:
            return {world_.one_in(3) ? "remove_label" : "add_label", any_of(device, Kind::asset),
                    {{"label", "L" + std::to_string(world_.random.below(3))}}};
        case 14:
            if (world_.one_in(4)) return {"acknowledge_procedure", {}, {{"procedure_version", any_of(device, Kind::procedure_version)}}};
            if (world_.one_in(3)) return {"create_article", {}, {{"title_id", text("article")}, {"body_id", text("learned")}}};
            return {"edit_article", any_of(device, Kind::article), {{world_.one_in(2) ? "body_id" : "title_id", text("learned more")}}};
        case 16:
            return {"sign_visit", any_of(device, Kind::visit),
                    {{"name", text("client")}, {"strokes", "10,10 200,120;300,20 310,200"}, {"signed_hash", std::string(64, 'a')}}};
        case 17: return {"rate_visit", any_of(device, Kind::visit), {{"stars", static_cast<std::int64_t>(1 + world_.random.below(5))}, {"remark", text("remark")}}};
        case 15:
            if (world_.one_in(3)) return {"make_article", any_of(device, Kind::work_order), {}};
            if (world_.one_in(2))
                return {"hand_over_work_order", any_of(device, Kind::work_order),
                        {{"assignee", world_.one_in(3) ? Uuid{} : any_technician()}, {"reason", text("handed over")}}};
            return {"escalate_work_order", any_of(device, Kind::work_order), {{"reason", text("help")}}};
        default: {
            const std::string move = world_.any(moves);
            decltype(Choice::arguments) arguments;
            if (move == "complete_visit") arguments = {{"outcome", text("done")}, {"cause", std::string(world_.any(words_of<Cause>))}};
            return {move, any_of(device, Kind::visit), std::move(arguments)};
        }
    }
}

Value People::next_version() {
    ProcedureText text{"SOP-EUS-900", "dock", 30, {}, {"Ganti dok", "Replace the dock"}, {"Layar menyala", "The screen works"}, {}};
    text.steps.resize(2 + world_.random.below(3));
    for (auto& step : text.steps) {
        step.kind = world_.one_in(2) ? "tick" : "text";
        step.text = {"Langkah " + std::to_string(world_.random.below(1000)), "Step"};
    }
    return procedure_markdown(text);
}

People::Choice People::desks_choice(SimulatedDevice& device) {
    const auto text = [&](std::string_view what) { return Value{world_.fresh_text(what)}; };
    const auto tag = [&] { return Value{"T" + std::to_string(world_.random.below(4))}; };
    const Landmarks& mark = world_.landmarks();
    switch (world_.random.below(14)) {
        case 0:
            return {"create_work_order", {},
                    {{"title", text("job")}, {"assignee", any_technician()}, {"asset", any_of(device, Kind::asset)},
                     {"procedure", world_.one_in(2) ? Value{mark.procedure} : Value{}}}};
        case 1: return {"edit_work_order", any_of(device, Kind::work_order), {{"title", text("desk's title")}, {"urgency", "high"}}};
        case 2: return {"edit_work_order", any_of(device, Kind::work_order), {{"description", text("description")}}};
        case 3:
            if (world_.one_in(3)) return {"answer_escalation", any_of(device, Kind::work_order), {{"reason", text("answer")}}};
            return {"cancel_visit", any_of(device, Kind::visit), {{"reason", text("moved")}}};
        case 4: return {world_.one_in(3) ? "dismiss_conflict" : "restore_conflict", any_of(device, Kind::conflict), {}};
        case 5: return {"edit_asset", any_of(device, Kind::asset), {{"name", text("desk's asset")}, {"tag", tag()}}};
        case 6: return {"assign_ticket", any_of(device, Kind::ticket), {{"assignee", any_technician()}}};
        case 7:
            return {"create_asset", {}, {{"name", text("new")}, {"tag", tag()},
                                         {"location", world_.one_in(3) ? mark.other_room : mark.room}}};
        case 8:
            if (world_.one_in(2)) return {"edit_asset_model", mark.model, {{"manufacturer", text("maker")}}};
            return {"move_asset", any_of(device, Kind::asset), {{"location", world_.one_in(2) ? mark.other_room : mark.room}}};
        case 9: return technicians_choice(device);
        case 10: return {"recount_stock", mark.shelf, {{"counted", static_cast<std::int64_t>(1 + world_.random.below(60))}}};
        case 11:
            if (world_.one_in(3)) return {"publish_procedure", mark.procedure, {{"text", next_version()}}};
            return {"edit_article", any_of(device, Kind::article), {{"body_id", text("desk's words")}, {"keywords", text("also")}}};
        default: return {"assign_work_order", any_of(device, Kind::work_order), {{"assignee", any_technician()}}};
    }
}

// The row that a command is about, and those that its rule may write with it.
std::vector<Record> People::touched(const SimulatedDevice& device, const Choice& choice) const {
    std::vector<Record> rows;
    const auto add = [&](Kind kind, const Uuid& id) {
        if (auto row = device.replica->find(kind, id)) rows.push_back(std::move(*row));
    };
    Kind kind = device.replica->catalogue().command(choice.command)->on;
    for (const Kind about : {Kind::visit, Kind::asset, Kind::work_order})
        if (kind == Kind::none && device.replica->rows().contains(about, choice.target)) kind = about;
    if (kind == Kind::none) return rows;
    add(kind, choice.target);
    Uuid id = choice.target;
    if (kind == Kind::conflict && !rows.empty()) {
        const auto conflict = as<Conflict>(rows[0]);
        kind = conflict.about_kind;
        id = conflict.about;
        add(kind, id);
    }
    if (rows.empty() || rows.back().id != id) return rows;
    if (kind == Kind::visit) {
        add(Kind::work_order, as<Visit>(rows.back()).work_order);
        if (rows.back().kind == Kind::work_order) add(Kind::asset, as<WorkOrder>(rows.back()).asset);
    } else if (kind == Kind::work_order) {
        for (auto& visit : device.replica->rows().referring(Kind::visit, field_of<&Visit::work_order>(), id)) rows.push_back(std::move(visit));
    }
    for (const auto& [name, value] : choice.arguments)
        if (name == "stock") add(Kind::stock, std::get<Uuid>(value));
    return rows;
}

Uuid People::edit(SimulatedDevice& device) {
    const bool at_desk = desk_side.has(device.replica->enrolment()->role);
    return perform(device, at_desk ? desks_choice(device) : technicians_choice(device));
}

Uuid People::perform(SimulatedDevice& device, Choice choice) {
    if (!choice.target && !catalogue().command(choice.command)->creates) return {};
    std::erase_if(choice.arguments, [](const auto& argument) {
        const auto* id = std::get_if<Uuid>(&argument.second);
        return id && !*id;
    });
    const CommandInfo* known = device.replica->catalogue().command(choice.command);
    if (!known) return {};
    std::erase_if(choice.arguments, [&](const auto& argument) { return std::ranges::find(known->arguments, argument.first, &ArgumentInfo::name) == known->arguments.end(); });
    device.before_edit = touched(device, choice);
    const Choice asked = choice;
    const auto done = device.replica->perform(choice.command, choice.target, std::move(choice.arguments));
    std::string line = asked.command + ' ' + world_.names.of(asked.target);
    for (const auto& [name, value] : asked.arguments)
        line += ' ' + name + '=' + (std::holds_alternative<Uuid>(value) ? world_.names.of(std::get<Uuid>(value)) : value_to_text(FieldType::text, value));
    if (!done) {
        world_.tell(device.name, line + ": " + done.error().message);
        return {};
    }
    if (!done->operation) return {};
    Made made{done->operation, asked.command, done->kind, done->id, device.replica->enrolment()->person, device.clock.now(), {}, {}, {}, 0};
    if (asked.command == "add_note") made.note = std::get<std::string>(asked.arguments[0].second);
    world_.remember_edit(device, std::move(made));
    world_.tell(device.name, line + ": saved as " + world_.names.of(done->operation) + ", n " + std::to_string(done->n));
    return done->operation;
}

void People::withdraw(SimulatedDevice& device) {
    const auto last = device.replica->ledger(3);
    if (last.empty()) return;
    const LedgerEntry& entry = last[world_.random.below(last.size())];
    const Uuid operation = entry.command.operation;
    if (entry.state != EditState::queued || !device.replica->withdraw(operation)) return;
    world_.tell(device.name, "takes " + world_.names.of(operation) + " back");
    world_.witness.saw_taken_back(operation);
    // One that the server failed at may go: the server has been told that its count is given up.
    if (device.sent.contains(operation) && entry.code != "server_fails") world_.broke(2, device.name, world_.names.of(operation) + " was taken back, and had been sent");
}

}  // namespace sigap::simulation
