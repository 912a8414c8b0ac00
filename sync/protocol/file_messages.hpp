// The messages of the files' lane (sync/PROTOCOL.md, "Files"): what is asked and answered about files by their SHA-256, as plain
// values, and their JSON. The bytes themselves are bodies without a form. Any thread; no I/O; every reader takes hostile input.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/core/result.hpp"

namespace sigap {

namespace route {
inline constexpr std::string_view files = "/v1/files/";         // + hash + "?offset=N", for one chunk
inline constexpr std::string_view file_ask = "/v1/files/ask";
}  // namespace route

inline constexpr std::size_t most_files_asked = 500;

struct FileQuestion {
    std::string hash;         // 64 lower-case hex digits
    std::uint64_t bytes = 0;  // of the whole file
    bool have = false;        // who asks holds it
};
struct FileAsk {
    std::vector<FileQuestion> files;
};
// Where a file stands, seen from the server: here (it has it, verified), wanted (it lacks it and you are its author or hold
// it: bring it, from `received` on), missing (it lacks it and waits for somebody else), unknown (no row that you see mentions it).
enum class FilePlace : std::uint8_t { here, wanted, missing, unknown };
struct FileAnswer {
    std::string hash;
    FilePlace place{};
    std::uint64_t received = 0;
};
struct FileAskReply {
    std::vector<FileAnswer> files;
};
// What a chunk brought.
struct FileReceipt {
    std::uint64_t received = 0;  // where the next chunk starts
    bool whole = false;
};
// One chunk, as its path names it; `bytes` is 0 where the chunk is fetched.
struct ChunkTarget {
    std::string hash;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
};

std::string encode(const FileAsk& message);
std::string encode(const FileAskReply& message);
std::string encode(const FileReceipt& message);
std::string encode(const ChunkTarget& target);

Result<FileAsk> read_file_ask(std::string_view body);
Result<FileAskReply> read_file_ask_reply(std::string_view body);
Result<FileReceipt> read_file_receipt(std::string_view body);
Result<ChunkTarget> read_chunk_target(std::string_view target);

}  // namespace sigap
