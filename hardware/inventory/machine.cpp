#include "hardware/inventory/machine.hpp"

#include "hardware/inventory/machine_json.hpp"
#include "hardware/inventory/reader.hpp"
#include "platform/core/serial_number.hpp"
#include "platform/core/text.hpp"

namespace sigap {

std::string_view name_of(UnreadReason reason) {
    switch (reason) {
        case UnreadReason::needs_root: return "needs_root";
        case UnreadReason::absent: return "absent";
        case UnreadReason::malformed: return "malformed";
        case UnreadReason::limit: return "limit";
        case UnreadReason::failed: break;
    }
    return "failed";
}

Result<MachineFacts> read_machine(const SystemFiles& files) {
    if (!files.list("/proc") && !files.list("/sys"))
        return fail(ErrorCode::not_found, "neither /proc nor /sys can be read here, so the machine tells nothing",
                    "no_system_files");
    MachineFacts facts;
    inventory::Reader reader(files, facts);
    inventory::read_identity(reader);
    inventory::read_cpu(reader);
    inventory::read_memory(reader);
    inventory::read_disks(reader);
    inventory::read_network(reader);
    inventory::read_batteries(reader);
    inventory::read_os(reader);
    inventory::read_virtual_machine(reader);
    clean_texts(facts);
    return facts;
}

std::string model_name(const MachineFacts& facts) {
    const SystemFacts& system = facts.system;
    const bool in_version =
        starts_with_ignoring_case(system.vendor, "lenovo") && !is_placeholder_serial(system.version);
    if (in_version) return system.version;
    return system.product.empty() || is_placeholder_serial(system.product) ? facts.board.product : system.product;
}

std::vector<std::string> placeholders(const MachineFacts& facts) {
    std::vector<std::string> found;
    const auto look = [&](std::string_view name, const std::string& value, bool (*is_placeholder)(std::string_view)) {
        if (!value.empty() && is_placeholder(value)) found.emplace_back(name);
    };
    look("system.serial", facts.system.serial, is_placeholder_serial);
    look("system.uuid", facts.system.uuid, is_placeholder_uuid);
    look("system.product", facts.system.product, is_placeholder_serial);
    look("board.serial", facts.board.serial, is_placeholder_serial);
    look("board.asset_tag", facts.board.asset_tag, is_placeholder_serial);
    look("chassis.serial", facts.chassis.serial, is_placeholder_serial);
    look("chassis.asset_tag", facts.chassis.asset_tag, is_placeholder_serial);
    return found;
}

}  // namespace sigap
