#include "platform/crypto/hash.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sigap;

TEST_CASE("SHA-256 gives the digests of FIPS 180-4") {
    CHECK(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a stream of pieces has the digest of the whole, and starts anew after it") {
    Sha256Stream stream;
    stream.update("a");
    stream.update("");
    stream.update("bc");
    CHECK(stream.finish() == sha256("abc"));
    stream.update("abc");
    CHECK(stream.finish() == sha256("abc"));
}

TEST_CASE("hexadecimal text is read in either case and nothing else is") {
    const std::string bytes("\x00\x7f\xff\x80", 4);
    CHECK(to_hex(bytes) == "007fff80");
    CHECK(*from_hex("007fFF80") == bytes);
    CHECK_FALSE(from_hex("007"));
    CHECK_FALSE(from_hex("0g"));
    CHECK_FALSE(from_hex("+1"));
}

TEST_CASE("base64url follows RFC 4648 and has one text for one value") {
    CHECK(to_base64url("") == "");
    CHECK(to_base64url("f") == "Zg");
    CHECK(to_base64url("fo") == "Zm8");
    CHECK(to_base64url("foo") == "Zm9v");
    CHECK(to_base64url("\xfb\xff") == "-_8");
    for (const std::string text : {"", "f", "fo", "foo", "foob", "\xfb\xff"}) {
        CHECK(*from_base64url(to_base64url(text)) == text);
    }
    CHECK_FALSE(from_base64url("Zh"));
    CHECK_FALSE(from_base64url("Zg=="));
    CHECK_FALSE(from_base64url("A"));
    CHECK_FALSE(from_base64url("+/8"));
}

TEST_CASE("the comparison in constant time compares") {
    CHECK(equal_in_constant_time("secret", "secret"));
    CHECK(equal_in_constant_time("", ""));
    CHECK_FALSE(equal_in_constant_time("secret", "secreT"));
    CHECK_FALSE(equal_in_constant_time("secret", "secrets"));
}
