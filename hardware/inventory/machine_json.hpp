// MachineFacts as one JSON document (RFC 8259) and back: what a visit keeps and a later visit compares with. Any
// thread. Unknown facts are left out; sizes are bytes; keys are snake_case; a reader passes over keys it does not know.
#pragma once

#include <string>
#include <string_view>

#include "hardware/inventory/machine.hpp"

namespace sigap {

// {"format":"sigap.machine","version":1,"system":{...},...,"unread":[{"fact","path","why"}],"placeholders":[...]}
std::string to_json(const MachineFacts& facts);

// Every text as it is read from a document: cleaned (smbios.hpp), also where it was joined or cut after it had been.
void clean_texts(MachineFacts& facts);

// Fails with `invalid` for anything else than such a document, with `limit` above 1 MiB. parse(to_json(f)) == f.
Result<MachineFacts> parse_machine(std::string_view json);

}  // namespace sigap
