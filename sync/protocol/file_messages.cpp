#include "sync/protocol/file_messages.hpp"

#include <charconv>

#include "platform/core/hex_text.hpp"
#include "platform/core/json_writer.hpp"
#include "platform/core/text.hpp"
#include "sync/protocol/json_reader.hpp"

namespace sigap {

namespace {

constexpr std::string_view place_words[] = {"here", "wanted", "missing", "unknown"};

// A size or an offset: what fits a signed number everywhere.
std::uint64_t natural(JsonReader& reader, std::string_view key) {
    const std::int64_t value = reader.number(key);
    if (value < 0) reader.spoil(key);
    return value < 0 ? 0 : static_cast<std::uint64_t>(value);
}

std::string hash_from(JsonReader& reader) {
    std::string hash = reader.text("sha256");
    if (!is_file_hash(hash)) reader.spoil("sha256");
    return hash;
}

template <typename List, typename Append>
std::string list_of_files(const List& files, Append append) {
    std::string out;
    JsonWriter writer(out);
    writer.raw("files") += '[';
    for (const auto& file : files) {
        if (out.back() != '[') out += ',';
        append(out, file);
    }
    out += ']';
    writer.end();
    return out;
}

bool read_natural(std::string_view text, std::uint64_t& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc{} && end == text.data() + text.size() && out <= std::uint64_t{INT64_MAX};
}

}  // namespace

std::string encode(const FileAsk& message) {
    return list_of_files(message.files, [](std::string& out, const FileQuestion& file) {
        JsonWriter(out)
            .text("sha256", file.hash)
            .number("bytes", static_cast<std::int64_t>(file.bytes))
            .number("have", file.have ? 1 : 0)
            .end();
    });
}

Result<FileAsk> read_file_ask(std::string_view body) {
    JsonReader reader(body);
    FileAsk message;
    for (const auto& value : reader.list("files")) {
        JsonReader entry(value);
        FileQuestion file{hash_from(entry), natural(entry, "bytes"), entry.number("have") != 0};
        if (!entry.good()) return entry.error();
        message.files.push_back(std::move(file));
    }
    if (!reader.good()) return reader.error();
    if (message.files.size() > most_files_asked)
        return fail(ErrorCode::limit, "more than 500 files at once; ask for less", "too_large");
    return message;
}

std::string encode(const FileAskReply& message) {
    return list_of_files(message.files, [](std::string& out, const FileAnswer& file) {
        JsonWriter(out)
            .text("sha256", file.hash)
            .text("place", place_words[static_cast<std::size_t>(file.place)])
            .number("received", static_cast<std::int64_t>(file.received))
            .end();
    });
}

Result<FileAskReply> read_file_ask_reply(std::string_view body) {
    JsonReader reader(body);
    FileAskReply message;
    if (!reader.has("files")) reader.spoil("files");
    for (const auto& value : reader.list("files")) {
        JsonReader entry(value);
        FileAnswer file{hash_from(entry), FilePlace::unknown, natural(entry, "received")};
        const std::string place = entry.text("place");
        // A newer server's word says no more to us than that there is nothing to do.
        for (std::size_t i = 0; i < std::size(place_words); ++i)
            if (place == place_words[i]) file.place = static_cast<FilePlace>(i);
        if (!entry.good()) return entry.error();
        message.files.push_back(std::move(file));
    }
    if (!reader.good()) return reader.error();
    return message;
}

std::string encode(const FileReceipt& message) {
    std::string out;
    JsonWriter(out).number("received", static_cast<std::int64_t>(message.received)).number("whole", message.whole ? 1 : 0).end();
    return out;
}

Result<FileReceipt> read_file_receipt(std::string_view body) {
    JsonReader reader(body);
    FileReceipt message{natural(reader, "received"), reader.number("whole") != 0};
    if (!reader.good()) return reader.error();
    return message;
}

std::string encode(const ChunkTarget& target) {
    std::string out = std::string(route::files) + target.hash + "?offset=" + std::to_string(target.offset);
    if (target.bytes != 0) out += "&bytes=" + std::to_string(target.bytes);
    return out;
}

Result<ChunkTarget> read_chunk_target(std::string_view target) {
    const Error wrong = fail(ErrorCode::protocol, "a file's path is " + std::string(route::files) + "SHA256?offset=N", "malformed");
    if (!target.starts_with(route::files)) return wrong;
    target.remove_prefix(route::files.size());
    const std::size_t question = target.find('?');
    ChunkTarget out;
    out.hash = target.substr(0, question);
    if (!is_file_hash(out.hash)) return wrong;
    if (question == std::string_view::npos) return out;
    for (const auto part : split(target.substr(question + 1), '&')) {
        const std::size_t equals = part.find('=');
        const auto name = part.substr(0, equals);
        const auto value = equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1);
        if (name == "offset" ? !read_natural(value, out.offset) : name == "bytes" && !read_natural(value, out.bytes)) return wrong;
    }
    return out;
}

}  // namespace sigap
