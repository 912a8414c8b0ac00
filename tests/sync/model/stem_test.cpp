#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "sync/model/search_words.hpp"
#include "sync/model/stem_en.hpp"
#include "sync/model/stem_id.hpp"

using namespace sigap;
using Words = std::vector<std::string>;

namespace {

// What the index keeps of a word; two words that share one of these find each other.
Words kept(const std::string& word) {
    Words all = search_stems(word);
    all.push_back(word);
    return all;
}

bool meet(const std::string& one, const std::string& other) {
    const auto others = kept(other);
    return std::ranges::any_of(kept(one), [&](const auto& word) { return std::ranges::find(others, word) != others.end(); });
}

}  // namespace

TEST_CASE("every form of an Indonesian word finds every other") {
    const std::vector<Words> families{
        {"cetak", "mencetak", "dicetak", "cetakan", "pencetakan", "tercetak", "mencetaknya", "percetakan", "cetaklah"},
        {"kirim", "mengirim", "dikirim", "pengiriman", "kiriman", "terkirim", "mengirimkan", "kirimkan"},
        {"sambung", "menyambung", "sambungan", "tersambung", "menyambungkan", "disambungkan", "penyambungan", "sambungannya"},
        {"hubung", "terhubung", "menghubungkan", "hubungan", "hubungi", "dihubungi", "berhubungan"},
        {"pasang", "memasang", "dipasang", "terpasang", "pemasangan", "pasangkan"},
        {"simpan", "menyimpan", "tersimpan", "penyimpanan", "simpanan", "disimpan"},
        {"tekan", "menekan", "ditekan", "tekanan", "tertekan"},
        {"atur", "mengatur", "pengaturan", "diatur", "aturan", "teratur"},
        {"ubah", "mengubah", "diubah", "perubahan", "berubah", "ubahlah"},
        {"ganti", "mengganti", "diganti", "penggantian", "gantikan", "menggantinya"},
        {"hapus", "menghapus", "terhapus", "penghapusan", "dihapus"},
        {"masuk", "memasukkan", "dimasukkan", "pemasukan", "masukkan"},
        {"baik", "memperbaiki", "perbaiki", "perbaikan", "diperbaiki", "perbaikannya"},
        {"baru", "memperbarui", "perbarui", "pembaruan", "terbaru", "diperbarui"},
        {"macet", "kemacetan", "macetnya", "macetlah"},
        {"rusak", "kerusakan", "merusak", "dirusak", "rusaknya"},
        {"mati", "mematikan", "dimatikan", "matikan", "kematian"},
        {"nyala", "menyala", "menyalakan", "dinyalakan", "nyalakan"},
        {"kunci", "mengunci", "terkunci", "dikunci", "penguncian"},
        {"hilang", "kehilangan", "menghilang", "menghilangkan"},
        {"lambat", "melambat", "kelambatan", "perlambatan"},
        {"cek", "mengecek", "dicek", "pengecekan", "ngecek"},
        {"print", "ngeprint", "diprint"},
        {"guna", "menggunakan", "pengguna", "digunakan", "penggunaan"},
        {"ketik", "mengetik", "ketikan", "diketik", "pengetikan"},
        {"pindah", "memindahkan", "pindahkan", "berpindah", "dipindahkan"},
        {"pulih", "memulihkan", "dipulihkan", "pemulihan"},
        {"aman", "keamanan", "mengamankan", "pengaman"},
        {"tampil", "menampilkan", "tampilan", "ditampilkan", "tampilannya"},
        {"kerja", "bekerja", "pekerjaan", "dikerjakan", "mengerjakan"},
        {"koneksi", "koneksinya", "terkoneksi"},
        {"layan", "layanan", "melayani", "pelayanan", "dilayani"},
        {"jalan", "berjalan", "menjalankan", "dijalankan"},
    };
    for (const auto& family : families)
        for (const auto& word : family) {
            INFO(family[0] << ' ' << word);
            CHECK(meet(family[0], word));
        }
    // As what is typed finds what is written, not only the root.
    CHECK(meet("pencetakan", "mencetak"));
    CHECK(meet("pengiriman", "terkirim"));
    CHECK(meet("memperbaiki", "perbaikan"));
    CHECK(meet("kerusakan", "rusaknya"));
}

