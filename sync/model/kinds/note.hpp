// What is said about other records: notes, announcements, the activity log, and conflicts with both their sides. Any thread.
#pragma once

#include "sync/model/record.hpp"

namespace sigap {

struct Note {
    Uuid id;
    Kind about_kind{};
    Uuid about;
    Ref<Kind::person> author;
    Timestamp written_at;
    std::string text;
    bool retracted = false;
};
template <>
inline constexpr std::array fields_of<Note>{
    field<&Note::about_kind>(1, "about_kind").merged(Merge::once),
    field<&Note::about>(2, "about").needed().kind_from(1).follows().merged(Merge::once),
    field<&Note::author>(3, "author").merged(Merge::once),
    field<&Note::written_at>(4, "written_at").merged(Merge::once),
    field<&Note::text>(5, "text").lengthy().merged(Merge::once),
    field<&Note::retracted>(6, "retracted").merged(Merge::status),
};
template <>
inline constexpr KindInfo kind_of<Note>{
    .kind = Kind::note, .name = "note", .fields = fields_of<Note>, .writers = nobody, .title = "text"};

struct Announcement {
    Uuid id;
    std::string title_id;
    std::string title_en;
    std::string text_id;
    std::string text_en;
    Timestamp shown_from;
    Timestamp shown_until;
};
template <>
inline constexpr std::array fields_of<Announcement>{
    field<&Announcement::title_id>(1, "title_id").needed().found(),
    field<&Announcement::title_en>(2, "title_en"),
    field<&Announcement::text_id>(3, "text_id").as_prose(),
    field<&Announcement::text_en>(4, "text_en").as_prose(),
    field<&Announcement::shown_from>(5, "shown_from").sorted(),
    field<&Announcement::shown_until>(6, "shown_until"),
};
template <>
inline constexpr KindInfo kind_of<Announcement>{.kind = Kind::announcement,
                                                .name = "announcement",
                                                .fields = fields_of<Announcement>,
                                                .everyone = true,
                                                .writers = desk_side,
                                                .title = "title_id"};

// One for each command that took effect: who did what, when, to which record. Its id is the operation's.
struct Activity {
    Uuid id;
    Kind about_kind{};
    Uuid about;
    std::string command;
    Ref<Kind::person> actor;
    Uuid device;
    Timestamp at;         // by the device's clock, for display only
    std::string details;  // the command's arguments, a JSON object
};
template <>
inline constexpr std::array fields_of<Activity>{
    field<&Activity::about_kind>(1, "about_kind").merged(Merge::once),
    field<&Activity::about>(2, "about").kind_from(1).follows().merged(Merge::once),
    field<&Activity::command>(3, "command").merged(Merge::once),
    field<&Activity::actor>(4, "actor").merged(Merge::once),
    field<&Activity::device>(5, "device").merged(Merge::once),
    field<&Activity::at>(6, "at").merged(Merge::once),
    field<&Activity::details>(7, "details").lengthy().merged(Merge::once),
};
template <>
inline constexpr KindInfo kind_of<Activity>{
    .kind = Kind::activity, .name = "activity", .fields = fields_of<Activity>, .writers = nobody, .title = "command"};

enum class ConflictState : std::uint8_t { open, restored, dismissed };
template <>
inline constexpr std::string_view words_of<ConflictState>[] = {"open", "restored", "dismissed"};

// Two edits of one field that did not see each other: the value that stands and the one that lost, restorable.
struct Conflict {
    Uuid id;
    Kind about_kind{};
    Uuid about;
    std::int64_t field = 0;  // its permanent number
    std::string kept;        // as value_to_text writes it
    Ref<Kind::person> kept_by;
    Timestamp kept_at;
    std::string lost;
    Ref<Kind::person> lost_by;
    Timestamp lost_at;
    ConflictState state{};
    Ref<Kind::person> settled_by;
    Timestamp settled_at;
    std::string command;    // the late command, where a change of status came too late to be legal
    std::string arguments;  // what that command was given, a JSON object
    Ref<Kind::person> holder;  // who held the job when the command came, where it had been given to somebody else
};
template <>
inline constexpr std::array fields_of<Conflict>{
    field<&Conflict::about_kind>(1, "about_kind").merged(Merge::once),
    field<&Conflict::about>(2, "about").kind_from(1).follows().merged(Merge::once),
    field<&Conflict::field>(3, "field").merged(Merge::once),
    field<&Conflict::kept>(4, "kept").lengthy().merged(Merge::once),
    field<&Conflict::kept_by>(5, "kept_by").merged(Merge::once),
    field<&Conflict::kept_at>(6, "kept_at").merged(Merge::once),
    field<&Conflict::lost>(7, "lost").lengthy().merged(Merge::once),
    field<&Conflict::lost_by>(8, "lost_by").merged(Merge::once).reader(),
    field<&Conflict::lost_at>(9, "lost_at").merged(Merge::once),
    field<&Conflict::state>(10, "state").merged(Merge::status).sorted(),
    field<&Conflict::settled_by>(11, "settled_by").merged(Merge::status),
    field<&Conflict::settled_at>(12, "settled_at").merged(Merge::status),
    field<&Conflict::command>(13, "command").merged(Merge::once),
    field<&Conflict::arguments>(14, "arguments").lengthy().merged(Merge::once),
    field<&Conflict::holder>(15, "holder").merged(Merge::once).from(2),
};
template <>
inline constexpr KindInfo kind_of<Conflict>{
    .kind = Kind::conflict, .name = "conflict", .fields = fields_of<Conflict>, .writers = nobody, .title = ""};

}  // namespace sigap
