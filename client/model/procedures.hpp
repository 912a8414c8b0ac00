// The procedures with their newest versions and who has read them: what the library of procedures and `sigap procedures` show.
// The store's thread, inside Replica::read.
#pragma once

#include "sync/model/procedure_text.hpp"
#include "sync/replica/replica.hpp"
#include "sync/model/kinds/procedure.hpp"

namespace sigap {

struct ProcedureLine {
    Procedure procedure;
    ProcedureVersion version;            // the current one; nil where none is published yet
    bool read = false;                   // by this person
    Timestamp read_at;
    std::size_t readers = 0;             // technicians who have read it, as far as this device knows: all of them at the desk
    std::vector<std::string> unread_by;  // technicians who have not, by name; at the desk only
};

// By code.
std::vector<ProcedureLine> procedure_lines(Replica& replica);
std::size_t unread_procedures(const std::vector<ProcedureLine>& lines);
// Oldest first.
std::vector<ProcedureVersion> versions_of(Replica& replica, const Uuid& procedure);
// What a lead edits to publish the next version.
ProcedureText text_of(const Procedure& procedure, const ProcedureVersion& version);

}  // namespace sigap
