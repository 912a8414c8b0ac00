// The command line on a device of the harness, in this process. One thread.
#pragma once

#include "client/cli/command_line.hpp"
#include "tests/support/harness.hpp"

namespace sigap::testing {

class DeviceBackend final : public cli::Backend {
public:
    explicit DeviceBackend(TestDevice& device) : device_(device) {}
    Result<void> on_store(const std::function<void(Replica&)>& work) override {
        work(*device_.replica);
        return {};
    }
    Result<Enrolment> enrol(const std::string&, const std::string&) override {
        return fail(ErrorCode::invalid, "not here");
    }
    Result<SyncReport> sync(bool) override { return device_.sync(); }
    Result<FileStore*> files() override { return device_.files.get(); }
    std::filesystem::path working_folder() const override { return device_.folder; }
    std::string folder() const override { return device_.folder.string(); }
    const SystemFiles& machine() const override { return files_; }

private:
    TestDevice& device_;
    FolderFiles files_{"/"};
};

}  // namespace sigap::testing
