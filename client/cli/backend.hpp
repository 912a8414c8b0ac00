// Backend: where a command of the command line is carried out: on a profile that this process owns, or on the window's.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "client/model/runtime.hpp"
#include "hardware/inventory/system_files.hpp"

namespace sigap::cli {

class Backend {
public:
    virtual ~Backend() = default;
    // Runs the work where the replica lives. An Error only where there is no replica to run it on.
    virtual Result<void> on_store(const std::function<void(Replica&)>& work) = 0;
    // After an edit: whoever shows or sends the data hears of it.
    virtual void edited() {}
    // Both block on the network.
    virtual Result<Enrolment> enrol(const std::string& url, const std::string& code) = 0;
    // `all_files`: also on a network that is paid by the byte.
    virtual Result<SyncReport> sync(bool all_files) = 0;
    // Where the profile keeps photos and documents; it may be put into from here.
    virtual Result<FileStore*> files() = 0;
    // Of whoever typed the command.
    virtual std::filesystem::path working_folder() const = 0;
    virtual std::string folder() const = 0;
    virtual const SystemFiles& machine() const = 0;
};

// Opens the profile when it is first needed, and owns it until the end. Error{busy} where another process has it.
class OwnBackend final : public Backend {
public:
    OwnBackend(std::filesystem::path folder, const Clock& clock, Random& random)
        : folder_(std::move(folder)), clock_(clock), random_(random) {}
    Result<void> on_store(const std::function<void(Replica&)>& work) override;
    Result<Enrolment> enrol(const std::string& url, const std::string& code) override;
    Result<SyncReport> sync(bool all_files) override;
    Result<FileStore*> files() override;
    std::filesystem::path working_folder() const override { return std::filesystem::current_path(); }
    std::string folder() const override { return folder_.string(); }
    const SystemFiles& machine() const override { return files_; }
    // The profile is another process's: nothing was done, ask that one.
    bool was_busy() const { return was_busy_; }

private:
    Result<void> open();

    std::filesystem::path folder_;
    const Clock& clock_;
    Random& random_;
    FolderFiles files_{"/"};
    std::unique_ptr<Profile> profile_;
    bool was_busy_ = false;
};

// The profile of the window that runs in this process; used on the control socket's thread.
class WindowBackend final : public Backend {
public:
    WindowBackend(Runtime& runtime, std::filesystem::path working_folder)
        : runtime_(runtime), working_folder_(std::move(working_folder)) {}
    Result<void> on_store(const std::function<void(Replica&)>& work) override;
    void edited() override { runtime_.edited(); }
    Result<Enrolment> enrol(const std::string& url, const std::string& code) override { return runtime_.enrol(url, code); }
    Result<SyncReport> sync(bool all_files) override { return runtime_.sync(all_files); }
    Result<FileStore*> files() override { return &runtime_.files(); }
    std::filesystem::path working_folder() const override { return working_folder_; }
    std::string folder() const override { return runtime_.folder().string(); }
    const SystemFiles& machine() const override { return files_; }

private:
    Runtime& runtime_;
    std::filesystem::path working_folder_;
    FolderFiles files_{"/"};
};

// What the window serves to other processes on its profile.
ControlSocket::Handler window_handler(Runtime& runtime);

}  // namespace sigap::cli
