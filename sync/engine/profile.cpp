#include "sync/engine/profile.hpp"

#include "platform/core/log.hpp"
#include "platform/crypto/certificates.hpp"
#include "platform/crypto/enrolment_code.hpp"
#include "platform/net/compression.hpp"
#include "platform/net/curl_transport.hpp"
#include "platform/os/files.hpp"
#include "platform/os/paths.hpp"
#include "platform/storage/key_file.hpp"
#include "sync/engine/file_room.hpp"

namespace sigap {

namespace {

constexpr std::size_t most_pem = 64 * 1024;

Result<CurlTransportOptions> connection_options(const std::filesystem::path& folder, const std::string& url) {
    CurlTransportOptions options;
    options.base_url = url;
    auto authority = read_file(folder / "authority.pem", most_pem);
    if (!authority) return authority.error();
    auto certificate = read_file(folder / "device.pem", most_pem);
    if (!certificate) return certificate.error();
    auto key = read_file(folder / "device.key", most_pem);
    if (!key) return key.error();
    options.authority_pem = *authority;
    options.certificate_pem = *certificate;
    options.key_pem = *key;
    return options;
}

// The authority's certificate, taken from whoever answers and then proven by the code.
Result<std::string> find_authority(const std::string& url, const EnrolmentCode& code) {
    auto answer = fetch_unverified(url, std::string(route::authority));
    if (!answer) return answer.error();
    if (answer->status != 200 || answer->body.find("BEGIN CERTIFICATE") == std::string::npos)
        return fail(ErrorCode::protocol, "what answers at " + url + " is not a Sigap server; check the address", "not_sigap");
    if (!matches(code, answer->body))
        return fail(ErrorCode::untrusted, "the server at " + url + " is not the one that this code was made by; check both and ask for a new code",
                    "wrong_authority");
    return answer->body;
}

bool is_ours(const std::filesystem::path& folder, const EnrolmentCode& code) {
    const auto authority = read_file(folder / "authority.pem", most_pem);
    return authority && matches(code, *authority);
}

}  // namespace

Result<std::unique_ptr<Profile>> Profile::open(const std::filesystem::path& folder, const Catalogue& catalogue, const Clock& clock,
                                               Random& random) {
    SIGAP_TRY(make_private_folder(folder));
    auto lock = FolderLock::take(folder);
    if (!lock) return lock.error();
    std::unique_ptr<Profile> profile(new Profile(folder, std::move(*lock)));
    // A new key beside an old database would open nothing and hide that the right one is missing.
    if (std::filesystem::exists(folder / "sigap.db") && !std::filesystem::exists(folder / "database.key"))
        return fail(ErrorCode::storage, "the key database.key is missing from " + folder.string() + "; put it back from a backup", "no_key");
    auto key = load_or_create_key(folder / "database.key", random);
    if (!key) return key.error();
    OpenOptions options;
    options.path = folder / "sigap.db";
    options.key = *key;
    options.checkpoint_pages = Replica::checkpoint_pages;
    const auto open_copy = [&]() -> Result<std::unique_ptr<Replica>> {
        auto database = Database::open(options);
        if (!database) return database.error();
        return Replica::open(std::move(*database), catalogue, clock, random);
    };
    auto replica = open_copy();
    const bool was_full = !replica && replica.error().detail == "disk_full" && profile->ballast_.give_up();
    if (was_full) replica = open_copy();
    if (!replica) return replica.error();
    profile->replica_ = std::move(*replica);
    profile->files_ = std::make_unique<FileStore>(profile->disk_, folder / "files");
    SIGAP_TRY(profile->files_->prepare());
    profile->watch_disk();
    if (was_full) (void)make_room(*profile->replica_, *profile->files_, reserved_bytes);
    if (const auto held = profile->ballast_.take(random); !held) log(LogLevel::warning, "no_ballast", {{"reason", held.error().message}});
    return profile;
}

void Profile::watch_disk() {
    replica_->set_disk({[this] { return disk_is_scarce(*files_); },
                        [this] {
                            const auto freed = make_room(*replica_, *files_, reserved_bytes);
                            // What is noted of files that gave way takes room, too: so little of it is no help.
                            return (freed && *freed >= Ballast::bytes) || ballast_.give_up() || (freed && *freed > 0);
                        }});
}

Result<std::unique_ptr<Transport>> Profile::transport(std::chrono::seconds silence) const {
    const auto enrolment = replica_->enrolment();
    if (!enrolment) return fail(ErrorCode::not_found, "this device is not enrolled yet; run sigap enrol URL CODE", "not_enrolled");
    auto options = connection_options(folder_, enrolment->url);
    if (!options) return options.error();
    options->silence_timeout = silence;
    return std::unique_ptr<Transport>(std::make_unique<CurlTransport>(std::move(*options)));
}

Result<Enrolment> Profile::enrol(const std::string& url, const std::string& code_text, const std::string& device_name) {
    const auto known = replica_->enrolment();
    std::string base = url;
    while (base.ends_with('/')) base.pop_back();
    if (!base.starts_with("https://"))
        return fail(ErrorCode::invalid, "the address must begin with https://", "bad_url");
    auto code = parse_enrolment_code(code_text);
    // With the same organisation it may enrol again: a certificate that has expired must not strand what waits here.
    if (known && !(code && is_ours(folder_, *code)))
        return fail(ErrorCode::refused, "this profile is enrolled already, as " + known->login + " with " + known->url + "; use another --profile",
                    "enrolled");
    if (!code) return code.error();
    auto authority = find_authority(base, *code);
    if (!authority) return authority.error();
    auto key = make_key();
    if (!key) return key.error();
    auto request = make_request(*key, device_name);
    if (!request) return request.error();
    CurlTransportOptions options;
    options.base_url = base;
    options.authority_pem = *authority;
    CurlTransport transport(std::move(options));
    auto answer = transport.send({"POST", std::string(route::enrol), {{"Content-Type", "application/json"}},
                                  encode(EnrolRequest{to_string(*code), *request, device_name})});
    if (!answer) return answer.error();
    if (answer->status != 200) {
        auto failure = read_failure(answer->body);
        if (!failure) return fail(ErrorCode::protocol, "the server answered with status " + std::to_string(answer->status), "status");
        return fail(ErrorCode::denied, failure->message, failure->code);
    }
    auto body = decode_content(header(*answer, "Content-Encoding"), answer->body, 1 << 20);
    if (!body) return body.error();
    auto reply = read_enrol_reply(*body);
    if (!reply) return reply.error();
    if (known && reply->person != known->person)
        return fail(ErrorCode::refused, "this code is for " + reply->login + ", and this profile is " + known->login + "'s; use another --profile",
                    "other_person");
    SIGAP_TRY(atomic_write(folder_ / "authority.pem", *authority));
    SIGAP_TRY(atomic_write(folder_ / "device.key", *key));
    SIGAP_TRY(atomic_write(folder_ / "device.pem", reply->certificate));
    const Enrolment enrolment{reply->device, reply->device_number, reply->person, reply->login,
                              reply->role,   reply->organisation,  reply->epoch,  base};
    // Last: an enrolment that is known has its files.
    SIGAP_TRY(replica_->set_enrolment(enrolment));
    return enrolment;
}

Result<std::filesystem::path> default_profile() {
    return data_folder(Environment::current());
}

}  // namespace sigap
