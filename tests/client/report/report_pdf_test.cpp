#include "client/report/report_pdf.hpp"

#include <catch2/catch_test_macros.hpp>

#include "platform/core/text.hpp"
#include "tests/client/report/report_sample.hpp"
#include "tests/support/pdf_reader.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

struct Read {
    report::ReportPdf made;
    std::vector<std::string> pages;
    std::string text;
    bool has(std::string_view words) const { return text.find(words) != std::string::npos; }
    // On how many pages these words stand.
    std::ptrdiff_t pages_with(std::string_view words) const {
        return std::ranges::count_if(pages,
                                     [&](const std::string& page) { return page.find(words) != std::string::npos; });
    }
};

Read read(const Report& of, const report::Pictures& pictures, Language language = Language::id) {
    auto made = report::make_pdf(of, pictures, language);
    REQUIRE(made);
    Read out{std::move(*made), {}, {}};
    out.pages = pdf_pages(out.made.bytes);
    for (const auto& page : out.pages) out.text += page;
    CHECK(out.pages.size() == out.made.pages);
    return out;
}

Read read(const SampleSize& size, Language language = Language::id) {
    const Report of = sample_report(size);
    return read(of, sample_pictures(of), language);
}

}  // namespace

TEST_CASE("a report says all about the visit, in either language") {
    const Read indonesian = read(SampleSize{}), english = read(SampleSize{}, Language::en);
    for (const auto* both : {&indonesian, &english}) {
        for (const char* words : {"PT Contoh Nusantara",
                                  "WO-JKT-07-00123",
                                  "Penggantian docking station",
                                  "Maya Putri",
                                  "+62215550100",
                                  "Gedung B",
                                  "Laptop keuangan",
                                  "LT-0001",
                                  "ABC1234",
                                  "Latitude 5440",
                                  "Budi Santoso",
                                  "08:00",
                                  "08:10",
                                  "08:45",
                                  "10:20",
                                  "WIB",
                                  "Dok diganti",
                                  "tertekuk",
                                  "SOP-EUS-900",
                                  "port 12",
                                  "USBC-2",
                                  "1 buah",
                                  "lebih panjang"}) {
            INFO(words);
            CHECK(both->has(words));
        }
        CHECK(both->has(both->made.code));
        CHECK(both->pages_with(both->made.code) == static_cast<std::ptrdiff_t>(both->pages.size()));
        CHECK_FALSE(both->has("report."));
    }
    // The spans: on the way, at work without the break, on a break.
    for (const char* words : {"35 menit", "1 jam 25 menit", "10 menit", "Tanda tangan klien", "Ganti dok",
                              "Ambil dok lama", "Dilewati", "3 dari 4 langkah", "Selesai", "2 Mar 2026"})
        CHECK(indonesian.has(words));
    for (const char* words : {"35 min", "1 h 25 min", "Client's signature", "Replace a dock", "Collect the old dock",
                              "Skipped", "3 of 4 steps", "Page 1 of "})
        CHECK(english.has(words));
    CHECK(indonesian.made.code == english.made.code);
    CHECK_FALSE(indonesian.has("sementara"));
}

TEST_CASE("fonts are embedded, and the same report gives the same bytes, dated by its last change") {
    const Report of = sample_report({4, 3, 1, 2, false});
    const auto made = report::make_pdf(of, sample_pictures(of), Language::id);
    REQUIRE(made);
    const auto fonts = pdf_fonts(made->bytes);
    CHECK(fonts.size() >= 2);
    for (const auto& font : fonts) CHECK((font.embedded && font.subset));
    CHECK(pdf_info(made->bytes).find("2026-03-02T03:23:00Z") != std::string::npos);
    CHECK(report::make_pdf(of, sample_pictures(of), Language::id)->bytes == made->bytes);
}

TEST_CASE("photos stand two in a row, three rows a page, and stay as they were compressed") {
    for (const std::size_t count : {0U, 1U, 40U}) {
        INFO(count);
        const Read out = read(SampleSize{4, count, 1, 2, false});
        const auto pictures = pdf_pictures(out.made.bytes);
        CHECK(pictures.size() == count);
        for (const auto& one : pictures) CHECK(one.starts_with("jpeg "));
        CHECK(out.made.pages == (count == 0 ? 2 : count == 1 ? 2 : 9));
        CHECK(out.has("Foto 1: dok sesudah diganti") == (count > 0));
    }
}

TEST_CASE("a long list of steps goes on over pages, its heading on each") {
    const Read out = read(SampleSize{100, 0, 0, 0, false});
    CHECK(out.made.pages >= 4);
    CHECK(out.pages_with("Oleh, waktu") >= 3);
    // Each step stands once, on one page with its reason.
    std::size_t reasons = 0;
    for (const auto& page : out.pages)
        for (std::size_t at = 0; (at = page.find("Dilewati ", at)) != std::string::npos; ++at) ++reasons;
    CHECK(reasons == 25);
    for (std::size_t page = 0; page < out.pages.size(); ++page)
        CHECK(out.pages[page].find("Halaman " + std::to_string(page + 1) + " dari " +
                                   std::to_string(out.pages.size())) != std::string::npos);
}

