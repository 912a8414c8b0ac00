#include "tests/simulation/names.hpp"

namespace sigap::simulation {

Uuid Names::stem(Uuid id) {
    id.bytes[14] = id.bytes[15] = 0;
    return id;
}

void Names::add(const Uuid& root, std::string name) {
    const std::size_t ordinal = roots_.size();
    roots_.try_emplace(stem(root), Root{ordinal, tail(root), std::move(name)});
}

std::string Names::of(const Uuid& id) const {
    if (!id) return "nothing";
    const auto root = roots_.find(stem(id));
    if (root == roots_.end()) return "?";
    const unsigned child = (tail(id) - root->second.tail) & 0xffff;
    return child == 0 ? root->second.name : root->second.name + '+' + std::to_string(child);
}

std::pair<std::size_t, int> Names::place(const Uuid& id) const {
    const auto root = roots_.find(stem(id));
    if (root == roots_.end()) return {SIZE_MAX, 0};
    return {root->second.ordinal, static_cast<int>((tail(id) - root->second.tail) & 0xffff)};
}

}  // namespace sigap::simulation
