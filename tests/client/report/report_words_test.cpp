#include "client/report/report_words.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sigap;
using namespace sigap::report;

TEST_CASE("zones are called as people in Indonesia call them") {
    CHECK(zone_words(420) == "WIB");
    CHECK(zone_words(480) == "WITA");
    CHECK(zone_words(540) == "WIT");
    CHECK(zone_words(0) == "UTC");
    CHECK(zone_words(330) == "UTC+5:30");
    CHECK(zone_words(-245) == "UTC−4:05");
}

TEST_CASE("spans, times and sizes are said in words of each language") {
    const ui::Strings id("id"), en("en");
    CHECK(span_words(id, 25 * 60 + 59) == "25 menit");
    CHECK(span_words(en, 3600) == "1 h 0 min");
    CHECK(span_words(id, 5400) == "1 jam 30 menit");
    CHECK(span_words(id, std::nullopt) == "–");
    CHECK(time_words(id, *parse_rfc3339("2026-05-01T18:30:00Z"), 420) == "2 Mei 2026 01:30");
    CHECK(time_words(id, {}, 420).empty());
    CHECK(size_words(id, 1'450'000) == "1,4 MB");
    CHECK(size_words(en, 1'450'000) == "1.4 MB");
    CHECK(size_words(en, 1) == "1 KB");
}
