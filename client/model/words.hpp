// Words: a text for people as a key of assets/i18n and its arguments, so that the model needs no language. Any thread.
// Where `plain` is set there is no key for it: show that (an English line that says what to do).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/core/result.hpp"
#include "sync/replica/ledger.hpp"

namespace sigap {

struct Words {
    std::string key;
    std::vector<std::string> arguments;
    std::string plain;
    bool operator==(const Words&) const = default;
    bool empty() const { return key.empty() && plain.empty(); }
};

// "saved.step", "saved.note", "saved.visit", "saved.asset", "saved.scan", "saved.conflict", "saved.other": a command took effect.
Words saved_words(std::string_view command);
// "refused.CODE" for the details of refusal_keys; "error.CODE" for the ErrorCodes in error_keys; else plain.
Words error_words(const Error& error);
// "refused.step_named" takes a step's position and its text in Indonesian and in English.
// "edit.queued" ... "edit.withdrawn".
Words state_words(EditState state);
// What it means for the author that an edit was merged or came too late; empty where it means nothing. `holder`: who has the job now.
Words outcome_words(EditState state, const std::string& holder);

// Every key that the functions above may give, for the test that looks for each of them in both languages.
std::vector<std::string> all_word_keys();

// "command.tick_step"; where the client was absent sign_visit is "timeline.client_absent_not_signed".
std::string command_key(const Command& command);
std::string command_key(std::string_view name, std::string_view absent_reason);

// For the command line, which speaks English: "tick_step" -> "tick step".
std::string plain_words(std::string_view snake_case);

}  // namespace sigap
