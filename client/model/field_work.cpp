#include "client/model/field_work.hpp"

#include <algorithm>
#include <map>

#include "client/model/details.hpp"
#include "sync/model/kinds/plan.hpp"

namespace sigap {

namespace {

std::int64_t seconds(Timestamp from, Timestamp to) {
    return from && to > from ? (to.ms - from.ms) / 1000 : 0;
}

template <typename T>
T row_or_none(const Replica& replica, const Uuid& id) {
    const auto record = replica.find(kind_of<T>.kind, id);
    return record ? as<T>(*record) : T{};
}

void add_parts(Replica& replica, JobDetail& job) {
    std::map<std::pair<Uuid, std::string>, PartLine> lines;
    for (const auto& record : replica.rows().referring(Kind::part_use, field_of<&PartUse::visit>(), job.visit.id)) {
        const auto use = as<PartUse>(record);
        PartLine& line = lines[{use.stock, use.serial}];
        line.quantity += use.quantity;
        if (line.stock) continue;
        const auto part = row_or_none<Part>(replica, use.part);
        line.stock = use.stock;
        line.name = part.name;
        line.unit = part.unit;
        line.serial = use.serial;
    }
    for (auto& [key, line] : lines)
        if (line.quantity != 0) job.parts.push_back(std::move(line));
    std::ranges::stable_sort(job.parts, {}, &PartLine::name);
}

void add_stock(Replica& replica, JobDetail& job, const Uuid& person) {
    constexpr std::size_t most = 200;
    PlaceNames places(replica);
    ListQuery query;
    query.kind = Kind::stock;
    for (const auto& record : replica.list(query)) {
        const auto stock = as<Stock>(record);
        if ((stock.holder && stock.holder.id != person) || job.stock.size() == most) continue;
        const auto part = row_or_none<Part>(replica, stock.part);
        job.stock.push_back({stock.id, part.name, part.number, part.unit, stock.holder ? std::string() : places.text(stock.location), stock.quantity});
    }
    std::ranges::stable_sort(job.stock, [](const auto& a, const auto& b) { return std::tie(a.place, a.name) < std::tie(b.place, b.name); });
}

void add_notices(Replica& replica, JobDetail& job) {
    for (const auto& record : replica.rows().referring(Kind::notice, field_of<&Notice::work_order>(), job.order.id))
        job.notices.push_back(as<Notice>(record));
    std::ranges::stable_sort(job.notices, [](const auto& a, const auto& b) { return a.at > b.at; });
    const bool on_the_way = job.visit.status == VisitStatus::accepted || job.visit.status == VisitStatus::travelling;
    const bool waits = std::ranges::any_of(job.notices, [](const Notice& one) { return one.state <= NoticeState::sending; });
    if (!job.given_away && on_the_way && !waits && job.requester && !job.requester->email.empty())
        job.order_actions.insert(job.order_actions.begin(), "notify_client");
}

}  // namespace

VisitTimes times_of(const Visit& visit, Timestamp now) {
    VisitTimes times;
    const bool ended = has_ended(visit.status);
    const Timestamp until = ended ? visit.completed_at : now;
    times.travel = seconds(visit.travelling_at, visit.arrived_at ? visit.arrived_at : until);
    times.pause = visit.break_seconds + (ended ? 0 : seconds(visit.paused_at, now));
    times.work = std::max<std::int64_t>(0, seconds(visit.arrived_at, until) - times.pause);
    times.runs = !ended && (visit.travelling_at || visit.arrived_at);
    return times;
}

std::string dialled(std::string_view phone) {
    std::string digits;
    for (const char c : phone)
        if (c >= '0' && c <= '9') digits += c;
    if (digits.size() < 3) return {};
    const bool whole = phone.find('+') != std::string_view::npos;
    if (!whole && digits.front() == '0') return "+62" + digits.substr(1);
    return (whole ? "+" : "") + digits;
}

void add_field_work(Replica& replica, JobDetail& job) {
    add_parts(replica, job);
    if (const auto enrolment = replica.enrolment(); enrolment && !job.given_away && !has_ended(job.visit.status))
        add_stock(replica, job, enrolment->person);
    if (!job.order.id) return;
    add_notices(replica, job);
    if (job.order.plan) job.plan = row_or_none<Plan>(replica, job.order.plan).title;
}

}  // namespace sigap
