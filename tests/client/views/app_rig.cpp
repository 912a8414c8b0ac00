#include "tests/client/views/app_rig.hpp"
#include "tests/support/source_folder.hpp"

namespace sigap::testing {

namespace {

class SharedTransport final : public Transport {
public:
    explicit SharedTransport(std::shared_ptr<LoopbackTransport> network) : network_(std::move(network)) {}
    Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop) override { return network_->send(request, stop); }

private:
    std::shared_ptr<LoopbackTransport> network_;
};

}  // namespace

AppRig::AppRig(TestDevice& device, Random& random, const Look& look)
    : driver({.width = look.width, .height = look.height}), executor(driver.clock()), slow(driver.clock()), files_(std::filesystem::path(sigap::testing::source_folder()) / "tests/client/views/machine") {
    Replica& replica = *device.replica;
    must(write_settings(replica, {.language = look.language, .theme = look.theme, .zoom = look.zoom}));
    sync_ = std::make_unique<SyncDriver>(SyncDriver::Parts{
        .replica = replica,
        .store = executor,
        .network = executor,
        .random = random,
        .transport = [&device]() -> Result<std::unique_ptr<Transport>> { return std::unique_ptr<Transport>(std::make_unique<SharedTransport>(device.network)); },
        .changed = [this] { model_->changed(); },
    });
    model_ = std::make_unique<AppModel>(AppModel::Parts{
        .replica = replica,
        .store = executor,
        .work = slow,
        .inbox = inbox_,
        .sync = *sync_,
        .clock = driver.clock(),
        .files = files_,
        .enrol = [](const std::string&, const std::string&) -> Result<Enrolment> { return fail(ErrorCode::refused, "not here"); },
        .photos = {device.files.get(), &disk_, [this] { return folders; }, [this] { return clipboard; }, [this] { return open_camera(camera); }},
        .reports = {[this](const Report&, Language, const std::filesystem::path& file) {
                        reports.push_back(file);
                        return report_result;
                    },
                    [this] { return folders.documents; }, [this](const std::filesystem::path& file) { shown.push_back(file); }},
    });
    app_ = std::make_unique<views::App>(driver.ui(), *model_);
    inbox_.set_wake([this] { driver.window().wake(); });
    model_->start();
    driver.show([this](ui::Ui&) {
        run();
        app_->draw();
    });
    settle();
}

void AppRig::run() {
    while ((!holds_store && executor.step()) || (!holds_slow && slow.step())) {
    }
}

void AppRig::settle() {
    for (int round = 0; round < 8; ++round) {
        run();
        driver.window().redraw();
        driver.settle();
    }
}

void AppRig::tap(std::string_view key) {
    driver.tap(key);
    settle();
}

void AppRig::type(std::string_view text) {
    driver.type(text);
    settle();
}

}  // namespace sigap::testing
