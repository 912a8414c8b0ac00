// The notices to clients that wait on the server: which to send now, and what became of them. One thread, the store's; it speaks
// to no relay. Always holds: a notice is handed out once for each durable claim, and one whose fate nobody knows is never again;
// nor is one from before the server's data was put back to an older state.
#pragma once

#include <map>
#include <optional>

#include "platform/net/mail.hpp"
#include "sync/model/kinds/notice.hpp"
#include "sync/server/store.hpp"

namespace sigap {

struct ClaimedNotice {
    Uuid id;
    Mail mail;
};

class Notices {
public:
    // `from`: the sender's address; "" where no relay is set up, and then each notice says so and is not sent.
    Notices(Store& store, std::string from) : store_(store), from_(std::move(from)) {}

    // What the last process had claimed and did not settle may have been sent or not: it is said so, and not sent again.
    Result<void> recover();
    // Settles those that cannot or need not be sent, up to the next that is to be sent; claims that one durably and returns it. None
    // while one is claimed and not settled: each is looked at when its turn has come, and an end of the server leaves one in doubt.
    // After an error it may be asked again; what settle() could not write is written first.
    Result<std::optional<ClaimedNotice>> claim(Timestamp now, std::int64_t monotonic_ms);
    Result<void> settle(const Uuid& id, const MailOutcome& outcome, Timestamp now, std::int64_t monotonic_ms);
    // When one that failed is to be tried again; none: nothing waits.
    std::optional<std::int64_t> next_try() const;

private:
    struct Birth {
        std::int64_t skew_ms = 0;  // the clock of the device that made it minus the server's
        Timestamp received_at;
    };
    struct Settlement {
        Uuid id;
        MailOutcome outcome;
        Timestamp at;
    };
    Result<void> write(const Notice& notice);
    Result<std::optional<std::pair<Notice, Mail>>> next(Timestamp now, std::int64_t monotonic_ms);
    Result<void> write_settlement(const Settlement& settlement, std::int64_t monotonic_ms);
    std::optional<std::int64_t> offset_of(const Uuid& location) const;
    Birth birth_of(const Uuid& id);
    std::optional<NoticeState> hopeless(Notice notice, Timestamp now, Mail& mail);

    Store& store_;
    std::string from_;
    std::map<Uuid, std::int64_t> again_at_;  // monotonic
    std::optional<Uuid> under_way_;
    std::optional<Settlement> unwritten_;  // of the one under way
};

}  // namespace sigap
