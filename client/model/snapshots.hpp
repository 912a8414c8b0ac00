// What the screens draw: plain values, made on the store's thread, never changed after. Any thread.
#pragma once

#include <memory>

#include "client/model/field_work.hpp"
#include "client/model/readiness.hpp"
#include "client/model/words.hpp"
#include "hardware/inventory/machine.hpp"
#include "hardware/inventory/register_match.hpp"
#include "sync/model/kinds/asset.hpp"
#include "sync/model/kinds/attachment.hpp"
#include "sync/model/kinds/hand_over.hpp"
#include "sync/model/kinds/location.hpp"
#include "sync/model/kinds/note.hpp"
#include "sync/model/kinds/person.hpp"
#include "sync/model/kinds/procedure.hpp"
#include "sync/model/kinds/signing.hpp"
#include "sync/replica/asset_list.hpp"
#include "sync/replica/job_list.hpp"

namespace sigap {

// What became of the newest edit of a record on this device; none: nothing of ours is on its way.
using Pending = std::optional<EditState>;

// done: here, and the server has it or will have it from its author; sending, fetching: `percent` of it has gone or come;
// elsewhere: neither here nor at the server yet; retake: it was to be sent and is lost here; refused: see `problem`.
enum class FileState : std::uint8_t { done, sending, fetching, elsewhere, retake, refused };
template <>
inline constexpr std::string_view words_of<FileState>[] = {"done", "sending", "fetching", "elsewhere", "retake", "refused"};

struct FileLine {
    Attachment attachment;
    std::string author;
    FileState state{};
    int percent = 0;
    bool here = false;
    std::string problem;
};

struct StepLine {
    ChecklistStep step;
    std::string done_by;  // name
    Pending pending;
    bool called_for = true;  // its condition holds
    std::string follow_up;   // number or title of the job opened for what failed, where it is known here
    std::vector<FileLine> files;
};

struct NoteLine {
    Note note;
    std::string author;  // name
    bool mine = false;   // this person may retract it
    Pending pending;
};

// One command of the activity log.
struct HistoryLine {
    Uuid operation;
    Timestamp at;
    std::string command;  // "tick_step"; i18n key "command.tick_step"
    std::string actor;    // name
    std::string subject;  // what it was done to, where that is not the record shown: a step's text (Indonesian | English below)
    std::string subject_en;
    std::vector<std::pair<std::string, std::string>> details;  // argument, value
    Pending pending;
    std::string key;      // i18n key where it is no command: "timeline.conflict"
    Uuid job;             // the visit to open, where it happened at another record than the one shown
};

struct ConflictLine {
    Conflict conflict;
    std::vector<std::pair<std::string, std::string>> wanted;  // what a command that came too late was given: argument, value
    std::string kind;           // "work_order"
    std::string field;          // "title"; i18n key "field.title"; "" for a field of a newer version
    std::string subject;        // title of the record
    std::string kept, lost;     // for people: a name instead of an id
    std::string kept_by, lost_by, settled_by;
    Uuid job;                   // the visit to open, where there is one
    bool may_restore = false;   // false: the desk decides on this field, or what came too late cannot be done any more
    std::string holder;         // who held the job when a command came too late because it was given away
};

struct SignatureLine {
    Signature signature;
    std::string collected_by;    // name
    bool changed_since = false;  // the record is not what was signed any more
};

struct HandOverLine {
    HandOver row;
    std::string from, to, by;  // names
};

// An article that may help with a job.
struct ArticleHint {
    Uuid id;
    std::string title_id, title_en, category;
};

struct JobDetail {
    Visit visit;
    WorkOrder order;
    std::int64_t visit_seq = 0, order_seq = 0;  // for Seen
    std::optional<Ticket> ticket;
    std::optional<Asset> asset;
    std::string asset_model;
    std::string place;
    std::vector<std::string> place_path;        // site first
    std::int64_t utc_offset_minutes = 0;        // of the place
    std::optional<Person> requester;            // with phone
    std::string technician;
    std::optional<ChecklistRun> run;
    std::string procedure_code;
    std::vector<StepLine> steps;                // by position
    std::vector<NoteLine> notes;                // newest first, retracted ones left out
    std::vector<FileLine> files;                // oldest first
    std::vector<SignatureLine> signatures;      // newest first
    std::vector<Rating> ratings;                // newest first
    std::string signed_hash;                    // of the record as it stands here: what a client who signs now has signed
    std::vector<ArticleHint> articles;          // the best first, a few
    std::vector<HistoryLine> history;           // newest first
    std::vector<ConflictLine> conflicts;        // open ones first
    std::int64_t priority = 0;
    bool overdue = false;
    bool unsent = false;
    bool given_away = false;                    // to somebody else: read-only, but for notes
    std::string holder;                         // who holds it now, where that is known here
    std::size_t open_mandatory = 0;
    // Commands that this person may do to the visit now, the most likely first: "arrive_visit".
    std::vector<std::string> actions;
    // What else may be done with the job: "notify_client", "hand_over_work_order".
    std::vector<std::string> order_actions;
    std::vector<HandOverLine> hand_overs;       // newest first
    std::vector<PartLine> parts;
    std::vector<StockLine> stock;               // that may be taken from
    std::vector<Notice> notices;                // to the client, newest first
    std::string plan;                           // title of the plan that made it
    std::size_t reassigned = 0;                 // how often it went to somebody after its first holder
};

struct AssetDetail {
    Asset asset;
    std::int64_t seq = 0;
    std::string model, manufacturer;
    std::string holder, org_unit, place;
    std::vector<std::string> place_path;
    std::optional<MachineFacts> facts;          // of the last scan
    std::vector<Difference> differences;        // of it to the register
    std::vector<JobRow> jobs;                   // newest first
    std::vector<NoteLine> notes;
    std::vector<FileLine> files;                // oldest first
    std::vector<HistoryLine> history;
    std::vector<ConflictLine> conflicts;
    bool unsent = false;
};

// One edit of this device and what became of it.
struct LedgerLine {
    LedgerEntry entry;
    std::string subject, subject_en;  // what it was done to, for people
    Words state;
    Words reason;                     // why it was refused or does not get on, and what to do; empty otherwise
    Uuid job;                         // the visit to open, where there is one
    bool may_withdraw = false;
    std::vector<ConflictLine> conflicts;                       // that it met
    std::vector<std::pair<std::string, std::string>> wanted;   // argument, value: where it needs its author
    Uuid twin;                                                 // the record that has its unique value already; nil: not here
    std::string twin_title, unique_field;
    bool parked() const { return entry.state == EditState::refused || entry.state == EditState::deferred; }
};

enum class Contact : std::uint8_t { never, online, offline, attention };

struct SyncSnapshot {
    ReadinessReport readiness;
    SyncStatus status;
    std::vector<LedgerLine> ledger;         // newest first, at most 500
    std::vector<ConflictLine> conflicts;    // open first, then newest
    std::optional<Enrolment> enrolment;
    std::string person;
};

struct ScanResult {
    MachineFacts facts;
    Timestamp at;
    Uuid asset;                             // what it is compared with; nil: nothing
    std::vector<Difference> differences;
    MachineMatch match;                     // against the equipment on this device
    std::vector<AssetRow> matched;
};

}  // namespace sigap
