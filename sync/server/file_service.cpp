#include "sync/server/file_service.hpp"

#include <algorithm>

#include "platform/core/hex_text.hpp"
#include "platform/core/log.hpp"
#include "sync/model/kinds/attachment.hpp"

namespace sigap {

namespace {

Error no_such_file() { return fail(ErrorCode::not_found, "there is no such file for you here", "no_such_file"); }

}  // namespace

bool FileService::sees(const std::string& hash, std::optional<std::uint64_t> bytes, const Caller& caller) const {
    std::string names;
    for (std::size_t i = 0; i < caller.buckets.size(); ++i) names += i == 0 ? "?" : ",?";
    auto query = store_.database().query(
        "SELECT 1 FROM attachment a JOIN member m ON m.kind=? AND m.id=a.id AND m.out=0 JOIN bucket b ON b.id=m.bucket"
        " WHERE ((a.sha256=? AND a.bytes=ifnull(?,a.bytes)) OR (a.thumbnail=? AND a.thumbnail_bytes=ifnull(?,a.thumbnail_bytes)))"
        " AND b.name IN (" + names + ") LIMIT 1");
    int next = 0;
    query.bind(++next, static_cast<int>(Kind::attachment));
    for (int i = 0; i < 2; ++i) {
        query.bind(++next, std::string_view(hash));
        query.bind(++next, bytes);
    }
    for (const auto& bucket : caller.buckets) query.bind(++next, std::string_view(bucket));
    return query.step();
}

bool FileService::wrote(const std::string& hash, std::uint64_t bytes, const Caller& caller) const {
    auto query = store_.database().query(
        "SELECT 1 FROM attachment WHERE author=? AND ((sha256=? AND bytes=?) OR (thumbnail=? AND thumbnail_bytes=?)) LIMIT 1",
        caller.person.id, std::string_view(hash), bytes, std::string_view(hash), bytes);
    return query.step();
}

Result<std::string> FileService::ask(const std::string& body, const Caller& caller) {
    const auto asked = read_file_ask(body);
    if (!asked) return asked.error();
    return store_.database().read([&]() -> Result<std::string> {
        FileAskReply reply;
        for (const auto& file : asked->files) {
            FileAnswer answer{file.hash, FilePlace::unknown, 0};
            const bool author = wrote(file.hash, file.bytes, caller);
            if (author || sees(file.hash, {}, caller)) {
                const auto brings = [&] { return author || (file.have && sees(file.hash, file.bytes, caller)); };
                answer.place = files_.size(file.hash) ? FilePlace::here : brings() ? FilePlace::wanted : FilePlace::missing;
                if (answer.place == FilePlace::here) (void)files_.drop_partial(file.hash, to_string(caller.device.id));
                if (answer.place == FilePlace::wanted)
                    answer.received = files_.received(file.hash, to_string(caller.device.id), file.bytes);
            }
            reply.files.push_back(std::move(answer));
        }
        return encode(reply);
    });
}

Result<std::string> FileService::take_chunk(std::string_view target, const std::string& chunk, const Caller& caller, std::int64_t& expected) {
    const auto wanted = read_chunk_target(target);
    if (!wanted) return wanted.error();
    SIGAP_TRY(store_.database().read([&]() -> Result<void> {
        // The hash says whether it is the file: whoever has it may heal what the server lost.
        if (!wrote(wanted->hash, wanted->bytes, caller) && !sees(wanted->hash, wanted->bytes, caller)) return no_such_file();
        return {};
    }));
    const std::string owner = to_string(caller.device.id);
    // A file of one chunk never waits half here.
    if (wanted->offset == 0 && wanted->bytes > files_.chunk_bytes() && files_.received(wanted->hash, owner, wanted->bytes) == 0 &&
        files_.partial_bytes(owner) + wanted->bytes > limits_.most_coming_bytes)
        return fail(ErrorCode::limit, "this device has too many files under way; finish one first", "quota");
    const auto appended = files_.append(wanted->hash, owner, wanted->bytes, wanted->offset, chunk);
    if (appended) return encode(FileReceipt{appended->received, appended->whole});
    if (appended.error().detail == "offset")
        expected = static_cast<std::int64_t>(files_.received(wanted->hash, owner, wanted->bytes));
    return appended.error();
}

Result<std::string> FileService::give_chunk(std::string_view target, const Caller& caller) {
    const auto wanted = read_chunk_target(target);
    if (!wanted) return wanted.error();
    SIGAP_TRY(store_.database().read([&]() -> Result<void> {
        if (!sees(wanted->hash, {}, caller)) return no_such_file();
        return {};
    }));
    const auto bytes = files_.size(wanted->hash);
    if (!bytes) return no_such_file();
    if (wanted->offset >= *bytes) return fail(ErrorCode::invalid, "the file ends before this offset", "chunk");
    return files_.read(wanted->hash, wanted->offset, files_.chunk_bytes());
}

bool FileService::lives(const std::string& hash, Timestamp now) {
    auto& database = store_.database();
    bool mentioned = false;
    std::int64_t since = 0;
    const auto looked = database.read([&] {
        mentioned = database.query("SELECT 1 FROM attachment WHERE sha256=? OR thumbnail=? LIMIT 1", std::string_view(hash),
                                   std::string_view(hash))
                        .step();
        auto orphan = database.query("SELECT since FROM file_orphan WHERE hash=?", std::string_view(hash));
        if (orphan.step()) since = orphan.int64(0);
    });
    if (!looked || (mentioned && since == 0)) return true;
    if (!mentioned && since != 0) return now.ms - since < limits_.orphan_lives_ms;
    (void)database.write([&] {
        if (mentioned) database.query("DELETE FROM file_orphan WHERE hash=?", std::string_view(hash)).run();
        else database.query("INSERT INTO file_orphan VALUES(?,?)", std::string_view(hash), now).run();
    });
    return true;
}

void FileService::sweep_step() {
    const std::int64_t monotonic = store_.clock().monotonic_ms();
    if (to_sweep_.empty()) {
        if (last_sweep_ms_ && monotonic - *last_sweep_ms_ < limits_.sweep_every_ms) return;
        last_sweep_ms_ = monotonic;
        if (auto entries = files_.entries()) to_sweep_ = std::move(*entries);
    }
    const std::size_t count = std::min(limits_.sweep_step, to_sweep_.size());
    const std::vector<FolderEntry> now(to_sweep_.end() - static_cast<std::ptrdiff_t>(count), to_sweep_.end());
    to_sweep_.resize(to_sweep_.size() - count);
    const Timestamp at = store_.clock().now();
    // Asked and removed in one step of the store's thread: no row can be born in between.
    const auto swept = files_.sweep(now, at, [&](const std::string& hash) { return lives(hash, at); });
    if (!swept) log(LogLevel::warning, "sweep_failed", {{"reason", swept.error().message}});
    else if (swept->files > 0) log(LogLevel::info, "files_swept", {{"files", std::to_string(swept->files)}});
}

}  // namespace sigap
