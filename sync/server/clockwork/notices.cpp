#include "sync/server/clockwork/notices.hpp"

#include <algorithm>

#include "sync/model/kinds/location.hpp"
#include "sync/server/clockwork/notice_mail.hpp"

namespace sigap {

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t too_late_ms = 120 * minute_ms;
constexpr std::int64_t most_attempts = 6;

Query in_state(Store& store, NoticeState state) {
    return store.database().query(store.rows().select(Kind::notice) + " WHERE state=? ORDER BY id", word_of(state));
}

std::int64_t pause_after(std::int64_t attempts) {
    return minute_ms / 2 * (std::int64_t{1} << std::clamp<std::int64_t>(attempts, 1, 6));
}

}  // namespace

Result<void> Notices::write(const Notice& notice) {
    const Record record = record_of(notice);
    const auto done = store_.insert(std::span(&record, 1), {}, "notice");
    return done ? Result<void>() : Result<void>(done.error());
}

Result<void> Notices::recover() {
    std::vector<Notice> left;
    SIGAP_TRY(store_.database().read([&]() -> Result<void> {
        auto query = in_state(store_, NoticeState::sending);
        while (query.step()) left.push_back(as<Notice>(store_.rows().read(query, Kind::notice)));
        return {};
    }));
    for (auto& notice : left) {
        notice.state = NoticeState::unsure;
        notice.settled_at = store_.clock().now();
        SIGAP_TRY(write(notice));
    }
    return {};
}

std::optional<std::int64_t> Notices::offset_of(const Uuid& location) const {
    const auto place = store_.rows().find(Kind::location, location);
    if (!place) return std::nullopt;
    const auto site = store_.rows().find(Kind::location, as<Location>(*place).site);
    return as<Location>(site ? *site : *place).utc_offset_minutes;
}

Notices::Birth Notices::birth_of(const Uuid& id) {
    const auto row = store_.load(Kind::notice, id);
    // The row's own seq is the server's where that has tried already.
    const auto entry = row ? store_.log().at(row->seqs.of(field_of<&Notice::at>().number)) : std::nullopt;
    if (!entry) return {};
    const auto device = store_.devices().find(entry->device);
    return {device ? device->skew_ms : 0, entry->received_at};
}

// Why it is not sent, or its mail.
std::optional<NoticeState> Notices::hopeless(Notice notice, Timestamp now, Mail& mail) {
    if (from_.empty()) return NoticeState::no_relay;
    const Birth birth = birth_of(notice.id);
    notice.at.ms -= birth.skew_ms;
    if (notice.expected_at) notice.expected_at.ms -= birth.skew_ms;
    // The part of the history that is lost may have sent it.
    if (store_.restored_at() && std::min(notice.at, birth.received_at) < store_.restored_at()) return NoticeState::unsure;
    const Timestamp useful_until = notice.expected_at ? notice.expected_at : notice.at;
    const auto record = store_.rows().find(Kind::visit, notice.visit);
    const Visit visit = record ? as<Visit>(*record) : Visit{};
    const auto author = store_.person(notice.by);
    const bool handed_over = author && author->role == Role::technician && visit.technician.id != notice.by.id;
    if (now.ms - useful_until.ms > too_late_ms || visit.status >= VisitStatus::on_site || handed_over) return NoticeState::too_late;
    const auto client = store_.person(notice.to);
    if (!client || !is_mail_address(client->email)) return NoticeState::no_address;
    const auto order_record = store_.rows().find(Kind::work_order, notice.work_order);
    const WorkOrder order = order_record ? as<WorkOrder>(*order_record) : WorkOrder{};
    const auto technician = store_.person(visit.technician);
    auto offset = offset_of(order.location);
    if (!offset) offset = offset_of(client->site);
    if (!offset && technician) offset = offset_of(technician->site);
    mail = notice_mail({from_, client->email, client->language, store_.organisation(), technician ? technician->name : std::string(),
                        order.title, order.number, offset ? notice.expected_at : Timestamp{}, offset.value_or(0), notice.id, now});
    return std::nullopt;
}

// The first that waits and is due, as it is to be written, and its mail.
Result<std::optional<std::pair<Notice, Mail>>> Notices::next(Timestamp now, std::int64_t monotonic_ms) {
    using Found = std::optional<std::pair<Notice, Mail>>;
    return store_.database().read([&]() -> Result<Found> {
        auto query = in_state(store_, NoticeState::waiting);
        while (query.step()) {
            auto notice = as<Notice>(store_.rows().read(query, Kind::notice));
            Mail mail;
            if (const auto why = hopeless(notice, now, mail)) {
                notice.state = *why;
                notice.settled_at = now;
            } else {
                const auto again = again_at_.find(notice.id);
                if (again != again_at_.end() && again->second > monotonic_ms) continue;
                notice.state = NoticeState::sending;
                ++notice.attempts;
            }
            return Found({std::move(notice), std::move(mail)});
        }
        return Found();
    });
}

Result<std::optional<ClaimedNotice>> Notices::claim(Timestamp now, std::int64_t monotonic_ms) {
    if (unwritten_) SIGAP_TRY(write_settlement(*unwritten_, monotonic_ms));
    std::optional<ClaimedNotice> claimed;
    if (under_way_) return claimed;
    while (true) {
        auto found = next(now, monotonic_ms);
        if (!found) return found.error();
        if (!*found) return claimed;
        auto& [notice, mail] = **found;
        SIGAP_TRY(write(notice));
        again_at_.erase(notice.id);
        if (notice.state != NoticeState::sending) continue;
        under_way_ = notice.id;
        claimed = ClaimedNotice{notice.id, std::move(mail)};
        return claimed;
    }
}

Result<void> Notices::settle(const Uuid& id, const MailOutcome& outcome, Timestamp now, std::int64_t monotonic_ms) {
    const Settlement settlement{id, outcome, now};
    if (under_way_ == id) unwritten_ = settlement;
    return write_settlement(settlement, monotonic_ms);
}

Result<void> Notices::write_settlement(const Settlement& settlement, std::int64_t monotonic_ms) {
    const Uuid id = settlement.id;
    std::optional<Notice> found;
    SIGAP_TRY(store_.database().read([&]() -> Result<void> {
        if (const auto record = store_.rows().find(Kind::notice, id)) found = as<Notice>(*record);
        return {};
    }));
    if (found && found->state == NoticeState::sending) {
        Notice& notice = *found;
        constexpr std::size_t longest_problem = 300;
        notice.problem = settlement.outcome.problem.substr(0, longest_problem);
        notice.settled_at = settlement.at;
        switch (settlement.outcome.fate) {
            case MailFate::taken: notice.state = NoticeState::sent; break;
            case MailFate::unknown: notice.state = NoticeState::unsure; break;
            case MailFate::refused: notice.state = NoticeState::failed; break;
            case MailFate::not_sent:
                notice.state = notice.attempts >= most_attempts ? NoticeState::failed : NoticeState::waiting;
                break;
        }
        if (notice.state == NoticeState::waiting) notice.settled_at = {};
        SIGAP_TRY(write(notice));
        if (notice.state == NoticeState::waiting) again_at_[id] = monotonic_ms + pause_after(notice.attempts);
    }
    if (under_way_ == id) under_way_.reset(), unwritten_.reset();
    return {};
}

std::optional<std::int64_t> Notices::next_try() const {
    std::optional<std::int64_t> next;
    for (const auto& [id, at] : again_at_) next = next ? std::min(*next, at) : at;
    return next;
}

}  // namespace sigap
