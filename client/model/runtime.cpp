#include "client/model/runtime.hpp"

#include <future>

#include "platform/core/text.hpp"
#include "platform/os/network_cost.hpp"
#include "platform/os/program.hpp"

namespace sigap {

std::string device_name(const SystemFiles& files) {
    const auto name = files.read("/proc/sys/kernel/hostname");
    std::string text = name ? std::string(trimmed(*name)) : std::string();
    return text.empty() ? "Sigap" : text.substr(0, 60);
}

namespace {

ReportMaker::Means report_means(const RuntimeOptions& options, FileStore& files) {
    if (!options.write_report) return {};
    return {[write = options.write_report, &files](const Report& report, Language language, const std::filesystem::path& file) {
                return write(report, files, language, file);
            },
            [] {
                const UserFolders folders = user_folders(Environment::current());
                return folders.documents.empty() ? folders.home : folders.documents;
            },
            // Without a program that shows it, the line that names the file is all.
            [](const std::filesystem::path& file) { (void)start_program({"xdg-open", file.string()}); }};
}

}  // namespace

Result<std::unique_ptr<Runtime>> Runtime::open(RuntimeOptions options, const Clock& clock, Random& random) {
    std::unique_ptr<Runtime> runtime(new Runtime);
    Runtime& made = *runtime;
    made.store_ = std::make_unique<WorkerThread>();
    made.network_ = std::make_unique<WorkerThread>();
    made.waiting_ = std::make_unique<WorkerThread>();
    made.work_ = std::make_unique<WorkerThread>();
    Result<void> opened;
    made.store_->run([&] {
        auto profile = Profile::open(options.folder, catalogue(), clock, random);
        if (profile) made.profile_ = std::move(*profile);
        else opened = profile.error();
    });
    SIGAP_TRY(opened);
    Profile& profile = *made.profile_;
    made.sync_ = std::make_unique<SyncDriver>(SyncDriver::Parts{
        profile.replica(), *made.store_, *made.network_, random, [&profile] { return profile.transport(); },
        [&made] {
            if (made.model_) made.model_->changed();
        },
        {}, &profile.files(), [&made] { return made.all_files_.exchange(false) || !is_metered(); },
        made.waiting_.get(), [&profile] { return profile.transport(longest_wait); }});
    if (!options.syncs) made.sync_->stop();
    made.model_ = std::make_unique<AppModel>(AppModel::Parts{
        profile.replica(), *made.store_, *made.work_, made.inbox_, *made.sync_, clock, made.files_,
        [&made](const std::string& url, const std::string& code) {
            return made.profile_->enrol(url, code, device_name(made.files_));
        },
        options.fallback_language,
        500,
        {&profile.files(), &made.disk_, [] { return user_folders(Environment::current()); }, clipboard_picture,
         [] { return open_camera(camera_sources()); }},
        report_means(options, profile.files()),
         [](const std::string& url) { (void)start_program({"xdg-open", url}); }});
    return runtime;
}

Runtime::~Runtime() {
    if (sync_) sync_->stop();
    socket_.reset();
    if (model_) model_->save_drafts();
    // A page being written may still want to ask for the next: the network's thread stays until the store has seen the stop.
    // A photo that found no room on the disk goes from the work's thread to the store's, which makes some, and back again.
    if (work_) work_->run([] {});
    if (store_) store_->run([] {});
    work_.reset();
    network_.reset();
    waiting_.reset();
    // The store ends last: what the others still posted finds it.
    store_.reset();
    inbox_.set_wake({});
}

void Runtime::settle() {
    // Scans post to the store, and answers ask for more: three rounds reach the end of any of our chains.
    for (int round = 0; round < 3; ++round) {
        work_->run([] {});
        store_->run([] {});
        inbox_.drain();
    }
}

Result<void> Runtime::serve(ControlSocket::Handler handler) {
    auto socket = ControlSocket::serve(profile_->folder(), std::move(handler));
    if (!socket) return socket.error();
    socket_ = std::move(*socket);
    return {};
}

void Runtime::on_store(const std::function<void(Profile&)>& work) {
    store_->run([&] { work(*profile_); });
}

Result<Enrolment> Runtime::enrol(const std::string& url, const std::string& code) {
    std::optional<Result<Enrolment>> out;
    store_->run([&] {
        out = profile_->enrol(url, code, device_name(files_));
        if (*out) sync_->start();
    });
    model_->changed();
    return *out;
}

Result<SyncReport> Runtime::sync(bool all_files) {
    if (all_files) all_files_ = true;
    std::promise<Result<SyncReport>> done;
    store_->post([&] { sync_->sync_now([&](const Result<SyncReport>& report) { done.set_value(report); }); });
    return done.get_future().get();
}

void Runtime::edited() {
    store_->post([this] { sync_->edited(); });
    model_->changed();
}

}  // namespace sigap
