#include "platform/net/mail.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sigap;

TEST_CASE("an address is one mailbox and nothing that a relay could take for more") {
    CHECK(is_mail_address("maya@example.org"));
    for (const char* bad : {"", "maya", "@example.org", "maya@", "a@b@c", "a b@c.org", "<a@b.org>", "a@b.org,c@d.org", "a@b.org\r\nRCPT TO:<x@y.z>"})
        CHECK_FALSE(is_mail_address(bad));
}

TEST_CASE("no text of a job can pass for a head of the mail, and each line of it is short") {
    const std::string message = mail_message({"it@example.org", "maya@example.org",
                                              "Printer macet\r\nBcc: all@example.org \xe2\x80\x93 " + std::string(300, 'x'),
                                              ".\r\nDot\r\n" + std::string(500, 'y'), "0198", {1'767'225'600'000}});
    CHECK(message.find("\nBcc:") == std::string::npos);
    CHECK(message.find("\r\n.") == std::string::npos);
    CHECK(message.find("Date: Thu, 01 Jan 2026 00:00:00 +0000\r\n") == 0);
    CHECK(message.find("Message-ID: <0198@example.org>\r\n") != std::string::npos);
    for (std::size_t at = 0, end = 0; (end = message.find("\r\n", at)) != std::string::npos; at = end + 2) CHECK(end - at <= 78);
}

TEST_CASE("a relay that is not there certainly has nothing of the mail") {
    for (const char* bad : {"", "http://relay", "smtp://", "smtp://:25", "relay:25"}) CHECK_FALSE(open_mail_relay(bad));
    auto relay = open_mail_relay("smtp://127.0.0.1:1");
    REQUIRE(relay);
    const auto outcome = (*relay)->send({"it@example.org", "maya@example.org", "a", "b", "1", {1}});
    CHECK(outcome.fate == MailFate::not_sent);
    CHECK_FALSE(outcome.problem.empty());
}
