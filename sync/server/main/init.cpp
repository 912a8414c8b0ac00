#include <cstdio>

#include "platform/os/folder_lock.hpp"
#include "platform/os/paths.hpp"
#include "sync/server/commands/arguments.hpp"
#include "sync/server/fill_demo.hpp"
#include "sync/server/main/programs.hpp"
#include "sync/server/server_folder.hpp"

namespace sigap {

namespace {

// What was made of a server that could not be completed would only stand in the way of the next attempt.
void undo(const std::filesystem::path& folder) {
    std::error_code ignored;
    for (const char* name : {"server.db", "server.db-wal", "server.db-shm", "server.key", "authority.key",
                             "authority.pem", "tls.key", "tls.pem", "hosts"})
        std::filesystem::remove(folder / name, ignored);
}

Result<void> found(const std::filesystem::path& folder, const Founding& founding, bool demo) {
    const SystemClock clock;
    SystemRandom random;
    auto store = found_server(folder, founding, clock, random);
    if (!store) return store.error();
    if (!demo) return {};
    const auto filled = fill_demo(**store);
    if (filled) return {};
    store->reset();
    undo(folder);
    return filled.error();
}

}  // namespace

int run_init(const std::filesystem::path& folder, std::span<const std::string> words) {
    constexpr std::string_view valued[] = {"--host", "--name"};
    constexpr std::string_view flags[] = {"--demo"};
    const auto arguments = Arguments::parse(words, valued, flags);
    if (!arguments) return wrong_usage(arguments.error().message);
    if (!arguments->plain().empty()) return wrong_usage("init takes no plain words");
    if (auto made = make_private_folder(folder); !made) return failed(made.error().message);
    const auto lock = FolderLock::take(folder);
    if (!lock) return failed(lock.error().message);
    const bool demo = arguments->has("--demo");
    Founding founding;
    founding.organisation = arguments->value("--name", demo ? "Demo" : "Sigap");
    founding.hosts = arguments->values("--host");
    if (auto done = found(folder, founding, demo); !done) return failed(done.error().message);
    std::printf("A server for \"%s\" is in %s.\nStart it:  sigap-server run --data %s\n", founding.organisation.c_str(),
                folder.c_str(), folder.c_str());
    if (demo) std::puts("Its users: technician, technician2, desk, lead, manager, admin, kiosk");
    else std::printf("Then let people in:  sigap-server user add LOGIN --role ROLE --data %s\n", folder.c_str());
    return 0;
}

}  // namespace sigap
