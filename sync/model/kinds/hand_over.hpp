// What happened to a job between its holders: each passing on, escalation and answer, with its reason. Any thread.
// A row is never changed; how often a job was reassigned is how many of them name somebody it went to.
#pragma once

#include "sync/model/kinds/work.hpp"

namespace sigap {

struct HandOver {
    Uuid id;
    Ref<Kind::work_order> work_order;
    Ref<Kind::person> from;   // who held it; nil: the desk
    Ref<Kind::person> to;     // who got it; nil: back to the desk, or it stays with `from`
    std::string reason;
    Timestamp at;
    Ref<Kind::person> by;     // who did it
    Escalation escalation{};  // who was asked for help; none: it was passed on, or the call for help was answered
    bool answer = false;      // `reason` answers the escalation before it
};
template <>
inline constexpr std::array fields_of<HandOver>{
    field<&HandOver::work_order>(1, "work_order").needed().merged(Merge::once).follows(),
    field<&HandOver::from>(2, "from").merged(Merge::once),
    field<&HandOver::to>(3, "to").merged(Merge::once),
    field<&HandOver::reason>(4, "reason").lengthy().merged(Merge::once),
    field<&HandOver::at>(5, "at").merged(Merge::once),
    field<&HandOver::by>(6, "by").merged(Merge::once),
    field<&HandOver::escalation>(7, "escalation").merged(Merge::once),
    field<&HandOver::answer>(8, "answer").merged(Merge::once),
};
template <>
inline constexpr KindInfo kind_of<HandOver>{
    .kind = Kind::hand_over, .name = "hand_over", .fields = fields_of<HandOver>, .writers = nobody, .title = "", .since = 4};

}  // namespace sigap
