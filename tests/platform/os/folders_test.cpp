#include "platform/os/folders.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "platform/os/files.hpp"
#include "tests/support/temp_folder.hpp"

using namespace sigap;
using sigap::testing::TempFolder;

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
