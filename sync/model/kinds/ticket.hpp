// A ticket: what somebody asked of IT, through any channel. Any thread.
#pragma once

#include "sync/model/record.hpp"

namespace sigap {

enum class TicketStatus : std::uint8_t { fresh, triaged, assigned, in_progress, on_hold, resolved, closed, cancelled };
template <>
inline constexpr std::string_view words_of<TicketStatus>[] = {"new",     "triaged",  "assigned", "in_progress",
                                                              "on_hold", "resolved", "closed",   "cancelled"};
enum class HoldReason : std::uint8_t { none, user, vendor, part, problem, change, evidence };
template <>
inline constexpr std::string_view words_of<HoldReason>[] = {"none", "user", "vendor", "part", "problem", "change", "evidence"};
enum class Channel : std::uint8_t { phone, walk_in, email, kiosk, field };
template <>
inline constexpr std::string_view words_of<Channel>[] = {"phone", "walk_in", "email", "kiosk", "field"};
// Why it happened, chosen from a short list when the work is done; `none`: nobody said. `planned` had no fault, `unknown` was not found out.
enum class Cause : std::uint8_t {
    none, hardware, software, settings, network, power, account, handling, consumable, outside, planned, unknown
};
template <>
inline constexpr std::string_view words_of<Cause>[] = {"none",    "hardware", "software",   "settings", "network", "power",
                                                       "account", "handling", "consumable", "outside",  "planned", "unknown"};
enum class Level : std::uint8_t { medium, high, low };
template <>
inline constexpr std::string_view words_of<Level>[] = {"medium", "high", "low"};

struct Ticket {
    Uuid id;
    std::string number;
    std::string title;
    std::string description;
    Channel channel{};
    std::string category;
    TicketStatus status{};
    HoldReason hold_reason{};
    Level impact{};
    Level urgency{};
    bool major = false;
    Ref<Kind::person> requester;
    Ref<Kind::location> location;
    Ref<Kind::asset> asset;
    Ref<Kind::person> assignee;
    Timestamp opened_at;
    Timestamp resolved_at;
    Timestamp closed_at;
    std::string cause;
    std::string resolution;
    bool bypass = false;  // the client went round the desk
    std::string labels;
    Ref<Kind::person> reporter;  // who wrote it down: the requester themselves at a kiosk, else who took the call
};
template <>
inline constexpr std::array fields_of<Ticket>{
    field<&Ticket::number>(1, "number").merged(Merge::unique).ruled().sorted().found(),
    field<&Ticket::title>(2, "title").needed().found(),
    field<&Ticket::description>(3, "description").as_prose().found(),
    field<&Ticket::channel>(4, "channel").merged(Merge::once),
    field<&Ticket::category>(5, "category"),
    field<&Ticket::status>(6, "status").merged(Merge::status).ruled().sorted(),
    field<&Ticket::hold_reason>(7, "hold_reason").merged(Merge::status).ruled(),
    field<&Ticket::impact>(8, "impact").merged(Merge::desk_owned),
    field<&Ticket::urgency>(9, "urgency").merged(Merge::desk_owned),
    field<&Ticket::major>(10, "major").merged(Merge::desk_owned),
    field<&Ticket::requester>(11, "requester"),
    field<&Ticket::location>(12, "location"),
    field<&Ticket::asset>(13, "asset").brings(),
    field<&Ticket::assignee>(14, "assignee").merged(Merge::desk_owned).ruled().owner(),
    field<&Ticket::opened_at>(15, "opened_at").merged(Merge::once).ruled().sorted(),
    field<&Ticket::resolved_at>(16, "resolved_at").merged(Merge::status).ruled(),
    field<&Ticket::closed_at>(17, "closed_at").merged(Merge::status).ruled(),
    field<&Ticket::cause>(18, "cause").merged(Merge::field_owned).ruled(),
    field<&Ticket::resolution>(19, "resolution").merged(Merge::field_owned).as_prose().ruled(),
    field<&Ticket::bypass>(20, "bypass").merged(Merge::once),
    field<&Ticket::labels>(21, "labels").merged(Merge::set).ruled().found().from(2),
    field<&Ticket::reporter>(22, "reporter").merged(Merge::once).ruled().reader().from(2),
};
template <>
inline constexpr KindInfo kind_of<Ticket>{
    .kind = Kind::ticket, .name = "ticket", .fields = fields_of<Ticket>, .writers = staff, .title = "title"};

// ITIL matrix of impact by urgency: 1 (highest) to 4; a major incident is 0, outside the matrix.
std::int64_t priority_of(Level impact, Level urgency, bool major);

}  // namespace sigap