TEST_CASE("no heading stands at the foot of a page without what it is over") {
    for (std::size_t steps = 0; steps < 24; ++steps) {
        const Read out = read(SampleSize{steps, 2, 2, 2, false});
        INFO(steps);
        for (const auto& [heading, below] :
             std::vector<std::pair<std::string, std::string>>{{"Suku cadang yang dipakai", "Kabel USB-C 1 m"},
                                                              {"Catatan\n", "lebih panjang"},
                                                              {"Foto  ", "Foto 1:"}})
            for (const auto& page : out.pages)
                if (page.find(heading) != std::string::npos) CHECK(page.find(below) != std::string::npos);
    }
}

TEST_CASE("a text that is longer than a page is told to its end") {
    Report of = sample_report();
    std::string words;
    for (int i = 0; i < 2000; ++i) words += "kata" + std::to_string(i) + ' ';
    of.steps[1].value = words;
    of.notes[0].text = words;
    of.outcome = std::string(5000, 'W');
    const Read out = read(of, {});
    for (const char* word : {"kata0 ", "kata999", "kata1999"}) CHECK(out.has(word));
    CHECK(std::ranges::count(out.text, 'W') >= 5000);
    CHECK(out.made.pages > 8);
}

TEST_CASE("a visit that has not ended is told to be an interim report on every page") {
    Report of = sample_report({60, 0, 1, 2, false});
    of.status = VisitStatus::on_site;
    of.completed_at = {};
    const Read out = read(of, {});
    CHECK(out.pages_with("Laporan sementara") == static_cast<std::ptrdiff_t>(out.pages.size()));
    CHECK(read(of, {}, Language::en).has("Interim report"));
    for (const auto status :
         {VisitStatus::completed, VisitStatus::partially_completed, VisitStatus::no_access, VisitStatus::cancelled}) {
        of.status = status;
        CHECK_FALSE(read(of, {}).has("sementara"));
    }
}

TEST_CASE("what is missing is told, and what cannot be printed is named") {
    Report of = sample_report({1, 3, 0, 0, false});
    report::Pictures pictures = sample_pictures(of);
    pictures.files[0].reset();
    pictures.missing.insert(0);
    pictures.files[2].reset();
    of.files.push_back({"", "application/pdf", "faktur.pdf", "", "Budi Santoso", 1'450'000, {}});
    pictures.files.emplace_back();
    const Read out = read(of, pictures);
    CHECK(out.has("1 foto tidak ada di perangkat"));
    CHECK(out.has("Berkas lain"));
    CHECK(out.has("foto3.jpg"));
    CHECK_FALSE(out.has("foto1.jpg"));
    CHECK(out.has("faktur.pdf"));
    CHECK(out.has("1,4 MB"));
    CHECK(pdf_pictures(out.made.bytes).size() == 1);
    CHECK(read(of, pictures, Language::en).has("1 photo is not on the device"));
}

TEST_CASE("a logo has its place") {
    const Report of = sample_report();
    report::Pictures pictures;
    pictures.logo = *print_picture(sample_jpeg(300, 100, 3));
    CHECK(pdf_pictures(read(of, pictures).made.bytes).size() == 1);
}

TEST_CASE("a report says who signed when and what, how the client rated, and whether the record changed since") {
    Report of = sample_report();
    Read out = read(of, {});
    CHECK(out.has("Ditandatangani 2 Mar 2026 10:22"));
    CHECK(out.has("4 dari 5 bintang"));
    CHECK(out.has("Cepat dan ramah."));
    CHECK_FALSE(out.has("diubah setelah ditandatangani"));
    const std::string hex = upper_ascii(of.signatures[0].signed_hash);
    CHECK(out.has(hex.substr(0, 4) + "-" + hex.substr(4, 4)));

    ReportSignature absent = of.signatures[0];
    absent.absent_reason = "sedang rapat";
    absent.name.clear();
    absent.strokes.clear();
    of.signatures.push_back(absent);
    of.signatures[0].changed_since = true;
    out = read(of, {}, Language::en);
    CHECK(out.has("The record was changed after this was signed."));
    CHECK(out.has("Before: Client absent: sedang rapat"));
    CHECK(out.has("4 of 5 stars"));

    std::swap(of.signatures[0], of.signatures[1]);
    of.signatures.pop_back();
    CHECK(read(of, {}).has("Klien tidak di tempat: sedang rapat"));
    of.signatures[0].absent_reason.clear();
    of.signatures[0].name = "Maya P.";
    of.signatures[0].typed = true;
    CHECK(read(of, {}, Language::en).has("typed by the client"));
    of.signatures.clear();
    of.ratings.clear();
    out = read(of, {});
    CHECK_FALSE(out.has("Ditandatangani"));
    CHECK_FALSE(out.has("bintang"));
    CHECK(out.has("Tanggal:"));
}

TEST_CASE("a visit of which little is known is still a report") {
    Report of;
    of.title = "X";
    const Read out = read(of, {}, Language::en);
    CHECK(out.made.pages == 1);
    CHECK(out.has("Scheduled"));
    CHECK_FALSE(out.has("Equipment"));
}

TEST_CASE("hostile text cannot leave its place") {
    Report of = sample_report({6, 0, 1, 1, true});
    of.title = "a\nb\tc\x1b[31m\xff";
    of.client = std::string(500, 'x');
    of.steps[0].text_id = std::string(3000, 'y') + "\n\n\n\n";
    const Read out = read(of, {});
    CHECK(out.has("Halaman 1 dari"));
    CHECK(std::ranges::count(out.text, 'y') >= 3000);
}
