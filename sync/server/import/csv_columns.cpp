#include "sync/server/import/csv_columns.hpp"

#include <algorithm>
#include <array>

#include "platform/core/text.hpp"
#include "sync/model/catalogue.hpp"

namespace sigap {
namespace {

struct Alias {
    Kind kind;
    std::string_view field;      // "serial", or "model.number" for what describes the record that `model` names
    std::string_view title_key;  // as column_key writes it
};

constexpr Kind a = Kind::asset, p = Kind::person, l = Kind::location, u = Kind::org_unit;

// Snipe-IT's asset export and hardware list, GLPI's and Lansweeper's words where they are plain, and Indonesian registers.
// clang-format off
constexpr Alias aliases[] = {
    {a, "name", "assetname"}, {a, "name", "itemname"}, {a, "name", "namaaset"}, {a, "name", "namabarang"}, {a, "name", "nama"},
    {a, "name", "computername"},
    {a, "tag", "assettag"}, {a, "tag", "inventorynumber"}, {a, "tag", "tagaset"}, {a, "tag", "labelaset"}, {a, "tag", "kodeaset"},
    {a, "tag", "kodebarang"}, {a, "tag", "nomorinventaris"}, {a, "tag", "noinventaris"}, {a, "tag", "nomoraset"}, {a, "tag", "noaset"},
    {a, "serial", "serialnumber"}, {a, "serial", "serialno"}, {a, "serial", "sn"}, {a, "serial", "nomorseri"}, {a, "serial", "noseri"},
    {a, "model", "modelname"}, {a, "model", "namamodel"}, {a, "model", "tipe"}, {a, "model", "tipemodel"},
    {a, "model.number", "modelno"}, {a, "model.number", "modelnumber"}, {a, "model.number", "nomormodel"}, {a, "model.number", "nomodel"},
    {a, "model.category", "category"}, {a, "model.category", "kategori"}, {a, "model.category", "jenis"},
    {a, "model.category", "jenisbarang"}, {a, "model.category", "golongan"},
    {a, "model.manufacturer", "manufacturer"}, {a, "model.manufacturer", "merek"}, {a, "model.manufacturer", "merk"},
    {a, "model.manufacturer", "pabrikan"}, {a, "model.manufacturer", "pembuat"},
    {a, "status", "statuslabel"}, {a, "status", "statusaset"},
    {a, "condition", "kondisi"}, {a, "condition", "keadaan"},
    {a, "holder", "checkedoutto"}, {a, "holder", "checkedouttofullname"}, {a, "holder", "assignedto"}, {a, "holder", "fullname"},
    {a, "holder", "pengguna"}, {a, "holder", "pemegang"}, {a, "holder", "dipakaioleh"}, {a, "holder", "penanggungjawab"},
    {a, "location", "defaultlocation"}, {a, "location", "lokasi"}, {a, "location", "ruang"}, {a, "location", "ruangan"},
    {a, "org_unit", "department"}, {a, "org_unit", "departemen"}, {a, "org_unit", "unitkerja"}, {a, "org_unit", "bagian"},
    {a, "purchased_at", "purchasedate"}, {a, "purchased_at", "purchased"}, {a, "purchased_at", "tanggalbeli"}, {a, "purchased_at", "tglbeli"},
    {a, "purchased_at", "tanggalpembelian"}, {a, "purchased_at", "tglpembelian"}, {a, "purchased_at", "tanggalperolehan"},
    {a, "purchased_at", "tglperolehan"},
    {a, "cost", "purchasecost"}, {a, "cost", "price"}, {a, "cost", "harga"}, {a, "cost", "hargabeli"}, {a, "cost", "hargarp"},
    {a, "cost", "hargaperolehan"}, {a, "cost", "nilaiperolehan"},
    {a, "supplier", "vendor"}, {a, "supplier", "pemasok"}, {a, "supplier", "penyedia"},
    {a, "order_number", "orderno"}, {a, "order_number", "nopo"}, {a, "order_number", "nomorpo"}, {a, "order_number", "nomorpesanan"},
    {a, "warranty_until", "warrantyexpires"}, {a, "warranty_until", "warrantyexpiration"}, {a, "warranty_until", "warrantyenddate"},
    {a, "warranty_until", "garansisampai"}, {a, "warranty_until", "akhirgaransi"}, {a, "warranty_until", "masagaransi"},
    {a, "remarks", "comments"}, {a, "remarks", "catatan"}, {a, "remarks", "keterangan"},
    {a, "mac", "macaddress"}, {a, "mac", "alamatmac"}, {a, "os", "operatingsystem"}, {a, "os", "sistemoperasi"}, {a, "cpu", "prosesor"},
    {p, "name", "fullname"}, {p, "name", "nama"}, {p, "name", "namalengkap"}, {p, "login", "username"}, {p, "phone", "telepon"},
    {p, "phone", "nohp"}, {p, "job_title", "jabatan"}, {p, "org_unit", "department"}, {p, "org_unit", "departemen"},
    {p, "org_unit", "unitkerja"}, {p, "site", "location"}, {p, "site", "lokasi"}, {p, "email", "surel"},
    {l, "name", "lokasi"}, {l, "name", "nama"}, {l, "code", "kode"}, {l, "parent", "induk"}, {l, "address", "alamat"}, {l, "phone", "telepon"},
    {u, "name", "nama"}, {u, "name", "department"}, {u, "code", "kode"}, {u, "parent", "induk"},
};
// clang-format on

CsvColumn found(const KindInfo& kind, const std::string& title) {
    const std::string key = column_key(title);
    const auto by_name = [&](const FieldInfo& field) { return column_key(field.name) == key || column_key(field.csv) == key; };
    if (key.empty()) return {title, nullptr, nullptr};
    if (const auto at = std::ranges::find_if(kind.fields, by_name); at != kind.fields.end()) return {title, &*at, nullptr};
    for (const auto& alias : aliases) {
        if (alias.kind != kind.kind || alias.title_key != key) continue;
        const auto dot = alias.field.find('.');
        const FieldInfo* field = kind.find(alias.field.substr(0, dot));
        if (!field || dot == std::string_view::npos) return {title, field, nullptr};
        return {title, field, catalogue().at(field->target).find(alias.field.substr(dot + 1))};
    }
    return {title, nullptr, nullptr};
}

}  // namespace

std::string column_key(std::string_view title) {
    std::string key;
    for (const char c : lower_ascii(title))
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) key += c;
    return key;
}

std::vector<CsvColumn> map_columns(const KindInfo& kind, const std::vector<std::string>& header) {
    std::vector<CsvColumn> columns;
    for (const auto& title : header) {
        CsvColumn column = found(kind, title);
        for (const auto& earlier : columns)
            if (column.field && earlier.field == column.field && earlier.of_target == column.of_target) column = {title, nullptr, nullptr};
        columns.push_back(std::move(column));
    }
    return columns;
}

}  // namespace sigap
