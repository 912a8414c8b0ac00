#include "platform/os/network_cost.hpp"

#include <string_view>

#include "platform/core/text.hpp"
#include "platform/os/files.hpp"

namespace sigap {

bool is_metered(const std::filesystem::path& root) {
    const auto routes = read_file(root / "proc/net/route", 1U << 20U);
    if (!routes) return false;
    bool any = false;
    bool head = true;
    for (const auto line : split(*routes, '\n')) {
        if (std::exchange(head, false)) continue;
        const auto columns = split(line, '\t');
        if (columns.size() < 2 || columns[1] != "00000000") continue;
        const std::string_view card = columns[0];
        const bool mobile = card.starts_with("ww") || card.starts_with("ppp") || card.starts_with("rmnet") || card.starts_with("usb");
        if (!mobile) return false;
        any = true;
    }
    return any;
}

}  // namespace sigap
