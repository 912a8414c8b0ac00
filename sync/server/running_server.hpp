// A server at work: the store on a thread of its own, HTTPS before it. Made, used and destroyed by one thread; tests
// and the program run the same one.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "sync/server/clockwork/notices.hpp"
#include "sync/server/server_folder.hpp"
#include "sync/server/service.hpp"
#include "sync/server/waiters.hpp"

namespace sigap {

// Runs what is posted, in its order, on one thread. post() may be called by any thread; the destructor runs what waits,
// then ends, and drops what was posted for later.
class WorkThread {
public:
    WorkThread();
    ~WorkThread();
    WorkThread(const WorkThread&) = delete;
    WorkThread& operator=(const WorkThread&) = delete;
    void post(std::function<void()> work);
    void post_after(std::chrono::milliseconds delay, std::function<void()> work);
    // Waits until the work was done there; not from that thread itself.
    void run(const std::function<void()>& work);

private:
    void loop();
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> waiting_;
    std::multimap<std::chrono::steady_clock::time_point, std::function<void()>> later_;
    bool ending_ = false;
    std::thread thread_;
};

// Where e-mail goes: "smtp://relay:25" and the sender's address. Empty: none is sent.
struct MailSettings {
    std::string relay, from;
};

class RunningServer {
public:
    // Serves the founded folder at the address ("127.0.0.1:8443"; port 0 takes a free one). The caller holds the
    // folder's lock.
    static Result<std::unique_ptr<RunningServer>> start(const std::filesystem::path& folder, std::string_view address,
                                                        const Clock& clock, Random& random,
                                                        const ServerLimits& limits = {}, const MailSettings& mail = {});
    // Finishes the requests under way.
    ~RunningServer();
    const std::string& url() const { return url_; }
    // How many requests are held until there is more.
    std::size_t held();
    // Work on the store, on its thread, between two requests.
    void with_store(const std::function<void(Store&)>& work);

private:
    RunningServer() = default;
    void handle(const HttpRequest& request, const Peer& peer, const Reply& reply);
    void wake();
    void watch_waiters();
    // What the server does by itself: jobs of plans, notices that wait.
    void tick();
    void send_notices();
    void settle_notice(const Uuid& id, const MailOutcome& outcome);

    const Clock* clock_ = nullptr;
    std::unique_ptr<Store> store_;
    DiskFileSystem disk_;
    std::unique_ptr<FileStore> files_;
    std::unique_ptr<Service> service_;
    Waiters waiters_;
    bool watched_ = false;  // a look at the waiters' expiry is posted
    std::string url_;
    std::unique_ptr<MailRelay> relay_;
    std::unique_ptr<Notices> notices_;
    bool watches_notices_ = false;  // a further try is posted
    std::atomic<bool> ending_ = false;
    std::unique_ptr<WorkThread> thread_;
    std::unique_ptr<WorkThread> mail_;  // a relay may be slow; the store goes on
    std::unique_ptr<HttpServer> http_;  // the last member: it ends before what it uses
};

}  // namespace sigap
