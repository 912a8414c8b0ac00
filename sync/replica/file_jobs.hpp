// What this device still owes and is owed of files: a job for each file that a row mentions, until it stands at both ends. The
// database itself makes and drops jobs with the rows (triggers), so a row never waits for its file and never loses it.
// The store's thread.
#pragma once

#include <span>

#include "sync/model/kinds/attachment.hpp"
#include "sync/protocol/file_messages.hpp"
#include "sync/replica/replica.hpp"

namespace sigap {

// waiting: to be sent or fetched; missing: the server waits for somebody to bring it, too; retake: it is ours to send and is here no
// more; refused: the server did not take it, `problem` says why.
enum class FileJobState : std::uint8_t { waiting, missing, retake, refused };
template <>
inline constexpr std::string_view words_of<FileJobState>[] = {"waiting", "missing", "retake", "refused"};

struct FileJob {
    std::string hash;
    std::uint64_t bytes = 0;
    bool small = false;      // a thumbnail: goes first, on every network
    FileJobState state{};
    std::uint64_t sent = 0;  // bytes that the server had when it last answered
    std::string problem;     // of a refusal, its word
    bool operator==(const FileJob&) const = default;
};

// The table and the triggers; inside a transaction, after the tables of the kinds.
void create_file_jobs(Database& database);

// Jobs for the files that this command (as it was written) attaches; inside a transaction.
void owe_files_of(Database& database, std::string_view command);

class FileJobs {
public:
    explicit FileJobs(Replica& replica) : replica_(replica), database_(replica.rows().database()) {}

    // Thumbnails before originals, each in the order of their rows; without those that were tried less than 10 minutes ago and
    // wait for something else than the network.
    Result<std::vector<FileJob>> due(bool originals, std::size_t most);
    std::optional<FileJob> find(std::string_view hash) const;
    std::int64_t count() const;
    std::vector<FileJob> all() const;

    Result<void> finish(std::string_view hash);
    // The server knows of no row that mentions it for us: the job goes, unless a row here or an edit under way does.
    Result<void> forget_unexpected(std::string_view hash);
    Result<void> set_state(std::string_view hash, FileJobState state, std::string_view problem = {});
    Result<void> set_sent(std::string_view hash, std::uint64_t sent);
    // The file was found missing or damaged here: whatever a row mentions is fetched again.
    Result<void> want_again(std::string_view hash);
    // The server is another one than before: each file that a row mentions is asked for again, and each that lies `here`.
    Result<void> want_all_again();
    Result<void> offer(std::span<const FileQuestion> here);

    // No sweep may take it: a row mentions it, or an edit of this device that has no row yet or was not accepted, or was less than
    // 30 days ago (a server that is restored may have lost it).
    bool lives(std::string_view hash) const;
    // An original that the server has, as far as is known, and that no edit of this device waits with.
    bool can_be_fetched(std::string_view hash) const;
    // By an edit of this device that was accepted less than 30 days ago.
    bool was_sent_lately(std::string_view hash) const;
    // Every hash that a row mentions.
    std::vector<std::string> mentioned() const;
    std::vector<Attachment> attached_to(const Uuid& about) const;

private:
    bool waits_in_edit(std::string_view hash) const;

    Replica& replica_;
    Database& database_;
};

}  // namespace sigap
