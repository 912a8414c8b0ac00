#include "client/model/sync_driver.hpp"

#include <algorithm>

#include "platform/core/log.hpp"
#include "sync/engine/file_room.hpp"

namespace sigap {

namespace {

Error stopped() {
    return fail(ErrorCode::offline, "stopped before the end; what is not sent stays on this device", "cancelled");
}

}  // namespace

SyncDriver::SyncDriver(Parts parts) : parts_(std::move(parts)) {}
SyncDriver::~SyncDriver() = default;

void SyncDriver::start() {
    drive([this] { begin(); });
    // What an earlier run left unmade.
    make_indexes();
}

void SyncDriver::sync_now(Done done) {
    if (done) waiting_.push_back(std::move(done));
    if (progress_.running) again_ = true;
    else drive([this] { begin(); });
}

void SyncDriver::edited() {
    idle_ = 0;
    // What an attempt under way has passed by goes with the next one.
    if (progress_.running) edited_ = true;
    else if (!held_back_) schedule(parts_.timing.after_edit_ms);
    parts_.changed();
}

void SyncDriver::stop() {
    stop_.request_stop();
}

void SyncDriver::begin() {
    ++ticket_;
    again_ = edited_ = held_back_ = false;
    end_files();
    running_ = std::exchange(waiting_, {});
    if (stop_.stop_requested()) return give_up(stopped());
    if (!parts_.replica.enrolment())
        return give_up(fail(ErrorCode::not_found, "this device is not enrolled yet; run sigap enrol URL CODE", "not_enrolled"));
    progress_.running = true;
    progress_.report = {};
    if (!transport_ || progress_.error) {
        auto made = parts_.transport();
        if (!made) {
            progress_.error = made.error();
            return finish();
        }
        transport_ = std::move(*made);
        if (!held_) waiting_transport_.reset();
    }
    SessionOptions options;
    options.page_rows = page_rows_;
    session_ = std::make_unique<Session>(parts_.replica, options);
    parts_.changed();
    advance();
}

void SyncDriver::advance() {
    const auto request = session_->next();
    if (!request) return finish();
    if (!flight_ || flight_->request != *request) send(*request);
    flight_->awaited = true;
    if (!flight_->answer) return;
    // Not at once: what else waits for the store has its turn between two answers.
    parts_.store.post([this, flight = flight_] {
        if (flight == flight_) drive([this] { take_answer(); });
    });
}

void SyncDriver::send(const HttpRequest& request) {
    flight_ = std::make_shared<Flight>(Flight{request, std::nullopt, false});
    parts_.network.post([this, transport = transport_, request, flight = flight_, stop = stop_.get_token()] {
        auto answer = stop.stop_requested() ? Result<HttpResponse>(stopped())
                                                  : transport->send(request, stop);
        parts_.store.post([this, flight, answer = std::move(answer)]() mutable {
            if (flight != flight_) return;
            if (stop_.stop_requested()) return give_up(stopped());
            flight->answer = std::move(answer);
            if (flight->awaited) drive([this] { take_answer(); });
        });
    });
}

void SyncDriver::take_answer() {
    const auto flight = std::exchange(flight_, nullptr);
    const auto before = session_->report().received;
    session_->receive(*flight->answer, [this](const HttpRequest& ahead) { send(ahead); });
    if (session_->report().received > before) parts_.changed();
    advance();
}

void SyncDriver::drive(const std::function<void()>& work) {
    try {
        work();
    } catch (const std::exception& failure) {
        log(LogLevel::error, "sync_broke_off", {{"reason", failure.what()}});
        session_.reset();
        progress_.error = fail(ErrorCode::storage, std::string("the sync broke off: ") + failure.what(), "broke_off");
        finish();
    }
}

void SyncDriver::finish() {
    std::int64_t pause = 0;
    if (session_) {
        pause = session_->wait_ms();
        progress_.error.reset();
        if (const auto outcome = session_->outcome(); !outcome) progress_.error = outcome.error();
        progress_.report = session_->report();
        page_rows_ = session_->page_rows();
        session_.reset();
    }
    flight_.reset();
    progress_.running = false;
    progress_.tried = true;
    const bool moved = progress_.report.sent + progress_.report.received > 0;
    failed_ = !progress_.error ? 0 : moved ? 1 : failed_ + 1;
    idle_ = moved ? 0 : idle_ + 1;
    if (moved) barren_ = 0;
    const SyncTiming& timing = parts_.timing;
    held_back_ = pause > 0 && !again_;
    // Devices that were sent away together must not come back together.
    if (held_back_) schedule(pause + jittered(timing.retry_least_ms, timing.retry_most_ms, failed_));
    else if (again_) schedule(0);
    else if (std::exchange(edited_, false)) schedule(timing.after_edit_ms);
    else if (progress_.error) schedule(jittered(timing.retry_least_ms, timing.retry_most_ms, failed_));
    else if (!progress_.error && waits()) schedule(jittered(timing.poll_most_ms / 2, timing.poll_most_ms, 1));
    else schedule(jittered(timing.poll_least_ms, timing.poll_most_ms, idle_ + 1));
    if (!progress_.error) wait_for_more();
    if (progress_.error)
        log(LogLevel::info, "sync_failed",
            {{"code", std::string(name_of(progress_.error->code))}, {"detail", progress_.error->detail}});
    if (!progress_.error) make_indexes();
    if (!progress_.error && pause == 0) begin_files();
    if (!lane_) tell();
    parts_.changed();
}

void SyncDriver::make_indexes(bool more) {
    parts_.store.post([this, more] {
        if (stop_.stop_requested()) return;
        const auto made = parts_.replica.make_index();
        if (!made) return log(LogLevel::warning, "index_not_made", {{"reason", made.error().message}});
        if (*made) make_indexes(true);
        else if (more) parts_.changed();  // a search finds all now
    });
}

void SyncDriver::begin_files() {
    if (!parts_.files || !transport_ || progress_.running || stop_.stop_requested()) return;
    FileLaneOptions options;
    options.originals = !parts_.originals || parts_.originals();
    options.fetches = !disk_is_scarce(*parts_.files);
    lane_ = std::make_unique<FileLane>(parts_.replica, *parts_.files, options);
    ++lane_ticket_;
    progress_.files_running = true;
    advance_files();
}

void SyncDriver::advance_files() {
    std::optional<HttpRequest> request;
    try {
        request = lane_->next();
    } catch (const std::exception& failure) {
        log(LogLevel::error, "files_broke_off", {{"reason", failure.what()}});
    }
    if (!request) {
        if (const auto outcome = lane_->outcome(); !outcome) log(LogLevel::info, "files_stopped", {{"detail", outcome.error().detail}});
        return end_files();
    }
    parts_.network.post([this, transport = transport_, ticket = lane_ticket_, request = std::move(*request), stop = stop_.get_token()] {
        auto answer = stop.stop_requested() ? Result<HttpResponse>(stopped()) : transport->send(request, stop);
        parts_.store.post([this, ticket, answer = std::move(answer)] {
            if (!lane_ || ticket != lane_ticket_) return;
            if (stop_.stop_requested()) return end_files();
            try {
                lane_->receive(answer);
            } catch (const std::exception& failure) {
                log(LogLevel::error, "files_broke_off", {{"reason", failure.what()}});
                return end_files();
            }
            advance_files();
            parts_.changed();
        });
    });
}

void SyncDriver::end_files() {
    if (!lane_) return;
    lane_.reset();
    progress_.files_running = false;
    tell();
}

void SyncDriver::tell() {
    const auto told = std::exchange(running_, {});
    for (const auto& done : told) done(progress_.error ? Result<SyncReport>(*progress_.error) : Result<SyncReport>(progress_.report));
}

void SyncDriver::wait_for_more() {
    if (!waits() || held_ || stop_.stop_requested()) return;
    auto request = waiting_request(parts_.replica);
    if (!request) return;
    if (!waiting_transport_) {
        auto made = parts_.waiting_transport();
        if (!made) return;
        waiting_transport_ = std::move(*made);
    }
    held_ = true;
    parts_.waiting->post([this, transport = waiting_transport_, request = std::move(*request), stop = stop_.get_token()] {
        const auto answer = stop.stop_requested() ? Result<HttpResponse>(stopped()) : transport->send(request, stop);
        parts_.store.post([this, what = read_waited(answer)] {
            if (!stop_.stop_requested()) drive([&] { waited(what); });
        });
    });
}

void SyncDriver::waited(Waited what) {
    held_ = false;
    if (what == Waited::lost) waiting_transport_.reset();
    // An attempt under way or due takes the news along; after it the wait begins anew, from where it has come to.
    if (progress_.running || held_back_) return;
    switch (what) {
        case Waited::more:
            // News that were none, again and again: something is amiss, and must not become a hunt.
            if (++barren_ > 3) return schedule(jittered(parts_.timing.retry_least_ms, parts_.timing.poll_most_ms, barren_));
            return begin();
        case Waited::nothing:
            parts_.store.post_after(parts_.timing.between_waits_ms, [this] {
                if (!progress_.running && !progress_.error) drive([this] { wait_for_more(); });
            });
            return;
        case Waited::lost:
            return schedule(jittered(parts_.timing.retry_least_ms, parts_.timing.poll_least_ms, 5));
        case Waited::unsupported:
            may_wait_ = false;
            return schedule(jittered(parts_.timing.poll_least_ms, parts_.timing.poll_most_ms, idle_ + 1));
    }
}

void SyncDriver::give_up(const Error& error) {
    session_.reset();
    flight_.reset();
    progress_.running = false;
    auto told = std::exchange(running_, {});
    for (auto& done : std::exchange(waiting_, {})) told.push_back(std::move(done));
    for (const auto& done : told) done(error);
}

void SyncDriver::schedule(std::int64_t ms) {
    parts_.store.post_after(ms, [this, ticket = ++ticket_] {
        if (ticket == ticket_ && !progress_.running) drive([this] { begin(); });
    });
}

// Uniform over the whole span up to the doubled bound, so that devices that lost a server together do not return together.
std::int64_t SyncDriver::jittered(std::int64_t least, std::int64_t most, int doublings) {
    const std::int64_t bound = std::min(most, least << std::min(doublings, 20));
    return least + static_cast<std::int64_t>(parts_.random.below(static_cast<std::uint64_t>(bound - least + 1)));
}

}  // namespace sigap
