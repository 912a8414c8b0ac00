#include "sync/server/demo/equipment.hpp"

#include <array>
#include <map>

#include "platform/core/asset_tag.hpp"
#include "sync/model/kinds/asset.hpp"

namespace sigap::demo {
namespace {

struct CategoryText {
    std::string_view word, tag_prefix, called;
};
constexpr std::array<CategoryText, 10> category_texts{{
    {"laptop", "LTP", "Laptop"},
    {"desktop", "DKT", "PC"},
    {"monitor", "MON", "Monitor"},
    {"printer", "PRN", "Printer"},
    {"switch", "NSW", "Switch"},
    {"access_point", "WAP", "Access point"},
    {"ups", "UPS", "UPS"},
    {"dock", "DCK", "Dok"},
    {"telephone", "TEL", "Telepon"},
    {"projector", "PRJ", "Proyektor"},
}};

struct ModelText {
    std::string_view category, manufacturer, name, number;
    std::int64_t memory_mib, disk_gib, warranty_months, cost;
    std::string_view cpu;
};
constexpr std::array<ModelText, 25> model_texts{{
    {"laptop", "Lenovo", "ThinkPad T14 Gen 4", "21HD", 16384, 512, 36, 21'500'000, "Intel Core i5-1335U"},
    {"laptop", "Lenovo", "ThinkPad L13 Gen 3", "21B3", 8192, 256, 36, 16'200'000, "Intel Core i5-1235U"},
    {"laptop", "Dell", "Latitude 5440", "LAT5440", 16384, 512, 36, 20'400'000, "Intel Core i5-1345U"},
    {"laptop", "HP", "EliteBook 840 G10", "EB840G10", 16384, 512, 36, 22'900'000, "Intel Core i7-1355U"},
    {"laptop", "ASUS", "ExpertBook B1", "B1402CBA", 8192, 512, 24, 11'300'000, "Intel Core i5-1235U"},
    {"desktop", "Dell", "OptiPlex 7010 SFF", "D15S", 16384, 512, 36, 14'800'000, "Intel Core i5-13500"},
    {"desktop", "HP", "ProDesk 400 G9", "PD400G9", 8192, 512, 36, 12'600'000, "Intel Core i5-12500"},
    {"desktop", "Lenovo", "ThinkCentre M70q Gen 3", "11T3", 8192, 256, 36, 11'900'000, "Intel Core i3-12100T"},
    {"monitor", "Dell", "P2422H", "P2422HF", 0, 0, 36, 3'400'000, ""},
    {"monitor", "LG", "24MP400", "24MP400-B", 0, 0, 36, 1'750'000, ""},
    {"printer", "HP", "LaserJet Pro M404dn", "W1A53A", 0, 0, 12, 5'900'000, ""},
    {"printer", "Brother", "HL-L5100DN", "HLL5100DN", 0, 0, 36, 5'200'000, ""},
    {"printer", "Epson", "EcoTank L3250", "C11CJ67501", 0, 0, 24, 2'700'000, ""},
    {"printer", "Epson", "LQ-310", "C11CC25321", 0, 0, 24, 3'300'000, ""},
    {"switch", "Cisco", "Catalyst 9200L-24P", "C9200L-24P-4G-E", 0, 0, 60, 38'500'000, ""},
    {"switch", "MikroTik", "CRS326-24G-2S+RM", "CRS326-24G-2S+RM", 0, 0, 12, 3'600'000, ""},
    {"access_point", "Ubiquiti", "UniFi U6 Lite", "U6-LITE", 0, 0, 12, 1'900'000, ""},
    {"ups", "APC", "Smart-UPS 1500", "SMT1500IC", 0, 0, 36, 11'200'000, ""},
    {"ups", "APC", "Back-UPS 1100", "BX1100LI-MS", 0, 0, 24, 1'950'000, ""},
    {"dock", "Dell", "Dock WD19S", "WD19S130", 0, 0, 36, 3'700'000, ""},
    {"dock", "Lenovo", "ThinkPad USB-C Dock Gen 2", "40AS", 0, 0, 36, 3'500'000, ""},
    {"telephone", "Yealink", "SIP-T31P", "SIP-T31P", 0, 0, 12, 950'000, ""},
    {"telephone", "Cisco", "IP Phone 7821", "CP-7821-K9", 0, 0, 12, 1'650'000, ""},
    {"telephone", "Panasonic", "KX-TS505", "KX-TS505MX", 0, 0, 12, 240'000, ""},
    {"projector", "Epson", "EB-X51", "V11H976052", 0, 0, 24, 7'100'000, ""},
}};

constexpr std::string_view operating_system = "Windows 11 Pro 23H2";

class Maker {
public:
    Maker(World& world, const Organisation& organisation, Timestamp founded)
        : world_(world), organisation_(organisation) {
        for (std::size_t i = 0; i < model_texts.size(); ++i) {
            const ModelText& text = model_texts[i];
            AssetModel model;
            model.name = text.name, model.manufacturer = text.manufacturer, model.number = text.number;
            model.category = text.category, model.warranty_months = text.warranty_months;
            model.standard_memory_mib = text.memory_mib, model.standard_disk_gib = text.disk_gib;
            models_.push_back(world.add(model, founded));
            of_category_[text.category].push_back(i);
        }
    }

    bool full() const { return out_.items.size() >= demo_assets; }

    void in_use(std::string_view category, std::size_t room, const Member* holder = nullptr) {
        const std::string whose = holder ? std::string(holder->name) : organisation_.rooms[room].full_name;
        Asset asset = built(category, room);
        asset.name += " " + whose;
        asset.status = AssetStatus::in_use;
        asset.condition = world_.chance(80) ? AssetCondition::good : AssetCondition::worn;
        if (holder) asset.holder = holder->id, asset.org_unit = holder->unit;
        keep(asset, category, room);
    }

    // What stands in a store: new, waiting for repair, retired, disposed of, or lost sight of.
    void in_store(std::string_view category, std::size_t room) {
        Asset asset = built(category, room);
        const auto dice = world_.below(100);
        asset.name += " cadangan";
        asset.condition = AssetCondition::good;
        if (dice < 55) {
            asset.status = AssetStatus::in_stock;
        } else if (dice < 63) {
            asset.status = AssetStatus::configuring;
        } else if (dice < 75) {
            asset.status = AssetStatus::in_repair, asset.condition = AssetCondition::broken;
        } else if (dice < 90) {
            asset.status = AssetStatus::retired, asset.condition = AssetCondition::worn;
        } else if (dice < 96) {
            asset.status = AssetStatus::disposed, asset.condition = AssetCondition::broken;
            asset.wipe_proof = "SRT-" + std::to_string(2026'0000 + out_.items.size()) + " (NIST SP 800-88 Purge)";
        } else {
            asset.status = AssetStatus::missing, asset.condition = AssetCondition::unknown;
        }
        keep(asset, category, room);
    }

    Equipment take() { return std::move(out_); }

private:
    Asset built(std::string_view category, std::size_t room) {
        const std::size_t which = world_.pick(of_category_.at(category));
        const ModelText& model = model_texts[which];
        const CategoryText& kind = text_of(category);
        Asset asset;
        asset.tag = make_asset_tag(kind.tag_prefix, ++numbers_[category]).value();
        asset.serial = serial();
        asset.name = kind.called;
        asset.model = models_[which];
        asset.location = organisation_.rooms[room].id;
        asset.purchased_at = {world_.now().ms - world_.between(60, 6 * 365) * day_ms};
        asset.warranty_until = later(asset.purchased_at, model.warranty_months * 365 * day_ms / 12);
        asset.cost = model.cost;
        asset.supplier = world_.chance(50) ? "PT Mitra Contoh Komputindo" : "CV Sumber Contoh Teknologi";
        if (model.memory_mib > 0) {
            asset.cpu = model.cpu;
            // Some machines are below their own standard: that is what the standard is for.
            asset.memory_mib = world_.chance(12) ? model.memory_mib / 2 : model.memory_mib;
            asset.disk_gib = model.disk_gib;
            asset.os = operating_system;
            asset.system_uuid = to_string(world_.new_id(asset.purchased_at));
        }
        if (category != "monitor" && category != "projector" && category != "ups") asset.mac = mac();
        return asset;
    }

    void keep(const Asset& asset, std::string_view category, std::size_t room) {
        const Uuid id = world_.add(asset, asset.purchased_at);
        out_.items.push_back({id, category, room, asset.holder, asset.status == AssetStatus::in_use});
    }

    std::string serial() {
        static constexpr std::string_view letters = "0123456789ABCDEFGHJKLMNPQRSTVWXYZ";
        std::string text = "5";
        for (int i = 0; i < 8; ++i) text += letters[world_.below(letters.size())];
        return text;
    }

    // Locally administered, so that it is no real device's.
    std::string mac() {
        static constexpr std::string_view hex = "0123456789abcdef";
        std::string text = "02";
        for (int i = 0; i < 5; ++i) text += std::string(":") + hex[world_.below(16)] + hex[world_.below(16)];
        return text;
    }

    static const CategoryText& text_of(std::string_view category) {
        for (const auto& text : category_texts)
            if (text.word == category) return text;
        throw std::logic_error("demo: no category " + std::string(category));
    }

    World& world_;
    const Organisation& organisation_;
    std::vector<Uuid> models_;
    std::map<std::string_view, std::vector<std::size_t>> of_category_;
    std::map<std::string_view, std::uint32_t> numbers_;
    Equipment out_;
};

void equip_people(Maker& maker, const Organisation& organisation, World& world) {
    for (const auto& person : organisation.people) {
        if (person.role == Role::kiosk) continue;
        const bool laptop = person.role != Role::none || world.chance(65);
        maker.in_use(laptop ? "laptop" : "desktop", person.room, &person);
        maker.in_use("monitor", person.room, &person);
        maker.in_use("telephone", person.room, &person);
        if (laptop) maker.in_use("dock", person.room, &person);
    }
}

void equip_rooms(Maker& maker, const Organisation& organisation) {
    const auto some = [&](std::size_t count, std::string_view category, std::size_t room) {
        for (std::size_t i = 0; i < count; ++i) maker.in_use(category, room);
    };
    std::string_view floor;
    for (std::size_t i = 0; i < organisation.rooms.size(); ++i) {
        const Room& room = organisation.rooms[i];
        if (room.floor != floor) {
            floor = room.floor;
            some(1, "switch", i), some(2, "access_point", i), some(1, "ups", i);
        }
        if (room.name.starts_with("Ruang Rapat"))
            some(1, "projector", i), some(1, "telephone", i), some(1, "desktop", i);
        else if (room.name == "Ruang Pelatihan")
            some(16, "desktop", i), some(16, "monitor", i), some(1, "projector", i);
        else if (room.name == "Ruang Server") some(3, "switch", i), some(3, "ups", i);
        else if (room.name == "Loket Layanan")
            some(4, "desktop", i), some(4, "monitor", i), some(4, "printer", i), some(3, "ups", i);
        else some(2, "printer", i), some(1, "telephone", i), some(1, "ups", i);
    }
}

}  // namespace

Uuid Equipment::near(World& world, const Organisation& organisation, const Member& person,
                     std::string_view category) const {
    std::vector<Uuid> own, floor, site;
    const Room& home = organisation.rooms[person.room];
    for (const auto& item : items) {
        if (item.category != category || !item.in_use) continue;
        const Room& room = organisation.rooms[item.room];
        if (item.holder == person.id) own.push_back(item.id);
        else if (item.holder) continue;
        else if (room.floor == home.floor) floor.push_back(item.id);
        else if (room.site == home.site) site.push_back(item.id);
    }
    for (const auto* choice : {&own, &floor, &site})
        if (!choice->empty()) return world.pick(*choice);
    return {};
}

Equipment make_equipment(World& world, const Organisation& organisation, Timestamp founded) {
    Maker maker(world, organisation, founded);
    equip_people(maker, organisation, world);
    equip_rooms(maker, organisation);
    const std::array stores{organisation.room_index(0, "Gudang TI"), organisation.room_index(1, "Ruang TI"),
                            organisation.room_index(2, "Gudang")};
    static constexpr std::array<std::string_view, 8> stored{"laptop", "desktop",   "monitor", "printer",
                                                            "dock",   "telephone", "laptop",  "desktop"};
    for (std::size_t i = 0; !maker.full(); ++i)
        maker.in_store(stored[i % stored.size()], stores[i % 5 < 3 ? 0 : i % 5 - 2]);
    return maker.take();
}

}  // namespace sigap::demo
