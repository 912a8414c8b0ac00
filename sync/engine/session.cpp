#include "sync/engine/session.hpp"

#include <charconv>
#include <utility>

#include "platform/net/compression.hpp"
#include "platform/net/transport.hpp"

namespace sigap {

namespace {

constexpr std::size_t worth_compressing = 1024;
constexpr int most_faults = 30;  // of an attempt; finding one bad edit among 500 takes about 15
constexpr std::int64_t longest_wait_ms = 3'600'000;

// Retry-After in seconds (RFC 9110, 10.2.3); a date is left to our own back-off.
std::int64_t asked_wait_ms(const HttpResponse& response) {
    const auto text = header(response, "Retry-After");
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || end != text.data() + text.size() || seconds < 0) return 0;
    return std::min(longest_wait_ms, seconds * 1000);
}

Error captive_portal() {
    return fail(ErrorCode::protocol,
                "this network answers with a web page of its own instead of the server; sign in to the network in a browser, then sync again",
                "captive_portal");
}

}  // namespace

HttpRequest Session::request(std::string_view path, std::string body) {
    if (made_.target == path && made_from_ == body) return made_;
    made_from_ = body;
    HttpRequest out;
    out.method = "POST";
    out.target = path;
    // No Content-Type: all that goes here is JSON, and TLS ends at the server. A sync with nothing to do is to cost 300 bytes.
    out.headers = {{"Accept-Encoding", "zstd"}};
    if (path == route::push) out.headers.emplace_back("Sigap-Time", std::to_string(replica_.clock().now().ms));
    if (body.size() >= worth_compressing) {
        body = zstd_compress(body);
        out.headers.emplace_back("Content-Encoding", "zstd");
    }
    out.body = std::move(body);
    made_ = out;
    return out;
}

std::optional<HttpRequest> Session::next() {
    if (phase_ == Phase::push) {
        auto push = replica_.next_push(batch_, options_.most_bytes);
        if (!push) {
            end(push.error());
            return std::nullopt;
        }
        pushed_ = push->commands.size();
        if (pushed_ > 0) return request(route::push, encode(*push));
        phase_ = Phase::pull;
    }
    if (phase_ == Phase::pull) {
        auto pull = replica_.next_pull(until_, asked_rows());
        if (!pull) {
            end(pull.error());
            return std::nullopt;
        }
        HttpRequest out = request(route::pull, encode(*pull));
        // Nothing new is then said without a body, and needs no write here.
        minimal_ = until_ == 0 && replica_.settled();
        if (minimal_) out.headers.emplace_back("Prefer", "return=minimal");
        return out;
    }
    if (phase_ == Phase::compare) {
        auto compare = replica_.next_compare(damaged_.back(), compared_to_);
        if (!compare) {
            end(compare.error());
            return std::nullopt;
        }
        compared_ = std::move(*compare);
        return request(route::compare, encode(compared_));
    }
    return std::nullopt;
}

Result<std::string> Session::body_of(const Result<HttpResponse>& answer) {
    refusal_ = {};
    if (!answer) return answer.error();
    refusal_.status = answer->status;
    if (answer->status != 200) refusal_.wait_ms = asked_wait_ms(*answer);
    const auto type = header(*answer, "Content-Type");
    if (type.substr(0, 16) != "application/json") {
        // A proxy before the server says in its own words that the server is away.
        if (answer->status >= 500)
            return fail(ErrorCode::busy, "the server answered with status " + std::to_string(answer->status), "server_fault");
        return captive_portal();
    }
    auto body = decode_content(header(*answer, "Content-Encoding"), answer->body, options_.most_reply_bytes);
    if (!body) return body.error();
    if (answer->status == 200) return body;
    auto failure = read_failure(*body);
    if (!failure) return fail(ErrorCode::protocol, "the server answered with status " + std::to_string(answer->status), "status");
    refusal_.expected = failure->expected;
    refusal_.common = failure->common;
    const ErrorCode code = answer->status == 401 || answer->status == 403 ? ErrorCode::denied
                           : answer->status == 409                       ? ErrorCode::refused
                           : answer->status >= 500 || answer->status == 429 ? ErrorCode::busy
                                                                            : ErrorCode::protocol;
    return fail(code, failure->message, failure->code);
}

