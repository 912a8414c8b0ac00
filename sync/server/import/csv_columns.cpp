#include "sync/server/import/csv_columns.hpp"

#include <algorithm>

#include "platform/core/text.hpp"
#include "sync/model/catalogue.hpp"

namespace sigap {
namespace {

struct Alias {
    Kind kind;
    std::string_view field;       // "serial", or "model.number" for what describes the record that `model` names
    std::string_view title_keys;  // as column_key writes them
};

constexpr Kind a = Kind::asset, p = Kind::person, l = Kind::location, u = Kind::org_unit;

// Snipe-IT's asset export, GLPI's and Lansweeper's words where they are plain, and Indonesian registers.
constexpr Alias aliases[] = {
    {a, "name", "assetname itemname namaaset namabarang nama computername"},
    {a, "tag",
     "assettag inventorynumber tagaset labelaset kodeaset "
     "kodebarang nomorinventaris noinventaris nomoraset noaset"},
    {a, "serial", "serialnumber serialno sn nomorseri noseri"},
    {a, "model", "modelname namamodel tipe tipemodel"},
    {a, "model.number", "modelno modelnumber nomormodel nomodel"},
    {a, "model.category", "category kategori jenis jenisbarang golongan"},
    {a, "model.manufacturer", "manufacturer merek merk pabrikan pembuat"},
    {a, "status", "statuslabel statusaset"},
    {a, "condition", "kondisi keadaan"},
    {a, "holder",
     "checkedoutto checkedouttofullname assignedto fullname "
     "pengguna pemegang dipakaioleh penanggungjawab"},
    {a, "location", "defaultlocation lokasi ruang ruangan"},
    {a, "org_unit", "department departemen unitkerja bagian"},
    {a, "purchased_at",
     "purchasedate purchased tanggalbeli tglbeli "
     "tanggalpembelian tglpembelian tanggalperolehan tglperolehan"},
    {a, "cost", "purchasecost price harga hargabeli hargarp hargaperolehan nilaiperolehan"},
    {a, "supplier", "vendor pemasok penyedia"},
    {a, "order_number", "orderno nopo nomorpo nomorpesanan"},
    {a, "warranty_until",
     "warrantyexpires warrantyexpiration warrantyenddate "
     "garansisampai akhirgaransi masagaransi"},
    {a, "remarks", "comments catatan keterangan"},
    {a, "mac", "macaddress alamatmac"},
    {a, "os", "operatingsystem sistemoperasi"},
    {a, "cpu", "prosesor"},
    {p, "name", "fullname nama namalengkap"},
    {p, "login", "username"},
    {p, "phone", "telepon nohp"},
    {p, "job_title", "jabatan"},
    {p, "org_unit", "department departemen unitkerja"},
    {p, "site", "location lokasi"},
    {p, "email", "surel"},
    {l, "name", "lokasi nama"},
    {l, "code", "kode"},
    {l, "parent", "induk"},
    {l, "address", "alamat"},
    {l, "phone", "telepon"},
    {u, "name", "nama department"},
    {u, "code", "kode"},
    {u, "parent", "induk"},
};

bool names(const Alias& alias, std::string_view key) {
    const auto keys = split(alias.title_keys, ' ');
    return std::ranges::find(keys, key) != keys.end();
}

CsvColumn found(const KindInfo& kind, const std::string& title) {
    const std::string key = column_key(title);
    const auto by_name = [&](const FieldInfo& field) {
        return column_key(field.name) == key || column_key(field.csv) == key;
    };
    if (key.empty()) return {title, nullptr, nullptr};
    if (const auto at = std::ranges::find_if(kind.fields, by_name); at != kind.fields.end())
        return {title, &*at, nullptr};
    for (const auto& alias : aliases) {
        if (alias.kind != kind.kind || !names(alias, key)) continue;
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
            if (column.field && earlier.field == column.field && earlier.of_target == column.of_target)
                column = {title, nullptr, nullptr};
        columns.push_back(std::move(column));
    }
    return columns;
}

}  // namespace sigap
