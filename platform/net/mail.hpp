// One e-mail and its way to a relay (RFC 5321, by libcurl). send() blocks; any thread, one at a time for each relay.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "platform/core/clock.hpp"
#include "platform/core/result.hpp"

namespace sigap {

struct Mail {
    std::string from, to;
    std::string subject, text;
    std::string id;  // of the Message-ID: the same each time that this one is sent
    Timestamp at;
};

// taken: the relay has it; not_sent: certainly not, it may be tried again; refused: certainly not, and never; unknown: the line broke
// when the relay may have had it.
enum class MailFate : std::uint8_t { taken, not_sent, refused, unknown };

struct MailOutcome {
    MailFate fate{};
    std::string problem;  // what went wrong, in English
};

class MailRelay {
public:
    virtual ~MailRelay() = default;
    virtual MailOutcome send(const Mail& mail) = 0;
};

// "smtp://HOST:PORT" or "smtps://...". Error{invalid} where it is none.
Result<std::unique_ptr<MailRelay>> open_mail_relay(std::string_view url);

// One mailbox that may stand in a command of SMTP: local@domain, visible ASCII only.
bool is_mail_address(std::string_view text);
// As it goes over the line: heads and body, each line ended by CR LF, nothing in it that could pass for a head of ours.
std::string mail_message(const Mail& mail);

}  // namespace sigap
