// Network interfaces and batteries, as /sys/class lists them.
#include <algorithm>

#include "hardware/inventory/reader.hpp"
#include "hardware/inventory/smbios.hpp"

namespace sigap::inventory {

namespace {

// Numbers of include/uapi/linux/if_arp.h.
constexpr std::int64_t arp_ethernet = 1, arp_loopback = 772, arp_none = 65534;

std::string kind_of(Reader& reader, const std::string& folder, std::int64_t type) {
    if (reader.is_folder(folder + "/wireless") || reader.is_folder(folder + "/phy80211")) return "wifi";
    if (reader.is_folder(folder + "/bridge")) return "bridge";
    if (reader.is_folder(folder + "/bonding")) return "bond";
    if (type == arp_none || !reader.text(folder + "/tun_flags").empty()) return "tunnel";
    return type == arp_ethernet ? "ethernet" : "other";
}

}  // namespace

void read_network(Reader& reader) {
    constexpr std::size_t most = 64;  // a host of containers has hundreds
    for (const std::string& name : reader.names("/sys/class/net", "network")) {
        const std::string folder = "/sys/class/net/" + name;
        const std::int64_t type = reader.number(folder + "/type");
        if (type == 0 || type == arp_loopback) continue;
        if (reader.facts().network.size() == most) {
            reader.note("network", "/sys/class/net", UnreadReason::limit);
            return;
        }
        NetworkFacts card;
        const auto place = reader.files().link(folder);
        const std::string way = place ? *place : std::string();
        card.name = clean_text(name);
        card.mac = reader.text(folder + "/address");
        card.kind = kind_of(reader, folder, type);
        card.state = reader.text(folder + "/operstate");
        card.mbit = std::max<std::int64_t>(0, reader.number(folder + "/speed"));
        card.is_virtual = way.find("/virtual/") != std::string::npos;
        card.is_usb = way.find("/usb") != std::string::npos;
        card.mac_is_permanent = !card.is_virtual && reader.text(folder + "/addr_assign_type") == "0";
        reader.facts().network.push_back(std::move(card));
    }
}

void read_batteries(Reader& reader) {
    for (const std::string& name : reader.names("/sys/class/power_supply")) {
        const std::string folder = "/sys/class/power_supply/" + name;
        // A mouse's or a pen's battery says its scope is the device.
        if (reader.text(folder + "/type") != "Battery" || reader.text(folder + "/scope") == "Device") continue;
        BatteryFacts battery;
        battery.name = clean_text(name);
        battery.vendor = reader.text(folder + "/manufacturer");
        battery.model = reader.text(folder + "/model_name");
        battery.serial = reader.text(folder + "/serial_number");
        battery.cycles = std::max<std::int64_t>(0, reader.number(folder + "/cycle_count"));
        std::int64_t full = reader.number(folder + "/energy_full");
        std::int64_t design = reader.number(folder + "/energy_full_design");
        if (design == 0) {
            full = reader.number(folder + "/charge_full");
            design = reader.number(folder + "/charge_full_design");
        }
        constexpr std::int64_t no_such_battery = INT64_MAX / 100;
        if (full > 0 && design > 0 && full < no_such_battery)
            battery.health_percent = std::clamp<std::int64_t>(full * 100 / design, 1, 100);
        else reader.note("batteries." + battery.name + ".health_percent", folder, UnreadReason::absent);
        reader.facts().batteries.push_back(std::move(battery));
    }
}

}  // namespace sigap::inventory
