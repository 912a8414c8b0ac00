#include "sync/replica/search.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "tests/support/fault_vfs.hpp"
#include "tests/support/search_check.hpp"
#include "tests/sync/replica/device.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

std::vector<SearchHit> found(const Device& device, std::string text, Kind kind = Kind::none) {
    const auto hits = device.replica->read([&]() -> Result<std::vector<SearchHit>> { return search(*device.replica, {text, kind, 50}).hits; });
    if (!hits) throw std::runtime_error(hits.error().message);
    return *hits;
}

std::vector<Uuid> ids(const Device& device, std::string text, Kind kind = Kind::none) {
    std::vector<Uuid> out;
    for (const auto& hit : found(device, std::move(text), kind)) out.push_back(hit.id);
    return out;
}

bool finds(const Device& device, std::string text, const Uuid& id) {
    const auto all = ids(device, std::move(text));
    return std::ranges::find(all, id) != all.end();
}

void check_index(Device& device) {
    for (const auto& fault : search_faults(*device.replica)) {
        UNSCOPED_INFO(fault);
        CHECK(fault.empty());
    }
}

struct Shelf : Device {
    Uuid article(const std::string& title, const std::string& body, const std::string& category = {}, ArticleStatus status = ArticleStatus::published) {
        Article article;
        article.id = make_uuid(clock, random);
        article.title_id = title;
        article.body_id = body;
        article.category = category;
        article.status = status;
        pull({row(article, 1)});
        return article.id;
    }
    Uuid order(const std::string& title, const std::string& description = {}, const std::string& number = {}) {
        WorkOrder order;
        order.id = make_uuid(clock, random);
        order.title = title;
        order.description = description;
        order.number = number;
        order.assignee = me;
        pull({row(order)});
        return order.id;
    }
    void finish_index() {
        for (auto made = replica->make_index(); made && *made;) made = replica->make_index();
    }
};

}  // namespace

TEST_CASE("the index follows every change of a row: pulled, edited, merged over, taken back, refused, gone") {
    Shelf shelf;
    shelf.ready();
    const Uuid laptop = shelf.asset("Laptop keuangan");
    CHECK(finds(shelf, "keuangan", laptop));

    shelf.perform("edit_asset", laptop, {{"name", "Mesin penghitung kasir"}});
    CHECK(finds(shelf, "menghitung", laptop));
    CHECK_FALSE(finds(shelf, "keuangan", laptop));
    check_index(shelf);

    // Undone before it was sent.
    const auto edit = shelf.perform("edit_asset", laptop, {{"name", "Proyektor"}});
    CHECK(finds(shelf, "proyektor", laptop));
    REQUIRE(shelf.replica->withdraw(edit.operation));
    CHECK_FALSE(finds(shelf, "proyektor", laptop));
    CHECK(finds(shelf, "penghitung", laptop));

    // Refused by the server: the row is again what the server has.
    REQUIRE(shelf.push_and_answer(Outcome::refused));
    CHECK(finds(shelf, "keuangan", laptop));
    CHECK_FALSE(finds(shelf, "penghitung", laptop));
    check_index(shelf);

    // A row of another person's making under an edit of ours.
    shelf.perform("edit_asset", laptop, {{"remarks", "tergores"}});
    auto theirs = shelf.get<Asset>(laptop);
    theirs.name = "Laptop gudang";
    theirs.remarks.clear();
    shelf.pull({shelf.row(theirs)});
    CHECK(finds(shelf, "gudang", laptop));
    CHECK_FALSE(finds(shelf, "keuangan", laptop));
    REQUIRE(shelf.push_and_answer(Outcome::applied));

    // Made here, and taken back: nothing of it stays.
    const auto made = shelf.perform("create_ticket", {}, {{"title", "Telepon berderau"}});
    CHECK(finds(shelf, "derau", made.id));
    REQUIRE(shelf.replica->withdraw(made.operation));
    CHECK_FALSE(finds(shelf, "derau", made.id));
    check_index(shelf);

    // It leaves this device; the next row may get its place.
    shelf.pull({}, {shelf.out(Kind::asset, laptop)});
    REQUIRE_FALSE(shelf.has<Asset>(laptop));
    CHECK_FALSE(finds(shelf, "gudang", laptop));
    const Uuid next = shelf.asset("Kamera");
    CHECK_FALSE(finds(shelf, "gudang", next));
    CHECK(finds(shelf, "kamera", next));
    check_index(shelf);

    // What does not concern the words writes nothing.
    const auto before = shelf.replica->rows().database().total_changes();
    shelf.perform("edit_asset", next, {{"cpu", "Arm"}});
    const auto without = shelf.replica->rows().database().total_changes() - before;
    shelf.perform("edit_asset", next, {{"cpu", "Arm 2"}, {"name", "Kamera dua"}});
    CHECK(shelf.replica->rows().database().total_changes() - before - without > without);
}

