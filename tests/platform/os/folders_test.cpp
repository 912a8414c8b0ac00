#include "platform/os/folders.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "platform/os/files.hpp"
#include "platform/os/program.hpp"
#include "tests/support/temp_folder.hpp"

using namespace sigap;
using sigap::testing::TempFolder;
using namespace std::chrono_literals;

TEST_CASE("a person's folders are those that the desktop names, else those of the usual names that are there") {
    const TempFolder home;
    const auto path = home.path();
    for (const char* name : {"Gambar", "Unduhan", "Foto saya", ".config"}) std::filesystem::create_directory(path / name);
    const Environment environment{path.string(), {}, {}};
    CHECK(user_folders(environment, path).pictures == path / "Gambar");
    CHECK(user_folders(environment, path).downloads == path / "Unduhan");
    CHECK(user_folders(environment, path).documents.empty());
    REQUIRE(atomic_write(path / ".config/user-dirs.dirs", "# desktop\nXDG_PICTURES_DIR=\"$HOME/Foto saya\"\nXDG_DOWNLOAD_DIR=\"$HOME/gone\"\n"));
    CHECK(user_folders(environment, path).pictures == path / "Foto saya");
    CHECK(user_folders(environment, path).downloads == path / "Unduhan");
}

TEST_CASE("a folder shows its folders and files, also behind links, and nothing hidden") {
    const TempFolder folder;
    const auto path = folder.path();
    std::filesystem::create_directory(path / "inner");
    REQUIRE(atomic_write(path / "a.jpg", "12345"));
    REQUIRE(atomic_write(path / ".hidden", "1"));
    std::filesystem::create_symlink(path / "a.jpg", path / "b.jpg");
    std::filesystem::create_symlink(path / "nowhere", path / "broken.jpg");
    auto items = look_into(path);
    REQUIRE(items);
    std::ranges::sort(*items, {}, &FolderItem::name);
    REQUIRE(items->size() == 3);
    CHECK((*items)[0].name == "a.jpg");
    CHECK((*items)[0].bytes == 5);
    CHECK_FALSE((*items)[1].is_folder);
    CHECK((*items)[2].is_folder);
    CHECK(look_into(path / "gone").error().code == ErrorCode::not_found);
    CHECK(look_into(path, 1)->size() == 1);
}

TEST_CASE("a program's output is taken whole, and what it does wrong is told apart") {
    const auto shell = [](const char* line) { return std::vector<std::string>{"sh", "-c", line}; };
    CHECK(*output_of(shell("printf 'a\\0b'"), 100, 10s) == std::string("a\0b", 3));
    CHECK(output_of(shell("exit 3"), 100, 10s).error().detail == "failed");
    CHECK(output_of(shell("yes"), 1000, 10s).error().code == ErrorCode::limit);
    CHECK(output_of(shell("sleep 100"), 1000, 30ms).error().code == ErrorCode::busy);
    CHECK(output_of({"no-such-program-here"}, 1000, 1s).error().code == ErrorCode::not_found);
    CHECK(start_program({"true"}));
    CHECK(start_program({"no-such-program-here"}).error().code == ErrorCode::not_found);
}