void Session::receive(const Result<HttpResponse>& answer, const AskAhead& ask_ahead) {
    if (phase_ == Phase::pull && minimal_ && answer && answer->status == 204) {
        phase_ = Phase::done;
        if (auto taken = replica_.take_nothing_new(); !taken) end(taken.error());
        return;
    }
    auto body = body_of(answer);
    wait_ms_ = std::max(wait_ms_, refusal_.wait_ms);
    if (phase_ == Phase::push) {
        if (body) take_push(*body, ask_ahead);
        else push_failed(body.error());
    } else if (phase_ == Phase::pull) {
        if (body) take_pull(*body, ask_ahead);
        else pull_failed(body.error());
    } else if (phase_ == Phase::compare) {
        if (body) take_compare(*body);
        else end(body.error());
    }
}

void Session::take_push(const std::string& body, const AskAhead& ask_ahead) {
    auto reply = read_push_reply(body);
    if (!reply) return push_failed(reply.error());
    // The server judges them in the order of their n and knows each by its operation: sent too early or twice, they do no harm.
    if (ask_ahead)
        if (const auto later = replica_.next_push_after(*reply, next_batch(), options_.most_bytes)) ask_ahead(request(route::push, encode(*later)));
    const auto settled = replica_.take(*reply);
    if (!settled) return end(settled.error());
    if (*settled == 0) return push_failed(fail(ErrorCode::protocol, "the server answered none of the edits", "no_results"));
    batch_ = next_batch();
    for (const auto& result : reply->results) {
        ++report_.sent;
        if (result.outcome == Outcome::merged || result.outcome == Outcome::conflict) ++report_.conflicts;
        if (result.outcome == Outcome::refused || result.outcome == Outcome::deferred) ++report_.refused;
    }
}

void Session::push_failed(Error error) {
    // No connection, no byte of the request: only these two details of the transport say so much.
    const bool never_left = error.code == ErrorCode::offline && (error.detail == "connect" || error.detail == "name");
    if (never_left) replica_.push_never_left();
    else replica_.push_failed();
    if (error.detail == "epoch") return other_history(std::move(error));
    // The server lost what it had acknowledged (an older copy of its data): give it back, once an attempt.
    if (error.detail == "gap" && !offered_again_) {
        offered_again_ = true;
        if (auto offered = replica_.reoffer(refusal_.expected); !offered) end(offered.error());
        return;
    }
    const bool unreachable = error.code == ErrorCode::offline || error.code == ErrorCode::untrusted || error.code == ErrorCode::denied ||
                             error.code == ErrorCode::expired || error.detail == "captive_portal";
    if (unreachable) return end(std::move(error));
    const auto divided = divide(error);
    if (!divided) return end(divided.error());
    if (*divided) return;
    // A server that is too busy is left alone; otherwise a download never waits for an upload.
    const bool left_alone = refusal_.wait_ms > 0 && (refusal_.status == 429 || error.detail == "busy");
    error_ = std::move(error);
    phase_ = left_alone ? Phase::done : Phase::pull;
}

Result<bool> Session::divide(const Error& error) {
    // These are about the commands, if about anything of ours: one of them cannot be read, is too large, or breaks the server.
    const int status = refusal_.status;
    const bool fault = status == 400 || status == 413 || (status >= 500 && status != 503);
    if (!fault || error.detail == "old_server") return false;
    const auto others = replica_.push_met_fault();
    if (!others) return others.error();
    if (++faults_ > most_faults) return false;
    if (pushed_ <= 1) return *others;
    batch_ = pushed_ / 2;
    return true;
}

