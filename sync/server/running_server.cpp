#include "sync/server/running_server.hpp"

#include <algorithm>

#include "platform/core/log.hpp"
#include "sync/server/clockwork/planned_jobs.hpp"

namespace sigap {

WorkThread::WorkThread() : thread_([this] { loop(); }) {}

WorkThread::~WorkThread() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void WorkThread::post(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(work));
    }
    changed_.notify_one();
}

void WorkThread::post_after(std::chrono::milliseconds delay, std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        later_.emplace(std::chrono::steady_clock::now() + delay, std::move(work));
    }
    changed_.notify_one();
}

void WorkThread::run(const std::function<void()>& work) {
    bool done = false;
    std::exception_ptr failure;
    std::mutex mutex;
    std::condition_variable finished;
    post([&] {
        try {
            work();
        } catch (...) {
            failure = std::current_exception();
        }
        const std::lock_guard lock(mutex);
        done = true;
        finished.notify_one();
    });
    std::unique_lock lock(mutex);
    finished.wait(lock, [&] { return done; });
    if (failure) std::rethrow_exception(failure);
}

void WorkThread::loop() {
    for (;;) {
        std::function<void()> work;
        {
            std::unique_lock lock(mutex_);
            const auto due = [&] { return !later_.empty() && later_.begin()->first <= std::chrono::steady_clock::now(); };
            while (!ending_ && waiting_.empty() && !due()) {
                if (later_.empty()) changed_.wait(lock);
                else changed_.wait_until(lock, later_.begin()->first);
            }
            if (!ending_ && due()) waiting_.push_back(std::move(later_.extract(later_.begin()).mapped()));
            if (waiting_.empty()) return;
            work = std::move(waiting_.front());
            waiting_.pop_front();
        }
        work();
    }
}

namespace {

// Waiting requests hold their bodies in memory; more than this and the store cannot follow.
constexpr int most_waiting = 1000;

HttpResponse failed(int status, std::string code, std::string message) {
    HttpResponse response;
    response.status = status;
    response.headers.emplace_back("Content-Type", "application/json");
    if (status == 503) response.headers.emplace_back("Retry-After", "5");
    response.body = encode(FailureReply{std::move(code), std::move(message), 0});
    return response;
}

HttpResponse answer(Service& service, const HttpRequest& request, const Peer& peer) {
    try {
        return service.handle(request, peer);
    } catch (const std::exception& bug) {
        log(LogLevel::error, "request_failed", {{"path", request.target.substr(0, 100)}, {"reason", bug.what()}});
        return failed(500, "server_fault", "the server could not do this; tell your administrator");
    }
}

// `work` is done on the thread, one request after another.
Handler queue_before(WorkThread& thread, std::function<void(const HttpRequest&, const Peer&, const Reply&)> work) {
    auto waiting = std::make_shared<std::atomic<int>>(0);
    const auto shared = std::make_shared<decltype(work)>(std::move(work));
    return [&thread, shared, waiting](HttpRequest request, Peer peer, Reply reply) {
        if (waiting->load() >= most_waiting)
            return reply(failed(503, "busy", "the server is busy; it will be tried again"));
        ++*waiting;
        thread.post(
            [shared, waiting, request = std::move(request), peer = std::move(peer), reply = std::move(reply)] {
                --*waiting;
                (*shared)(request, peer, reply);
            });
    };
}

std::string url_for(std::string_view address, std::uint16_t port, const std::string& named_host) {
    std::string host(address.substr(0, address.rfind(':')));
    // Nobody can reach "any address": give a name that can be dialled.
    if (host.empty() || host == "0.0.0.0" || host == "[::]") host = named_host.empty() ? "127.0.0.1" : named_host;
    return "https://" + host + ":" + std::to_string(port);
}

}  // namespace

