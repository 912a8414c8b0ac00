// sigap photo, sigap files; and the files of a record for sigap show.
#include "client/cli/files.hpp"

#include "client/cli/command_line.hpp"
#include "client/model/kept_file.hpp"
#include "sync/engine/file_room.hpp"

namespace sigap::cli {

namespace {

std::string size_words(std::int64_t bytes) {
    if (bytes < 1024) return std::to_string(bytes) + " B";
    if (bytes < 1024 * 1024) return std::to_string(bytes / 1024) + " KiB";
    return std::to_string(bytes / (1024 * 1024)) + " MiB";
}

std::string state_words(const FileLine& line) {
    switch (line.state) {
        case FileState::done: return "here";
        case FileState::sending: return "waits to be sent, " + std::to_string(line.percent) + " %";
        case FileState::fetching: return "to be fetched, " + std::to_string(line.percent) + " %";
        case FileState::elsewhere: return "not at the server yet";
        case FileState::retake: return "lost here before it was sent; take it again";
        case FileState::refused: return "not taken: " + line.problem;
    }
    throw std::logic_error("unknown state of a file");
}

std::string file_json(const FileLine& line) {
    const Attachment& file = line.attachment;
    const auto* kind = catalogue().find(file.about_kind);
    return JsonObject()
        .id("id", file.id)
        .text("about_kind", kind ? kind->name : "")
        .id("about", file.about)
        .text("name", file.name)
        .text("type", file.type)
        .number("bytes", file.bytes)
        .text_or_null("caption", file.caption)
        .text("author", line.author)
        .time("added_at", file.added_at)
        .text("sha256", file.sha256)
        .text_or_null("thumbnail", file.thumbnail)
        .text("state", word_of(line.state))
        .number("percent", line.percent)
        .boolean("here", line.here)
        .text_or_null("problem", line.problem)
        .str();
}

}  // namespace

std::string files_json(const std::vector<FileLine>& lines) {
    std::vector<std::string> all;
    for (const auto& line : lines) all.push_back(file_json(line));
    return json_array(all);
}

std::string files_text(const std::vector<FileLine>& lines) {
    std::string out;
    for (const auto& line : lines) {
        const Attachment& file = line.attachment;
        out += "  " + to_rfc3339(file.added_at) + "  " + line.author + "  " + (file.name.empty() ? file.type : file.name) + ", " +
               size_words(file.bytes) + (file.caption.empty() ? "" : ", \"" + file.caption + '"') + "\n      " + state_words(line) + '\n';
    }
    return out;
}

Result<std::string> run_photo(Backend& backend, const Invocation& invocation) {
    const auto files = backend.files();
    if (!files) return files.error();
    // Asked before the file is copied: a wrong id costs nothing.
    Result<Record> target = fail(ErrorCode::not_found, "");
    SIGAP_TRY(backend.on_store([&](Replica& replica) {
        target = replica.read([&]() -> Result<Record> { return find_record(replica, Kind::none, invocation.operands[0]); });
    }));
    if (!target) return target.error();
    const auto path = backend.working_folder() / invocation.operands[1];
    DiskFileSystem disk;
    const Keep how = invocation.has("--original") ? Keep::as_it_is : Keep::ready;
    auto kept = keep_file(**files, disk, path, how);
    if (!kept && kept.error().detail == "disk_full") {
        std::error_code unknown;
        const auto bytes = std::filesystem::file_size(path, unknown);
        SIGAP_TRY(backend.on_store([&](Replica& replica) { (void)make_room(replica, **files, reserved_bytes + (unknown ? 0 : bytes)); }));
        kept = keep_file(**files, disk, path, how);
    }
    if (!kept) return kept.error();
    auto arguments = attach_arguments(*kept, invocation.has("--caption") ? invocation.option("--caption") : std::string());
    Result<Edit> edit = Edit{};
    SIGAP_TRY(backend.on_store([&](Replica& replica) { edit = replica.perform("attach_file", target->id, std::move(arguments)); }));
    if (!edit) return edit.error();
    backend.edited();
    if (invocation.has("--json"))
        return JsonObject()
                   .id("id", derived_id(edit->operation, 0))
                   .id("about", edit->id)
                   .text("kind", catalogue().at(edit->kind).name)
                   .id("operation", edit->operation)
                   .text("name", kept->name)
                   .text("type", kept->type)
                   .number("bytes", static_cast<std::int64_t>(kept->original.bytes))
                   .text("sha256", kept->original.hash)
                   .text_or_null("thumbnail", kept->thumbnail ? kept->thumbnail->hash : "")
                   .text("state", "queued")
                   .text_or_null("as_it_is", kept->as_it_is)
                   .str() +
               '\n';
    std::string said = kept->name + ": saved on this device (" + size_words(static_cast<std::int64_t>(kept->original.bytes)) + ")\n";
    if (!kept->as_it_is.empty()) said += "kept as it is, with all that its camera wrote, such as the place: " + kept->as_it_is + '\n';
    return said;
}

Result<std::string> run_files(Backend& backend, const Invocation& invocation) {
    const auto files = backend.files();
    if (!files) return files.error();
    std::vector<FileLine> lines;
    const auto read = [&] {
        return backend.on_store([&](Replica& replica) {
            (void)replica.read([&]() -> Result<void> { return lines = file_lines(replica, *files), Result<void>(); });
        });
    };
    SIGAP_TRY(read());
    if (invocation.has("--verify")) {
        for (const auto& line : lines) {
            for (const auto& hash : {line.attachment.sha256, line.attachment.thumbnail}) {
                if (hash.empty()) continue;
                const auto good = (*files)->verify(hash);
                if (!good) return good.error();
                if (*good) continue;
                Result<void> wanted;
                SIGAP_TRY(backend.on_store([&](Replica& replica) { wanted = FileJobs(replica).want_again(hash); }));
                SIGAP_TRY(wanted);
            }
        }
        SIGAP_TRY(read());
    }
    if (invocation.has("--json")) return files_json(lines) + '\n';
    return lines.empty() ? std::string("no files\n") : files_text(lines);
}

}  // namespace sigap::cli
