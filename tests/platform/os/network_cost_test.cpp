#include "platform/os/network_cost.hpp"

#include <catch2/catch_test_macros.hpp>
#include <filesystem>

#include "platform/os/files.hpp"
#include "tests/support/temp_folder.hpp"

using namespace sigap;

TEST_CASE("a network is paid by the byte where only mobile cards lead out") {
    sigap::testing::TempFolder folder;
    CHECK_FALSE(is_metered(folder.path()));
    std::filesystem::create_directories(folder.path() / "proc/net");
    const auto with = [&](const std::string& lines) {
        REQUIRE(atomic_write(folder.path() / "proc/net/route", "Iface\tDestination\tGateway\n" + lines));
        return is_metered(folder.path());
    };
    CHECK_FALSE(with(""));
    CHECK_FALSE(with("wlp3s0\t00000000\t0100A8C0\nwlp3s0\t0000A8C0\t00000000\n"));
    CHECK(with("wwan0\t00000000\t0100A8C0\n"));
    CHECK(with("ppp0\t00000000\t00000000\neth0\t0000A8C0\t00000000\n"));
    CHECK_FALSE(with("wwan0\t00000000\t0100A8C0\neth0\t00000000\t0100A8C0\n"));
}
