// Runtime: one open profile with its threads and its model, and the control socket that serves the command line beside the
// window. Made and destroyed on the UI thread.
#pragma once

#include <atomic>

#include "client/model/app_model.hpp"
#include "client/model/worker_thread.hpp"
#include "platform/os/control_socket.hpp"
#include "sync/engine/profile.hpp"

namespace sigap {

struct RuntimeOptions {
    std::filesystem::path folder;
    Language fallback_language = Language::id;
    bool syncs = true;  // false: a picture of what is on this device, nothing more
    // Makes the report of a visit; empty: there are none.
    std::function<Result<void>(const Report&, FileStore&, Language, const std::filesystem::path&)> write_report{};
};

// The name by which the desk knows this device: the machine's own, where it says one.
std::string device_name(const SystemFiles& files);

class Runtime {
public:
    // Error{busy} where another process owns the profile.
    static Result<std::unique_ptr<Runtime>> open(RuntimeOptions options, const Clock& clock, Random& random);
    // Ends the request under way, saves drafts, closes the profile.
    ~Runtime();

    AppModel& model() { return *model_; }
    Inbox& inbox() { return inbox_; }
    // For tests and pictures: waits until the store has answered everything asked so far, and takes the answers.
    void settle();
    // Answers other processes on this profile by `handler`, on the socket's own thread.
    Result<void> serve(ControlSocket::Handler handler);

    const std::filesystem::path& folder() const { return profile_->folder(); }
    // What a handler needs, from any thread but the store's.
    void on_store(const std::function<void(Profile&)>& work);
    Result<Enrolment> enrol(const std::string& url, const std::string& code);
    // `all_files`: also on a network that is paid by the byte.
    Result<SyncReport> sync(bool all_files = false);
    FileStore& files() { return profile_->files(); }
    void edited();  // after an edit by on_store()

private:
    Runtime() = default;

    Inbox inbox_;
    std::atomic<bool> all_files_ = false;  // asked for, until the next turn of the files
    FolderFiles files_{"/"};
    DiskFileSystem disk_;
    // In the order of their making: the threads end before what they work on.
    std::unique_ptr<Profile> profile_;
    std::unique_ptr<SyncDriver> sync_;
    std::unique_ptr<AppModel> model_;
    std::unique_ptr<WorkerThread> store_, network_, waiting_, work_;
    std::unique_ptr<ControlSocket> socket_;
};

}  // namespace sigap
