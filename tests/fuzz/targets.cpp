#include "tests/fuzz/targets.hpp"

namespace sigap::fuzz {

std::span<const Target> targets() {
    static constexpr Target all[] = {
        {"small_messages", fuzz_small_messages}, {"push_request", fuzz_push_request}, {"push_reply", fuzz_push_reply},
        {"pull_reply", fuzz_pull_reply},         {"command", fuzz_command},           {"row", fuzz_row},
        {"csv", fuzz_csv},                       {"csv_import", fuzz_csv_import},     {"procedure", fuzz_procedure},
        {"machine_files", fuzz_machine_files},   {"machine_json", fuzz_machine_json}, {"smbios", fuzz_smbios},
        {"content", fuzz_content},               {"control", fuzz_control},           {"enrolment_code", fuzz_enrolment_code},
        {"human_input", fuzz_human_input},       {"text", fuzz_text},
    };
    return all;
}

}  // namespace sigap::fuzz
