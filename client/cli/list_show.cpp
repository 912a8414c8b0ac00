// sigap list, sigap show.
#include <algorithm>
#include <charconv>

#include "client/cli/command_line.hpp"
#include "client/cli/files.hpp"
#include "client/model/details.hpp"
#include "sync/replica/search.hpp"

namespace sigap::cli {

namespace {

std::string known_kinds() {
    std::string out;
    for (const auto& kind : catalogue().kinds()) out += (out.empty() ? "" : ", ") + std::string(kind.name);
    return out;
}

Result<ListQuery> read_query(Replica& replica, const KindInfo& kind, const Invocation& invocation) {
    ListQuery query;
    query.kind = kind.kind;
    std::vector<ArgumentInfo> shapes;
    for (const auto& field : kind.fields) shapes.push_back(shape_of(field));
    for (const auto& where : invocation.all("--where")) {
        auto condition = read_assignment(replica, shapes, kind.name, where);
        if (!condition) return condition.error();
        query.where.push_back(std::move(*condition));
    }
    query.text = invocation.option("--text");
    if (invocation.has("--sort")) {
        std::string field = invocation.option("--sort");
        query.descending = field.starts_with('-');
        if (query.descending) field.erase(0, 1);
        if (!kind.find(field)) return fail(ErrorCode::invalid, std::string(kind.name) + " has no field \"" + shortened(field, 60) + "\"");
        query.order = std::move(field);
    }
    if (invocation.has("--limit")) {
        const std::string text = invocation.option("--limit");
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), query.limit);
        if (error != std::errc{} || end != text.data() + text.size() || query.limit < 0)
            return fail(ErrorCode::invalid, "--limit takes a whole number");
    }
    return query;
}

// What tells rows apart at a glance: the title, then what is sorted, found or refers, six at most.
std::vector<const FieldInfo*> columns_of(const KindInfo& kind) {
    std::vector<const FieldInfo*> out;
    if (const auto* title = kind.find(kind.title)) out.push_back(title);
    const auto add = [&](auto wanted) {
        for (const auto& field : kind.fields)
            if (out.size() < 6 && wanted(field) && std::ranges::find(out, &field) == out.end()) out.push_back(&field);
    };
    add([](const FieldInfo& field) { return (field.indexed || field.searched) && !field.long_text; });
    add([](const FieldInfo& field) { return field.type != FieldType::text; });
    return out;
}

std::string cell(Replica& replica, const FieldInfo& field, const Value& value) {
    const auto* number = std::get_if<std::int64_t>(&value);
    if (const auto* kind = number && field.name == "about_kind" ? replica.catalogue().find(static_cast<Kind>(*number)) : nullptr)
        return std::string(kind->name);
    return readable(replica, field, value_to_text(field.type, value));
}

std::string edit_json(const LedgerEntry& entry) {
    return JsonObject()
        .id("operation", entry.command.operation)
        .text("command", entry.command.name)
        .text("state", word_of(entry.state))
        .time("at", entry.command.at)
        .text_or_null("code", entry.code)
        .text_or_null("message", entry.message)
        .str();
}

// Everything on this device that belongs to one record, for `show`.
struct Related {
    FileStore* store = nullptr;
    std::optional<Record> order;
    std::vector<Record> work_orders, visits, runs, steps, notes, conflicts, history;
    std::vector<LedgerEntry> edits;
    std::vector<FileLine> files;
    std::vector<Article> articles;  // that may help with this job
};

template <typename T>
void add_all(std::vector<T>& to, std::vector<T> more) {
    std::ranges::move(more, std::back_inserter(to));
}

void add_about(Replica& replica, const Uuid& id, Related& related) {
    const auto& rows = replica.rows();
    if (related.store) add_all(related.files, file_lines(replica, related.store, id));
    auto notes = rows.referring(Kind::note, field_of<&Note::about>(), id);
    for (const auto& note : notes) add_all(related.history, rows.referring(Kind::activity, field_of<&Activity::about>(), note.id));
    add_all(related.notes, std::move(notes));
    add_all(related.history, rows.referring(Kind::activity, field_of<&Activity::about>(), id));
    add_all(related.conflicts, rows.referring(Kind::conflict, field_of<&Conflict::about>(), id));
    for (auto& entry : replica.ledger(200, id)) related.edits.push_back(std::move(entry));
}

