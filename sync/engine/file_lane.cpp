#include "sync/engine/file_lane.hpp"

#include <algorithm>
#include <charconv>
#include <variant>

#include "platform/core/hex_text.hpp"
#include "sync/protocol/messages.hpp"

namespace sigap {

namespace {

constexpr std::int64_t tidy_every_ms = 86'400'000;
constexpr int most_turned_back = 3;

struct Failure {
    Error error;
    std::int64_t expected = 0;
};

// The body of a good answer with the type that it should have, or what went wrong.
std::variant<std::string, Failure> body_of(const Result<HttpResponse>& answer, std::string_view type) {
    if (!answer) return Failure{answer.error()};
    const std::string_view given = header(*answer, "Content-Type");
    if (answer->status == 200 && given.starts_with(type)) return answer->body;
    const auto failure = given.starts_with("application/json") ? read_failure(answer->body) : Result<FailureReply>(fail(ErrorCode::protocol, ""));
    if (!failure)
        return Failure{fail(ErrorCode::protocol, "something else than the server answers in this network", "captive_portal")};
    const bool later = answer->status >= 500 || answer->status == 429;
    const ErrorCode code = later                                              ? ErrorCode::busy
                           : answer->status == 401 || answer->status == 403 ? ErrorCode::denied
                           : answer->status == 404                          ? ErrorCode::not_found
                                                                            : ErrorCode::refused;
    return Failure{fail(code, failure->message, failure->code), failure->expected};
}

// The setting begins with the time when it was done last.
bool is_due(const Replica& replica, std::string_view setting) {
    const std::int64_t now = replica.clock().now().ms;
    const std::string done = replica.setting(setting);
    std::int64_t last = 0;
    std::from_chars(done.data(), done.data() + done.size(), last);
    return now < last || now - last >= tidy_every_ms;
}

Result<void> sweep_daily(Replica& replica, FileStore& files, FileJobs& jobs) {
    if (!is_due(replica, "files_swept")) return {};
    const std::int64_t now = replica.clock().now().ms;
    for (const auto& hash : jobs.mentioned())
        if (!files.size(hash)) SIGAP_TRY(jobs.want_again(hash));
    auto entries = files.entries();
    if (!entries) return entries.error().code == ErrorCode::not_found ? Result<void>() : Result<void>(entries.error());
    const auto done = files.sweep(*entries, Timestamp{now}, [&](const std::string& hash) {
        const auto live = replica.read([&]() -> Result<bool> { return jobs.lives(hash); });
        return !live || *live;
    });
    if (!done) return done.error();
    return replica.set_setting("files_swept", std::to_string(now));
}

}  // namespace

FileLane::FileLane(Replica& replica, FileStore& files, FileLaneOptions options)
    : replica_(replica), files_(files), jobs_(replica), options_(options) {}

void FileLane::must(const Result<void>& written) {
    if (!written) end(written.error());
}

FileReport FileLane::report() const {
    FileReport out = report_;
    out.waiting = jobs_.count();
    return out;
}

std::optional<HttpRequest> FileLane::next() {
    if (!begun_) {
        begun_ = true;
        must(tidy_files(replica_, files_));
    }
    // A transfer that cannot go on gives its turn to the next one.
    while (!error_ && !transfers_.empty())
        if (auto request = chunk()) return request;
    return error_ ? std::nullopt : ask();
}

std::optional<HttpRequest> FileLane::ask() {
    // Which of them are to be sent, only the disk knows: where nothing is fetched, all are looked at.
    const auto due = jobs_.due(options_.originals, options_.fetches ? options_.most_asked + tried_.size() : SIZE_MAX / 2);
    if (!due) {
        end(due.error());
        return std::nullopt;
    }
    FileAsk question;
    for (const auto& job : *due) {
        if (asked_.size() == options_.most_asked) break;
        if (!tried_.insert(job.hash).second) continue;
        const auto here = files_.size(job.hash);
        if (!here && !job.small && !options_.fetches) continue;
        question.files.push_back({job.hash, job.bytes, here == job.bytes});
        asked_.push_back(job);
    }
    checking_ = asked_.empty() && options_.originals;
    if (checking_) check(question);
    if (asked_.empty()) return std::nullopt;
    return HttpRequest{"POST", std::string(route::file_ask), {{"Content-Type", "application/json"}}, encode(question)};
}

void FileLane::check(FileAsk& question) {
    if (!kept_) kept_ = files_to_check();
    while (!kept_->empty() && asked_.size() < options_.most_asked) {
        const FileJob job = std::move(kept_->back());
        kept_->pop_back();
        checked_to_ = std::max(checked_to_, job.hash);
        if (!tried_.insert(job.hash).second) continue;
        question.files.push_back({job.hash, job.bytes, true});
        asked_.push_back(job);
    }
    if (!asked_.empty() || checked_to_.empty()) return;
    must(replica_.set_setting("files_checked", std::to_string(replica_.clock().now().ms) + ' ' + std::exchange(checked_to_, {})));
}

std::vector<FileJob> FileLane::files_to_check() const {
    if (!is_due(replica_, "files_checked")) return {};
    auto entries = files_.entries();
    if (!entries) return {};
    std::erase_if(*entries, [](const auto& entry) { return !is_file_hash(entry.name) || entry.bytes == 0; });
    std::ranges::sort(*entries, {}, &FolderEntry::name);
    const std::string last = replica_.setting("files_checked");
    const auto space = last.find(' ');
    auto from = std::ranges::upper_bound(*entries, space == std::string::npos ? std::string() : last.substr(space + 1), {}, &FolderEntry::name);
    if (from == entries->end()) from = entries->begin();
    std::vector<FileJob> out;
    for (auto entry = from; entry != entries->end() && out.size() < options_.most_checked; ++entry) {
        FileJob& job = out.emplace_back();
        job.hash = entry->name;
        job.bytes = entry->bytes;
    }
    return out;
}

std::optional<HttpRequest> FileLane::chunk() {
    Transfer& transfer = transfers_.front();
    if (transfer.sends) return send_chunk(transfer);
    transfer.offset = files_.received(transfer.job.hash, fetching_owner, transfer.job.bytes);
    return HttpRequest{"GET", encode(ChunkTarget{transfer.job.hash, transfer.offset, 0}), {}, {}};
}

std::optional<HttpRequest> FileLane::send_chunk(Transfer& transfer) {
    const std::uint64_t wanted = std::min<std::uint64_t>(files_.chunk_bytes(), transfer.job.bytes - transfer.offset);
    auto bytes = files_.read(transfer.job.hash, transfer.offset, files_.chunk_bytes());
    if (bytes && bytes->size() == wanted)
        return HttpRequest{"POST",
                           encode(ChunkTarget{transfer.job.hash, transfer.offset, transfer.job.bytes}),
                           {{"Content-Type", "application/octet-stream"}},
                           std::move(*bytes)};
    // Shorter or gone: what is left of it is set aside.
    if (const auto good = files_.verify(transfer.job.hash); good && *good) settle(FileJobState::refused, "length");
    else settle(FileJobState::retake);
    return std::nullopt;
}

void FileLane::receive(const Result<HttpResponse>& answer) {
    const bool fetches = !transfers_.empty() && !transfers_.front().sends;
    auto body = body_of(answer, fetches ? "application/octet-stream" : "application/json");
    if (auto* failure = std::get_if<Failure>(&body)) {
        if (transfers_.empty()) return end(failure->error);
        const ErrorCode code = failure->error.code;
        // What the network or the server has against everything ends the lane; the rest is about this file alone.
        if (code != ErrorCode::refused && code != ErrorCode::not_found) return end(failure->error);
        return fetches ? fetching_failed(failure->error) : sending_failed(failure->error, failure->expected);
    }
    const auto& bytes = std::get<std::string>(body);
    if (transfers_.empty()) take_places(bytes);
    else if (fetches) take_chunk(bytes);
    else take_receipt(bytes);
}

void FileLane::take_places(const std::string& body) {
    const auto reply = read_file_ask_reply(body);
    if (!reply) return end(reply.error());
    for (const auto& answer : reply->files)
        if (!error_) take_place(answer);
    asked_.clear();
}

void FileLane::take_place(const FileAnswer& answer) {
    const auto at = std::ranges::find(asked_, answer.hash, &FileJob::hash);
    if (at == asked_.end()) return;
    const bool here = files_.size(answer.hash).has_value();
    switch (answer.place) {
        case FilePlace::here:
            if (!here) {
                if (at->state != FileJobState::waiting) must(jobs_.set_state(answer.hash, FileJobState::waiting));
                transfers_.push_back({*at, false, 0, 0});
                break;
            }
            ++report_.spared;
            must(jobs_.finish(answer.hash));
            break;
        case FilePlace::wanted:
            if (const FileQuestion lost{answer.hash, at->bytes, true}; checking_) must(jobs_.offer({&lost, 1}));
            if (here) transfers_.push_back({*at, true, answer.received < at->bytes ? answer.received : 0, 0});
            else must(jobs_.set_state(answer.hash, FileJobState::retake));
            break;
        case FilePlace::missing: must(jobs_.set_state(answer.hash, FileJobState::missing)); break;
        case FilePlace::unknown: must(jobs_.forget_unexpected(answer.hash)); break;
    }
}

void FileLane::take_receipt(const std::string& body) {
    const auto receipt = read_file_receipt(body);
    if (!receipt) return end(receipt.error());
    Transfer& transfer = transfers_.front();
    ++report_.chunks;
    if (receipt->whole) {
        ++report_.sent;
        must(jobs_.finish(transfer.job.hash));
        return done_with_transfer();
    }
    if (receipt->received <= transfer.offset && ++transfer.turned_back > most_turned_back)
        return settle(FileJobState::refused, "no_progress");
    transfer.offset = std::min(receipt->received, transfer.job.bytes - 1) / files_.chunk_bytes() * files_.chunk_bytes();
    must(jobs_.set_sent(transfer.job.hash, receipt->received));
}

void FileLane::sending_failed(const Error& error, std::int64_t expected) {
    Transfer& transfer = transfers_.front();
    if (error.detail == "offset" && expected >= 0 && static_cast<std::uint64_t>(expected) < transfer.job.bytes &&
        ++transfer.turned_back <= most_turned_back) {
        transfer.offset = static_cast<std::uint64_t>(expected);
        return;
    }
    if (error.detail == "wrong_hash") {
        const auto good = files_.verify(transfer.job.hash);
        if (!good) return end(good.error());
        if (!*good) return settle(FileJobState::retake);
        // Ours is right: what stood half there was not.
        if (++transfer.turned_back <= most_turned_back) {
            transfer.offset = 0;
            return;
        }
    }
    settle(error.code == ErrorCode::not_found ? FileJobState::waiting : FileJobState::refused, error.detail);
}

void FileLane::take_chunk(const std::string& bytes) {
    const Transfer& transfer = transfers_.front();
    const auto appended = files_.append(transfer.job.hash, fetching_owner, transfer.job.bytes, transfer.offset, bytes);
    if (!appended) {
        if (appended.error().code == ErrorCode::storage) return end(appended.error());
        return fetching_failed(appended.error());
    }
    ++report_.chunks;
    if (!appended->whole) return;
    ++report_.fetched;
    must(jobs_.finish(transfer.job.hash));
    done_with_transfer();
}

void FileLane::fetching_failed(const Error& error) {
    if (error.code == ErrorCode::not_found) must(jobs_.forget_unexpected(transfers_.front().job.hash));
    settle(error.code == ErrorCode::not_found ? FileJobState::missing : FileJobState::refused, error.detail);
}

void FileLane::settle(FileJobState state, std::string_view problem) {
    must(jobs_.set_state(transfers_.front().job.hash, state, problem));
    done_with_transfer();
}

void FileLane::done_with_transfer() { transfers_.pop_front(); }

Result<void> tidy_files(Replica& replica, FileStore& files) {
    FileJobs jobs(replica);
    const auto enrolment = replica.enrolment();
    const std::string epoch = enrolment ? to_string(enrolment->epoch) : std::string();
    // A server that was restored may lack files that it had: each is asked for again, which costs a question, and so is each
    // that lies here, though its row may have gone to somebody else.
    const bool restored = !epoch.empty() && replica.setting("files_epoch") != epoch;
    if (restored) SIGAP_TRY(jobs.want_all_again());
    SIGAP_TRY(sweep_daily(replica, files, jobs));
    if (!restored) return {};
    const auto entries = files.entries();
    if (!entries && entries.error().code != ErrorCode::not_found) return entries.error();
    std::vector<FileQuestion> here;
    if (entries)
        for (const auto& entry : *entries)
            if (is_file_hash(entry.name) && entry.bytes > 0) here.push_back({entry.name, entry.bytes});
    SIGAP_TRY(jobs.offer(here));
    return replica.set_setting("files_epoch", epoch);
}

Result<FileReport> run_file_lane(FileLane& lane, Transport& transport) {
    while (auto request = lane.next()) lane.receive(transport.send(*request));
    SIGAP_TRY(lane.outcome());
    return lane.report();
}

}  // namespace sigap