TEST_CASE("an index made anew says what the followed one said") {
    Shelf shelf;
    shelf.ready();
    for (int i = 0; i < 40; ++i) shelf.asset("Laptop nomor " + std::to_string(i));
    const Uuid article = shelf.article("Kertas macet", "Buka tutup belakang, tarik kertasnya.");
    const Uuid order = shelf.order("Perbaiki pencetak", "Di ruang rapat");
    check_index(shelf);
    const auto before = ids(shelf, "laptop");
    // As an earlier version of the index left it, or one whose making was cut short.
    for (const char* damage : {"UPDATE search_reached SET shape='0'", "UPDATE search_reached SET row=20",
                               "DELETE FROM search_reached", "UPDATE search_reached SET row=0 WHERE kind='search_asset'"}) {
        INFO(damage);
        shelf.replica->rows().database().execute(damage);
        REQUIRE(shelf.open());
        shelf.finish_index();
        check_index(shelf);
        CHECK(ids(shelf, "laptop") == before);
        CHECK(finds(shelf, "mencetak", order));
        CHECK(ids(shelf, "penarikan kertas", Kind::article) == std::vector{article});
    }
}

TEST_CASE("after a first pull the index is made in parts, and says so until it is whole") {
    Shelf shelf;
    shelf.ready();
    std::vector<WireRow> rows;
    std::vector<Uuid> assets;
    for (int i = 0; i < 2500; ++i) {
        Asset asset;
        asset.id = make_uuid(shelf.clock, shelf.random);
        asset.name = "Layar " + std::to_string(i);
        assets.push_back(asset.id);
        rows.push_back(shelf.row(asset));
    }
    shelf.pull(std::move(rows));
    const auto complete = [&] {
        return *shelf.replica->read([&]() -> Result<bool> { return search(*shelf.replica, {"layar", Kind::none, 50}).complete; });
    };
    CHECK_FALSE(complete());
    CHECK(ids(shelf, "layar 7").empty());
    // Between the parts rows change on both sides of what was reached.
    std::int64_t parts = 0;
    for (auto made = shelf.replica->make_index(); made && *made; made = shelf.replica->make_index(), ++parts) {
        shelf.perform("edit_asset", assets[100], {{"name", "Layar depan " + std::to_string(parts)}});
        shelf.perform("edit_asset", assets[2400], {{"name", "Layar belakang " + std::to_string(parts)}});
        shelf.pull({}, {shelf.out(Kind::asset, assets[static_cast<std::size_t>(200 + parts)])});
        if (parts % 2 == 0) REQUIRE(shelf.open());
    }
    CHECK(parts >= 3);
    CHECK(complete());
    CHECK(ids(shelf, "layar belakang") == std::vector{assets[2400]});
    CHECK(ids(shelf, "layar depan") == std::vector{assets[100]});
    CHECK(ids(shelf, "2222") == std::vector{assets[2222]});
    check_index(shelf);
}

TEST_CASE("the making of an index ends even where a database has lost how far it was") {
    Shelf shelf;
    shelf.ready();
    for (int i = 0; i < 30; ++i) shelf.asset("Laptop nomor " + std::to_string(i));
    REQUIRE(shelf.open());
    shelf.replica->rows().database().execute("DELETE FROM search_reached");
    int parts = 0;
    for (auto made = shelf.replica->make_index(); made && *made && parts < 100; made = shelf.replica->make_index()) ++parts;
    CHECK(parts < 100);
    CHECK(ids(shelf, "laptop").size() == 30);
    check_index(shelf);
}

TEST_CASE("three letters are looked for in titles, and in texts where few titles have them") {
    Shelf shelf;
    shelf.ready();
    const Uuid in_text = shelf.article("Bekerja dari rumah", "Sambungkan VPN dahulu.");
    CHECK(ids(shelf, "vpn", Kind::article) == std::vector{in_text});
    CHECK(ids(shelf, "sambungkan vpn", Kind::article) == std::vector{in_text});
    for (int i = 0; i < 9; ++i) shelf.article("VPN kantor " + std::to_string(i), "Isi.");
    CHECK(finds(shelf, "vpn", in_text));
    shelf.article("VPN kantor lain", "Isi.");
    CHECK(ids(shelf, "vpn", Kind::article).size() == 10);
    CHECK(finds(shelf, "rumah vpn", in_text));
}

TEST_CASE("an edit that fails on the disk leaves row and index as they were") {
    bool failed = false, saved = false;
    for (std::uint64_t nth = 1; nth < 60 && !saved; ++nth) {
        INFO("call " << nth << " fails");
        FaultVfs disk;
        Device device;
        device.options.vfs = disk.name();
        device.ready();
        const Uuid id = device.asset("Pemindai lama");
        disk.fail_nth(FaultVfs::Call::any, nth);
        const auto edit = device.replica->perform("edit_asset", id, {{"name", "Pemindai baru"}});
        disk.heal();
        (edit ? saved : failed) = true;
        if (device.replica->rows().database().needs_reopen()) REQUIRE(device.open());
        CHECK((device.get<Asset>(id).name == "Pemindai baru") == static_cast<bool>(edit));
        check_index(device);
        device.perform("edit_asset", id, {{"name", "Kamera"}});
        check_index(device);
    }
    CHECK(failed);
    CHECK(saved);
}