void add_visit(Replica& replica, const Uuid& visit, Related& related) {
    add_about(replica, visit, related);
    add_all(related.runs, replica.rows().referring(Kind::checklist_run, field_of<&ChecklistRun::visit>(), visit));
    for (auto& step : replica.rows().referring(Kind::checklist_step, field_of<&ChecklistStep::visit>(), visit)) {
        add_about(replica, step.id, related);
        related.steps.push_back(std::move(step));
    }
}

void add_orders(Replica& replica, std::vector<Record> orders, Related& related) {
    for (auto& order : orders) {
        add_about(replica, order.id, related);
        add_all(related.visits, replica.rows().referring(Kind::visit, field_of<&Visit::work_order>(), order.id));
        related.work_orders.push_back(std::move(order));
    }
    for (const auto& visit : related.visits) add_visit(replica, visit.id, related);
}

Related related_to(Replica& replica, FileStore& files, const Record& record) {
    Related related;
    related.store = &files;
    const auto& rows = replica.rows();
    switch (record.kind) {
        case Kind::visit:
            add_visit(replica, record.id, related);
            related.order = replica.find(Kind::work_order, as<Visit>(record).work_order);
            if (related.order) add_about(replica, related.order->id, related);
            if (related.order) related.articles = articles_for(replica, related.order->id);
            break;
        case Kind::work_order:
            add_about(replica, record.id, related);
            related.visits = rows.referring(Kind::visit, field_of<&Visit::work_order>(), record.id);
            for (const auto& visit : related.visits) add_visit(replica, visit.id, related);
            related.articles = articles_for(replica, record.id);
            break;
        case Kind::ticket:
            add_about(replica, record.id, related);
            add_orders(replica, rows.referring(Kind::work_order, field_of<&WorkOrder::ticket>(), record.id), related);
            break;
        case Kind::asset:
            add_about(replica, record.id, related);
            related.work_orders = rows.referring(Kind::work_order, field_of<&WorkOrder::asset>(), record.id);
            break;
        default: add_about(replica, record.id, related);
    }
    std::ranges::sort(related.steps, {}, [](const Record& step) { return as<ChecklistStep>(step).position; });
    std::ranges::stable_sort(related.history, {}, [](const Record& line) { return as<Activity>(line).at; });
    std::ranges::stable_sort(related.edits, {}, &LedgerEntry::n);
    return related;
}

// Members after the record's own fields; none of them is the name of a field of these kinds.
std::string show_json(Replica& replica, const Record& record, const Related& related) {
    JsonObject more;
    if (related.order) more.raw("order", record_json(replica, *related.order));
    const bool is_work = record.kind == Kind::visit || record.kind == Kind::work_order || record.kind == Kind::ticket;
    if (record.kind == Kind::ticket || record.kind == Kind::asset) more.raw("work_orders", records_json(replica, related.work_orders));
    if (record.kind == Kind::work_order || record.kind == Kind::ticket) more.raw("visits", records_json(replica, related.visits));
    if (is_work) more.raw("runs", records_json(replica, related.runs)).raw("steps", records_json(replica, related.steps));
    if (record.kind == Kind::visit || record.kind == Kind::work_order) {
        std::vector<std::string> articles;
        for (const auto& article : related.articles)
            articles.push_back(JsonObject().id("id", article.id).text("title", title_of(replica, Kind::article, article.id).en).str());
        more.raw("articles", json_array(articles));
    }
    more.raw("notes", records_json(replica, related.notes));
    more.raw("files", files_json(related.files));
    more.raw("history", records_json(replica, related.history));
    more.raw("conflicts", records_json(replica, related.conflicts));
    std::vector<std::string> edits;
    for (const auto& entry : related.edits) edits.push_back(edit_json(entry));
    more.raw("edits", json_array(edits));
    std::string out = record_json(replica, record);
    out.back() = ',';
    return out + more.str().substr(1) + '\n';
}

void print_steps(const Related& related, std::string& out) {
    if (related.steps.empty()) return;
    out += "\nSteps\n";
    for (const auto& record : related.steps) {
        const auto step = as<ChecklistStep>(record);
        const char* mark = step.state == StepState::done ? "[x] " : step.state == StepState::skipped ? "[-] " : step.state == StepState::failed ? "[!] " : "[ ] ";
        out += "  " + std::string(mark) + std::to_string(step.position) + ". " + (step.text_en.empty() ? step.text_id : step.text_en) +
               (step.mandatory ? "" : " (optional)") + (step.done_at ? "  " + to_rfc3339(step.done_at) : "") +
               (step.value.empty() ? "" : "  = " + step.value) + (step.skip_reason.empty() ? "" : "  skipped: " + step.skip_reason) +
               (step.note.empty() ? "" : "  failed: " + step.note) + (step.only_if.empty() ? "" : "  (only if " + step.only_if + ")") +
               "\n      " + to_string(step.id) + '\n';
    }
}

