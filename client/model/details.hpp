// The making of the screens' snapshots from the replica. The store's thread, inside Replica::read.
#pragma once

#include "client/model/snapshots.hpp"

namespace sigap {

// nullptr where the record is not on this device.
std::shared_ptr<const JobDetail> job_detail(Replica& replica, const Uuid& visit, Timestamp now);
std::shared_ptr<const AssetDetail> asset_detail(Replica& replica, const Uuid& asset, Timestamp now);
std::shared_ptr<const SyncSnapshot> sync_snapshot(Replica& replica, Timestamp now);

HistoryLine history_line(Replica& replica, const Activity& activity);
// About one record, newest first.
std::vector<HistoryLine> history_of(Replica& replica, const Uuid& about, std::size_t most);
std::vector<NoteLine> notes_of(Replica& replica, const Uuid& about);
std::vector<ConflictLine> conflicts_of(Replica& replica, const Uuid& about);
// All on this device, open ones first, then the newest.
std::vector<ConflictLine> all_conflicts(Replica& replica, std::int64_t most);

// The visit to open for a record: itself, a step's, a note's, the newest of a work order; nil where there is none.
Uuid job_of(Replica& replica, Kind kind, const Uuid& id);
// What a person knows the record by, in Indonesian and in English: a title, a step's text, the order behind a visit.
struct Title {
    std::string id, en;
};
Title title_of(Replica& replica, Kind kind, const Uuid& id);
// A person's name; "" for the nil id or somebody unknown here.
std::string person_name(const Replica& replica, const Uuid& person);
// A field's value for people: a name or title for a reference, else as value_to_text writes it.
std::string readable(Replica& replica, const FieldInfo& field, std::string_view text);

// What an edit asked for, for people: the values of its arguments; "" where it had none.
std::string wanted_of(Replica& replica, const Command& command);

// Commands that this role may do to a visit now, the most likely first.
std::vector<std::string> visit_actions(VisitStatus status, Role role);

// What the register says of an asset, to compare a scan with.
RegisterEntry register_entry(Replica& replica, const Asset& asset);
// `asset` nil: the machine is looked for among all equipment on this device.
ScanResult judge_scan(Replica& replica, MachineFacts facts, const Uuid& asset, Timestamp at);

}  // namespace sigap
