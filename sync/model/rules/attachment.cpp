#include "sync/model/kinds/attachment.hpp"

#include <algorithm>

#include "platform/core/hex_text.hpp"
#include "sync/model/rules/rules.hpp"

namespace sigap {

namespace {

// type/subtype of RFC 6838, lower case, no parameters.
bool is_media_type(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (text.size() > 100 || slash == 0 || slash == std::string_view::npos || slash + 1 == text.size()) return false;
    return std::ranges::all_of(text, [&](const char& c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || std::string_view("!#$&-^_.+").find(c) != std::string_view::npos ||
               static_cast<std::size_t>(&c - text.data()) == slash;
    });
}

bool is_shown_name(std::string_view text) {
    return text.size() <= 255 && std::ranges::all_of(text, [](char c) {
               return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f && c != '/' && c != '\\';
           });
}

Result<void> attach(Judgement& judgement) {
    const Command& command = judgement.command();
    if (!judgement.find(command.target_kind, command.target))
        return Judgement::missing(judgement.catalogue().at(command.target_kind).name);
    const auto number = [&](std::string_view name) {
        const Value given = judgement.value(name);
        const auto* value = std::get_if<std::int64_t>(&given);
        return value ? *value : 0;
    };
    Attachment row;
    row.about_kind = command.target_kind;
    row.about = command.target;
    row.author = judgement.actor().person;
    row.added_at = judgement.at();
    row.sha256 = judgement.text("sha256");
    row.bytes = number("bytes");
    row.type = judgement.text("type");
    row.name = judgement.text("name");
    row.thumbnail = judgement.text("thumbnail");
    row.thumbnail_bytes = number("thumbnail_bytes");
    row.caption = judgement.text("caption");
    if (!is_file_hash(row.sha256) || (!row.thumbnail.empty() && !is_file_hash(row.thumbnail)))
        return fail(ErrorCode::invalid, "a file is named by 64 lower-case hex digits, its SHA-256", "hash");
    if (row.bytes <= 0) return Judgement::refuse("the file is empty; choose another", "empty_file");
    if (row.bytes > most_attachment_bytes) return Judgement::refuse("the file is larger than 2 GiB; attach a smaller one", "too_large");
    if (row.thumbnail.empty() != (row.thumbnail_bytes == 0) || row.thumbnail_bytes < 0 || row.thumbnail_bytes > most_thumbnail_bytes)
        return fail(ErrorCode::invalid, "a thumbnail has a hash and 1 to 262144 bytes", "thumbnail");
    // One hash is one file of one length: all quotas count by it.
    if (row.thumbnail == row.sha256 && row.thumbnail_bytes != row.bytes)
        return fail(ErrorCode::invalid, "one hash cannot have two lengths", "thumbnail");
    if (!is_media_type(row.type)) return fail(ErrorCode::invalid, "the type is no media type such as image/jpeg", "type");
    if (!is_shown_name(row.name)) return fail(ErrorCode::invalid, "a file's name has at most 255 bytes and no / or \\", "name");
    judgement.create(row);
    return {};
}

}  // namespace

std::vector<CommandInfo> attachment_rules() {
    return {{"attach_file",
             Kind::none,
             false,
             staff,
             {argument<&Attachment::sha256>(true), argument<&Attachment::bytes>(true), argument<&Attachment::type>(true),
              argument<&Attachment::name>(), argument<&Attachment::thumbnail>(), argument<&Attachment::thumbnail_bytes>(),
              argument<&Attachment::caption>()},
             attach,
             true}};
}

}  // namespace sigap
