#include "client/model/markdown.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sigap;
using Kind = MarkdownBlock::Kind;

namespace {

std::string plain(const MarkdownText& text) {
    std::string out;
    for (const auto& run : text) out += run.text;
    return out;
}

}  // namespace

TEST_CASE("an article's Markdown becomes headings, points, code, tables and pictures in their order") {
    const auto blocks = read_markdown(
        "## Gejala\n\nKertas **macet** di `tray 2`,\nbukan di [sini](https://example.org/a).\n\n"
        "1. Buka tutup\n2. Tarik\n   - pelan\n   - lurus\n\n> Awas panas\n\n```\nlpstat -p\n  cups\n```\n\n"
        "![Rol](roller.jpg)\n\n| Kode | Arti |\n|---|---|\n| E1 | **macet** |\n\n---\n\nSelesai.");
    REQUIRE(blocks.size() == 12);
    CHECK(blocks[0].kind == Kind::heading);
    CHECK(blocks[0].level == 2);
    CHECK(plain(blocks[0].text) == "Gejala");
    CHECK(blocks[1].text == MarkdownText{{"Kertas "}, {"macet", true}, {" di "}, {"tray 2", false, true}, {", bukan di "},
                                         {"sini", false, false, "https://example.org/a"}, {"."}});
    CHECK((blocks[2].marker == "1." && plain(blocks[2].text) == "Buka tutup" && blocks[2].depth == 1));
    CHECK((blocks[3].marker == "2." && plain(blocks[3].text) == "Tarik"));
    CHECK((blocks[4].marker == "\xe2\x80\xa2" && blocks[4].depth == 2));
    CHECK((blocks[6].quoted && plain(blocks[6].text) == "Awas panas"));
    CHECK((blocks[7].kind == Kind::code && plain(blocks[7].text) == "lpstat -p\n  cups"));
    CHECK((blocks[8].kind == Kind::picture && blocks[8].source == "roller.jpg" && plain(blocks[8].text) == "Rol"));
    REQUIRE(blocks[9].kind == Kind::table);
    REQUIRE(blocks[9].rows.size() == 2);
    CHECK(plain(blocks[9].rows[0][1]) == "Arti");
    CHECK(blocks[9].rows[1][1] == MarkdownText{{"macet", true}});
    CHECK(blocks[10].kind == Kind::rule);
}

TEST_CASE("no word of a text is lost, whatever it holds") {
    CHECK(read_markdown("").empty());
    CHECK(plain(read_markdown("<script>alert(1)</script> & &lt;b&gt;")[0].text) == "<script>alert(1)</script> & <b>");
    CHECK(plain(read_markdown("Nyalakan <b>lagi</b>")[0].text) == "Nyalakan <b>lagi</b>");
    CHECK(plain(read_markdown("~~lama~~ baru")[0].text) == "lama baru");
    CHECK(plain(read_markdown("- satu\n\n  lanjut\n- dua")[1].text) == "lanjut");
    CHECK(plain(read_markdown("| a |\n|---|\n| ![x](y) z |")[0].rows[1][0]) == "x z");
    CHECK(plain(read_markdown("**tidak ditutup")[0].text) == "**tidak ditutup");
    for (const std::string& hostile : {std::string(50'000, '>'), std::string(50'000, '['), std::string(50'000, '*'), std::string(10'000, '\0'),
                                       std::string("\xff\xfe\x80"), std::string(30'000, '`')})
        CHECK_NOTHROW(read_markdown(hostile));
    std::string many;
    for (int i = 0; i < 20'000; ++i) many += "# a\n";
    CHECK(read_markdown(many).size() <= 2'000);
    std::string table = "a|b\n";
    for (int i = 0; i < 3'000; ++i) table += "---|";
    for (int i = 0; i < 3'000; ++i) table += "\nx|";
    std::size_t cells = 0;
    for (const auto& block : read_markdown(table))
        for (const auto& row : block.rows) cells += row.size();
    CHECK(cells <= 5'000);
}
