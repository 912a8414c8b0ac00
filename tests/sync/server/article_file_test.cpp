#include "sync/server/demo/article_file.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "sync/replica/search.hpp"
#include "tests/support/source_folder.hpp"
#include "tests/sync/replica/device.hpp"

using namespace sigap;
using sigap::testing::Device;

namespace {

const std::string good = "category: printer\nkeywords: a b\ntitle.id: Judul\ntitle.en: Title\n\n--- id\n## Isi\n\nSatu.\n\n--- en\nOne.\n";

std::string with(std::string text, const std::string& from, const std::string& to) { return text.replace(text.find(from), from.size(), to); }

std::string complaint(const std::string& text) {
    const auto article = parse_article(text);
    return article ? "" : article.error().message;
}

// By the file's name.
std::map<std::string, Article> shipped_articles() {
    std::map<std::string, Article> out;
    for (const auto& entry : std::filesystem::directory_iterator(sigap::testing::source_folder() + "/assets/articles")) {
        std::ifstream in(entry.path(), std::ios::binary);
        auto article = parse_article(std::string(std::istreambuf_iterator<char>(in), {}));
        INFO(entry.path().filename().string() << ' ' << (article ? "" : article.error().message));
        REQUIRE(article);
        out[entry.path().stem().string()] = *article;
    }
    return out;
}

struct Question {
    const char* words;
    const char* article;
};

// As people ask, and in other forms than the articles use.
constexpr Question questions[] = {
    {"kertasnya nyangkut terus di printer", "printer-paper-jam"},
    {"printer kemacetan kertas", "printer-paper-jam"},
    {"kenapa printer saya tidak bisa mencetak", "printer-offline"},
    {"antrian cetakan menumpuk", "printer-offline"},
    {"kabel LAN tidak tersambung ke internet", "no-wired-network"},
    {"sinyal wifi lemot di ruang rapat", "wifi-drops"},
    {"lupa password windows", "account-locked"},
    {"akun saya dikunci gara-gara salah sandi", "account-locked"},
    {"pengiriman email gagal, kotak penuh", "mailbox-full"},
    {"laptop tidak mau nyala sama sekali", "laptop-no-power"},
    {"baterainya menggelembung", "laptop-no-power"},
    {"komputer lelet banget", "slow-pc"},
    {"layar kedua gelap waktu pakai docking", "dock-second-display"},
    {"suaraku tidak kedengaran di zoom", "meeting-no-sound"},
    {"terlanjur mengklik link penipuan", "suspicious-mail"},
    {"memulihkan file yang dihapus", "restore-files"},
    {"vpn gagal terhubung waktu kerja di rumah", "vpn-remote"},
    {"printer keeps jamming", "printer-paper-jam"},
    {"crumpled sheets coming out of the printer", "printer-paper-jam"},
    {"my printer is offline and nothing prints", "printer-offline"},
    {"no internet on ethernet cable", "no-wired-network"},
    {"wireless keeps dropping", "wifi-drops"},
    {"I forgot my password", "account-locked"},
    {"outlook mails stuck in outbox", "mailbox-full"},
    {"laptop won't start, black screen", "laptop-no-power"},
    {"my computer is freezing", "slow-pc"},
    {"second screen flickering on docking station", "dock-second-display"},
    {"others cannot hear me in teams meetings", "meeting-no-sound"},
    {"clicked a phishing link", "suspicious-mail"},
    {"recover deleted folders", "restore-files"},
    {"how do I connect to the VPN at home", "vpn-remote"},
    {"headset microphones muted", "meeting-no-sound"},
};

}  // namespace

TEST_CASE("an article is read with both its languages") {
    const auto article = parse_article(with(good, "\n--- en\nOne.", "\r\n--- en\r\nOne."));
    REQUIRE(article);
    CHECK(article->category == "printer");
    CHECK(article->keywords == "a b");
    CHECK(article->title_id == "Judul");
    CHECK(article->title_en == "Title");
    CHECK(article->body_id == "## Isi\n\nSatu.\n");
    CHECK(article->body_en == "One.\n");
    CHECK(article->status == ArticleStatus::published);
    CHECK(parse_article(with(good, "keywords: a b\n", "")));
    CHECK(complaint(with(good, "keywords", "words")).find("line 2:") == 0);
    CHECK(complaint(with(good, "keywords: a b", "category: b")).find("line 2:") == 0);
    CHECK(complaint(with(good, "--- en", "--- id")).find("line 11:") == 0);
    CHECK(complaint(with(good, "--- en", "--- fr")).find("line 11:") == 0);
    CHECK_FALSE(complaint(with(good, "One.", "")).empty());
    CHECK_FALSE(complaint(with(good, "title.en: Title\n", "")).empty());
    CHECK_FALSE(complaint("\xff").empty());
    CHECK_FALSE(complaint("").empty());
}

TEST_CASE("thirty questions in both languages find their article among the first three") {
    const auto articles = shipped_articles();
    CHECK(articles.size() >= 12);
    Device device;
    device.ready();
    std::map<Uuid, std::string> names;
    std::vector<WireRow> rows;
    for (auto [name, article] : articles) {
        CHECK(article.title_id != article.title_en);
        article.id = make_uuid(device.clock, device.random);
        names[article.id] = name;
        rows.push_back(device.row(article, 1));
    }
    device.pull(std::move(rows));
    CHECK(std::size(questions) >= 30);
    for (const auto& question : questions) {
        REQUIRE(articles.contains(question.article));
        const auto found = device.replica->read([&]() -> Result<SearchFound> { return search(*device.replica, {question.words, Kind::none, 3}); });
        REQUIRE(found);
        std::string first;
        bool among = false;
        for (const auto& hit : found->hits) {
            first += ' ' + names[hit.id];
            among = among || names[hit.id] == question.article;
        }
        INFO(question.words << ':' << first);
        CHECK(among);
    }
}
