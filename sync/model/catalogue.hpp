// Every kind of record and every command, found by name or number. Immutable once made; any thread.
#pragma once

#include <vector>

#include "sync/model/command.hpp"

namespace sigap {

class Catalogue {
public:
    // Adds create_KIND and edit_KIND for each kind with writers. Throws std::logic_error on a number or name used twice.
    Catalogue(std::vector<KindInfo> kinds, std::vector<CommandInfo> commands);

    const std::vector<KindInfo>& kinds() const { return kinds_; }
    const std::vector<CommandInfo>& commands() const { return commands_; }
    const KindInfo* find(Kind kind) const;
    const KindInfo* find(std::string_view name) const;
    const KindInfo& at(Kind kind) const;  // throws std::logic_error
    const CommandInfo* command(std::string_view name) const;
    // Highest `since` of all kinds and fields: the schema's version.
    int version() const;

private:
    std::vector<KindInfo> kinds_;
    std::vector<CommandInfo> commands_;
};

// Sigap's own.
const Catalogue& catalogue();

}  // namespace sigap
