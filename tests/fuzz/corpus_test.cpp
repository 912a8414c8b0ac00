// The corpus of every fuzz target, among it all that ever failed, runs through the ordinary tests too.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/fuzz/targets.hpp"
#include "tests/support/source_folder.hpp"

namespace {

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

TEST_CASE("every input in the corpus of the fuzz targets is read without a fault") {
    const std::filesystem::path corpus = sigap::testing::source_folder() + "/tests/fuzz/corpus";
    for (const auto& target : sigap::fuzz::targets()) {
        INFO(target.name);
        REQUIRE(std::filesystem::is_directory(corpus / target.name));
        std::size_t inputs = 0;
        for (const auto& file : std::filesystem::directory_iterator(corpus / target.name)) {
            INFO(file.path().filename().string());
            CHECK_NOTHROW(target.run(bytes_of(file.path())));
            ++inputs;
        }
        CHECK(inputs > 0);
    }
    for (const auto& folder : std::filesystem::directory_iterator(corpus)) {
        const std::string name = folder.path().filename().string();
        CHECK(std::ranges::any_of(sigap::fuzz::targets(), [&](const auto& target) { return target.name == name; }));
    }
}
