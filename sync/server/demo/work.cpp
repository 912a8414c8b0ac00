#include "sync/server/demo/work.hpp"

#include <algorithm>
#include <array>

#include "sync/model/kinds/procedure.hpp"
#include "sync/model/step_rules.hpp"

namespace sigap::demo {
namespace {

constexpr std::int64_t past_days = 90;
constexpr std::size_t kiosk_reports = 6;

std::string filled(std::string_view text, const Room& room, const Member& person) {
    std::string out(text);
    for (const auto& [mark, value] :
         {std::pair<std::string_view, std::string>{"{room}", room.name}, {"{person}", std::string(person.name)}})
        for (auto at = out.find(mark); at != std::string::npos; at = out.find(mark))
            out.replace(at, mark.size(), value);
    return out;
}

// The time itself when somebody is at work then, else the next morning of a working day.
Timestamp in_hours(Timestamp time, std::int64_t offset_minutes) {
    for (;;) {
        const std::int64_t local = time.ms + offset_minutes * minute_ms;
        const std::int64_t day = local / day_ms, weekday = (day + 4) % 7;  // 0 is Sunday
        const std::int64_t of_day = local % day_ms;
        const bool works = weekday != 0 && weekday != 6;
        if (works && of_day >= 8 * hour_ms && of_day < 17 * hour_ms) return time;
        const std::int64_t morning = 8 * hour_ms + 30 * minute_ms;
        const std::int64_t next = works && of_day < 8 * hour_ms ? day : day + 1;
        time = {next * day_ms + morning - offset_minutes * minute_ms};
        if (next == day) return time;
    }
}

// What a technician would write down, so that a step that asks for something has it.
World::Arguments result_of(const ChecklistStep& step) {
    const auto says = [&](std::string_view word) { return step.text_en.find(word) != std::string::npos; };
    if (step.step_kind == StepKind::text) return {{"value", std::string("Sesuai register, tidak ada yang berubah.")}};
    if (step.step_kind == StepKind::choice && !step.choices_id.empty()) return {{"value", std::string(choices_of(step).front().id)}};
    if (step.step_kind != StepKind::number) return {};
    return {{"value", std::string(says("dBm") ? "-58" : says("counter") ? "48213" : says("in percent") ? "72" : "0")}};
}

class Worker {
public:
    Worker(World& world, const Organisation& organisation, const Equipment& equipment,
           const ProceduresByCode& procedures)
        : world_(world),
          organisation_(organisation),
          equipment_(equipment),
          procedures_(procedures),
          desk_(organisation.by_login("desk").id),
          lead_(organisation.by_login("lead").id),
          kiosk_(organisation.by_login("kiosk").id) {}

    void plan() {
        const auto jobs = jobs_of_technician(), jobs2 = jobs_of_technician2();
        const std::size_t past = demo_tickets - jobs.size() - jobs2.size();
        const auto clients = organisation_.clients();
        const auto stories = past_stories();
        for (std::size_t i = 0; i < past - kiosk_reports; ++i)
            plan_past(stories[world_.below(stories.size())], *world_.pick(clients));
        for (std::size_t i = 0; i < kiosk_reports; ++i) {
            const Member& person = organisation_.by_login("kiosk");
            const Story& story = stories[i * 5];
            world_.at(later(world_.now(), -static_cast<std::int64_t>(i + 1) * 35 * minute_ms),
                      [this, &story, &person](Timestamp at) {
                          open({story, person, {}, {}, {}}, at, Channel::kiosk);
                      });
        }
        plan_jobs(jobs, organisation_.by_login("technician"));
        plan_jobs(jobs2, organisation_.by_login("technician2"));
        world_.run_events();
    }

private:
    struct Case {
        const Story& story;
        const Member& requester;
        Uuid ticket;
        Uuid order;
        Uuid worker;
    };

    std::int64_t offset(const Case& work) const { return organisation_.sites[work.requester.site].utc_offset_minutes; }
    Timestamp soon(const Case& work, Timestamp at, std::int64_t low_minutes, std::int64_t high_minutes) {
        const Timestamp wanted = later(at, world_.between(low_minutes, high_minutes) * minute_ms);
        const Timestamp possible = in_hours(wanted, offset(work));
        // What waited for the morning is not all done at its first minute.
        return possible == wanted ? wanted : later(possible, world_.between(0, 150) * minute_ms);
    }

