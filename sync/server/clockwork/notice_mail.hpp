// The e-mail that tells a client that the technician is on the way. Pure; any thread.
#pragma once

#include "platform/net/mail.hpp"
#include "sync/model/kinds/person.hpp"

namespace sigap {

struct NoticeWords {
    std::string from, to;
    Language language{};
    std::string organisation, technician, title, number;
    Timestamp expected_at;  // absent: not said
    std::int64_t utc_offset_minutes = 0;
    Uuid notice;  // in the Message-ID, so that a relay knows one that comes twice
    Timestamp now;
};

Mail notice_mail(const NoticeWords& words);

}  // namespace sigap
