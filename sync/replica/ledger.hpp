// The ledger's entries: every edit made on this device and what became of it. Plain values; any thread.
#pragma once

#include "sync/protocol/messages.hpp"

namespace sigap {

// left: it was refused, and its author has seen to it.
enum class EditState : std::uint8_t { queued, sending, accepted, merged, conflict, refused, deferred, withdrawn, left };
template <>
inline constexpr std::string_view words_of<EditState>[] = {"queued",   "sending", "accepted", "merged",
                                                           "conflict", "refused", "deferred", "withdrawn", "left"};

struct LedgerEntry {
    std::int64_t n = 0;
    EditState state{};
    Command command;
    Kind about_kind{};       // the record that it was done to, or made
    Uuid about;
    std::string title;       // what that was called when the edit was made; it may not be on this device any more
    std::int64_t seq = 0;    // its place in the server's order
    std::string code;        // of a refusal
    std::string message;     // of a refusal: one line for people
    std::vector<Uuid> conflicts;
    Timestamp settled_at;    // when the server's answer came
};

// So many unsent edits are worth a warning: the device should meet its server.
inline constexpr std::int64_t many_unsent = 50'000;

struct SyncStatus {
    std::int64_t queued = 0;          // not yet answered by the server
    std::int64_t attention = 0;       // refused or deferred, and open conflicts
    std::int64_t open_conflicts = 0;
    Timestamp oldest_queued;
    Timestamp last_contact;           // when the server last answered
    std::int64_t server_skew_ms = 0;  // server's clock less ours
    bool disk_scarce = false;         // little is left of the disk that this copy is on
    bool first_pull_done = false;
    std::int64_t first_pull_rows = 0;  // taken so far, while it is under way
    std::int64_t first_pull_of = 0;    // of so many; 0: not known yet
};

}  // namespace sigap
