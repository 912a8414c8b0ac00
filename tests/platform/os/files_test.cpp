#include "platform/os/files.hpp"

#include <sys/stat.h>

#include <catch2/catch_test_macros.hpp>
#include <fstream>

#include "platform/os/folder_lock.hpp"
#include "platform/os/paths.hpp"
#include "tests/support/temp_folder.hpp"

using namespace sigap;
using sigap::testing::TempFolder;

namespace {

unsigned mode_of(const std::filesystem::path& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
}

std::size_t entries_of(const std::filesystem::path& folder) {
    const std::filesystem::directory_iterator all(folder);
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

}  // namespace

TEST_CASE("a file written atomically has the bytes and the mode asked for, and leaves nothing beside it") {
    const TempFolder folder;
    const auto path = folder.path() / std::string(255, 'n');
    const std::string bytes("a\0b\n", 4);
    REQUIRE(atomic_write(path, "older and longer"));
    REQUIRE(atomic_write(path, bytes, 0640));
    CHECK(*read_file(path, 100) == bytes);
    CHECK(mode_of(path) == 0640);
    CHECK(entries_of(folder.path()) == 1);
}

TEST_CASE("a write that fails keeps the old file and leaves no temporary one") {
    const TempFolder folder;
    const auto occupied = folder.path() / "occupied";
    std::filesystem::create_directories(occupied / "inside");
    CHECK(atomic_write(occupied, "bytes").error().code == ErrorCode::storage);
    CHECK(entries_of(folder.path()) == 1);
    CHECK(atomic_write(folder.path() / "missing" / "file", "bytes").error().code == ErrorCode::not_found);
}

TEST_CASE("reading a file stops at its bound") {
    const TempFolder folder;
    const auto path = folder.path() / "file";
    REQUIRE(atomic_write(path, "12345"));
    CHECK(*read_file(path, 5) == "12345");
    CHECK(read_file(path, 4).error().code == ErrorCode::limit);
    CHECK(read_file(folder.path() / "none", 4).error().code == ErrorCode::not_found);
    CHECK(read_file(folder.path(), 4).error().code == ErrorCode::storage);
    CHECK(read_file("/dev/zero", 1000).error().code == ErrorCode::limit);
}

TEST_CASE("a folder has one owner at a time") {
    const TempFolder folder;
    {
        const auto lock = FolderLock::take(folder.path());
        REQUIRE(lock);
        CHECK(FolderLock::take(folder.path()).error().code == ErrorCode::busy);
        CHECK(mode_of(folder.path() / "lock") == 0600);
    }
    CHECK(FolderLock::take(folder.path()));
    CHECK(FolderLock::take(folder.path() / "none").error().code == ErrorCode::not_found);
}

TEST_CASE("the XDG variables decide where data lies, when they are absolute") {
    CHECK(*data_folder({"/home/a", "", ""}) == "/home/a/.local/share/sigap");
    CHECK(*config_folder({"/home/a", "", ""}) == "/home/a/.config/sigap");
    CHECK(*data_folder({"/home/a", "/data", "/config"}) == "/data/sigap");
    CHECK(*config_folder({"/home/a", "/data", "/config"}) == "/config/sigap");
    CHECK(*data_folder({"/home/a", "relative", ""}) == "/home/a/.local/share/sigap");
    CHECK(data_folder({"", "", ""}).error().code == ErrorCode::not_found);
    CHECK_FALSE(Environment::current().home.empty());
}

TEST_CASE("a private folder is made with its parents, for this user only") {
    const TempFolder folder;
    const auto deep = folder.path() / "one" / "two";
    REQUIRE(make_private_folder(deep));
    CHECK(mode_of(folder.path() / "one") == 0700);
    CHECK(mode_of(deep) == 0700);
    CHECK(make_private_folder(deep));
    std::ofstream(deep / "file") << "x";
    CHECK_FALSE(make_private_folder(deep / "file"));
}
