#include "client/cli/backend.hpp"

#include "client/cli/command_line.hpp"
#include "platform/core/log.hpp"
#include "platform/os/network_cost.hpp"
#include "sync/engine/file_room.hpp"

namespace sigap::cli {

Result<void> OwnBackend::open() {
    if (profile_) return {};
    auto profile = Profile::open(folder_, catalogue(), clock_, random_);
    was_busy_ = !profile && profile.error().code == ErrorCode::busy;
    if (!profile) return profile.error();
    profile_ = std::move(*profile);
    return {};
}

Result<void> OwnBackend::on_store(const std::function<void(Replica&)>& work) {
    SIGAP_TRY(open());
    work(profile_->replica());
    return {};
}

Result<Enrolment> OwnBackend::enrol(const std::string& url, const std::string& code) {
    SIGAP_TRY(open());
    return profile_->enrol(url, code, device_name(files_));
}

Result<SyncReport> OwnBackend::sync(bool all_files) {
    SIGAP_TRY(open());
    auto transport = profile_->transport();
    if (!transport) return transport.error();
    Session session(profile_->replica());
    auto report = run_session(session, **transport, std::launch::async);
    if (!report) return report;
    auto made = profile_->replica().make_index();
    while (made && *made) made = profile_->replica().make_index();
    if (!made) log(LogLevel::warning, "index_not_made", {{"reason", made.error().message}});
    FileLaneOptions options;
    options.originals = all_files || !is_metered();
    options.fetches = all_files || !disk_is_scarce(profile_->files());
    FileLane lane(profile_->replica(), profile_->files(), options);
    // The records are where they belong, whatever becomes of the rest; what waits of the files is told by `sigap files`.
    if (const auto done = run_file_lane(lane, **transport); !done)
        log(LogLevel::warning, "files_stopped", {{"reason", done.error().message}});
    return report;
}

Result<FileStore*> OwnBackend::files() {
    SIGAP_TRY(open());
    return &profile_->files();
}

Result<void> WindowBackend::on_store(const std::function<void(Replica&)>& work) {
    runtime_.on_store([&](Profile& profile) { work(profile.replica()); });
    return {};
}

ControlSocket::Handler window_handler(Runtime& runtime) {
    return [&runtime](const ControlRequest& request) {
        WindowBackend backend(runtime, request.cwd);
        const Parsed parsed = parse(request.args);
        if (parsed.reply) return *parsed.reply;
        return execute(backend, parsed.invocation);
    };
}

}  // namespace sigap::cli