    // Some wait for days, as in every queue: so now finds tickets in each state.
    Timestamp mostly_soon(const Case& work, Timestamp at, std::int64_t high_minutes) {
        return world_.chance(60) ? soon(work, at, 5, high_minutes) : soon(work, at, 6 * 60, 8 * 24 * 60);
    }

    std::string number(std::string_view what, std::size_t site) {
        const std::string prefix = std::string(what) + "-" + std::string(organisation_.sites[site].code) + "-00-";
        const std::string digits = std::to_string(++numbers_[prefix]);
        return prefix + std::string(5 - std::min<std::size_t>(5, digits.size()), '0') + digits;
    }

    static Value word(Level level) { return std::string(word_of(level)); }
    static Value reference(const Uuid& id) { return id ? Value{id} : Value{}; }

    void ticket_step(const Case& work, const Uuid& actor, Timestamp at, std::string name,
                     World::Arguments arguments = {}) {
        world_.command(actor, at, std::move(name), Kind::ticket, work.ticket, std::move(arguments));
    }

    Case open(Case work, Timestamp at, Channel channel) {
        const Room& room = organisation_.rooms[work.requester.room];
        const Uuid asset = work.story.equipment.empty()
                               ? Uuid{}
                               : equipment_.near(world_, organisation_, work.requester, work.story.equipment);
        const Uuid requester = channel == Channel::kiosk ? Uuid{} : work.requester.id;
        work.ticket = world_.command(channel == Channel::kiosk ? kiosk_ : desk_, at, "create_ticket", Kind::ticket, {},
                                     {{"number", number("TKT", work.requester.site)},
                                      {"title", filled(work.story.title, room, work.requester)},
                                      {"description", filled(work.story.description, room, work.requester)},
                                      {"channel", std::string(word_of(channel))},
                                      {"category", std::string(work.story.category)},
                                      {"impact", word(work.story.impact)},
                                      {"urgency", word(work.story.urgency)},
                                      {"requester", reference(requester)},
                                      {"location", room.id},
                                      {"asset", reference(asset)}});
        return work;
    }

    Uuid order_for(const Case& work, Timestamp at, const Uuid& technician, Timestamp scheduled, Timestamp due) {
        const Uuid procedure = procedures_.at(std::string(work.story.procedure));
        const auto ticket = world_.get<Ticket>(work.ticket);
        return world_.command(desk_, at, "create_work_order", Kind::work_order, {},
                              {{"number", number("WO", work.requester.site)},
                               {"ticket", work.ticket},
                               {"title", ticket.title},
                               {"description", ticket.description},
                               {"job_type", std::string(word_of(work.story.job_type))},
                               {"impact", word(work.story.impact)},
                               {"urgency", word(work.story.urgency)},
                               {"asset", reference(ticket.asset)},
                               {"location", reference(ticket.location)},
                               {"requester", reference(ticket.requester)},
                               {"procedure", procedure},
                               {"estimated_minutes", world_.get<Procedure>(procedure).minutes},
                               {"assignee", technician},
                               {"scheduled_at", scheduled.ms},
                               {"due_at", due.ms}});
    }

    void plan_past(const Story& story, const Member& requester) {
        static constexpr std::array channels{Channel::phone, Channel::phone, Channel::phone, Channel::walk_in,
                                             Channel::email};
        const Case work{story, requester, {}, {}, {}};
        const Channel channel = channels[world_.below(channels.size())];
        Timestamp opened;
        do {
            opened =
                local_time(world_.now(), offset(work), -world_.between(0, past_days - 1), 8, world_.between(0, 8 * 60));
        } while (opened > world_.now() || in_hours(opened, offset(work)) != opened);
        world_.at(opened, [=, this](Timestamp at) { opened_by_desk(open(work, at, channel), at); });
    }

