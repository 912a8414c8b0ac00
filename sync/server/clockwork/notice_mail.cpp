#include "sync/server/clockwork/notice_mail.hpp"

#include <cstdio>

namespace sigap {

namespace {

std::string clock_time(Timestamp at, std::int64_t offset_minutes) {
    const std::string text = to_rfc3339({at.ms + offset_minutes * 60'000});
    return text.size() > 16 ? text.substr(11, 5) : std::string();
}

}  // namespace

Mail notice_mail(const NoticeWords& words) {
    const bool indonesian = words.language == Language::id;
    Mail mail;
    mail.from = words.from;
    mail.to = words.to;
    mail.id = to_string(words.notice);
    mail.at = words.now;
    const std::string job = words.number.empty() ? words.title : words.title + " (" + words.number + ")";
    mail.subject = (indonesian ? "Teknisi sedang menuju tempat Anda: " : "Our technician is on the way: ") + job;
    const std::string who = words.technician.empty() ? (indonesian ? "Teknisi kami" : "Our technician") : words.technician;
    mail.text = who + (indonesian ? " sedang menuju tempat Anda untuk: " : " is on the way to you for: ") + job + ".\n";
    if (words.expected_at)
        mail.text += (indonesian ? "Perkiraan tiba pukul " : "Expected to arrive at ") + clock_time(words.expected_at, words.utc_offset_minutes) + ".\n";
    mail.text += "\n" + words.organisation + "\n";
    return mail;
}

}  // namespace sigap
