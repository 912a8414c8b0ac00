// Equipment: what kinds of it there are, and each piece. Any thread. Assets retire, they are never deleted.
#pragma once

#include "sync/model/record.hpp"

namespace sigap {

struct AssetModel {
    Uuid id;
    std::string name;
    std::string manufacturer;
    std::string number;
    std::string category;
    std::int64_t standard_memory_mib = 0;
    std::int64_t standard_disk_gib = 0;
    std::int64_t warranty_months = 0;
};
template <>
inline constexpr std::array fields_of<AssetModel>{
    field<&AssetModel::name>(1, "name").needed().sorted().found(),
    field<&AssetModel::manufacturer>(2, "manufacturer").found(),
    field<&AssetModel::number>(3, "number"),
    field<&AssetModel::category>(4, "category"),
    field<&AssetModel::standard_memory_mib>(5, "standard_memory_mib"),
    field<&AssetModel::standard_disk_gib>(6, "standard_disk_gib"),
    field<&AssetModel::warranty_months>(7, "warranty_months"),
};
template <>
inline constexpr KindInfo kind_of<AssetModel>{.kind = Kind::asset_model,
                                              .name = "asset_model",
                                              .fields = fields_of<AssetModel>,
                                              .everyone = true,
                                              .writers = desk_side,
                                              .title = "name"};

enum class AssetStatus : std::uint8_t { ordered, in_stock, configuring, in_use, on_loan, in_repair, missing, retired, disposed };
template <>
inline constexpr std::string_view words_of<AssetStatus>[] = {"ordered",   "in_stock", "configuring", "in_use",  "on_loan",
                                                             "in_repair", "missing",  "retired",     "disposed"};
enum class AssetCondition : std::uint8_t { unknown, good, worn, damaged, broken };
template <>
inline constexpr std::string_view words_of<AssetCondition>[] = {"unknown", "good", "worn", "damaged", "broken"};

struct Asset {
    Uuid id;
    std::string tag;
    std::string serial;
    std::string name;
    Ref<Kind::asset_model> model;
    AssetStatus status{};
    AssetCondition condition{};
    Ref<Kind::location> location;
    Ref<Kind::person> holder;
    Ref<Kind::org_unit> org_unit;
    std::string system_uuid;
    std::string mac;
    std::string cpu;
    std::int64_t memory_mib = 0;
    std::int64_t disk_gib = 0;
    std::string os;
    Timestamp purchased_at;
    std::int64_t cost = 0;  // in the currency's smallest unit in use; rupiah have none
    std::string supplier;
    std::string order_number;
    Timestamp warranty_until;
    std::string remarks;
    std::string wipe_proof;  // needed before disposal
    std::string facts;       // the last scan of the machine, as hardware/inventory writes it
    Timestamp scanned_at;
    std::string labels;
};
template <>
inline constexpr std::array fields_of<Asset>{
    field<&Asset::tag>(1, "tag").merged(Merge::unique).sorted().found().column("Asset Tag"),
    field<&Asset::serial>(2, "serial").sorted().found().column("Serial"),
    field<&Asset::name>(3, "name").needed().sorted().found().column("Asset Name"),
    field<&Asset::model>(4, "model").column("Model"),
    field<&Asset::status>(5, "status").merged(Merge::status).ruled().sorted().column("Status"),
    field<&Asset::condition>(6, "condition").merged(Merge::field_owned),
    field<&Asset::location>(7, "location").place().column("Location"),
    field<&Asset::holder>(8, "holder").sorted().column("Checked Out To"),
    field<&Asset::org_unit>(9, "org_unit").column("Department"),
    field<&Asset::system_uuid>(10, "system_uuid"),
    field<&Asset::mac>(11, "mac"),
    field<&Asset::cpu>(12, "cpu"),
    field<&Asset::memory_mib>(13, "memory_mib"),
    field<&Asset::disk_gib>(14, "disk_gib"),
    field<&Asset::os>(15, "os"),
    field<&Asset::purchased_at>(16, "purchased_at").column("Purchase Date"),
    field<&Asset::cost>(17, "cost").column("Purchase Cost"),
    field<&Asset::supplier>(18, "supplier").column("Supplier"),
    field<&Asset::order_number>(19, "order_number").column("Order Number"),
    field<&Asset::warranty_until>(20, "warranty_until").column("Warranty Expires"),
    field<&Asset::remarks>(21, "remarks").lengthy().column("Notes"),
    field<&Asset::wipe_proof>(22, "wipe_proof").lengthy().ruled(),
    field<&Asset::facts>(23, "facts").lengthy().ruled().merged(Merge::field_owned),
    field<&Asset::scanned_at>(24, "scanned_at").ruled().merged(Merge::field_owned),
    field<&Asset::labels>(25, "labels").merged(Merge::set).ruled().found().from(2),
};
template <>
inline constexpr KindInfo kind_of<Asset>{
    .kind = Kind::asset, .name = "asset", .fields = fields_of<Asset>, .writers = staff, .title = "name"};

}  // namespace sigap
