// Names and an order for ids that stay the same whatever the clocks say: who was born when, and of which operation.
// Ids themselves begin with their author's clock. One thread.
#pragma once

#include <string>
#include <unordered_map>
#include <utility>

#include "platform/core/ids.hpp"

namespace sigap::simulation {

class Names {
public:
    // A root: a prepared row or an operation. The rows that an operation gives birth to are known through it.
    void add(const Uuid& root, std::string name);
    // "laptop", "op12", "op12+3"; "?" for an id of nobody known.
    std::string of(const Uuid& id) const;
    // Sorts by birth; unknown ids come last.
    std::pair<std::size_t, int> place(const Uuid& id) const;

private:
    struct Root {
        std::size_t ordinal = 0;
        unsigned tail = 0;
        std::string name;
    };
    // A derived id differs from its operation's in the last two bytes alone.
    static Uuid stem(Uuid id);
    static unsigned tail(const Uuid& id) { return static_cast<unsigned>(id.bytes[14] << 8 | id.bytes[15]); }

    std::unordered_map<Uuid, Root> roots_;
};

}  // namespace sigap::simulation