TEST_CASE("an identifier itself comes first, then titles, then texts, then those that have some of the words") {
    Shelf shelf;
    shelf.ready();
    const Uuid in_text = shelf.article("Perawatan berkala", "Bersihkan printer setiap bulan.");
    const Uuid in_title = shelf.article("Printer lambat mencetak", "Periksa antrean.");
    const Uuid some = shelf.article("Kertas macet", "Tarik searah jalannya.");
    const Uuid order = shelf.order("Printer lantai 3", "", "WO-07-00012");
    const Uuid other = shelf.order("Printer lantai 4", "", "WO-07-00013");
    Asset asset;
    asset.id = make_uuid(shelf.clock, shelf.random);
    asset.name = "Printer kasir";
    asset.tag = "PRN-000042X";
    asset.serial = "PRINTER";
    shelf.pull({shelf.row(asset)});

    CHECK(ids(shelf, "printer") == std::vector{asset.id, in_title, other, order, in_text});
    CHECK(ids(shelf, "printer", Kind::work_order) == std::vector{other, order});
    CHECK(ids(shelf, "wo-07-00012").front() == order);
    CHECK(ids(shelf, "00013") == std::vector{other});
    CHECK(ids(shelf, "prn-000042x") == std::vector{asset.id});
    CHECK(ids(shelf, "PRN-0000") == std::vector{asset.id});
    CHECK(ids(shelf, "kenapa printer macet terus", Kind::article).front() != in_text);
    const auto any = ids(shelf, "printer macet kertasnya", Kind::article);
    CHECK(std::ranges::find(any, some) != any.end());
    // What begins so is enough while one types.
    CHECK(finds(shelf, "print", in_title));
    CHECK(finds(shelf, "menceta", in_title));
    CHECK(finds(shelf, "pencetakan", in_title));
    CHECK(found(shelf, "lantai", Kind::asset).empty());
}

TEST_CASE("a retired article is not found, and a draft is") {
    Shelf shelf;
    shelf.ready();
    const Uuid draft = shelf.article("Kunci lemari jaringan", "Ada di pos.", "", ArticleStatus::draft);
    const Uuid retired = shelf.article("Kunci lemari lama", "Ada di pos.", "", ArticleStatus::retired);
    CHECK(ids(shelf, "kunci lemari") == std::vector{draft});
    CHECK_FALSE(finds(shelf, "lama", retired));
}

TEST_CASE("nothing that can be typed breaks the search") {
    Shelf shelf;
    shelf.ready();
    const Uuid id = shelf.article("NEAR and far", "AND OR NOT title body");
    for (const std::string text : {"", " ", "\"", "\"\"", "'", "*", "a*", "\"printer", "(", ")", "AND", "OR", "NOT", "NEAR(a b)", "title:x", "{title}:x",
                                   "^x", "-x", "+x", "a AND", "x:y:z", "\\", "%", "_", ";--", "\xff\xfe", "\x01\x02", "😀", "日本語", "a\"b\"c*d"}) {
        INFO(text);
        CHECK_NOTHROW(found(shelf, text));
        CHECK_NOTHROW(found(shelf, text, Kind::article));
        CHECK_NOTHROW(found(shelf, text, Kind::visit));
    }
    CHECK_NOTHROW(found(shelf, std::string(100'000, 'a')));
    std::string many;
    for (int i = 0; i < 5000; ++i) many += "kata" + std::to_string(i) + ' ';
    CHECK_NOTHROW(found(shelf, many));
    CHECK(finds(shelf, "near AND", id));
    CHECK(finds(shelf, "NOT", id));
}

TEST_CASE("articles are suggested by the job's words and category, published ones only") {
    Shelf shelf;
    shelf.ready();
    const Uuid jam = shelf.article("Kertas macet di printer", "Tarik kertas searah jalannya.", "printer");
    const Uuid offline = shelf.article("Printer offline", "Periksa antrean.", "printer");
    shelf.article("Kertas macet, konsep", "Tarik kertas.", "printer", ArticleStatus::draft);
    const Uuid wifi = shelf.article("Wi-Fi lambat", "Ukur sinyal di dekat printer.", "network");
    Ticket ticket;
    ticket.id = make_uuid(shelf.clock, shelf.random);
    ticket.title = "x";
    ticket.category = "printer";
    WorkOrder order;
    order.id = make_uuid(shelf.clock, shelf.random);
    order.title = "Kertasnya tersangkut dan kemacetan terus";
    order.ticket = ticket.id;
    order.assignee = shelf.me;
    shelf.pull({shelf.row(ticket), shelf.row(order)});
    const auto suggested = [&](const Uuid& id) {
        std::vector<Uuid> out;
        const auto read = shelf.replica->read([&]() -> Result<std::vector<Article>> { return articles_for(*shelf.replica, id); });
        for (const auto& article : *read) out.push_back(article.id);
        return out;
    };
    CHECK(suggested(order.id) == std::vector{jam, offline});
    CHECK(suggested(shelf.order("Jaringan wi-fi putus")) == std::vector{wifi});
    CHECK(suggested(shelf.order("Pasang lemari")).empty());
    CHECK(suggested(make_uuid(shelf.clock, shelf.random)).empty());
}
