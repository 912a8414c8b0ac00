#include "sync/server/service.hpp"

#include <algorithm>
#include <charconv>

#include "platform/core/log.hpp"
#include "platform/core/text.hpp"
#include "platform/net/compression.hpp"
#include "sync/server/compare.hpp"
#include "sync/server/pull.hpp"
#include "sync/server/push.hpp"

namespace sigap {

namespace {

constexpr std::size_t most_body_bytes = 8U << 20U;
constexpr std::size_t most_commands = 500;
constexpr std::size_t worth_compressing = 200;
// The lowest: half the time of zstd's own choice for a tenth more bytes.
constexpr int reply_level = 1;
constexpr std::size_t most_failures = 10;
constexpr std::int64_t failure_window_ms = 3'600'000;
constexpr std::size_t most_addresses = 10'000;
// A device's last contact is written this often at most, so that a pull with nothing to do writes nothing.
constexpr std::int64_t contact_ms = 600'000;

struct Status {
    std::string_view detail;
    int status;
};
constexpr Status statuses[] = {
    {"no_certificate", 401},
    {"unknown_device", 401},
    {"no_such_path", 404},
    {"method", 405},
    {"gap", 409},
    {"cloned", 409},
    {"epoch", 409},
    {"update_app", 426},
    {"old_server", 400},
    {"no_bucket", 403},
    {"too_large", 413},
    {"too_many", 429},
    {"encoding", 415},
    {"revoked", 403},
    {"certificate_expired", 403},
    {"inactive", 403},
    {"malformed", 400},
    {"no_such_file", 404},
    {"offset", 409},
    {"wrong_hash", 409},
};

int status_of(const Error& error) {
    for (const auto& known : statuses)
        if (known.detail == error.detail) return known.status;
    switch (error.code) {
        case ErrorCode::denied:
        case ErrorCode::expired:
        case ErrorCode::refused:
        case ErrorCode::not_found: return 403;
        case ErrorCode::limit: return 413;
        case ErrorCode::storage: return 503;
        default: return 400;
    }
}

bool accepts(const HttpRequest& request, std::string_view encoding) {
    for (const auto part : split(header(request, "Accept-Encoding"), ','))
        if (trimmed(part) == encoding) return true;
    return false;
}

// The device's clock minus ours, where it tells its own ("Sigap-Time", UTC milliseconds).
std::int64_t skew_of(const HttpRequest& request, Timestamp now) {
    const auto text = header(request, "Sigap-Time");
    std::int64_t told = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), told);
    constexpr std::int64_t year_9999 = 253'402'300'800'000;
    return text.empty() || error != std::errc{} || end != text.data() + text.size() || told < 0 || told > year_9999
               ? 0
               : told - now.ms;
}

}  // namespace

Service::Service(Store& store, Identity authority, FileStore* files)
    : Service(store, std::move(authority), files, oldest_spoken(store.catalogue())) {}

SpokenVersions Service::oldest_spoken(const Catalogue& catalogue) {
    return {std::max(1, protocol_version - versions_back), std::max(1, catalogue.version() - versions_back)};
}

Service::Service(Store& store, Identity authority, FileStore* files, SpokenVersions oldest, FileLimits limits)
    : store_(store), authority_(std::move(authority)), oldest_(oldest) {
    if (files) files_.emplace(store, *files, limits);
}

Result<void> Service::check_version(int protocol, int schema) const {
    SIGAP_TRY(check_protocol(protocol));
    if (protocol < oldest_.protocol || schema < oldest_.schema)
        return fail(ErrorCode::refused, "this version of the app is too old to receive; update it. What was done in it is still taken",
                    "update_app");
    return {};
}

Result<void> Service::check_protocol(int protocol) const {
    if (protocol > protocol_version)
        return fail(ErrorCode::refused, "this server is older than the app; ask your administrator to update it", "old_server");
    return {};
}

Result<void> Service::check_history(const std::vector<Point>& seen) {
    if (seen.empty() || store_.log().knows(seen.front())) return {};
    for (const auto& point : seen)
        if (point.seq > common_ && store_.log().knows(point)) common_ = point.seq;
    return fail(ErrorCode::protocol, "this server was restored or replaced; offer again what was sent, then pull from the start", "epoch");
}

