#include "client/model/file_lines.hpp"

#include <algorithm>

#include "client/model/details.hpp"

namespace sigap {

bool is_here(const Replica& replica, const Attachment& attachment, const std::optional<FileJob>& job) {
    const auto enrolment = replica.enrolment();
    const bool mine = enrolment && attachment.author.id == enrolment->person;
    return !job || (mine && job->state != FileJobState::retake);
}

FileLine file_line(Replica& replica, FileStore* files, const Attachment& attachment) {
    FileLine line;
    line.attachment = attachment;
    line.author = person_name(replica, attachment.author);
    const auto job = FileJobs(replica).find(attachment.sha256);
    line.here = files ? files->size(attachment.sha256).has_value() : is_here(replica, attachment, job);
    const auto total = static_cast<std::uint64_t>(std::max<std::int64_t>(attachment.bytes, 1));
    const auto percent_of = [&](std::uint64_t bytes) { return static_cast<int>(std::min(bytes, total) * 100 / total); };
    if (line.here) {
        line.percent = job ? percent_of(job->sent) : 100;
        if (job && job->state == FileJobState::refused) line.state = FileState::refused, line.problem = job->problem;
        else if (job && job->state == FileJobState::waiting) line.state = FileState::sending;
        return line;
    }
    if (files) line.percent = percent_of(files->received(attachment.sha256, fetching_owner, total));
    line.state = FileState::fetching;
    if (!job) return line;
    if (job->state == FileJobState::retake) line.state = FileState::retake;
    if (job->state == FileJobState::missing) line.state = FileState::elsewhere;
    if (job->state == FileJobState::refused) line.state = FileState::refused, line.problem = job->problem;
    return line;
}

std::vector<FileLine> file_lines(Replica& replica, FileStore* files, const Uuid& about) {
    std::vector<FileLine> out;
    if (about) {
        for (const auto& attachment : FileJobs(replica).attached_to(about)) out.push_back(file_line(replica, files, attachment));
    } else {
        ListQuery query;
        query.kind = Kind::attachment;
        for (const auto& record : replica.list(query)) out.push_back(file_line(replica, files, as<Attachment>(record)));
    }
    std::ranges::stable_sort(out, [](const FileLine& a, const FileLine& b) { return a.attachment.added_at < b.attachment.added_at; });
    return out;
}

}  // namespace sigap
