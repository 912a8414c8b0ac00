#include "client/model/analysis.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <set>

#include "platform/core/csv.hpp"
#include "sync/model/kinds/person.hpp"

namespace sigap {

namespace {

constexpr std::int64_t minute_ms = 60'000;

std::optional<std::chrono::year_month> read_month(std::string_view text) {
    int year = 0;
    unsigned month = 0;
    const auto whole = [](std::string_view part, auto& out) {
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), out);
        return error == std::errc{} && end == part.data() + part.size();
    };
    if (text.size() != 7 || text[4] != '-' || !whole(text.substr(0, 4), year) || !whole(text.substr(5), month) || year < 1970 || month < 1 || month > 12)
        return std::nullopt;
    return std::chrono::year(year) / std::chrono::month(month);
}

std::string written(std::chrono::year_month month) {
    const auto number = static_cast<unsigned>(month.month());
    return std::to_string(static_cast<int>(month.year())) + (number < 10 ? "-0" : "-") + std::to_string(number);
}

Timestamp first_moment(std::chrono::year_month month, int offset_minutes) {
    const std::chrono::sys_days day = month / std::chrono::day(1);
    return {std::chrono::duration_cast<std::chrono::milliseconds>(day.time_since_epoch()).count() - offset_minutes * minute_ms};
}

using Counts = std::map<std::string, std::int64_t>;

std::vector<AnalysisCount> most_first(const Counts& counts) {
    std::vector<AnalysisCount> out;
    for (const auto& [name, count] : counts) out.push_back({name, count});
    std::ranges::stable_sort(out, std::ranges::greater{}, &AnalysisCount::count);
    return out;
}

std::optional<std::int64_t> median(std::vector<std::int64_t> values) {
    if (values.empty()) return std::nullopt;
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

// A person's team is the unit that they belong to.
class Teams {
public:
    explicit Teams(const Replica& replica) : replica_(replica) {}
    struct Member {
        std::string name, team;
    };
    const Member& of(const Uuid& person) {
        const auto [at, fresh] = known_.try_emplace(person);
        if (!fresh) return at->second;
        if (const auto record = person ? replica_.find(Kind::person, person) : std::nullopt) {
            const auto who = as<Person>(*record);
            at->second.name = who.name;
            if (const auto unit = replica_.find(Kind::org_unit, who.org_unit)) at->second.team = as<OrgUnit>(*unit).name;
        }
        return at->second;
    }

private:
    const Replica& replica_;
    std::map<Uuid, Member> known_;
};

class Analyst {
public:
    Analyst(const Replica& replica, MonthSpan span) : database_(replica.rows().database()), span_(span), teams_(replica) {}

    Analysis run() {
        out_.made = number("SELECT count(*) FROM work_order WHERE created_at>=? AND created_at<?");
        read_reopened();
        read_closed();
        read_bypass();
        return std::move(out_);
    }

private:
    std::int64_t number(std::string_view sql) {
        auto row = database_.query(sql, span_.begin, span_.end);
        return row.step() ? row.int64(0) : 0;
    }

    void read_reopened() {
        auto rows = database_.query("SELECT DISTINCT about FROM activity WHERE command='reopen_ticket' AND at>=? AND at<?", span_.begin, span_.end);
        while (rows.step()) reopened_.insert(rows.uuid(0));
        out_.reopened = static_cast<std::int64_t>(reopened_.size());
    }

    void read_closed() {
        auto rows = database_.query(
            "SELECT w.id,w.created_at,w.completed_at,w.job_type,w.assignee,w.ticket,t.category,"
            "coalesce((SELECT v.cause FROM visit v WHERE v.work_order=w.id AND v.status='completed' AND v.cause NOT IN('','none')"
            " ORDER BY v.completed_at DESC,v.id DESC LIMIT 1),t.cause),p.category FROM work_order w"
            " LEFT JOIN ticket t ON t.id=w.ticket LEFT JOIN \"procedure\" p ON p.id=w.\"procedure\""
            " WHERE w.status IN('completed','reviewed') AND w.completed_at>=? AND w.completed_at<?",
            span_.begin, span_.end);
        Counts categories, causes, types, teams, people;
        std::vector<std::int64_t> to_arrival, of_work, to_close;
        while (rows.step()) {
            ++out_.closed;
            const std::string category(rows.text(6).empty() ? rows.text(8) : rows.text(6));
            ++categories[category];
            ++causes[std::string(rows.text(7))];
            ++types[std::string(rows.text(3))];
            const auto& member = teams_.of(rows.uuid(4));
            ++people[member.name];
            ++teams[member.team];
            const Visits visits = visits_of(rows.uuid(0));
            const Timestamp made = rows.time(1), done = rows.time(2);
            if (made && done >= made) to_close.push_back((done.ms - made.ms) / minute_ms);
            if (made && visits.first_arrival >= made) to_arrival.push_back((visits.first_arrival.ms - made.ms) / minute_ms);
            if (visits.work_ms > 0) of_work.push_back(visits.work_ms / minute_ms);
            ++out_.first_time_fixed.of;
            if (visits.count <= 1 && !reopened_.contains(rows.uuid(5))) ++out_.first_time_fixed.part;
            add_steps(rows.uuid(0));
        }
        out_.by_category = most_first(categories);
        out_.by_cause = most_first(causes);
        out_.by_type = most_first(types);
        out_.by_team = most_first(teams);
        out_.by_person = most_first(people);
        out_.minutes_to_arrival = median(std::move(to_arrival));
        out_.minutes_of_work = median(std::move(of_work));
        out_.minutes_to_close = median(std::move(to_close));
    }

    struct Visits {
        std::int64_t count = 0, work_ms = 0;
        Timestamp first_arrival;
    };
    Visits visits_of(const Uuid& order) {
        Visits out;
        auto rows = database_.query("SELECT arrived_at,completed_at,break_seconds FROM visit WHERE work_order=? AND status<>'cancelled'", order);
        while (rows.step()) {
            ++out.count;
            const Timestamp arrived = rows.time(0), ended = rows.time(1);
            if (arrived && (!out.first_arrival || arrived < out.first_arrival)) out.first_arrival = arrived;
            if (arrived && ended > arrived) out.work_ms += std::max<std::int64_t>(0, ended.ms - arrived.ms - rows.int64(2) * 1000);
        }
        return out;
    }

    void add_steps(const Uuid& order) {
        auto rows = database_.query(
            "SELECT count(*),coalesce(sum(s.state='skipped'),0) FROM visit v JOIN checklist_step s ON s.visit=v.id WHERE v.work_order=?", order);
        if (!rows.step()) return;
        out_.skipped_steps.of += rows.int64(0);
        out_.skipped_steps.part += rows.int64(1);
    }

    // By who does the work, else who has the ticket, else who wrote it down.
    void read_bypass() {
        auto rows = database_.query(
            "SELECT bypass,coalesce((SELECT w.assignee FROM work_order w WHERE w.ticket=t.id AND w.assignee IS NOT NULL ORDER BY w.created_at,w.id LIMIT 1),"
            "t.assignee,t.reporter) FROM ticket t WHERE t.opened_at>=? AND t.opened_at<?",
            span_.begin, span_.end);
        std::map<std::string, BypassRate> teams;
        while (rows.step()) {
            BypassRate& team = teams[teams_.of(rows.uuid(1)).team];
            for (BypassRate* rate : {&team, &out_.bypass_of_all}) {
                ++rate->tickets;
                rate->direct += rows.int64(0) != 0;
            }
        }
        for (auto& [name, rate] : teams) {
            rate.team = name;
            out_.bypass.push_back(rate);
        }
    }

    Database& database_;
    MonthSpan span_;
    Teams teams_;
    std::set<Uuid> reopened_;
    Analysis out_;
};

}  // namespace