HttpResponse Service::handle(const HttpRequest& request, const Peer& peer) {
    HttpResponse response;
    expected_n_ = common_ = 0;
    auto body = decode_content(header(request, "Content-Encoding"), request.body, most_body_bytes);
    Result<std::string> answer = fail(ErrorCode::invalid, "");
    if (!body) {
        const auto code = body.error().code;
        answer = code == ErrorCode::limit
                     ? fail(ErrorCode::limit, "the body is larger than 8 MiB; send less at once", "too_large")
                 : code == ErrorCode::invalid ? fail(code, "this server reads zstd and gzip only", "encoding")
                                              : fail(code, "the compressed body is damaged", "malformed");
    } else {
        answer = route_to(request, peer, *body, response);
    }
    if (answer) {
        response.body = std::move(*answer);
    } else {
        const Error& error = answer.error();
        response = {};
        response.status = status_of(error);
        std::string code = error.detail.empty() ? std::string(name_of(error.code)) : error.detail;
        if (response.status == 503) {
            // The file and what was wrong with it are for the server's log, not for every device.
            log(LogLevel::error, "storage_failed", {{"reason", error.message}});
            response.headers.emplace_back("Retry-After", "30");
            response.body = encode(
                FailureReply{std::move(code), "the server cannot store anything now; it will be tried again"});
        } else {
            response.body = encode(FailureReply{std::move(code), error.message, expected_n_, common_});
        }
        if (response.status == 426) response.headers.emplace_back("Upgrade", "sigap");
        if (response.status == 429) response.headers.emplace_back("Retry-After", "3600");
        if (response.status == 405) response.headers.emplace_back("Allow", "GET, POST");
    }
    if (response.body.empty()) return response;
    if (!find_header(response.headers, "Content-Type"))
        response.headers.emplace_back("Content-Type", "application/json");
    if (response.body.size() > worth_compressing && accepts(request, "zstd")) {
        response.body = zstd_compress(response.body, reply_level);
        response.headers.emplace_back("Content-Encoding", "zstd");
    } else if (response.body.size() > worth_compressing && accepts(request, "gzip")) {
        response.body = gzip_compress(response.body);
        response.headers.emplace_back("Content-Encoding", "gzip");
    }
    return response;
}

Result<std::string> Service::route_to(const HttpRequest& request, const Peer& peer, const std::string& body,
                                      HttpResponse& response) {
    const auto is = [&](std::string_view path) { return request.target == path; };
    const bool reads = is(route::health) || is(route::authority);
    const bool writes = is(route::enrol) || is(route::push) || is(route::pull) || is(route::compare) || is(route::wait);
    if (files_ && request.target.starts_with(route::files)) {
        const auto asker = identify(request, peer);
        if (!asker) return asker.error();
        return take_file(request, body, *asker, response);
    }
    if (!reads && !writes) return fail(ErrorCode::not_found, "there is nothing at this path", "no_such_path");
    if (request.method != (reads ? "GET" : "POST"))
        return fail(ErrorCode::invalid, "this path takes another method", "method");
    if (is(route::health)) {
        if (store_.database().needs_reopen())
            return fail(ErrorCode::storage, "the disk has failed; this server must be started again", "needs_reopen");
        return std::string(R"({"status":"ok"})");
    }
    if (is(route::authority)) {
        response.headers.emplace_back("Content-Type", "application/x-pem-file");
        return authority_.certificate_pem;
    }
    if (is(route::enrol)) return take_enrol(body, peer);
    const auto asker = identify(request, peer);
    if (!asker) return asker.error();
    if (is(route::compare)) return take_compare(body, *asker);
    if (is(route::wait)) return take_wait(body, *asker, response);
    return is(route::push) ? take_push(request, body, *asker) : take_pull(request, body, *asker, response);
}

Result<Service::Asker> Service::identify(const HttpRequest& request, const Peer& peer) {
    if (peer.fingerprint.empty())
        return fail(ErrorCode::denied, "this device has no certificate; enrol it first", "no_certificate");
    auto known = store_.database().read([&]() -> Result<std::pair<std::optional<Device>, std::optional<Person>>> {
        auto device = store_.devices().by_fingerprint(peer.fingerprint);
        auto person = device ? store_.person(device->person) : std::nullopt;
        return std::pair(std::move(device), std::move(person));
    });
    if (!known) return known.error();
    auto& device = known->first;
    auto& person = known->second;
    if (!device)
        return fail(ErrorCode::denied, "this server does not know this device; enrol it again", "unknown_device");
    if (device->revoked) return fail(ErrorCode::denied, "this device was revoked; ask your administrator", "revoked");
    if (!peer.certificate_valid_now)
        return fail(ErrorCode::denied, "this device's certificate has expired; enrol it again", "certificate_expired");
    if (!person || person->inactive || person->role == Role::none)
        return fail(ErrorCode::denied, "you may not use the system any more; ask your administrator", "inactive");
    const Timestamp now = store_.clock().now();
    if (now.ms - device->last_seen_at.ms >= contact_ms && request.target != route::push)
        SIGAP_TRY(store_.database().write([&] { store_.devices().seen(device->id, now, skew_of(request, now)); }));
    return Asker{std::move(*device), std::move(*person)};
}

