#include "tests/simulation/witness.hpp"

#include <algorithm>
#include <set>

#include "platform/core/text.hpp"
#include "sync/model/kinds/note.hpp"
#include "sync/model/relative_change.hpp"
#include "sync/model/text_value.hpp"

namespace sigap::simulation {

namespace {

// Prose is merged word by word; the last word of each text in this world is a number of its own.
bool has_words_of(const std::string& merged, const std::string& text) {
    const std::string_view whole = trimmed(text);
    const std::string_view own = whole.substr(whole.rfind(' ') + 1);
    for (const auto line : split(merged, '\n'))
        for (const auto word : split(line, ' '))
            if (word == own) return true;
    return false;
}

}  // namespace

void Witness::saw_made(Made made) {
    for (const auto& written : made.written)
        if (!history_.contains(written.key)) unwatched_.push_back(written.key);
    made.ordinal = made_.size();
    const Uuid operation = made.operation;
    made_.insert_or_assign(operation, std::move(made));
}

void Witness::saw_taken_back(const Uuid& operation) {
    if (const Made* edit = made(operation))
        for (const auto& written : edit->written) taken_back_.emplace(written.key, written.after);
}

const Made* Witness::made(const Uuid& operation) const {
    const auto at = made_.find(operation);
    return at == made_.end() ? nullptr : &at->second;
}

const Verdict* Witness::verdict(const Uuid& operation) const {
    const auto at = verdicts_.find(operation);
    return at == verdicts_.end() ? nullptr : &at->second;
}

bool Witness::was_since(const FieldKey& key, std::int64_t seq, const Value& value) const {
    const auto at = history_.find(key);
    if (at == history_.end()) return false;
    const auto& past = at->second;
    for (std::size_t i = past.size(); i-- > 0;) {
        if (past[i].second == value) return true;
        if (past[i].first < seq) return false;
    }
    return false;
}

bool Witness::had_seen(const Made& edit, const FieldKey& key, std::size_t field, const Value& value) const {
    const auto row = std::ranges::find(edit.found, key.id, &Record::id);
    const bool by_rule = !edit.command.starts_with("edit_");
    if (row == edit.found.end() || !(by_rule || std::ranges::find(edit.written, key, &Written::key) != edit.written.end())) return false;
    Value at = row->values[field];
    // Who writes over an edit of their own, whatever became of that, writes over what they had seen under it.
    std::size_t before = edit.ordinal;
    while (at != value) {
        const Written* under = nullptr;
        std::size_t latest = 0;
        for (const auto& [operation, own] : made_)
            for (const auto& written : own.written)
                if (own.person == edit.person && own.ordinal < before && own.ordinal >= latest && written.key == key && written.after == at)
                    under = &written, latest = own.ordinal;
        if (!under) return false;
        at = under->before;
        before = latest;
    }
    return true;
}

std::int64_t Witness::transaction_end(std::int64_t seq) const {
    const auto at = std::ranges::lower_bound(transactions_, seq);
    return at == transactions_.end() ? seq : *at;
}

void Witness::server_went_back(ServerMemory memory) {
    ++went_back_;
    for (const auto& [key, past] : history_)
        if (!memory.history.contains(key)) unwatched_.push_back(key);
    head_ = memory.head;
    verdicts_ = std::move(memory.verdicts);
    history_ = std::move(memory.history);
    transactions_ = std::move(memory.transactions);
}

void Witness::watch(Store& store, const FieldKey& key) {
    const auto row = store.rows().find(key.kind, key.id);
    const KindInfo& kind = store.catalogue().at(key.kind);
    history_.try_emplace(key, std::vector{std::pair(std::int64_t{0}, row ? row->values[kind.index_of(*kind.find(key.field))] : Value{})});
}

std::vector<Witness::Loss> Witness::losses_after(Store& store, std::int64_t seq) const {
    std::vector<Loss> losses;
    auto query = store.database().query(store.rows().select(Kind::conflict) + " WHERE seq>?", seq);
    while (query.step()) {
        const auto conflict = as<Conflict>(store.rows().read(query, Kind::conflict));
        losses.push_back({conflict.about, conflict.field, conflict.lost});
    }
    return losses;
}

// Its author had the same done to the same record before, with this value, which a rule wrote into a row that they did not know.
bool Witness::decided_anew(const Made& edit, const Value& value) const {
    return std::ranges::any_of(all_made(), [&](const auto& other) {
        const Made& before = other.second;
        return before.ordinal < edit.ordinal && before.person == edit.person && before.command == edit.command && before.target == edit.target &&
               std::ranges::any_of(before.written, [&](const Written& written) { return written.after == value; });
    });
}

// Nobody wrote it here: a rule copied it from another field, by what the server knew of that one; it is lost only where it is lost there.
bool Witness::copied(const FieldKey& key, const Value& value) const {
    for (const auto& [operation, edit] : made_)
        for (const auto& written : edit.written)
            if (written.key == key && written.after == value) return false;
    return std::ranges::any_of(history_, [&](const auto& other) {
        return other.first != key && std::ranges::any_of(other.second, [&](const auto& held) { return held.second == value; });
    });
}

std::vector<std::string> Witness::observe_server(Store& store) {
    const std::int64_t head = store.log().head();
    if (head == head_) return {};
    struct Arrival {
        std::int64_t seq;
        Value before;
        Value after;
    };
    std::map<FieldKey, std::vector<Arrival>> arrivals;
    std::vector<std::pair<std::int64_t, const Made*>> effects;
    std::set<Uuid> beyond;  // rows of which an author had seen, or decided, what was lost with a history
    store.log().each(head_, [&](const LogEntry& entry) {
        auto result = read_result(entry.result);
        if (!result) throw std::logic_error("a result in the log that cannot be read");
        const bool effective = result->outcome == Outcome::applied || result->outcome == Outcome::merged;
        if (const Made* edit = made(entry.operation); edit && effective) {
            for (const auto& written : edit->written) arrivals[written.key].push_back({entry.seq, written.before, written.after});
            if (edit->history < went_back_ || (went_back_ > 0 && edit->command == "restore_conflict"))
                for (const auto& row : edit->found) beyond.insert(row.id);
            effects.emplace_back(entry.seq, edit);
        }
        verdicts_.insert_or_assign(entry.operation, Verdict{std::move(*result), entry.device});
        return true;
    });
    std::set<std::pair<Kind, Uuid>> changed;
    auto members = store.database().query("SELECT kind,id FROM member WHERE bucket IN(1,2) AND seq>?", head_);
    while (members.step()) changed.emplace(static_cast<Kind>(members.int64(0)), members.uuid(1));
    const auto losses = losses_after(store, head_);
    std::vector<std::string> lost;
    for (auto& entry : history_) {
        const auto& key = entry.first;
        auto& past = entry.second;
        if (!changed.contains({key.kind, key.id})) continue;
        const auto row = store.rows().find(key.kind, key.id);
        if (!row) continue;
        const KindInfo& kind = store.catalogue().at(key.kind);
        const FieldInfo& field = *kind.find(key.field);
        const Value now = row->values[kind.index_of(field)];
        const Value before = past.back().second;
        if (now != before) past.emplace_back(row->seq, now);
        const auto at = arrivals.find(key);
        if (at == arrivals.end() || beyond.contains(key.id) || field.merge == Merge::status || field.merge == Merge::once || is_relative(field)) continue;
        const auto& writes = at->second;
        const auto kept = [&](const Value& value, std::size_t from) {
            if (value == now || std::holds_alternative<Absent>(value)) return true;
            const auto [first, last] = taken_back_.equal_range(key);
            for (auto gone = first; gone != last; ++gone)
                if (gone->second == value) return true;
            // Of all that came since: a rule may write another row here than on a device that knew less.
            const std::int64_t since = from == 0 ? 0 : writes[from - 1].seq + 1;
            for (const auto& [seq, edit] : effects)
                if (seq >= since && had_seen(*edit, key, kind.index_of(field), value)) return true;
            const std::string text = value_to_text(field.type, value);
            if (field.prose) {
                // Of a text that was merged, one part may stand and another have been seen by who replaced it.
                std::string somewhere = value_to_text(field.type, now);
                for (std::size_t i = from; i < writes.size(); ++i) somewhere += '\n' + value_to_text(field.type, writes[i].before);
                if (has_words_of(somewhere, text)) return true;
            }
            const bool is_kept = std::ranges::any_of(losses, [&](const Loss& loss) {
                return loss.about == key.id && loss.field == key.field &&
                       (loss.value == text || (field.prose && has_words_of(loss.value, text)));
            });
            return is_kept || copied(key, value) || std::ranges::any_of(effects, [&](const auto& effect) {
                       return effect.first >= since && decided_anew(*effect.second, value);
                   });
        };
        const auto say = [&](const Value& value) {
            lost.push_back(std::string(kind.name) + "." + std::string(field.name) + " of " + to_string(key.id) + " \"" + value_to_text(field.type, value) +
                           "\" was overwritten unseen and kept nowhere; it is \"" + value_to_text(field.type, now) + '"');
        };
        if (!kept(before, 0)) say(before);
        // An edit after which the row has not changed wrote another one here: a new visit, where this one had been cancelled.
        for (std::size_t i = 0; i < writes.size(); ++i)
            if (writes[i].seq <= row->seq && !kept(writes[i].after, i + 1)) say(writes[i].after);
    }
    for (const auto& key : unwatched_) watch(store, key);
    unwatched_.clear();
    head_ = head;
    transactions_.push_back(head);
    return lost;
}

}  // namespace sigap::simulation