    void opened_by_desk(const Case& work, Timestamp at) {
        if (world_.chance(4)) {
            world_.at(soon(work, at, 30, 600),
                      [=, this](Timestamp then) { ticket_step(work, desk_, then, "cancel_ticket"); });
            return;
        }
        const bool at_once = world_.chance(85);
        world_.at(at_once ? soon(work, at, 5, 40) : soon(work, at, 240, 1800), [=, this](Timestamp then) {
            ticket_step(work, desk_, then, "triage_ticket");
            if (world_.chance(20))
                ticket_step(work, desk_, then, "add_note",
                            {{"text", std::string("Pengguna sudah dihubungi, gejalanya dipastikan lewat telepon.")}});
            world_.at(mostly_soon(work, then, 90), [=, this](Timestamp assigned) { assign(work, assigned); });
        });
    }

    void assign(Case work, Timestamp at) {
        const bool field = !work.story.procedure.empty();
        work.worker = field ? organisation_.sites[work.requester.site].field_technician : desk_;
        ticket_step(work, desk_, at, "assign_ticket", {{"assignee", work.worker}});
        if (field && world_.chance(60)) {
            const Timestamp scheduled = soon(work, at, 120, 2 * 24 * 60);
            work.order = order_for(work, at, work.worker, scheduled, later(scheduled, 8 * hour_ms));
            world_.at(later(scheduled, -45 * minute_ms), [=, this](Timestamp then) { set_out(work, then, true); });
            return;
        }
        world_.at(mostly_soon(work, at, 240), [=, this](Timestamp started) {
            ticket_step(work, work.worker, started, "start_ticket");
            if (world_.chance(88)) return resolve_at(work, mostly_soon(work, started, 300));
            static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> reasons{{
                {"user", "Menunggu pengguna kembali dari dinas luar."},
                {"vendor", "Klaim garansi sudah diajukan, menunggu jadwal vendor."},
                {"part", "Suku cadang dipesan lewat Pengadaan."},
            }};
            const auto& why = reasons[world_.below(reasons.size())];
            world_.at(soon(work, started, 10, 60), [=, this](Timestamp held) {
                ticket_step(work, work.worker, held, "hold_ticket", {{"hold_reason", std::string(why.first)}});
                ticket_step(work, work.worker, held, "add_note", {{"text", std::string(why.second)}});
                world_.at(soon(work, held, 24 * 60, 15 * 24 * 60), [=, this](Timestamp again) {
                    ticket_step(work, work.worker, again, "start_ticket");
                    resolve_at(work, soon(work, again, 10, 120));
                });
            });
        });
    }

    void resolve_at(const Case& work, Timestamp when) {
        world_.at(when, [=, this](Timestamp at) {
            ticket_step(work, work.worker, at, "resolve_ticket",
                        {{"cause", std::string(work.story.cause)}, {"resolution", std::string(work.story.resolution)}});
            world_.at(soon(work, at, 24 * 60, 3 * 24 * 60),
                      [=, this](Timestamp then) { ticket_step(work, desk_, then, "close_ticket"); });
        });
    }

    void set_out(const Case& work, Timestamp at, bool may_fail) {
        Uuid visit;
        for (const auto& row : world_.referring(Kind::visit, field_of<&Visit::work_order>(), work.order))
            if (as<Visit>(row).status == VisitStatus::scheduled) visit = row.id;
        const auto step = [=, this](Timestamp then, std::string name, World::Arguments arguments = {}) {
            world_.command(work.worker, then, std::move(name), Kind::visit, visit, std::move(arguments));
        };
        step(at, "accept_visit");
        world_.at(later(at, world_.between(20, 45) * minute_ms), [=, this](Timestamp left) {
            step(left, "travel_visit");
            const bool locked = may_fail && world_.chance(6);
            world_.at(later(left, world_.between(5, 25) * minute_ms), [=, this](Timestamp there) {
                if (!locked) {
                    step(there, "arrive_visit");
                    ticket_step(work, work.worker, there, "start_ticket");
                    work_through(work, visit, there);
                    return;
                }
                step(there, "no_access_visit",
                     {{"reason", std::string("Ruang terkunci, pengguna sedang dinas luar.")}});
                world_.at(soon(work, there, 20, 90), [=, this](Timestamp planned) {
                    const Timestamp again = soon(work, planned, 20 * 60, 40 * 60);
                    world_.command(desk_, planned, "assign_work_order", Kind::work_order, work.order,
                                   {{"assignee", work.worker}, {"scheduled_at", again.ms}});
                    world_.at(again, [=, this](Timestamp then) { set_out(work, then, false); });
                });
            });
        });
    }

