// Edits that the server cannot digest: they step behind the others, so that one bad edit holds up nobody.
#include <algorithm>
#include <set>

#include "sync/replica/replica.hpp"

namespace sigap {

namespace {

constexpr std::int64_t patience = 3;  // times that an edit may fail alone before it steps aside

// What an edit has to do with: rows by (kind, id) that it changes or was based on, and ids that it gives birth to or names.
struct Traces {
    std::set<std::pair<Kind, Uuid>> rows;
    std::set<Uuid> born, named;
};

Traces traces_of(const Command& command, const Changes& changes) {
    Traces traces;
    for (const auto& change : changes) {
        traces.rows.emplace(change.kind, change.id);
        if (change.born) traces.born.insert(change.id);
    }
    for (const auto& base : command.bases) traces.rows.emplace(base.kind, base.id);
    traces.named.insert(command.target);
    for (const auto& [name, value] : command.arguments)
        if (const auto* id = std::get_if<Uuid>(&value)) traces.named.insert(*id);
    return traces;
}

bool builds_on(const Traces& later, const Traces& earlier) {
    const auto touched = [&](const auto& row) { return earlier.rows.contains(row); };
    const auto born = [&](const Uuid& id) { return earlier.born.contains(id); };
    return std::ranges::any_of(later.rows, touched) || std::ranges::any_of(later.named, born);
}

}  // namespace

std::vector<std::int64_t> Replica::related_to(std::int64_t n) const {
    std::vector<std::int64_t> related;
    Traces all;
    auto query = database_->query("SELECT n,command,changes FROM ledger WHERE n>=? AND answered=0 AND state<>'withdrawn' ORDER BY n", n);
    while (query.step()) {
        const auto command = read_command(query.text(1), catalogue());
        const auto changes = changes_from_json(query.text(2), catalogue());
        if (!command || !changes) throw std::logic_error("an edit in the ledger that cannot be read");
        Traces traces = traces_of(*command, *changes);
        if (query.int64(0) != n && !builds_on(traces, all)) continue;
        related.push_back(query.int64(0));
        all.rows.merge(traces.rows);
        all.born.merge(traces.born);
    }
    return related;
}

bool Replica::stands_aside(std::int64_t n, std::int64_t faults) const {
    if (faults < patience) return false;
    const auto related = related_to(n);
    // Behind those that fail as often as itself it would gain nobody anything.
    auto others = database_->query("SELECT n FROM ledger WHERE n>? AND answered=0 AND state<>'withdrawn' AND faults<?", n, faults);
    while (others.step())
        if (!std::ranges::binary_search(related, others.int64(0))) return true;
    return false;
}

void Replica::step_aside(std::int64_t n) {
    auto last = database_->query("SELECT max(n) FROM ledger");
    last.step();
    std::int64_t behind = last.int64(0);
    for (const std::int64_t old : related_to(n)) {
        ++behind;
        database_->query("INSERT INTO gap(n,operation) SELECT n,operation FROM ledger WHERE n=?", old).run();
        database_->query("UPDATE ledger SET n=? WHERE n=?", behind, old).run();
        database_->query("UPDATE ledger_row SET n=? WHERE n=?", behind, old).run();
    }
}

Result<bool> Replica::push_met_fault() {
    if (sending_count_ != 1) return false;
    return database_->write([&]() -> Result<bool> {
        auto first = database_->query("SELECT n,faults FROM ledger WHERE answered=0 AND state<>'withdrawn' AND NOT EXISTS("
                                      "SELECT 1 FROM gap WHERE answered=0 AND gap.n<ledger.n) ORDER BY n LIMIT 1");
        if (!first.step()) return false;
        const std::int64_t n = first.int64(0);
        const std::int64_t faults = first.int64(1) + 1;
        database_->query("UPDATE ledger SET faults=?,code='server_fails',message='the server fails at this edit; it is kept here and tried "
                         "again after the others' WHERE n=?",
                         faults, n)
            .run();
        if (!stands_aside(n, faults)) return false;
        step_aside(n);
        return true;
    });
}

}  // namespace sigap
