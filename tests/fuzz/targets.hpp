// What is fuzzed: functions that take any bytes and hand them to a reader of outside input. A crash, a sanitizer's report, an
// exception or a hang is a fault. Run by libFuzzer (main/fuzz_main.cpp), and over the corpus by the ordinary tests. One thread.
#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sigap::fuzz {

struct Target {
    std::string_view name;  // of its folder in corpus/, too
    void (*run)(std::string_view bytes);
};
std::span<const Target> targets();

// What must be so for any input; libFuzzer takes the exception for a crash.
inline void hold(bool property, const char* what) {
    if (!property) throw std::logic_error(what);
}

// Takes the input's first byte, which chooses among `count` things; 0 where there is none.
inline std::size_t choose(std::string_view& bytes, std::size_t count) {
    if (bytes.empty()) return 0;
    const auto choice = static_cast<unsigned char>(bytes[0]) % count;
    bytes.remove_prefix(1);
    return choice;
}

void fuzz_small_messages(std::string_view bytes);
void fuzz_push_request(std::string_view bytes);
void fuzz_push_reply(std::string_view bytes);
void fuzz_pull_reply(std::string_view bytes);
void fuzz_command(std::string_view bytes);
void fuzz_row(std::string_view bytes);
void fuzz_csv(std::string_view bytes);
void fuzz_csv_import(std::string_view bytes);
void fuzz_procedure(std::string_view bytes);
void fuzz_machine_files(std::string_view bytes);
void fuzz_machine_json(std::string_view bytes);
void fuzz_smbios(std::string_view bytes);
void fuzz_content(std::string_view bytes);
void fuzz_control(std::string_view bytes);
void fuzz_enrolment_code(std::string_view bytes);
void fuzz_human_input(std::string_view bytes);
void fuzz_text(std::string_view bytes);

}  // namespace sigap::fuzz
