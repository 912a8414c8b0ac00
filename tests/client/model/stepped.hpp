// AppModel and SyncDriver on executors that a test steps by hand: no threads, no sleeping. One thread.
#pragma once

#include "client/model/app_model.hpp"
#include "tests/support/harness.hpp"
#include "tests/support/manual_executor.hpp"

namespace sigap::testing {

class NoFiles final : public SystemFiles {
public:
    Result<std::string> read(std::string_view) const override { return fail(ErrorCode::not_found, "no file"); }
    Result<std::vector<std::string>> list(std::string_view) const override { return fail(ErrorCode::not_found, "no folder"); }
    Result<std::string> link(std::string_view) const override { return fail(ErrorCode::not_found, "no link"); }
};

// The app of one device, without its window.
class SteppedApp {
public:
    SteppedApp(Harness& harness, TestDevice& device) : harness_(harness), device_(device) { start(); }

    bool originals = true;  // the network is not paid by the byte
    AppModel& model() { return *model_; }
    SyncDriver& driver() { return *driver_; }
    const AppState& state() const { return model_->state(); }
    // Until nothing is due on any executor; at most so many steps that a loop would be seen.
    void settle(const std::function<void()>& between = {}) {
        for (int i = 0; i < 10'000; ++i) {
            // As in the window: what the store has to tell is drawn while it works on.
            const bool drawn = model_->drain();
            if (between) between();
            if (!store_.step() && !network_.step() && !drawn && !model_->drain()) return;
        }
        throw std::runtime_error("the app does not come to rest");
    }
    bool step() { return store_.step() || network_.step() || model_->drain(); }
    void step_network() { network_.step(); }
    void pass(std::int64_t ms) {
        harness_.clock.advance(ms);
        settle();
    }
    void restart() {
        model_.reset();
        driver_.reset();
        store_.clear();
        start();
    }
    std::vector<Toast> toasts() { return model_->take_toasts(); }
    // The one toast that there is.
    Toast toast() {
        auto all = toasts();
        if (all.size() != 1) throw std::runtime_error("toasts: " + std::to_string(all.size()));
        return all[0];
    }

private:
    void start() {
        driver_ = std::make_unique<SyncDriver>(SyncDriver::Parts{
            *device_.replica, store_, network_, harness_.random,
            [this]() -> Result<std::unique_ptr<Transport>> { return std::unique_ptr<Transport>(std::make_unique<Borrowed>(device_.network)); },
            [this] {
                if (model_) model_->changed();
            },
            {}, device_.files.get(), [this] { return originals; }});
        model_ = std::make_unique<AppModel>(AppModel::Parts{
            *device_.replica, store_, store_, inbox_, *driver_, harness_.clock, files_,
            [](const std::string&, const std::string&) -> Result<Enrolment> { return fail(ErrorCode::denied, "no", "used_code"); },
            Language::id});
        model_->start();
        settle();
    }
    struct Borrowed final : Transport {
        explicit Borrowed(std::shared_ptr<LoopbackTransport> network) : network_(std::move(network)) {}
        Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop) override { return network_->send(request, stop); }
        std::shared_ptr<LoopbackTransport> network_;
    };

    Harness& harness_;
    TestDevice& device_;
    NoFiles files_;
    Inbox inbox_;
    ManualExecutor store_{harness_.clock}, network_{harness_.clock};
    std::unique_ptr<SyncDriver> driver_;
    std::unique_ptr<AppModel> model_;
};

}  // namespace sigap::testing