std::string show_text(Replica& replica, const Record& record, const Related& related) {
    const KindInfo& kind = replica.catalogue().at(record.kind);
    std::string out = plain_words(kind.name) + "  " + title_of(replica, record.kind, record.id).en + "\n";
    // In a record nothing is cut, but for a scan, which is a document of its own.
    const auto add = [&](std::string name, const std::string& value) {
        name.resize(std::max<std::size_t>(name.size() + 2, 20), ' ');
        out += "  " + name + value + '\n';
    };
    add("id", to_string(record.id));
    for (std::size_t i = 0; i < kind.fields.size(); ++i)
        if (!std::holds_alternative<Absent>(record.values[i]) && kind.fields[i].name != "facts")
            add(plain_words(kind.fields[i].name), cell(replica, kind.fields[i], record.values[i]));
    if (related.order) out += "  of " + title_of(replica, Kind::work_order, related.order->id).en + '\n';
    print_steps(related, out);
    if (!related.articles.empty()) out += "\nArticles that may help\n";
    for (const auto& article : related.articles)
        out += "  " + to_string(article.id) + "  " + title_of(replica, Kind::article, article.id).en + '\n';
    if (!related.notes.empty()) out += "\nNotes\n";
    for (const auto& row : related.notes) {
        const auto note = as<Note>(row);
        if (!note.retracted) out += "  " + to_rfc3339(note.written_at) + "  " + person_name(replica, note.author) + ": " + note.text + '\n';
    }
    if (!related.files.empty()) out += "\nFiles\n" + files_text(related.files);
    if (!related.history.empty()) out += "\nHistory\n";
    for (const auto& row : related.history) {
        const auto line = as<Activity>(row);
        out += "  " + to_rfc3339(line.at) + "  " + person_name(replica, line.actor) + "  " + plain_words(line.command) + '\n';
    }
    const auto open = std::ranges::count_if(related.conflicts, [](const Record& row) { return as<Conflict>(row).state == ConflictState::open; });
    if (open > 0) out += "\nOpen conflicts: " + std::to_string(open) + "; see sigap conflicts\n";
    std::size_t waiting = 0;
    for (const auto& entry : related.edits)
        if (entry.state == EditState::queued || entry.state == EditState::sending) ++waiting;
    if (waiting > 0) out += "\n" + std::to_string(waiting) + " edits of it wait on this device to be sent\n";
    return out;
}

}  // namespace

Result<std::string> run_list(Backend& backend, const Invocation& invocation) {
    const KindInfo* kind = catalogue().find(invocation.operands[0]);
    if (!kind) return fail(ErrorCode::invalid, "there is no kind \"" + shortened(invocation.operands[0], 60) + "\"; there are: " + known_kinds());
    Result<std::string> out = std::string();
    SIGAP_TRY(backend.on_store([&](Replica& replica) {
        out = replica.read([&]() -> Result<std::string> {
            const auto query = read_query(replica, *kind, invocation);
            if (!query) return query.error();
            const auto records = replica.list(*query);
            if (invocation.has("--json")) return records_json(replica, records) + '\n';
            if (records.empty()) return std::string("none\n");
            const auto columns = columns_of(*kind);
            std::vector<std::vector<std::string>> rows{{"id"}};
            for (const auto* column : columns) rows[0].emplace_back(column->name);
            for (const auto& record : records) {
                auto& row = rows.emplace_back(std::vector{to_string(record.id)});
                for (const auto* column : columns) row.push_back(cell(replica, *column, record.values[kind->index_of(*column)]));
            }
            return table(std::move(rows));
        });
    }));
    return out;
}

Result<std::string> run_show(Backend& backend, const Invocation& invocation) {
    const auto files = backend.files();
    if (!files) return files.error();
    Result<std::string> out = std::string();
    SIGAP_TRY(backend.on_store([&](Replica& replica) {
        out = replica.read([&]() -> Result<std::string> {
            const auto record = find_record(replica, Kind::none, invocation.operands[0]);
            if (!record) return record.error();
            const Related related = related_to(replica, **files, *record);
            return invocation.has("--json") ? show_json(replica, *record, related) : show_text(replica, *record, related);
        });
    }));
    return out;
}

}  // namespace sigap::cli
