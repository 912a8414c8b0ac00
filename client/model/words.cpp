#include "client/model/words.hpp"

#include <algorithm>
#include <array>

namespace sigap {

namespace {

// Groups of commands that say the same when they are done, by a part of their name; the first that fits.
constexpr std::array<std::pair<std::string_view, std::string_view>, 18> saved_groups{{
    {"take_direct_request", "saved.direct"},
    {"hand_over_work_order", "saved.handed_over"},
    {"escalate_work_order", "saved.escalated"},
    {"answer_escalation", "saved.answered"},
    {"notify_client", "saved.notice"},
    {"_part", "saved.part"},
    {"retract_note", "saved.retracted"},
    {"attach_scan", "saved.scan"},
    {"attach_file", "saved.file"},
    {"sign_visit", "saved.signature"},
    {"rate_visit", "saved.rating"},
    {"_step", "saved.step"},
    {"_note", "saved.note"},
    {"_conflict", "saved.conflict"},
    {"_visit", "saved.visit"},
    {"_asset", "saved.asset"},
    {"_article", "saved.article"},
    {"_ticket", "saved.ticket"},
}};

// Details of refusals (sync/model/rules, sync/replica) that both languages have a sentence for. The others are shown as
// they came. Their argument is the English line, where a step's name and a state stand.
constexpr std::array refusal_keys{"step_open", "state", "role", "not_yours", "not_found", "not_enrolled", "settled", "desk_owned",
                                  "missing_reason", "missing_text", "missing_wipe_proof", "missing_hold_reason", "no_asset",
                                  "not_staff", "duplicate", "sent", "built_on", "newer_version", "wrong_code", "used_code",
                                  "expired_code", "server_fails", "server_fault", "captive_portal", "update_app", "old_server", "quantity",
                                  "missing_counted", "not_your_stock", "bad_label", "too_many_labels", "no_tls", "reassigned",
                                  "not_parked", "depends", "missing_value", "not_a_number", "too_long", "ring",
                                  "missing_cause", "missing_outcome", "missing_name", "missing_signature", "one_signature", "not_ended",
                                  "nothing_done", "already_signed", "already_rated", "stars", "strokes", "same_holder", "not_held", "escalated", "not_escalated",
                                  "no_client", "no_email", "notice_waits", "plan_rests", "plan_every"};
constexpr std::array error_keys{ErrorCode::busy,    ErrorCode::offline, ErrorCode::untrusted, ErrorCode::protocol,
                                ErrorCode::limit,   ErrorCode::storage, ErrorCode::expired};

}  // namespace

Words saved_words(std::string_view command) {
    for (const auto& [part, key] : saved_groups)
        if (command.find(part) != std::string_view::npos) return {std::string(key), {}, {}};
    return {"saved.other", {}, {}};
}

Words error_words(const Error& error) {
    if (std::ranges::find(refusal_keys, error.detail) != refusal_keys.end()) return {"refused." + error.detail, {error.message}, {}};
    // How a network failed is for the log; what to do is the same.
    const bool network = error.code == ErrorCode::offline || error.code == ErrorCode::untrusted || error.code == ErrorCode::expired;
    if ((network || error.detail.empty()) && std::ranges::find(error_keys, error.code) != error_keys.end())
        return {"error." + std::string(name_of(error.code)), {error.message}, {}};
    return {{}, {}, error.message};
}

Words state_words(EditState state) {
    return {"edit." + std::string(word_of(state)), {}, {}};
}

Words outcome_words(EditState state, const std::string& holder) {
    if (state == EditState::merged) return {"outcome.merged", {}, {}};
    if (state != EditState::conflict) return {};
    return holder.empty() ? Words{"outcome.late", {}, {}} : Words{"outcome.given_away", {holder}, {}};
}

std::vector<std::string> all_word_keys() {
    std::vector<std::string> keys{"saved.other", "undone", "refused.step_named", "outcome.merged", "outcome.late", "outcome.given_away", "parked.duplicate", "timeline.client_absent_not_signed"};
    for (const auto& [part, key] : saved_groups) keys.emplace_back(key);
    for (const auto* detail : refusal_keys) keys.push_back(std::string("refused.") + detail);
    for (const auto code : error_keys) keys.push_back("error." + std::string(name_of(code)));
    for (const auto state : words_of<EditState>) keys.push_back("edit." + std::string(state));
    for (const char* why : {"no_picture", "empty_file", "disk_full", "no_clipboard_program", "no_clipboard_picture", "too_large", "gone", "denied", "refused", "other"})
        keys.push_back(std::string("photos.error.") + why);
    for (const char* key : {"report.saved", "report.error.disk_full", "report.error.denied", "report.error.no_folder", "report.error.other", "pen.red", "pen.yellow", "pen.blue"}) keys.push_back(key);
    for (const char* why : {"no_camera", "camera_busy", "camera_denied", "camera_gone", "camera_silent", "camera_format"}) keys.push_back(std::string("camera.error.") + why);
    for (const char* place : {"pictures", "downloads", "home"}) keys.push_back(std::string("place.") + place);
    return keys;
}

std::string command_key(std::string_view name, std::string_view absent_reason) {
    if (name == "sign_visit" && !absent_reason.empty()) return "timeline.client_absent_not_signed";
    return "command." + std::string(name);
}

std::string command_key(const Command& command) {
    const Value* reason = command.argument("absent_reason");
    const auto* text = reason ? std::get_if<std::string>(reason) : nullptr;
    return command_key(command.name, text ? std::string_view(*text) : std::string_view());
}

std::string plain_words(std::string_view snake_case) {
    std::string out(snake_case);
    std::ranges::replace(out, '_', ' ');
    return out;
}

}  // namespace sigap
