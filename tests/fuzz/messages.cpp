// The protocol's messages, both ways: what is read, written and read again is the same.

#include "sync/model/catalogue.hpp"
#include "sync/protocol/json_reader.hpp"
#include "sync/protocol/messages.hpp"
#include "tests/fuzz/targets.hpp"

namespace sigap::fuzz {

namespace {

template <typename Read, typename Write>
void must_stay(std::string_view bytes, Read read, Write write) {
    const auto first = read(bytes);
    if (!first) return hold(!first.error().message.empty(), "a refusal says why");
    const std::string written = write(*first);
    const auto again = read(written);
    hold(static_cast<bool>(again), "what was written can be read");
    hold(write(*again) == written, "and is the same");
}

std::string text_of(const PushResult& result) {
    std::string out;
    append_result(out, result);
    return out;
}

std::string text_of(const Command& command) {
    std::string out;
    append_command(out, command);
    return out;
}

}  // namespace

void fuzz_small_messages(std::string_view bytes) {
    const auto write = [](const auto& message) { return encode(message); };
    must_stay(bytes, read_enrol_request, write);
    must_stay(bytes, read_enrol_reply, write);
    must_stay(bytes, read_pull_request, write);
    must_stay(bytes, read_failure, write);
}

void fuzz_push_request(std::string_view bytes) {
    must_stay(
        bytes, [](std::string_view text) { return read_push_request(text, catalogue()); },
        [](const PushRequest& request) { return encode(request); });
}

void fuzz_push_reply(std::string_view bytes) {
    must_stay(bytes, read_push_reply, [](const PushReply& reply) { return encode(reply); });
    must_stay(bytes, read_result, [](const PushResult& result) { return text_of(result); });
}

void fuzz_pull_reply(std::string_view bytes) {
    must_stay(
        bytes, [](std::string_view text) { return read_pull_reply(text, catalogue()); },
        [](const PullReply& reply) { return encode(reply, catalogue()); });
}

void fuzz_command(std::string_view bytes) {
    must_stay(
        bytes, [](std::string_view text) { return read_command(text, catalogue()); },
        [](const Command& command) { return text_of(command); });
}

void fuzz_row(std::string_view bytes) {
    if (const auto changes = changes_from_json(bytes, catalogue())) {
        const std::string written = changes_to_json(*changes);
        const auto again = changes_from_json(written, catalogue());
        hold(again && *again == *changes, "changes stay what they are");
    }
    auto row = read_row(bytes, catalogue());
    if (!row || row->record.kind == Kind::none) return;
    const KindInfo& kind = catalogue().at(row->record.kind);
    std::string written;
    append_row(written, kind, row->record, row->buckets);
    auto again = read_row(written, catalogue());
    hold(static_cast<bool>(again), "a row that was written can be read");
    std::string twice;
    append_row(twice, kind, again->record, again->buckets);
    hold(twice == written, "and is the same");
    take_known_from_extra(kind, again->record);
}

}  // namespace sigap::fuzz
