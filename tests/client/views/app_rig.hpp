// The whole app without threads, sockets or a display: a device of the harness, its model stepped by hand, and the screens in
// a headless window. One thread.
#pragma once

#include <deque>

#include "client/views/app.hpp"
#include "tests/support/harness.hpp"
#include "tests/support/ui_driver.hpp"

namespace sigap::testing {

// Runs what was posted when it is told to; what is due later waits for advance().
class ManualExecutor final : public Executor {
public:
    void post(Task task) override { now_.push_back(std::move(task)); }
    void post_after(std::int64_t ms, Task task) override { later_.emplace_back(time_ + ms, std::move(task)); }
    bool run();
    void advance(std::int64_t ms);

private:
    std::deque<Task> now_;
    std::vector<std::pair<std::int64_t, Task>> later_;
    std::int64_t time_ = 0;
};

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
    ManualExecutor executor;  // store, network and slow work alike
    AppModel& model() { return *model_; }
    void tap(std::string_view key);
    void type(std::string_view text);
    void settle();
    bool has(std::string_view key) const { return driver.has(key); }

private:
    Inbox inbox_;
    FolderFiles files_;
    std::unique_ptr<SyncDriver> sync_;
    std::unique_ptr<AppModel> model_;
    std::unique_ptr<views::App> app_;
};

}  // namespace sigap::testing