void Session::take_pull(const std::string& body, const AskAhead& ask_ahead) {
    // Carefully, or every second page would break.
    constexpr int pages_to_double = 4;
    if (++pages_ % pages_to_double == 0) page_rows_ = std::min(SessionOptions::most_page_rows, page_rows_ * 2);
    const auto reply = read_pull_reply(body, replica_.catalogue(), [&](const PullReply& head) {
        if (!ask_ahead) return;
        if (const auto later = replica_.next_pull_after(head, asked_rows())) ask_ahead(request(route::pull, encode(*later)));
    });
    if (!reply) return end(reply.error());
    until_ = reply->until;
    breaks_ = 0;
    auto pulled = replica_.take(*reply);
    if (!pulled) return end(pulled.error());
    report_.received += pulled->rows;
    if (pulled->complete) {
        damaged_ = std::move(pulled->damaged);
        phase_ = damaged_.empty() ? Phase::done : Phase::compare;
    } else if (!pulled->advanced) {
        end(fail(ErrorCode::protocol, "the server answers without getting on; sync again later", "no_progress"));
    }
}

// Where a connection breaks in the middle of a page, a smaller one may still come through; those before it stay taken.
bool Session::ask_for_less(const Error& error) {
    const bool silent = error.detail == "timeout";
    if (error.code != ErrorCode::offline || (error.detail != "interrupted" && !silent)) return false;
    page_rows_ = std::max(SessionOptions::least_page_rows, page_rows_ / 2);
    pages_ = 0;
    // Down to the smallest page; but silence costs half a minute each time, so that it must have been a network that carries something.
    constexpr int most_breaks = 6;
    return ++breaks_ <= most_breaks && (!silent || report_.received > 0);
}

void Session::pull_failed(Error error) {
    if (ask_for_less(error)) return;
    if (error.detail == "epoch") return other_history(std::move(error));
    end(std::move(error));
}

// The server was restored or replaced: ask what it still knows, give it what it may have lost, then take all of it, once an attempt.
void Session::other_history(Error error) {
    if (started_over_) return end(std::move(error));
    until_ = 0;
    if (!std::exchange(told_points_, true)) return replica_.tell_all_points();
    started_over_ = true;
    if (auto begun = replica_.start_over(refusal_.common); !begun) return end(begun.error());
    phase_ = Phase::push;
}

void Session::take_compare(const std::string& body) {
    auto reply = read_compare_reply(body, replica_.catalogue());
    if (!reply) return end(reply.error());
    const auto compared = replica_.take(compared_, *reply);
    if (!compared) return end(compared.error());
    report_.mended += compared->mended;
    compared_to_ = compared->next;
    if (compared_to_.kind != Kind::none) return;
    damaged_.pop_back();
    if (damaged_.empty()) phase_ = Phase::done;
}

void Session::end(Error error) {
    error_ = std::move(error);
    phase_ = Phase::done;
}

Result<SyncReport> run_session(Session& session, Transport& transport, std::launch how) {
    struct Asked {
        HttpRequest request;
        std::future<Result<HttpResponse>> answer;
    };
    std::stop_source unwanted;
    std::optional<Asked> ahead;
    const auto ask_ahead = [&](const HttpRequest& request) {
        ahead = Asked{request, std::async(how, [&transport, request, stop = unwanted.get_token()] { return transport.send(request, stop); })};
    };
    while (auto request = session.next()) {
        const bool asked = ahead && ahead->request == *request;
        if (ahead && !asked) ahead->answer.wait();
        const auto answer = asked ? ahead->answer.get() : transport.send(*request);
        ahead.reset();
        session.receive(answer, how == std::launch::async ? Session::AskAhead(ask_ahead) : Session::AskAhead());
    }
    unwanted.request_stop();
    SIGAP_TRY(session.outcome());
    return session.report();
}

}  // namespace sigap
