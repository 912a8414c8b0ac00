#include "client/model/timeline.hpp"

#include <algorithm>

#include "client/model/details.hpp"
#include "sync/model/judgement.hpp"
#include "sync/model/kinds/part.hpp"

namespace sigap {

namespace {

template <auto Member>
auto referring(const Replica& replica, const Uuid& target) {
    using T = typename detail::MemberOf<decltype(Member)>::struct_type;
    std::vector<T> out;
    for (const auto& record : replica.rows().referring(kind_of<T>.kind, field_of<Member>(), target)) out.push_back(as<T>(record));
    return out;
}

// Ids are by time. Older jobs than these are found by their own lists: nobody waits for all that ever was.
template <typename T>
std::vector<T> newest(std::vector<T> rows) {
    constexpr std::size_t most = 60;
    std::ranges::sort(rows, [](const T& a, const T& b) { return b.id < a.id; });
    if (rows.size() > most) rows.resize(most);
    return rows;
}

class Gatherer {
public:
    Gatherer(Replica& replica, std::size_t most) : replica_(replica), most_(most) {}

    void job(const WorkOrder& order, const Title& subject) {
        const auto ticket = replica_.find(Kind::ticket, order.ticket);
        job_ = subject.en.empty() && subject.id.empty() ? Uuid{} : job_of(replica_, Kind::work_order, order.id);
        if (ticket) this->ticket(as<Ticket>(*ticket), subject);
        const std::size_t before = about(Kind::work_order, order.id, subject);
        born(before, "create_work_order", order.created_at, {}, subject);
        for (const auto& visit : referring<&Visit::work_order>(replica_, order.id)) this->visit(visit, subject);
        job_ = {};
    }

    void ticket(const Ticket& ticket, const Title& subject) {
        const std::size_t before = about(Kind::ticket, ticket.id, subject);
        born(before, "create_ticket", ticket.opened_at, ticket.reporter, subject);
    }

    void asset(const Uuid& id) {
        about(Kind::asset, id, {});
        for (const auto& order : newest(referring<&WorkOrder::asset>(replica_, id))) job(order, {order.title, order.title});
        for (const auto& ticket : newest(referring<&Ticket::asset>(replica_, id)))
            if (referring<&WorkOrder::ticket>(replica_, ticket.id).empty()) this->ticket(ticket, {ticket.title, ticket.title});
    }

    void person(const Uuid& id) {
        about(Kind::person, id, {});
        auto done = replica_.rows().database().query("SELECT id FROM activity WHERE actor=? ORDER BY at DESC,id DESC LIMIT ?", id, most_);
        while (done.step()) {
            const auto record = replica_.find(Kind::activity, done.uuid(0));
            if (!record) continue;
            const auto activity = as<Activity>(*record);
            HistoryLine line = history_line(replica_, activity);
            Title subject = title_of(replica_, activity.about_kind, activity.about);
            line.subject = std::move(subject.id);
            line.subject_en = std::move(subject.en);
            line.job = job_of(replica_, activity.about_kind, activity.about);
            put(std::move(line));
        }
        // What was done for them by others.
        for (const auto& order : newest(referring<&WorkOrder::requester>(replica_, id))) job(order, {order.title, order.title});
        for (const auto& ticket : newest(referring<&Ticket::requester>(replica_, id)))
            if (referring<&WorkOrder::ticket>(replica_, ticket.id).empty()) this->ticket(ticket, {ticket.title, ticket.title});
    }

    // What the log has of the record, and its notes, files and conflicts. Returns where its lines begin.
    std::size_t about(Kind kind, const Uuid& id, const Title& subject) {
        const std::size_t begin = out_.size();
        if (!id) return begin;
        std::vector<Uuid> rows;
        for (const auto& note : referring<&Note::about>(replica_, id)) {
            HistoryLine line = plain("add_note", note.written_at, note.author, subject);
            if (note.retracted) line.key = "timeline.note_retracted";
            else line.details.emplace_back("text", note.text);
            rows.push_back(note.id);
            put(std::move(line));
        }
        for (const auto& file : referring<&Attachment::about>(replica_, id)) {
            HistoryLine line = plain("attach_file", file.added_at, file.author, subject);
            line.details.emplace_back("text", file.caption.empty() ? file.name : file.caption);
            rows.push_back(file.id);
            put(std::move(line));
        }
        for (const auto& conflict : conflicts_of(replica_, id)) {
            HistoryLine line = plain("", conflict.conflict.lost_at, conflict.conflict.lost_by, subject);
            line.key = "timeline.conflict";
            line.details = {{"text", conflict.kept + " | " + (conflict.conflict.command.empty() ? conflict.lost : conflict.conflict.command)}};
            put(std::move(line));
        }
        if (kind == Kind::visit) parts(id, subject, rows);
        for (auto& line : history_of(replica_, id, most_)) {
            // The row that it made says the same and more; but what became of it on the way only the log's line knows.
            if (std::ranges::find(rows, derived_id(line.operation, 0)) != rows.end()) {
                for (std::size_t i = begin; i < out_.size(); ++i)
                    if (out_[i].command == line.command && out_[i].at == line.at && line.pending) out_[i].pending = line.pending;
                continue;
            }
            if (line.subject.empty()) line.subject = subject.id, line.subject_en = subject.en;
            line.job = job_;
            put(std::move(line));
        }
        return begin;
    }

