// The folder that is a server: database and key, the organisation's authority, the server's own certificate, its
// address. Used by the process that owns the folder. Every file has mode 0600.
#pragma once

#include <filesystem>

#include "platform/crypto/certificates.hpp"
#include "sync/server/store.hpp"

namespace sigap {

struct Founding {
    std::string organisation = "Sigap";
    std::vector<std::string> hosts;  // names and addresses of the server, beside those of the loopback
};

// Makes the folder where it is missing. Error{refused} "exists" where there is a server in it already.
Result<std::unique_ptr<Store>> found_server(const std::filesystem::path& folder, const Founding& founding,
                                            const Clock& clock, Random& random);
// Error{not_found} where no server was founded in the folder.
Result<std::unique_ptr<Store>> open_server_store(const std::filesystem::path& folder, const Clock& clock,
                                                 Random& random);

// The authority's certificate and key, and the server's own.
Result<Identity> load_authority(const std::filesystem::path& folder);
Result<Identity> load_server_identity(const std::filesystem::path& folder);

// Where devices reach the server: as it last ran, else as it would run with no options.
std::string remembered_url(const std::filesystem::path& folder);
Result<void> remember_url(const std::filesystem::path& folder, std::string_view url);
// The first host given at the founding; empty where there was none.
std::string first_host(const std::filesystem::path& folder);

}  // namespace sigap
