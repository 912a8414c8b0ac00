// Whether a technician may leave: what their open jobs need, and whether it is on this device. The store's thread, inside
// Replica::read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sync/files/file_store.hpp"
#include "sync/replica/replica.hpp"

namespace sigap {

// missing: a job lacks what it cannot be done without, or this device never had everything; nearly: a picture or a part is
// missing, or the copy is old.
enum class Readiness : std::uint8_t { ready, nearly, missing };
template <>
inline constexpr std::string_view words_of<Readiness>[] = {"ready", "nearly", "missing"};

enum class Need : std::uint8_t { jobs, equipment, procedures, files, parts, articles };
template <>
inline constexpr std::string_view words_of<Need>[] = {"jobs", "equipment", "procedures", "files", "parts", "articles"};

struct NeedState {
    Need need{};
    std::int64_t here = 0, of = 0;
    std::vector<std::string> missing;  // what people call them, at most most_named
    static constexpr std::size_t most_named = 20;
    bool whole() const { return here == of; }
};

struct ReadinessReport {
    Readiness light{};
    std::vector<NeedState> needs;  // one of each Need, in their order
    SyncStatus status;
    bool old = false;  // the last contact is longer ago than a working day
};

inline constexpr std::int64_t old_after_ms = 12 * 3'600'000;

// Without `files` (null) what is here of photos and documents is told by what is owed.
ReadinessReport readiness(Replica& replica, FileStore* files, Timestamp now);

}  // namespace sigap