    std::vector<HistoryLine> take() {
        std::ranges::stable_sort(out_, [](const auto& a, const auto& b) { return a.at != b.at ? a.at > b.at : b.operation < a.operation; });
        // Somebody who works for themselves has done it and had it done.
        std::vector<Uuid> known;
        std::erase_if(out_, [&](const HistoryLine& line) {
            if (!line.operation) return false;
            if (std::ranges::find(known, line.operation) != known.end()) return true;
            known.push_back(line.operation);
            return false;
        });
        if (out_.size() > most_) out_.resize(most_);
        return std::move(out_);
    }

private:
    void put(HistoryLine line) { out_.push_back(std::move(line)); }

    HistoryLine plain(std::string command, Timestamp at, const Uuid& who, const Title& subject) {
        HistoryLine line;
        line.command = std::move(command);
        line.at = at;
        line.actor = person_name(replica_, who);
        line.subject = subject.id;
        line.subject_en = subject.en;
        line.job = job_;
        return line;
    }

    bool told(std::size_t from, std::initializer_list<std::string_view> commands, Timestamp at) const {
        return std::any_of(out_.begin() + static_cast<std::ptrdiff_t>(from), out_.end(), [&](const HistoryLine& line) {
            return line.at == at || std::ranges::find(commands, line.command) != commands.end();
        });
    }

    // Imported, or made along with something else.
    void born(std::size_t from, const char* command, Timestamp at, const Uuid& who, const Title& subject) {
        if (at && !told(from, {command, "take_direct_request"}, at)) put(plain(command, at, who, subject));
    }

    void visit(const Visit& visit, const Title& subject) {
        const std::size_t begin = about(Kind::visit, visit.id, subject);
        const auto time = [&](const char* key, const char* command, Timestamp at) {
            if (!at || told(begin, {command, "take_direct_request"}, at)) return;
            HistoryLine line = plain("", at, visit.technician, subject);
            line.key = key;
            put(std::move(line));
        };
        time("time.accepted", "accept_visit", visit.accepted_at);
        time("time.travelling", "travel_visit", visit.travelling_at);
        time("time.arrived", "arrive_visit", visit.arrived_at);
        if (has_ended(visit.status)) time("time.completed", "complete_visit", visit.completed_at);
        for (const auto& step : referring<&ChecklistStep::visit>(replica_, visit.id)) about(Kind::checklist_step, step.id, {step.text_id, step.text_en});
    }

    void parts(const Uuid& visit, const Title& subject, std::vector<Uuid>& rows) {
        for (const auto& use : referring<&PartUse::visit>(replica_, visit)) {
            HistoryLine line = plain(use.quantity < 0 ? "return_part" : "take_part", use.at, use.taken_by, subject);
            std::string what = std::to_string(std::abs(use.quantity));
            if (const auto part = replica_.find(Kind::part, use.part)) what += " \xc3\x97 " + as<Part>(*part).name;
            line.details.emplace_back("text", std::move(what));
            rows.push_back(use.id);
            put(std::move(line));
        }
    }

    Replica& replica_;
    std::size_t most_;
    Uuid job_;
    std::vector<HistoryLine> out_;
};

}  // namespace

std::vector<HistoryLine> timeline_of(Replica& replica, Kind kind, const Uuid& id, std::size_t most) {
    Gatherer gatherer(replica, most);
    const auto record = replica.find(kind, id);
    std::optional<WorkOrder> order;
    if (record && kind == Kind::work_order) order = as<WorkOrder>(*record);
    if (record && kind == Kind::visit)
        if (const auto found = replica.find(Kind::work_order, as<Visit>(*record).work_order)) order = as<WorkOrder>(*found);
    if (order) gatherer.job(*order, {});
    else if (record && kind == Kind::ticket) {
        const auto orders = referring<&WorkOrder::ticket>(replica, id);
        for (const auto& one : orders) gatherer.job(one, {});
        if (orders.empty()) gatherer.ticket(as<Ticket>(*record), {});
    } else if (kind == Kind::asset) {
        gatherer.asset(id);
    } else if (kind == Kind::person) {
        gatherer.person(id);
    } else {
        gatherer.about(kind, id, {});
    }
    return gatherer.take();
}

}  // namespace sigap
