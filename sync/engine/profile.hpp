// A profile: the folder that holds one person's copy on this device (database, its key, the device's certificate and key).
// The process that holds its lock owns it; one thread at a time.
#pragma once

#include <chrono>

#include "platform/net/transport.hpp"
#include "platform/os/folder_lock.hpp"
#include "sync/engine/ballast.hpp"
#include "sync/files/file_store.hpp"
#include "sync/replica/replica.hpp"

namespace sigap {

class Profile {
public:
    // Makes the folder (0700) where it is missing. Error{busy} where another process owns it; see platform/os/control_socket.hpp.
    static Result<std::unique_ptr<Profile>> open(const std::filesystem::path& folder, const Catalogue& catalogue, const Clock& clock,
                                                 Random& random);

    Replica& replica() { return *replica_; }
    // Photos and documents, in the folder's `files`; a thread of its own may put into it.
    FileStore& files() { return *files_; }
    const std::filesystem::path& folder() const { return folder_; }
    // To the server that it is enrolled with; Error{not_found} before enrolment.
    // A server may be silent for so long before the network counts as lost.
    Result<std::unique_ptr<Transport>> transport(std::chrono::seconds silence = std::chrono::seconds(30)) const;
    // Finds the server's authority by the code, makes the device's key, has it signed, and keeps all of it. An enrolled
    // profile may enrol again with the same organisation for the same person, as a new device that keeps its outbox. Blocks on the network: not on the UI thread.
    Result<Enrolment> enrol(const std::string& url, const std::string& code, const std::string& device_name);

private:
    Profile(std::filesystem::path folder, FolderLock lock) : folder_(std::move(folder)), lock_(std::move(lock)) {}

    std::filesystem::path folder_;
    FolderLock lock_;
    std::unique_ptr<Replica> replica_;
    void watch_disk();

    DiskFileSystem disk_;
    Ballast ballast_{disk_, folder_ / "ballast"};
    std::unique_ptr<FileStore> files_;
};

// The folder of `sigap` without --profile.
Result<std::filesystem::path> default_profile();

}  // namespace sigap
