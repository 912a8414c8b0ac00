// The files' turn after the records have had theirs: a machine that names the next request and takes its answer, like Session
// (sync/PROTOCOL.md, "Files"). It owns no thread, socket or clock; the store's thread drives it. Given up at any moment it loses
// at most a chunk: a new one goes on from there.
#pragma once

#include <deque>
#include <set>

#include "platform/net/transport.hpp"
#include "sync/files/file_store.hpp"
#include "sync/protocol/file_messages.hpp"
#include "sync/replica/file_jobs.hpp"

namespace sigap {

// The owner of what is half here on a device, for FileStore::received().
inline constexpr std::string_view fetching_owner = "fetching";

struct FileLaneOptions {
    bool originals = true;  // false: thumbnails only, on a network that is paid by the byte
    bool fetches = true;    // false: originals are sent only, while there is little room for them here
    std::size_t most_asked = most_files_asked;
    std::size_t most_checked = 1000;  // a day
};

struct FileReport {
    std::int64_t sent = 0;      // files that the server has whole by this
    std::int64_t fetched = 0;   // files that are here whole by this
    std::int64_t chunks = 0;    // of both
    std::int64_t spared = 0;    // files that were at both ends already
    std::int64_t waiting = 0;   // jobs that are left
};

class FileLane {
public:
    // Both must outlive the lane.
    FileLane(Replica& replica, FileStore& files, FileLaneOptions options = {});

    // The next request; none when there is nothing more to do now.
    std::optional<HttpRequest> next();
    // The answer to it, or why there is none.
    void receive(const Result<HttpResponse>& answer);

    FileReport report() const;
    // What ended it early; good where all was tried.
    Result<void> outcome() const { return error_ ? Result<void>(*error_) : Result<void>(); }

private:
    struct Transfer {
        FileJob job;
        bool sends = false;
        std::uint64_t offset = 0;
        int turned_back = 0;  // times that the server named another offset
    };
    std::optional<HttpRequest> ask();
    // With nothing else to do, once a day: has the server still what lies here? A copy of its data may have been put back without
    // a word, and files are no part of a bucket's sum.
    void check(FileAsk& question);
    // The next so many in the order of their hashes; none today.
    std::vector<FileJob> files_to_check() const;
    std::optional<HttpRequest> chunk();
    std::optional<HttpRequest> send_chunk(Transfer& transfer);
    void take_places(const std::string& body);
    void take_place(const FileAnswer& answer);
    void take_receipt(const std::string& body);
    void take_chunk(const std::string& bytes);
    void sending_failed(const Error& error, std::int64_t expected);
    void fetching_failed(const Error& error);
    void settle(FileJobState state, std::string_view problem = {});
    void done_with_transfer();
    void must(const Result<void>& written);
    void end(Error error) { error_ = std::move(error); }

    Replica& replica_;
    FileStore& files_;
    FileJobs jobs_;
    FileLaneOptions options_;
    FileReport report_;
    std::optional<Error> error_;
    std::vector<FileJob> asked_;        // of the question under way
    std::set<std::string> tried_;       // by this lane
    std::optional<std::vector<FileJob>> kept_;  // still to be checked today
    std::string checked_to_;            // the last of those asked about
    bool checking_ = false;             // the question under way is about those
    std::deque<Transfer> transfers_;    // the first is under way
    bool begun_ = false;
};

// Keeps this device's files in order: at most once a day jobs for what is missing and the sweep of what no row mentions; at once,
// where the server was restored, a job for each file.
Result<void> tidy_files(Replica& replica, FileStore& files);

// Drives a lane to its end over a blocking transport.
Result<FileReport> run_file_lane(FileLane& lane, Transport& transport);

}  // namespace sigap
