#include "tests/client/report/report_sample.hpp"

#include <stb/stb_image_write.h>

#include <algorithm>

#include "platform/crypto/hash.hpp"

namespace sigap::testing {

namespace {

// 2 March 2026, 08:00 in Jakarta, and so many minutes later.
Timestamp after(std::int64_t minutes) { return {1'772'413'200'000 + minutes * 60'000}; }

void append_block(void* to, void* from, int count) {
    static_cast<std::string*>(to)->append(static_cast<const char*>(from), static_cast<std::size_t>(count));
}

}  // namespace

std::string sample_jpeg(int width, int height, unsigned seed) {
    std::vector<unsigned char> rgb;
    rgb.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (const unsigned c : {seed, seed / 2, seed / 3})
                rgb.push_back(static_cast<unsigned char>(
                    70 + (static_cast<unsigned>(x) * 90 / static_cast<unsigned>(width) +
                          static_cast<unsigned>(y) * 60 / static_cast<unsigned>(height) + c * 37) %
                             160));
    std::string out;
    stbi_write_jpg_to_func(append_block, &out, width, height, 3, rgb.data(), 80);
    return out;
}

Report sample_report(const SampleSize& size) {
    constexpr const char* texts[][2] = {
        {"Ambil dok lama dan catat nomor serinya", "Collect the old dock and write down its serial number"},
        {"Perbarui firmware dok baru", "Update the new dock's firmware"},
        {"Catat nomor port jaringan", "Write down the network port"},
        {"Pengguna menguji kedua layar, kamera, dan pengeras suara",
         "The user tests both displays, the camera and the speakers"}};
    Report report;
    report.visit = *parse_uuid("0198c2a4-7d1e-7b3a-9f42-1c5d6e7f8091");
    report.organisation = size.long_names ? "Dinas Komunikasi, Informatika, Statistik, dan Persandian Provinsi "
                                            "Kalimantan Tengah Bagian Layanan Pengguna Akhir"
                                          : "PT Contoh Nusantara";
    report.number = "WO-JKT-07-00123";
    report.title = size.long_names ? "Penggantian docking station, pemeriksaan seluruh kabel layar, dan pemindahan "
                                     "data dari laptop lama ke laptop baru untuk bagian keuangan lantai tiga"
                                   : "Penggantian docking station";
    report.description = "Layar kedua sering mati sejak Senin.";
    report.status = VisitStatus::completed;
    report.client = size.long_names
                        ? "Raden Ayu Siti Kartikawati Kusumaningrum Wijayakusuma-Prawirodirdjo, S.E., M.M., Ak."
                        : "Maya Putri";
    report.client_phone = "+62215550100";
    report.place = {"Kantor Pusat", "Gedung B",
                    size.long_names ? "Ruang Rapat Besar Lantai Tiga Sayap Timur dekat Tangga Darurat" : "Ruang 3.14"};
    report.utc_offset_minutes = 420;
    report.asset_name = "Laptop keuangan";
    report.asset_tag = "LT-0001";
    report.asset_serial =
        size.long_names ? "5CG1234ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" : "ABC1234";
    report.asset_model = "Latitude 5440";
    report.technician = "Budi Santoso";
    report.accepted_at = after(0);
    report.travelling_at = after(10);
    report.arrived_at = after(45);
    report.completed_at = after(140);
    report.break_seconds = 600;
    report.outcome = "Dok diganti; kedua layar bekerja.";
    report.findings = "Kabel dok lama tertekuk di belakang meja.";
    report.procedure_code = "SOP-EUS-900";
    report.procedure_id = "Ganti dok";
    report.procedure_en = "Replace a dock";
    report.procedure_version = 2;
    for (std::size_t i = 0; i < size.steps; ++i) {
        ReportStep step;
        step.position = static_cast<std::int64_t>(i) + 1;
        step.text_id = texts[i % 4][0];
        step.text_en = texts[i % 4][1];
        step.state = i % 4 == 3 ? StepState::skipped : StepState::done;
        if (i % 4 == 2) step.value = "port 12";
        if (i % 4 == 3) step.skip_reason = "Tidak ada layar kedua di ruangan ini";
        step.done_by = "Budi Santoso";
        step.done_at = after(50 + static_cast<std::int64_t>(i));
        report.steps.push_back(step);
    }
    for (std::size_t i = 0; i < size.parts; ++i)
        report.parts.push_back(
            {"Kabel USB-C " + std::to_string(i + 1) + " m", "USBC-" + std::to_string(i + 1), "buah", 1});
    for (std::size_t i = 0; i < size.notes; ++i)
        report.notes.push_back({"Budi Santoso", after(60 + static_cast<std::int64_t>(i)),
                                "Klien meminta kabel yang lebih panjang untuk meja berdiri."});
    for (std::size_t i = 0; i < size.photos; ++i) {
        const std::string number = std::to_string(i + 1);
        report.files.push_back({to_hex(sha256(number)), "image/jpeg", "foto" + number + ".jpg",
                                i % 3 == 2 ? "" : "Foto " + number + ": dok sesudah diganti", "Budi Santoso", 1000,
                                after(70 + static_cast<std::int64_t>(i))});
    }
    report.signatures.push_back({report.client, {}, report.technician, {{{40, 300}, {160, 60}, {240, 320}, {400, 90}}, {{420, 330}, {900, 280}}},
                                 false, to_hex(sha256(report.title)), after(142), false});
    report.ratings.push_back({4, "Cepat dan ramah.", after(143)});
    return report;
}

report::Pictures sample_pictures(const Report& report) {
    report::Pictures pictures;
    for (unsigned i = 0; i < report.files.size(); ++i) {
        const bool tall = i % 5 == 1;
        auto picture = print_picture(sample_jpeg(tall ? 120 : 200, tall ? 200 : 150, i));
        if (!picture) throw std::runtime_error(picture.error().message);
        pictures.files.push_back(std::move(*picture));
    }
    return pictures;
}

}  // namespace sigap::testing
