// How a visit ended in the client's eyes: their signature under what was done, or why there is none, and their rating. Any thread.
// Both are written once and never changed; a second one stands beside the first.
#pragma once

#include "sync/model/kinds/work.hpp"

namespace sigap {

// One of three: strokes by the client's own hand, their name typed by them, or the reason why they could not sign.
struct Signature {
    Uuid id;
    Ref<Kind::visit> visit;
    std::string name;           // of who signed
    std::string strokes;        // as sync/model/strokes.hpp writes them
    bool typed = false;         // the name, typed, is the signature
    std::string absent_reason;
    std::string signed_hash;    // SHA-256 of signed_text() as the client saw it, 64 lower-case hex digits
    Ref<Kind::person> collected_by;
    Timestamp signed_at;
};
template <>
inline constexpr std::array fields_of<Signature>{
    field<&Signature::visit>(1, "visit").needed().merged(Merge::once).follows(),
    field<&Signature::name>(2, "name").merged(Merge::once),
    field<&Signature::strokes>(3, "strokes").lengthy().merged(Merge::once),
    field<&Signature::typed>(4, "typed").merged(Merge::once),
    field<&Signature::absent_reason>(5, "absent_reason").lengthy().merged(Merge::once),
    field<&Signature::signed_hash>(6, "signed_hash").merged(Merge::once),
    field<&Signature::collected_by>(7, "collected_by").merged(Merge::once),
    field<&Signature::signed_at>(8, "signed_at").merged(Merge::once),
};
template <>
inline constexpr KindInfo kind_of<Signature>{
    .kind = Kind::signature, .name = "signature", .fields = fields_of<Signature>, .writers = nobody, .title = "name", .since = 4};

inline constexpr std::int64_t most_stars = 5;

struct Rating {
    Uuid id;
    Ref<Kind::visit> visit;
    Ref<Kind::ticket> ticket;  // behind the visit's order, where there is one
    std::int64_t stars = 0;    // 1 to most_stars
    std::string remark;
    Timestamp rated_at;
};
template <>
inline constexpr std::array fields_of<Rating>{
    field<&Rating::visit>(1, "visit").merged(Merge::once).follows(),
    field<&Rating::ticket>(2, "ticket").merged(Merge::once).sorted(),
    field<&Rating::stars>(3, "stars").merged(Merge::once),
    field<&Rating::remark>(4, "remark").lengthy().merged(Merge::once),
    field<&Rating::rated_at>(5, "rated_at").merged(Merge::once).sorted(),
};
template <>
inline constexpr KindInfo kind_of<Rating>{
    .kind = Kind::rating, .name = "rating", .fields = fields_of<Rating>, .writers = nobody, .title = "", .since = 4};

}  // namespace sigap