Result<std::string> Service::take_enrol(const std::string& body, const Peer& peer) {
    const std::int64_t now = store_.clock().monotonic_ms();
    for (auto& [address, times] : failures_)
        std::erase_if(times, [&](std::int64_t when) { return now - when >= failure_window_ms; });
    std::erase_if(failures_, [](const auto& entry) { return entry.second.empty(); });
    const auto past = failures_.find(peer.address);
    if ((past != failures_.end() && past->second.size() >= most_failures) || failures_.size() >= most_addresses)
        return fail(ErrorCode::limit, "too many wrong codes; try again in an hour", "too_many");
    const auto request = read_enrol_request(body);
    if (!request) return request.error();
    SIGAP_TRY(check_version(request->protocol, oldest_.schema));
    const auto reply = sigap::enrol(store_, authority_, *request);
    if (!reply) {
        if (reply.error().code != ErrorCode::storage) failures_[peer.address].push_back(now);
        log(LogLevel::warning, "enrolment_refused", {{"code", reply.error().detail}});
        return reply.error();
    }
    log(LogLevel::info, "enrolled", {{"device", to_string(reply->device)}});
    return encode(*reply);
}

Result<std::string> Service::take_push(const HttpRequest& from, const std::string& body, const Asker& asker) {
    const auto request = read_push_request(body, store_.catalogue());
    if (!request) return request.error();
    SIGAP_TRY(check_protocol(request->protocol));
    if (request->commands.size() > most_commands)
        return fail(ErrorCode::limit, "more than 500 commands at once; send less", "too_large");
    SIGAP_TRY(store_.database().read([&] { return check_history(request->seen); }));
    auto results = push(store_, asker.device, asker.person, *request, skew_of(from, store_.clock().now()));
    if (!results) {
        if (results.error().detail == "gap") expected_n_ = asker.device.last_n + 1;
        return results.error();
    }
    PushReply reply{store_.epoch(), store_.clock().now(), std::move(*results)};
    SIGAP_TRY(store_.database().read([&] { reply.head = store_.log().point(store_.log().head()); }));
    return encode(reply);
}

Result<std::string> Service::take_pull(const HttpRequest& request, const std::string& body, const Asker& asker,
                                       HttpResponse& response) {
    const auto asked = read_pull_request(body);
    if (!asked) return asked.error();
    SIGAP_TRY(check_version(asked->protocol, asked->schema));
    const bool minimal = header(request, "Prefer") == "return=minimal";
    const auto buckets = store_.database().read([&]() -> Result<std::vector<std::string>> {
        SIGAP_TRY(check_history(asked->seen));
        auto all = subscriptions_of(asker.person, store_.rows());
        if (minimal && nothing_new(store_, all, *asked)) response.status = 204;
        return all;
    });
    if (!buckets) return buckets.error();
    return response.status == 204 ? std::string() : pull(store_, asker.person, *buckets, *asked);
}

Result<std::string> Service::take_file(const HttpRequest& request, const std::string& body, const Asker& asker,
                                       HttpResponse& response) {
    files_->sweep_step();
    auto buckets = store_.database().read([&] { return Result(subscriptions_of(asker.person, store_.rows())); });
    if (!buckets) return buckets.error();
    const FileService::Caller caller{asker.device, asker.person, std::move(*buckets)};
    if (request.target == route::file_ask) {
        if (request.method != "POST") return fail(ErrorCode::invalid, "this path takes another method", "method");
        return files_->ask(body, caller);
    }
    if (request.method == "POST") return files_->take_chunk(request.target, body, caller, expected_n_);
    response.headers.emplace_back("Content-Type", "application/octet-stream");
    return files_->give_chunk(request.target, caller);
}

Result<std::string> Service::take_wait(const std::string& body, const Asker& asker, HttpResponse& response) {
    const auto asked = read_pull_request(body);
    if (!asked) return asked.error();
    SIGAP_TRY(check_version(asked->protocol, asked->schema));
    return store_.database().read([&]() -> Result<std::string> {
        SIGAP_TRY(check_history(asked->seen));
        waits_for_ = subscriptions_of(asker.person, store_.rows());
        if (has_more(store_, waits_for_, *asked)) return std::string(R"({"more":true})");
        response.status = 204;
        return std::string();
    });
}

Result<std::string> Service::take_compare(const std::string& body, const Asker& asker) {
    const auto asked = read_compare_request(body);
    if (!asked) return asked.error();
    SIGAP_TRY(check_version(asked->protocol, asked->schema));
    const auto buckets = store_.database().read([&]() -> Result<std::vector<std::string>> {
        SIGAP_TRY(check_history(asked->seen));
        return subscriptions_of(asker.person, store_.rows());
    });
    if (!buckets) return buckets.error();
    if (std::ranges::find(*buckets, asked->bucket) == buckets->end())
        return fail(ErrorCode::denied, "this is not yours to hold any more; pull first", "no_bucket");
    const auto reply = compare(store_, *asked);
    if (!reply) return reply.error();
    log(LogLevel::info, "compared", {{"device", to_string(asker.device.id)}, {"bucket", asked->bucket},
                                     {"rows", std::to_string(reply->rows.size())}, {"outs", std::to_string(reply->outs.size())}});
    return encode(*reply, store_.catalogue());
}

}  // namespace sigap
