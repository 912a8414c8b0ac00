// What a client is told by e-mail: that the technician is on the way. Made on a device, offline too; the server sends it. Any thread.
// Sent at most once: the server claims it durably before it speaks to the relay, and what it cannot know it says (`unsure`).
#pragma once

#include "sync/model/kinds/work.hpp"

namespace sigap {

// waiting: the server has not tried, or will try again; sending: claimed, under way; unsure: the server ended in the midst of it or was
// restored since, it may have arrived and is not sent again; too_late: it reached the server when it helped nobody any more.
enum class NoticeState : std::uint8_t { waiting, sending, sent, unsure, too_late, no_relay, no_address, failed };
template <>
inline constexpr std::string_view words_of<NoticeState>[] = {"waiting",  "sending",  "sent",       "unsure",
                                                             "too_late", "no_relay", "no_address", "failed"};

struct Notice {
    Uuid id;
    Ref<Kind::work_order> work_order;
    Ref<Kind::visit> visit;
    Ref<Kind::person> to;
    Ref<Kind::person> by;
    Timestamp at;
    Timestamp expected_at;  // when the technician will be there; absent: not said
    NoticeState state{};
    std::int64_t attempts = 0;
    Timestamp settled_at;   // when it was sent or given up
    std::string problem;    // what the relay said
};
template <>
inline constexpr std::array fields_of<Notice>{
    field<&Notice::work_order>(1, "work_order").needed().merged(Merge::once).follows(),
    field<&Notice::visit>(2, "visit").merged(Merge::once).sorted(),
    field<&Notice::to>(3, "to").merged(Merge::once),
    field<&Notice::by>(4, "by").merged(Merge::once),
    field<&Notice::at>(5, "at").merged(Merge::once),
    field<&Notice::expected_at>(6, "expected_at").merged(Merge::once),
    field<&Notice::state>(7, "state").merged(Merge::status).ruled().sorted(),
    field<&Notice::attempts>(8, "attempts").merged(Merge::status).ruled(),
    field<&Notice::settled_at>(9, "settled_at").merged(Merge::status).ruled(),
    field<&Notice::problem>(10, "problem").lengthy().merged(Merge::status).ruled(),
};
template <>
inline constexpr KindInfo kind_of<Notice>{
    .kind = Kind::notice, .name = "notice", .fields = fields_of<Notice>, .writers = nobody, .title = "", .since = 4};

}  // namespace sigap
