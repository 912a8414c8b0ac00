#include "sync/server/server_folder.hpp"

#include "platform/core/text.hpp"
#include "platform/os/files.hpp"
#include "platform/os/paths.hpp"
#include "platform/storage/key_file.hpp"

namespace sigap {

namespace {

constexpr std::size_t most_pem_bytes = 64U << 10U;

Result<void> write_identity(const std::filesystem::path& folder, const std::string& name, const Identity& identity) {
    SIGAP_TRY(atomic_write(folder / (name + ".key"), identity.key_pem));
    return atomic_write(folder / (name + ".pem"), identity.certificate_pem);
}

Result<Identity> read_identity(const std::filesystem::path& folder, const std::string& name) {
    auto certificate = read_file(folder / (name + ".pem"), most_pem_bytes);
    if (!certificate) return certificate.error();
    auto key = read_file(folder / (name + ".key"), most_pem_bytes);
    if (!key) return key.error();
    return Identity{std::move(*certificate), std::move(*key)};
}

Result<std::unique_ptr<Store>> open_store(const std::filesystem::path& folder, const Clock& clock, Random& random) {
    OpenOptions options;
    // A new key beside an old database would open nothing and hide that the right one is missing.
    if (std::filesystem::exists(folder / "server.db") && !std::filesystem::exists(folder / "server.key"))
        return fail(ErrorCode::storage, "the key server.key is missing from " + folder.string() + "; put it back from a backup", "no_key");
    auto key = load_or_create_key(folder / "server.key", random);
    if (!key) return key.error();
    options.path = folder / "server.db";
    options.key = *key;
    options.checkpoint_pages = Store::checkpoint_pages;
    return Store::open(options, catalogue(), clock, random);
}

std::string first_line(const std::filesystem::path& file) {
    const auto text = read_file(file, 8192);
    return text ? std::string(split(*text, '\n')[0]) : std::string();
}

}  // namespace

Result<std::unique_ptr<Store>> found_server(const std::filesystem::path& folder, const Founding& founding,
                                            const Clock& clock, Random& random) {
    SIGAP_TRY(make_private_folder(folder));
    // The server's certificate is written last: a founding that was cut short may be begun again.
    if (std::filesystem::exists(folder / "tls.pem"))
        return fail(ErrorCode::refused, "there is a server in " + folder.string() + " already; choose another folder",
                    "exists");
    auto store = open_store(folder, clock, random);
    if (!store) return store.error();
    if (!(*store)->epoch()) SIGAP_TRY((*store)->found(founding.organisation));
    const auto authority = make_authority(founding.organisation + " Sigap authority", clock);
    if (!authority) return authority.error();
    SIGAP_TRY(write_identity(folder, "authority", *authority));
    std::vector<std::string> hosts = founding.hosts;
    std::string lines;
    for (const auto& host : hosts) lines += host + "\n";
    SIGAP_TRY(atomic_write(folder / "hosts", lines));
    for (const char* loopback : {"localhost", "127.0.0.1", "::1"}) hosts.emplace_back(loopback);
    const auto identity = make_server_identity(*authority, hosts, clock);
    if (!identity) return identity.error();
    SIGAP_TRY(write_identity(folder, "tls", *identity));
    return store;
}

Result<std::unique_ptr<Store>> open_server_store(const std::filesystem::path& folder, const Clock& clock,
                                                 Random& random) {
    if (!std::filesystem::exists(folder / "tls.pem"))
        return fail(ErrorCode::not_found,
                    "there is no server in " + folder.string() + "; make one with sigap-server init", "no_server");
    return open_store(folder, clock, random);
}

Result<Identity> load_authority(const std::filesystem::path& folder) { return read_identity(folder, "authority"); }

Result<Identity> load_server_identity(const std::filesystem::path& folder) { return read_identity(folder, "tls"); }

std::string remembered_url(const std::filesystem::path& folder) {
    if (auto url = first_line(folder / "url"); !url.empty()) return url;
    const auto host = first_host(folder);
    return "https://" + (host.empty() ? "127.0.0.1" : host) + ":8443";
}

Result<void> remember_url(const std::filesystem::path& folder, std::string_view url) {
    return atomic_write(folder / "url", std::string(url) + "\n");
}

std::string first_host(const std::filesystem::path& folder) { return first_line(folder / "hosts"); }

}  // namespace sigap
