// A server at work: the store on a thread of its own, HTTPS before it. Made, used and destroyed by one thread; tests
// and the program run the same one.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "sync/server/server_folder.hpp"
#include "sync/server/service.hpp"

namespace sigap {

// Runs what is posted, in its order, on one thread. post() may be called by any thread; the destructor runs what waits,
// then ends.
class WorkThread {
public:
    WorkThread();
    ~WorkThread();
    WorkThread(const WorkThread&) = delete;
    WorkThread& operator=(const WorkThread&) = delete;
    void post(std::function<void()> work);
    // Waits until the work was done there; not from that thread itself.
    void run(const std::function<void()>& work);

private:
    void loop();
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> waiting_;
    bool ending_ = false;
    std::thread thread_;
};

class RunningServer {
public:
    // Serves the founded folder at the address ("127.0.0.1:8443"; port 0 takes a free one). The caller holds the
    // folder's lock.
    static Result<std::unique_ptr<RunningServer>> start(const std::filesystem::path& folder, std::string_view address,
                                                        const Clock& clock, Random& random,
                                                        const ServerLimits& limits = {});
    // Finishes the requests under way.
    ~RunningServer();
    const std::string& url() const { return url_; }
    // Work on the store, on its thread, between two requests.
    void with_store(const std::function<void(Store&)>& work);

private:
    RunningServer() = default;
    std::unique_ptr<Store> store_;
    DiskFileSystem disk_;
    std::unique_ptr<FileStore> files_;
    std::unique_ptr<Service> service_;
    std::string url_;
    std::unique_ptr<WorkThread> thread_;
    std::unique_ptr<HttpServer> http_;  // the last member: it ends before what it uses
};

}  // namespace sigap
