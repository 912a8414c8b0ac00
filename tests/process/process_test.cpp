// Whole programs: the scripts of this folder run sigap-server and sigap as people do, over the loopback.
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstdio>
#include <filesystem>
#include <string>

#include "tests/support/source_folder.hpp"

namespace {

// The programs of this build lie beside the tests. Empty where the script ended well, else all that it wrote.
std::string trouble_with(const std::string& script, int seconds) {
    const auto bin = std::filesystem::read_symlink("/proc/self/exe").parent_path().string();
    const std::string command = "timeout --kill-after=10 " + std::to_string(seconds) + " python3 '" + sigap::testing::source_folder() +
                                "/tests/process/" + script + "' '" + bin + "' 2>&1 </dev/null";
    std::FILE* const output = popen(command.c_str(), "r");
    if (!output) return "cannot be started";
    std::string text;
    std::array<char, 4096> buffer{};
    while (const auto got = std::fread(buffer.data(), 1, buffer.size(), output)) text.append(buffer.data(), got);
    const int state = pclose(output);
    return state == 0 ? std::string() : text + "\nended with " + std::to_string(state);
}

}  // namespace

TEST_CASE("a client written from the protocol's document alone enrols, pulls, edits and pushes", "[process]") {
    CHECK(trouble_with("protocol_client_test.py", 120) == "");
}

TEST_CASE("a first pull comes to its end through delays, cuts, resets and a portal, and takes each page once", "[process][slow]") {
    CHECK(trouble_with("bad_network_test.py", 240) == "");
}

TEST_CASE("a day of eight jobs and forty photos without a network, with the power going off in it, is all there afterwards, once", "[process]") {
    CHECK(trouble_with("whole_day_test.py", 600) == "");
}

TEST_CASE("a notice queued without a network is sent once by the real server to a real relay", "[process]") {
    CHECK(trouble_with("notice_test.py", 120) == "");
}