std::string month_of(Timestamp time, int offset_minutes) {
    const std::chrono::sys_time<std::chrono::milliseconds> local{std::chrono::milliseconds(time.ms + offset_minutes * minute_ms)};
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(local)};
    return written(day.year() / day.month());
}

Result<MonthSpan> span_of_month(std::string_view month, int offset_minutes) {
    const auto read = read_month(month);
    if (!read) return fail(ErrorCode::invalid, "a month is written like 2026-11", "month");
    return MonthSpan{first_moment(*read, offset_minutes), first_moment(*read + std::chrono::months(1), offset_minutes)};
}

std::string month_beside(std::string_view month, int months) {
    const auto read = read_month(month);
    return read ? written(*read + std::chrono::months(months)) : std::string(month);
}

Result<Analysis> analysis_of(const Replica& replica, std::string_view month, int offset_minutes) {
    const auto span = span_of_month(month, offset_minutes);
    if (!span) return span.error();
    Analysis out = Analyst(replica, *span).run();
    out.month = month;
    return out;
}

std::string analysis_csv(const Analysis& analysis) {
    std::string out = csv_line(std::vector<std::string>{"month", "measure", "of", "value"});
    const auto line = [&](std::string_view measure, const std::string& of, std::int64_t value) {
        out += csv_line(std::vector<std::string>{analysis.month, std::string(measure), of, std::to_string(value)});
    };
    const auto counts = [&](std::string_view measure, const std::vector<AnalysisCount>& all) {
        for (const auto& one : all) line(measure, one.name, one.count);
    };
    const auto time = [&](std::string_view measure, const std::optional<std::int64_t>& minutes) {
        if (minutes) line(measure, "", *minutes);
    };
    line("jobs_made", "", analysis.made);
    line("jobs_closed", "", analysis.closed);
    counts("closed_by_category", analysis.by_category);
    counts("closed_by_cause", analysis.by_cause);
    counts("closed_by_type", analysis.by_type);
    counts("closed_by_team", analysis.by_team);
    counts("closed_by_person", analysis.by_person);
    time("median_minutes_to_arrival", analysis.minutes_to_arrival);
    time("median_minutes_of_work", analysis.minutes_of_work);
    time("median_minutes_to_close", analysis.minutes_to_close);
    line("first_time_fixed", "", analysis.first_time_fixed.part);
    line("first_time_fixed_percent", "", analysis.first_time_fixed.percent());
    line("tickets_reopened", "", analysis.reopened);
    line("steps", "", analysis.skipped_steps.of);
    line("steps_skipped", "", analysis.skipped_steps.part);
    for (const auto& rate : analysis.bypass) {
        line("tickets", rate.team, rate.tickets);
        line("tickets_direct", rate.team, rate.direct);
        line("bypass_percent", rate.team, rate.percent());
    }
    line("tickets_of_all_teams", "", analysis.bypass_of_all.tickets);
    line("bypass_percent_of_all_teams", "", analysis.bypass_of_all.percent());
    return out;
}

}  // namespace sigap
