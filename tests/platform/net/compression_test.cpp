#include "platform/net/compression.hpp"

#include <catch2/catch_test_macros.hpp>

#include "platform/core/random.hpp"

using namespace sigap;

namespace {

std::string sample(std::size_t size) {
    SeededRandom random(size);
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>('a' + random.below(4));
    return bytes;
}

}  // namespace

TEST_CASE("what was compressed comes back whole, up to the bound and not beyond") {
    for (const std::size_t size : {0U, 1U, 65'535U, 65'536U, 65'537U, 3'000'000U}) {
        const std::string bytes = sample(size);
        const std::string zstd = zstd_compress(bytes);
        const std::string gzip = gzip_compress(bytes);
        CHECK(*zstd_decompress(zstd, size) == bytes);
        CHECK(*gzip_decompress(gzip, size) == bytes);
        if (size == 0) continue;
        CHECK(zstd_decompress(zstd, size - 1).error().code == ErrorCode::limit);
        CHECK(gzip_decompress(gzip, size - 1).error().code == ErrorCode::limit);
    }
}

TEST_CASE("a decompression bomb stops at the bound") {
    const std::string zeros(64U << 20U, '\0');
    const std::string zstd = zstd_compress(zeros);
    const std::string gzip = gzip_compress(zeros);
    CHECK(zstd.size() < 10'000);
    CHECK(zstd_decompress(zstd, 1U << 20U).error().code == ErrorCode::limit);
    CHECK(gzip_decompress(gzip, 1U << 20U).error().code == ErrorCode::limit);
    // Without the size in its frame, too: only the yield itself can tell.
    const std::string frames = zstd_compress("") + zstd;
    CHECK_FALSE(zstd_decompress(frames, 1U << 20U));
}

TEST_CASE("compressed data that is cut short, damaged or followed by more is refused") {
    const std::string bytes = sample(5'000);
    for (const bool zstd : {true, false}) {
        const std::string good = zstd ? zstd_compress(bytes) : gzip_compress(bytes);
        const auto read = [&](const std::string& text) {
            return zstd ? zstd_decompress(text, 10'000) : gzip_decompress(text, 10'000);
        };
        for (std::size_t size = 0; size < good.size(); size += 1 + good.size() / 50) {
            CHECK(read(good.substr(0, size)).error().code == ErrorCode::protocol);
        }
        CHECK(read(good + "x").error().code == ErrorCode::protocol);
        CHECK(read(std::string(good.size(), 'x')).error().code == ErrorCode::protocol);
    }
}

TEST_CASE("the content encoding chooses the decoder") {
    CHECK(*decode_content("", "plain", 5) == "plain");
    CHECK(*decode_content("identity", "plain", 5) == "plain");
    CHECK(*decode_content(" ZSTD ", zstd_compress("plain"), 5) == "plain");
    CHECK(*decode_content("gzip", gzip_compress("plain"), 5) == "plain");
    CHECK(decode_content("", "plain", 4).error().code == ErrorCode::limit);
    CHECK(decode_content("br", "plain", 5).error().code == ErrorCode::invalid);
    CHECK(decode_content("zstd, gzip", "plain", 5).error().code == ErrorCode::invalid);
}