TEST_CASE("what only looks like a form stays what it is") {
    for (const std::string word : {"printer", "server", "kertas", "berkas", "laptop", "layar", "dinding", "driver", "keyboard", "tinta", "buku",
                                   "baterai", "bunyi", "kabel", "wifi", "monitor", "kanan", "pelan", "bulan", "ke", "an", "i", ""}) {
        INFO(word);
        CHECK(stems_id(word).empty());
    }
    for (const auto& [one, other] : std::vector<std::pair<std::string, std::string>>{
             {"cetak", "catat"}, {"sambung", "simpan"}, {"kunci", "kirim"}, {"layar", "layanan"}, {"mati", "nyala"}, {"rusak", "hapus"}}) {
        INFO(one << ' ' << other);
        CHECK_FALSE(meet(one, other));
    }
}

TEST_CASE("a stem is never the word itself, never short of three letters, and there are few") {
    for (const std::string word : {"memperbaikinya", "dikeluarkannya", "pertanggungjawabannya", "mengakukannya", "menyekanya", "aaaaaaaaaa",
                                   "dididididi", "mememememe", "peperangan", "kekekekeke", "nyanyanya", "lahlahlah"}) {
        INFO(word);
        const auto stems = stems_id(word);
        CHECK(stems.size() <= 6);
        for (const auto& stem : stems) {
            CHECK(stem != word);
            CHECK(stem.size() >= 3);
        }
    }
}

TEST_CASE("English words meet without their endings") {
    for (const auto& [form, root] : std::vector<std::pair<std::string, std::string>>{
             {"printers", "printer"}, {"printing", "print"}, {"jammed", "jam"}, {"jams", "jam"}, {"batteries", "battery"},
             {"freezing", "freeze"}, {"switches", "switch"}, {"cables", "cable"}, {"settings", "setting"}, {"stopped", "stop"},
             {"charging", "charge"}, {"connected", "connecting"}, {"boxes", "box"}, {"missing", "miss"}}) {
        INFO(form);
        CHECK(stem_en(form) == stem_en(root));
    }
    for (const std::string word : {"wireless", "access", "status", "this", "red", "ring", "bus", ""}) CHECK(stem_en(word) == word);
}

TEST_CASE("text is parted into words without case and accents") {
    CHECK(search_words("Printer lantai-3, MACET!") == Words{"printer", "lantai", "3", "macet"});
    CHECK(search_words("Café São Łódź ŽIŽEK Ệ") == Words{"cafe", "sao", "lodz", "zizek", "e"});
    CHECK(search_words("cafe\u0301 na\u00efve") == Words{"cafe", "naive"});
    CHECK(search_words("Wi-Fi e-mail nge-print laptop-laptop") == Words{"wifi", "email", "ngeprint", "laptop", "laptop"});
    CHECK(search_words("WO-JKT-07-00123 AST-001234K") == Words{"wo", "jkt", "07", "00123", "ast", "001234k"});
    CHECK(search_words("can't \u201cuser\u2019s\u201d \u2014 Привет ΑΒΓ") == Words{"cant", "users", "привет", "αβγ"});
    CHECK(search_words("budi@contoh.co.id a_b\"*(){}^:") == Words{"budi", "contoh", "co", "id", "a", "b"});
    CHECK(search_words("").empty());
    CHECK(search_words("-- - \xff\xfe \U0001F600").empty());
    CHECK(search_words(std::string(1000, 'a')) == Words{std::string(40, 'a')});
    CHECK(search_words(std::string(39, 'a') + "é\u0444") == Words{std::string(39, 'a') + "e"});
    CHECK(search_stems("jkt01") == Words{});
    CHECK(is_filler("yang"));
    CHECK(is_filler("how"));
    CHECK_FALSE(is_filler("printer"));
}
