#include "client/cli/backend.hpp"

#include "client/cli/command_line.hpp"

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

Result<SyncReport> OwnBackend::sync() {
    SIGAP_TRY(open());
    auto transport = profile_->transport();
    if (!transport) return transport.error();
    Session session(profile_->replica());
    return run_session(session, **transport);
}

Result<void> WindowBackend::on_store(const std::function<void(Replica&)>& work) {
    runtime_.on_store([&](Profile& profile) { work(profile.replica()); });
    return {};
}

ControlSocket::Handler window_handler(Runtime& runtime) {
    return [&runtime](const ControlRequest& request) {
        WindowBackend backend(runtime);
        const Parsed parsed = parse(request.args);
        if (parsed.reply) return *parsed.reply;
        return execute(backend, parsed.invocation);
    };
}

}  // namespace sigap::cli
