// The command line of `sigap`: its grammar, and the carrying out of one command. Text in, ControlReply out, so that it is the
// same whether this process owns the profile or a window does.
#pragma once

#include <optional>
#include <span>

#include "client/cli/backend.hpp"

namespace sigap::cli {

struct Option {
    std::string_view name;   // "--where"
    std::string_view value;  // what it takes, for the help; empty: it takes nothing
    std::string_view help;
};

struct Invocation;
using Execute = Result<std::string> (*)(Backend&, const Invocation&);

struct Subcommand {
    std::string_view name;
    std::string_view operands;  // for the help: "KIND"
    std::string_view help;
    std::size_t least = 0, most = 0;  // operands
    std::vector<Option> options;
    Execute execute = nullptr;        // nullptr: main itself does it
};

// One command as given, its shape checked.
struct Invocation {
    const Subcommand* subcommand = nullptr;
    std::vector<std::string> operands;
    std::vector<std::pair<std::string, std::string>> options;

    bool has(std::string_view option) const;
    std::string option(std::string_view name) const;  // the last one given; "" where there is none
    std::vector<std::string> all(std::string_view name) const;
};

struct Parsed {
    Invocation invocation;
    std::optional<ControlReply> reply;  // help, version, or what is wrong with the usage: nothing is to be done
};

const std::vector<Subcommand>& subcommands();
// Arguments without the program's name and without --profile.
Parsed parse(const std::vector<std::string>& args);
std::string help();
std::string help_of(const Subcommand& subcommand);

// Never throws for what a user may do; exit codes 0, 1 and 2.
ControlReply execute(Backend& backend, const Invocation& invocation);
// "sigap: MESSAGE" on standard error; 2 for Error{invalid}, else 1.
ControlReply failure(const Error& error);

// One function for each subcommand; each returns what belongs on standard output. Error{invalid} is wrong usage.
Result<std::string> run_enrol(Backend& backend, const Invocation& invocation);
Result<std::string> run_sync(Backend& backend, const Invocation& invocation);
Result<std::string> run_status(Backend& backend, const Invocation& invocation);
Result<std::string> run_outbox(Backend& backend, const Invocation& invocation);
Result<std::string> run_conflicts(Backend& backend, const Invocation& invocation);
Result<std::string> run_list(Backend& backend, const Invocation& invocation);
Result<std::string> run_analysis(Backend& backend, const Invocation& invocation);
Result<std::string> run_timeline(Backend& backend, const Invocation& invocation);
Result<std::string> run_search(Backend& backend, const Invocation& invocation);
Result<std::string> run_show(Backend& backend, const Invocation& invocation);
Result<std::string> run_do(Backend& backend, const Invocation& invocation);
Result<std::string> run_photo(Backend& backend, const Invocation& invocation);
Result<std::string> run_ready(Backend& backend, const Invocation& invocation);
Result<std::string> run_sign(Backend& backend, const Invocation& invocation);
Result<std::string> run_report(Backend& backend, const Invocation& invocation);
Result<std::string> run_files(Backend& backend, const Invocation& invocation);
Result<std::string> run_again(Backend& backend, const Invocation& invocation);
Result<std::string> run_leave(Backend& backend, const Invocation& invocation);
Result<std::string> run_procedures(Backend& backend, const Invocation& invocation);
Result<std::string> run_variance(Backend& backend, const Invocation& invocation);
Result<std::string> run_scan(Backend& backend, const Invocation& invocation);

}  // namespace sigap::cli
