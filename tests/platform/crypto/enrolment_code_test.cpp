#include "platform/crypto/enrolment_code.hpp"

#include <catch2/catch_test_macros.hpp>

#include "platform/core/text.hpp"
#include "platform/crypto/certificates.hpp"
#include "platform/crypto/hash.hpp"

using namespace sigap;

TEST_CASE("an enrolment code is six groups of four and reads back as itself") {
    const ManualClock clock;
    SeededRandom random(7);
    const std::string authority = make_authority("CA", clock)->certificate_pem;
    const EnrolmentCode code = *make_enrolment_code(random, authority);
    const std::string text = to_string(code);
    CHECK(text.size() == 29);
    CHECK(split(text, '-').size() == 6);
    CHECK(*parse_enrolment_code(text) == code);
    CHECK(*parse_enrolment_code("  " + lower_ascii(text) + "\n") == code);
}

TEST_CASE("the bits of a code are the secret, then the start of the authority's digest") {
    EnrolmentCode code;
    code.secret = {0, 0, 0, 0, 1};
    code.authority = {255, 255, 255, 255, 255, 0, 0, 0, 0, 31};
    CHECK(to_string(code) == "0000-0001-ZZZZ-ZZZZ-0000-000Z");
}

TEST_CASE("a code read aloud or typed carelessly is understood") {
    const EnrolmentCode code = *parse_enrolment_code("0000-0001-ZZZZ-ZZZZ-0000-000Z");
    CHECK(*parse_enrolment_code("OoOo ooOi zzzz zzzz oooo oooz") == code);
    CHECK(*parse_enrolment_code("0000000LZZZZZZZZ0000000Z") == code);
}

TEST_CASE("a code of another length or with a strange character is refused") {
    CHECK_FALSE(parse_enrolment_code(""));
    CHECK_FALSE(parse_enrolment_code("0000-0001-ZZZZ-ZZZZ-0000-000"));
    CHECK_FALSE(parse_enrolment_code("0000-0001-ZZZZ-ZZZZ-0000-000Z-0"));
    CHECK_FALSE(parse_enrolment_code("0000-0001-ZZZZ-ZZZZ-0000-000U"));
    CHECK_FALSE(parse_enrolment_code("0000-0001-ZZZZ-ZZZZ-0000-000\xc3\x89"));
}

TEST_CASE("a code names its authority and no other, and its stored form hides the secret") {
    const ManualClock clock;
    SeededRandom random(7);
    const std::string authority = make_authority("CA", clock)->certificate_pem;
    const std::string impostor = make_authority("CA", clock)->certificate_pem;
    const EnrolmentCode code = *make_enrolment_code(random, authority);
    const EnrolmentCode next = *make_enrolment_code(random, authority);
    CHECK(matches(code, authority));
    CHECK_FALSE(matches(code, impostor));
    CHECK_FALSE(matches(code, "no certificate"));
    CHECK(stored_form(code) == stored_form(*parse_enrolment_code(to_string(code))));
    CHECK(stored_form(code) != stored_form(next));
    CHECK(stored_form(code).find(to_hex(code.secret)) == std::string::npos);
}
