#include "platform/core/csv.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sigap;

namespace {

using Fields = std::vector<std::string>;

CsvTable read(std::string_view text, char delimiter = 0) {
    auto table = read_csv(text, delimiter);
    REQUIRE(table);
    return *std::move(table);
}

}  // namespace

TEST_CASE("quoted fields hold delimiters, quotes and line ends", "[csv]") {
    const CsvTable table = read("tag,note\r\n1,\"a, \"\"b\"\"\r\nc\"\r\n2,\r\n");
    REQUIRE(table.rows.size() == 3);
    CHECK(table.rows[1].fields == Fields{"1", "a, \"b\"\r\nc"});
    CHECK(table.rows[2].fields == Fields{"2", ""});
}

TEST_CASE("rows keep the line they start on, whatever ends the lines", "[csv]") {
    for (const std::string end : {"\r\n", "\n", "\r"}) {
        const CsvTable table = read("a,b" + end + end + "\"x" + end + "y\",2" + end + "3,4");
        REQUIRE(table.rows.size() == 3);
        CHECK(table.rows[0].line == 1);
        CHECK(table.rows[1].line == 3);
        CHECK(table.rows[2].line == 5);
        CHECK(table.rows[1].fields[0] == "x" + end + "y");
        CHECK(table.rows[2].fields == Fields{"3", "4"});
    }
}

TEST_CASE("the delimiter is the one that makes the rows even", "[csv]") {
    CHECK(sniff_delimiter("a,b,c\n1,2,3\n") == ',');
    CHECK(sniff_delimiter("Nama;Harga;Ruang\nLaptop;1.250.000,00;Lt 2, R 3\nPC;900,50;Lobi\n") == ';');
    CHECK(sniff_delimiter("a\tb\n1,5\t2\n3\t4;5\n") == '\t');
    CHECK(sniff_delimiter("\"a;b;c\",d\n\"1;2;3\",4\n") == ',');
    CHECK(sniff_delimiter("Lokasi, ruang;Tag;Serial\nA, 1;2;3\n") == ';');
    CHECK(sniff_delimiter("only\nwords\n") == ',');
    CHECK(sniff_delimiter("") == ',');
}

TEST_CASE("Excel's separator line decides and is no row", "[csv]") {
    const CsvTable table = read("\xef\xbb\xbfsep=;\r\na,b;c\r\n1,2;3\r\n");
    CHECK(table.delimiter == ';');
    REQUIRE(table.rows.size() == 2);
    CHECK(table.rows[0].line == 2);
    CHECK(table.rows[0].fields == Fields{"a,b", "c"});
}

TEST_CASE("a separator line names a character that people can see, or the tab", "[csv]") {
    CHECK(read("sep=\t\na\tb\n").rows[0].fields == Fields{"a", "b"});
    // Half a letter and what cannot be typed separate nothing: such a line is a row like any other.
    for (const char strange : {'\0', '\x01', '\x7f', '\xc3'}) {
        const std::string text = std::string("sep=") + strange + "\na,b\n";
        const CsvTable table = read(text);
        CHECK(table.delimiter != strange);
        CHECK(table.rows.size() == 2);
    }
}

TEST_CASE("a byte order mark is not part of the first name", "[csv]") {
    CHECK(read("\xef\xbb\xbf\"Asset Tag\",b\n").rows[0].fields[0] == "Asset Tag");
}

TEST_CASE("a quote within an unquoted field is a plain character", "[csv]") {
    CHECK(read("name,size\nMonitor 24\",2\n").rows[1].fields == Fields{"Monitor 24\"", "2"});
}

TEST_CASE("a quote that is never closed is named by its line", "[csv]") {
    const auto table = read_csv("a,b\n1,2\n3,\"open\n4,5\n");
    REQUIRE_FALSE(table);
    CHECK(table.error().detail == "quote_open");
    CHECK(table.error().message.find("line 3:") == 0);
}

TEST_CASE("text after a closing quote spoils only its own row", "[csv]") {
    const CsvTable table = read("a,b\n\"1\" x,2\n3,4\n");
    REQUIRE(table.rows.size() == 3);
    CHECK(table.rows[1].fault == "text after the closing quote of field 1");
    CHECK(table.rows[2].fault.empty());
}

TEST_CASE("a row of too many fields is refused", "[csv]") {
    CHECK(read_csv(std::string(csv_max_fields - 1, ','), ','));
    const auto table = read_csv("a\n" + std::string(csv_max_fields, ','), ',');
    REQUIRE_FALSE(table);
    CHECK(table.error().code == ErrorCode::limit);
    CHECK(table.error().message.find("line 2:") == 0);
}

TEST_CASE("what is written is read back and runs no formula", "[csv]") {
    const Fields fields = {"=1+1",   "+62", "-5",         "@x",    "\tt", "\rc", "'=q",
                           "'plain", "a,b", "say \"hi\"", " pad ", "",    "x\ny"};
    const std::string line = csv_line(fields);
    CHECK(line.substr(0, 18) == "'=1+1,'+62,'-5,'@x");
    CHECK(line.substr(line.size() - 2) == "\r\n");
    CHECK(line.find(",\"'\rc\",''=q,'plain,") != std::string::npos);
    const CsvTable table = read(line, ',');
    REQUIRE(table.rows.size() == 1);
    REQUIRE(table.rows[0].fields.size() == fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i) CHECK(formula_unguarded(table.rows[0].fields[i]) == fields[i]);
}

TEST_CASE("a row of one empty field survives", "[csv]") {
    const Fields lone{""};
    CHECK(csv_line(lone) == "\"\"\r\n");
    CHECK(read(csv_line(lone)).rows.size() == 1);
    CHECK(csv_line(Fields{"a;b", "c"}, ';') == "\"a;b\";c\r\n");
}
