// The whole app without threads, sockets or a display: a device of the harness, its model stepped by hand, and the screens in
// a headless window. One thread.
#pragma once

#include "client/views/app.hpp"
#include "tests/support/harness.hpp"
#include "tests/support/manual_executor.hpp"
#include "tests/support/ui_driver.hpp"

namespace sigap::testing {

class AppRig {
public:
    struct Look {
        int width = 1280, height = 800;
        Language language = Language::en;
        Theme theme = Theme::light;
        int zoom = 100;
    };
    AppRig(TestDevice& device, Random& random, const Look& look);

    test::UiDriver driver;
    ManualExecutor executor;  // store and network; stands still while `holds_store`
    ManualExecutor slow;      // scans and photos; stands still while `holds_slow`
    bool holds_slow = false, holds_store = false;
    UserFolders folders;      // of the machine
    Result<std::string> clipboard = fail(ErrorCode::not_found, "no picture", "no_clipboard_picture");
    std::vector<std::filesystem::path> camera;     // pictures that stand in for one
    Result<void> report_result;                    // of the writing of a report
    std::vector<std::filesystem::path> reports, shown;  // written, and opened for the person
    AppModel& model() { return *model_; }
    views::Screen& screen() { return app_->screen(); }
    void tap(std::string_view key);
    void type(std::string_view text);
    void settle();
    bool has(std::string_view key) const { return driver.has(key); }

private:
    void run();
    Inbox inbox_;
    FolderFiles files_;
    DiskFileSystem disk_;
    std::unique_ptr<SyncDriver> sync_;
    std::unique_ptr<AppModel> model_;
    std::unique_ptr<views::App> app_;
};

}  // namespace sigap::testing
