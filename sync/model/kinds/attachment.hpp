// A file (photo, document) that belongs to another record: what it is, never its bytes, which travel by their SHA-256 in a lane
// of their own (sync/PROTOCOL.md, "Files"). Any thread; a row is written once and the union of all stands.
#pragma once

#include "sync/model/record.hpp"

namespace sigap {

inline constexpr std::int64_t most_attachment_bytes = std::int64_t{1} << 31;
inline constexpr std::int64_t most_thumbnail_bytes = 256 * 1024;

struct Attachment {
    Uuid id;
    Kind about_kind{};
    Uuid about;
    Ref<Kind::person> author;
    Timestamp added_at;
    std::string sha256;     // of the file's bytes, 64 lower-case hex digits
    std::int64_t bytes = 0;
    std::string type;       // "image/jpeg"
    std::string name;       // what its author called it; to show, never to open
    std::string thumbnail;  // SHA-256 of a small picture of it; empty where there is none
    std::int64_t thumbnail_bytes = 0;
    std::string caption;
};
template <>
inline constexpr std::array fields_of<Attachment>{
    field<&Attachment::about_kind>(1, "about_kind").merged(Merge::once),
    field<&Attachment::about>(2, "about").needed().kind_from(1).follows().merged(Merge::once),
    field<&Attachment::author>(3, "author").merged(Merge::once),
    field<&Attachment::added_at>(4, "added_at").merged(Merge::once),
    field<&Attachment::sha256>(5, "sha256").merged(Merge::once).sorted(),
    field<&Attachment::bytes>(6, "bytes").merged(Merge::once),
    field<&Attachment::type>(7, "type").merged(Merge::once),
    field<&Attachment::name>(8, "name").merged(Merge::once),
    field<&Attachment::thumbnail>(9, "thumbnail").merged(Merge::once).sorted(),
    field<&Attachment::thumbnail_bytes>(10, "thumbnail_bytes").merged(Merge::once),
    field<&Attachment::caption>(11, "caption").merged(Merge::once),
};
template <>
inline constexpr KindInfo kind_of<Attachment>{
    .kind = Kind::attachment, .name = "attachment", .fields = fields_of<Attachment>, .writers = nobody, .title = "name"};

}  // namespace sigap