    bool is_called_for(const ChecklistStep& step) {
        std::vector<ChecklistStep> steps;
        for (const auto& row : world_.referring(Kind::checklist_step, field_of<&ChecklistStep::run>(), step.run)) steps.push_back(as<ChecklistStep>(row));
        return applies(step, steps);
    }

    void work_through(const Case& work, const Uuid& visit, Timestamp at) {
        for (const auto& row : world_.referring(Kind::checklist_step, field_of<&ChecklistStep::visit>(), visit)) {
            const auto step = as<ChecklistStep>(row);
            const bool left_out = !step.mandatory && world_.chance(50);
            at = later(at, world_.between(2, 9) * minute_ms);
            world_.at(at, [=, this](Timestamp then) {
                if (!is_called_for(step)) return;
                if (left_out)
                    world_.command(work.worker, then, "skip_step", Kind::checklist_step, step.id,
                                   {{"reason", std::string("Tidak diperlukan pada pekerjaan ini.")}});
                else world_.command(work.worker, then, "tick_step", Kind::checklist_step, step.id, result_of(step));
            });
        }
        at = later(at, world_.between(3, 10) * minute_ms);
        world_.at(at, [=, this](Timestamp done) {
            world_.command(work.worker, done, "complete_visit", Kind::visit, visit,
                           {{"outcome", std::string(work.story.resolution)}});
            resolve_at(work, later(done, 5 * minute_ms));
            if (!world_.chance(70)) return;
            world_.at(soon(work, done, 10 * 60, 48 * 60), [=, this](Timestamp then) {
                world_.command(lead_, then, "review_work_order", Kind::work_order, work.order, {});
            });
        });
    }

    const Member& somebody_in(std::size_t room) const {
        for (const auto& person : organisation_.people)
            if (person.room == room && person.role == Role::none) return person;
        throw std::logic_error("demo: nobody sits in " + organisation_.rooms[room].full_name);
    }

    // Reported and planned on the days before, so that they wait whatever the time of day is now.
    void plan_jobs(std::span<const PlannedJob> jobs, const Member& technician) {
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            const PlannedJob& job = jobs[i];
            Case work{
                job.story, somebody_in(organisation_.room_index(technician.site, job.room)), {}, {}, technician.id};
            const std::int64_t offset_minutes = offset(work);
            const auto clock = [=, this](std::int64_t day, std::int64_t hour, std::int64_t minute) {
                return local_time(world_.now(), offset_minutes, day, hour, minute);
            };
            const std::int64_t day_reported = std::min(job.day, 0) - 1 - static_cast<std::int64_t>(i % 2);
            const Timestamp scheduled = clock(job.day, job.hour, job.minute);
            Timestamp due = clock(job.day, 17, 0);
            if (job.day >= 0 && due < later(world_.now(), 2 * hour_ms)) due = later(due, day_ms);
            world_.at(clock(day_reported, 8 + static_cast<std::int64_t>(i % 6), 12), [=, this, &job](Timestamp at) {
                const Case reported = open(work, at, i % 3 == 0 ? Channel::walk_in : Channel::phone);
                ticket_step(reported, desk_, later(at, 9 * minute_ms), "assign_ticket", {{"assignee", work.worker}});
                const Uuid order = order_for(reported, later(at, 14 * minute_ms), work.worker, scheduled, due);
                if (!job.note.empty())
                    world_.command(desk_, later(at, 16 * minute_ms), "add_note", Kind::work_order, order,
                                   {{"text", std::string(job.note)}});
            });
        }
    }

    World& world_;
    const Organisation& organisation_;
    const Equipment& equipment_;
    const ProceduresByCode& procedures_;
    Uuid desk_, lead_, kiosk_;
    std::map<std::string, int> numbers_;
};

}  // namespace

void make_work(World& world, const Organisation& organisation, const Equipment& equipment,
               const ProceduresByCode& procedures) {
    Worker(world, organisation, equipment, procedures).plan();
}

}  // namespace sigap::demo
