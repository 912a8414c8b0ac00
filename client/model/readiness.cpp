#include "client/model/readiness.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "client/model/file_lines.hpp"
#include "sync/model/kinds/article.hpp"
#include "sync/model/kinds/part.hpp"
#include "sync/replica/file_jobs.hpp"
#include "sync/replica/job_list.hpp"

namespace sigap {

namespace {

class Survey {
public:
    Survey(Replica& replica, FileStore* files) : replica_(replica), files_(files), jobs_(replica) {
        for (std::size_t i = 0; i < needs_.size(); ++i) needs_[i].need = static_cast<Need>(i);
    }

    void look_at(const JobRow& job) {
        const std::string name = job.number.empty() ? job.title : job.number + ' ' + job.title;
        const auto record = replica_.find(Kind::work_order, job.work_order);
        count(Need::jobs, record.has_value(), name);
        if (!record) return;
        const auto order = as<WorkOrder>(*record);
        if (order.asset) count(Need::equipment, replica_.find(Kind::asset, order.asset).has_value(), name);
        look_at_procedure(job.visit, name);
        for (const Uuid& about : {job.visit, order.id, order.asset.id, order.ticket.id})
            if (about && seen_.insert(about).second)
                for (const auto& attachment : jobs_.attached_to(about)) look_at_file(attachment, name);
    }

    void look_at_van(const Uuid& holder) {
        for (const auto& record : replica_.rows().referring(Kind::stock, field_of<&Stock::holder>(), holder)) {
            const auto stock = as<Stock>(record);
            const auto part = replica_.find(Kind::part, stock.part);
            const bool enough = stock.quantity >= stock.minimum;
            count(Need::parts, enough, (part ? as<Part>(*part).name : to_string(stock.part)) + ": " + std::to_string(stock.quantity));
        }
    }

    // Everybody's device holds all of them: what there is of them is here.
    void count_articles() {
        ListQuery published;
        published.kind = Kind::article;
        published.where = {{"status", std::string(word_of(ArticleStatus::published))}};
        NeedState& state = needs_[static_cast<std::size_t>(Need::articles)];
        state.here = state.of = replica_.count(published);
    }

    const std::array<NeedState, std::size(words_of<Need>)>& needs() const { return needs_; }

private:
    // The steps were copied when the visit was made: they are what is worked through. A procedure that was named later has none.
    void look_at_procedure(const Uuid& visit, const std::string& name) {
        for (const auto& run : replica_.rows().referring(Kind::checklist_run, field_of<&ChecklistRun::visit>(), visit)) {
            const auto version = replica_.find(Kind::procedure_version, as<ChecklistRun>(run).procedure_version);
            const bool is_empty = version && as<ProcedureVersion>(*version).steps == "[]";
            const bool has_steps = !replica_.rows().referring(Kind::checklist_step, field_of<&ChecklistStep::run>(), run.id).empty();
            count(Need::procedures, has_steps || is_empty, name);
        }
    }

    void look_at_file(const Attachment& attachment, const std::string& job) {
        const std::string name = job + ": " + (attachment.name.empty() ? attachment.type : attachment.name);
        count(Need::files, here(attachment.sha256, attachment) && (attachment.thumbnail.empty() || here(attachment.thumbnail, attachment)), name);
    }

    bool here(const std::string& hash, const Attachment& attachment) const {
        return files_ ? files_->size(hash).has_value() : is_here(replica_, attachment, jobs_.find(hash));
    }

    void count(Need need, bool is_here, const std::string& name) {
        NeedState& state = needs_[static_cast<std::size_t>(need)];
        ++state.of;
        if (is_here) ++state.here;
        else if (state.missing.size() < NeedState::most_named) state.missing.push_back(name);
    }

    Replica& replica_;
    FileStore* files_;
    FileJobs jobs_;
    std::set<Uuid> seen_;
    std::array<NeedState, std::size(words_of<Need>)> needs_;
};

}  // namespace

ReadinessReport readiness(Replica& replica, FileStore* files, Timestamp now) {
    ReadinessReport report;
    report.status = replica.status();
    const auto enrolment = replica.enrolment();
    Survey survey(replica, files);
    if (enrolment) {
        JobQuery query;
        query.filter = JobFilter::open;
        query.technician = enrolment->person;
        query.now = now;
        for (const auto& job : list_jobs(replica, query, {}, -1, 0))
            if (!job.done) survey.look_at(job);
        survey.look_at_van(enrolment->person);
        // Before all has come nobody knows of how many.
        if (report.status.first_pull_done) survey.count_articles();
    }
    report.needs.assign(survey.needs().begin(), survey.needs().end());
    report.old = !report.status.last_contact || now.ms - report.status.last_contact.ms > old_after_ms;
    const auto lacks = [&](Need need) { return !report.needs[static_cast<std::size_t>(need)].whole(); };
    if (!report.status.first_pull_done || lacks(Need::jobs) || lacks(Need::equipment) || lacks(Need::procedures)) report.light = Readiness::missing;
    else if (report.old || report.status.disk_scarce || lacks(Need::files) || lacks(Need::parts)) report.light = Readiness::nearly;
    return report;
}

}  // namespace sigap