Result<std::unique_ptr<RunningServer>> RunningServer::start(const std::filesystem::path& folder,
                                                            std::string_view address, const Clock& clock,
                                                            Random& random, const ServerLimits& limits, const MailSettings& mail) {
    auto store = open_server_store(folder, clock, random);
    if (!store) return store.error();
    auto authority = load_authority(folder);
    if (!authority) return authority.error();
    auto identity = load_server_identity(folder);
    if (!identity) return identity.error();
    std::unique_ptr<RunningServer> server(new RunningServer);
    server->clock_ = &clock;
    server->store_ = std::move(*store);
    server->files_ = std::make_unique<FileStore>(server->disk_, folder / "files");
    SIGAP_TRY(server->files_->prepare());
    server->service_ = std::make_unique<Service>(*server->store_, *authority, server->files_.get());
    if (!mail.relay.empty()) {
        auto relay = open_mail_relay(mail.relay);
        if (!relay) return relay.error();
        if (!is_mail_address(mail.from))
            return fail(ErrorCode::invalid, "\"" + mail.from + "\" is no address of e-mail; give --smtp-from name@example.org");
        server->relay_ = std::move(*relay);
    }
    server->notices_ = std::make_unique<Notices>(*server->store_, mail.relay.empty() ? std::string() : mail.from);
    SIGAP_TRY(server->notices_->recover());
    server->thread_ = std::make_unique<WorkThread>();
    server->mail_ = std::make_unique<WorkThread>();
    server->http_ =
        std::make_unique<HttpServer>(ServerOptions{std::move(*identity), authority->certificate_pem, limits},
                                     queue_before(*server->thread_,
                                                  [made = server.get()](const HttpRequest& request, const Peer& peer, const Reply& reply) {
                                                      made->handle(request, peer, reply);
                                                  }),
                                     clock);
    const auto port = server->http_->listen(address);
    if (!port) return port.error();
    server->url_ = url_for(address, *port, first_host(folder));
    SIGAP_TRY(remember_url(folder, server->url_));
    server->http_->start(2);
    server->thread_->post([made = server.get()] { made->tick(); });
    return server;
}

RunningServer::~RunningServer() {
    ending_ = true;
    if (!http_) return;
    // Those who are held must not make the end wait for them.
    thread_->run([&] { waiters_.end(); });
    http_->stop();
}

std::size_t RunningServer::held() {
    std::size_t count = 0;
    thread_->run([&] { count = waiters_.held(); });
    return count;
}

void RunningServer::handle(const HttpRequest& request, const Peer& peer, const Reply& reply) {
    auto response = answer(*service_, request, peer);
    if (request.target == route::wait && response.status == 204) {
        waiters_.hold(service_->waits_for(), clock_->monotonic_ms(), [reply](bool more) {
            if (!more) return reply({204, {}, {}});
            reply({200, {{"Content-Type", "application/json"}}, R"({"more":true})"});
        });
        watch_waiters();
        return;
    }
    reply(std::move(response));
    if (request.target == route::push) send_notices();
    wake();
}

void RunningServer::tick() {
    constexpr std::chrono::minutes pause(10);
    if (const auto made = make_planned_jobs(*store_, clock_->now()); !made)
        log(LogLevel::error, "plans_not_read", {{"error", made.error().message}});
    send_notices();
    wake();
    thread_->post_after(pause, [this] { tick(); });
}

void RunningServer::send_notices() {
    if (ending_) return;
    auto claimed = notices_->claim(clock_->now(), clock_->monotonic_ms());
    if (!claimed) return log(LogLevel::error, "notice_not_claimed", {{"error", claimed.error().message}});
    if (!*claimed) return;
    mail_->post([this, notice = std::move(**claimed)] {
        const MailOutcome outcome = ending_ ? MailOutcome{MailFate::not_sent, "the server stopped"} : relay_->send(notice.mail);
        thread_->post([this, id = notice.id, outcome] { settle_notice(id, outcome); });
    });
}

void RunningServer::settle_notice(const Uuid& id, const MailOutcome& outcome) {
    if (const auto settled = notices_->settle(id, outcome, clock_->now(), clock_->monotonic_ms()); !settled)
        log(LogLevel::error, "notice_not_settled", {{"error", settled.error().message}});
    else send_notices();
    wake();
    const auto next = notices_->next_try();
    if (!next || watches_notices_) return;
    watches_notices_ = true;
    const std::chrono::milliseconds delay(std::max<std::int64_t>(1, *next - clock_->monotonic_ms()));
    thread_->post_after(delay, [this] {
        watches_notices_ = false;
        send_notices();
    });
}

void RunningServer::wake() {
    const auto touched = store_->database().read([&]() -> Result<std::vector<std::string>> { return store_->scope().take_touched(); });
    if (touched) waiters_.touch(*touched);
}

void RunningServer::watch_waiters() {
    const auto next = waiters_.next_expiry();
    if (watched_ || !next) return;
    watched_ = true;
    const std::chrono::milliseconds delay(std::max<std::int64_t>(1, *next - clock_->monotonic_ms()));
    thread_->post_after(delay, [this] {
        watched_ = false;
        waiters_.expire(clock_->monotonic_ms());
        watch_waiters();
    });
}

void RunningServer::with_store(const std::function<void(Store&)>& work) {
    thread_->run([&] {
        work(*store_);
        wake();
    });
}

}  // namespace sigap
