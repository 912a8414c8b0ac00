#include "client/cli/command_line.hpp"

#include <algorithm>

#include "platform/storage/failure.hpp"

namespace sigap::cli {

namespace {

constexpr Option json{"--json", "", "one JSON document instead of text"};

ControlReply wrong_usage(std::string_view what, std::string_view subcommand = {}) {
    return {2, {}, "sigap: " + std::string(what) + "; see sigap " + std::string(subcommand) + (subcommand.empty() ? "" : " ") + "--help\n"};
}

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7f; }

// What somebody typed elsewhere must not steer this terminal. The lines of a CSV end in CR LF.
void make_safe(std::string& text, bool csv) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool ends_line = csv && text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        if (is_control(text[i]) && !ends_line) text[i] = '?';
    }
}

const Option* find_option(const Subcommand& subcommand, std::string_view name) {
    const auto at = std::ranges::find(subcommand.options, name, &Option::name);
    return at == subcommand.options.end() ? nullptr : &*at;
}

}  // namespace

const std::vector<Subcommand>& subcommands() {
    static const std::vector<Subcommand> all{
        {"enrol", "URL CODE", "Joins this device to a server, with the one-time code that an administrator gave.", 2, 2, {json}, run_enrol},
        {"sync", "", "Sends what waits on this device and fetches what is new, then photos and documents.", 0, 0,
         {{"--files", "", "whole photos and documents also on a mobile network"}, json}, run_sync},
        {"list", "KIND", "Lists the records of a kind.", 1, 1,
         {{"--where", "FIELD=VALUE", "only those with this value; may be given again; an empty VALUE is none"},
          {"--text", "TEXT", "only those with this text in a field that is searched"},
          {"--sort", "FIELD", "by this field; -FIELD turns the order round"},
          {"--limit", "N", "at most N"},
          json},
         run_list},
        {"show", "ID", "Shows a record with its steps, notes, history, conflicts and edits.", 1, 1, {json}, run_show},
        {"search", "TEXT...", "Finds articles, jobs, tickets, equipment, people and more by words, in any of their forms; at most 50.", 1, 1'000,
         {{"--kind", "KIND", "only records of this kind"}, json}, run_search},
        {"timeline", "KIND ID", "Everything about a job, an asset or a person, in its order: KIND is job, asset or person.", 2, 2, {json}, run_timeline},
        {"analysis", "", "The month's figures: jobs made and closed, of what kind, by whom, how long they took, how often the desk was passed by.", 0, 0,
         {{"--month", "YYYY-MM", "this month where not given"}, {"--csv", "FILE", "writes them for a spreadsheet"}, json}, run_analysis},
        {"do", "COMMAND [ID] [FIELD=VALUE]...", "Does a command, as the screens do; it is saved on this device at once.", 0, 1'000,
         {{"--list", "", "all commands and the fields they take"}, json}, run_do},
        {"outbox", "", "Edits that the server has not answered, or has refused.", 0, 0,
         {{"--all", "", "every edit of this device with its outcome"}, json}, run_outbox},
        {"again", "N [FIELD=VALUE]...", "Does a refused edit once more, with other values where given; N as in sigap outbox.", 1, 100,
         {{"--into", "ID", "fills what is empty in this record instead of making or changing one"}, json}, run_again},
        {"leave", "N", "Lets a refused edit be: it needs nobody any more.", 1, 1, {json}, run_leave},
        {"conflicts", "", "Edits that met another one: both values, restorable with sigap do restore_conflict ID.", 0, 0,
         {{"--all", "", "settled ones too"}, json}, run_conflicts},
        {"status", "", "Who and where this device is, what waits, and when the server last answered.", 0, 0, {json}, run_status},
        {"ready", "", "Before leaving: fetches what your open jobs need, and says whether all of it is on this device.", 0, 0,
         {{"--offline", "", "fetches nothing"}, {"--files", "", "whole photos and documents also on a mobile network"}, json}, run_ready},
        {"scan", "machine", "Reads what the machine says about itself.", 1, 1,
         {{"--attach", "VISIT|ASSET", "keeps it with an asset, or with a visit's asset"}, json}, run_scan},
        {"photo", "ID FILE", "Attaches a photo, made ready to be sent, or another file to a record; it is saved on this device at once.", 2, 2,
         {{"--caption", "TEXT", "what it shows"}, {"--original", "", "keeps a photo as large as it is, with the place that its camera wrote"}, json},
         run_photo},
        {"files", "", "The files of the records on this device, and where their bytes are.", 0, 0,
         {{"--verify", "", "reads each again; what is damaged is fetched anew"}, json}, run_files},
        {"procedures", "[CODE]", "The procedures and which of them you have not read; with CODE the text of its newest version.", 0, 1, {json},
         run_procedures},
        {"variance", "", "How the work differs from the procedures: what was done, failed, skipped and why, or left open, step by step.", 0, 0,
         {{"--procedure", "CODE", "of this one only"}, {"--csv", "", "for a spreadsheet"}, json}, run_variance},
        {"sign", "VISIT", "Keeps the client's signature under what the visit did, or why there is none; it is saved on this device at once.", 1, 1,
         {{"--name", "NAME", "who signs"},
          {"--strokes", "FILE", "the lines drawn on a pad of 1000 by 400: 12,34 56,78;90,12 91,14"},
          {"--typed", "", "the name, typed by the client, is the signature"},
          {"--absent", "REASON", "why the client could not sign"},
          json},
         run_sign},
        {"report", "VISIT FILE.pdf", "Makes the report of a visit for the client, as PDF; VISIT is an id or the order's number.", 2, 2,
         {{"--lang", "id|en", "as the settings say where not given"}, json}, run_report},
        {"shot", "VIEW FILE.png", "Draws a view (jobs job assets asset library article procedures procedure person analysis sync settings enrol) with the profile's data.", 2, 2,
         {{"--size", "WxH", "in pixels; 1280x800 where not given"},
          {"--theme", "light|dark", "as the settings say where not given"},
          {"--lang", "id|en", "as the settings say where not given"},
          {"--zoom", "N", "per cent, 80 to 200"}},
         nullptr},
    };
    return all;
}

bool Invocation::has(std::string_view name) const {
    return std::ranges::any_of(options, [&](const auto& given) { return given.first == name; });
}

std::string Invocation::option(std::string_view name) const {
    const auto values = all(name);
    return values.empty() ? std::string() : values.back();
}

std::vector<std::string> Invocation::all(std::string_view name) const {
    std::vector<std::string> out;
    for (const auto& [given, value] : options)
        if (given == name) out.push_back(value);
    return out;
}

std::string help() {
    std::string out = "sigap [--profile DIR] [COMMAND]\n\nThe IT technician's tool. Without a command it opens the window.\n\n";
    for (const auto& subcommand : subcommands()) {
        std::string line = "  " + std::string(subcommand.name) + ' ' + std::string(subcommand.operands);
        line.resize(std::max<std::size_t>(line.size() + 2, 38), ' ');
        out += line + std::string(subcommand.help) + '\n';
    }
    return out +
           "\n  --profile DIR   the folder of this device's data (else $SIGAP_PROFILE, else the user's own)\n"
           "  --verbose       logs on standard error\n"
           "  --help          after a command: what it takes\n"
           "  --version\n\n"
           "Exit codes: 0 done, 1 failed (one line says why), 2 wrong usage.\n";
}

std::string help_of(const Subcommand& subcommand) {
    std::string out = "sigap " + std::string(subcommand.name) + ' ' + std::string(subcommand.operands);
    for (const auto& option : subcommand.options)
        out += " [" + std::string(option.name) + (option.value.empty() ? "" : " ") + std::string(option.value) + ']';
    out += "\n\n" + std::string(subcommand.help) + "\n";
    if (!subcommand.options.empty()) out += '\n';
    for (const auto& option : subcommand.options) {
        std::string line = "  " + std::string(option.name) + ' ' + std::string(option.value);
        line.resize(std::max<std::size_t>(line.size() + 2, 26), ' ');
        out += line + std::string(option.help) + '\n';
    }
    if (subcommand.name == "list" || subcommand.name == "do") {
        out += "\nKinds:";
        for (const auto& kind : catalogue().kinds()) out += ' ' + std::string(kind.name);
        out += "\nA reference is an id, or what people call it: a person's login, an asset's tag, the code of a place or procedure,\n"
               "the number of a ticket or work order.\n";
    }
    return out;
}

Parsed parse(const std::vector<std::string>& args) {
    Parsed parsed;
    if (args.empty() || args[0] == "--help" || args[0] == "-h" || args[0] == "help") {
        parsed.reply = ControlReply{0, help(), {}};
        return parsed;
    }
    const auto at = std::ranges::find(subcommands(), args[0], &Subcommand::name);
    if (at == subcommands().end()) {
        parsed.reply = wrong_usage("there is no command \"" + args[0] + "\"");
        return parsed;
    }
    parsed.invocation.subcommand = &*at;
    bool only_operands = false;
    for (std::size_t i = 1; i < args.size(); ++i) {
        const std::string& arg = args[i];
        if (!only_operands && (arg == "--help" || arg == "-h")) {
            parsed.reply = ControlReply{0, help_of(*at), {}};
            return parsed;
        }
        if (!only_operands && arg == "--") {
            only_operands = true;
            continue;
        }
        if (only_operands || !arg.starts_with("--")) {
            parsed.invocation.operands.push_back(arg);
            continue;
        }
        const std::size_t equals = arg.find('=');
        const Option* option = find_option(*at, arg.substr(0, equals));
        if (!option) {
            parsed.reply = wrong_usage("sigap " + args[0] + " takes no " + arg.substr(0, equals), at->name);
            return parsed;
        }
        if (option->value.empty() && equals != std::string::npos) {
            parsed.reply = wrong_usage(std::string(option->name) + " takes no value", at->name);
            return parsed;
        }
        std::string value;
        if (!option->value.empty()) {
            if (equals == std::string::npos && i + 1 == args.size()) {
                parsed.reply = wrong_usage(std::string(option->name) + " needs " + std::string(option->value), at->name);
                return parsed;
            }
            value = equals == std::string::npos ? args[++i] : arg.substr(equals + 1);
        }
        parsed.invocation.options.emplace_back(option->name, std::move(value));
    }
    const std::size_t count = parsed.invocation.operands.size();
    if (count < at->least || count > at->most)
        parsed.reply = wrong_usage("sigap " + args[0] + (at->operands.empty() ? " takes nothing more" : " takes " + std::string(at->operands)),
                                   at->name);
    return parsed;
}

ControlReply failure(const Error& error) {
    return {error.code == ErrorCode::invalid ? 2 : 1, {}, "sigap: " + error.message + "\n"};
}

ControlReply execute(Backend& backend, const Invocation& invocation) {
    try {
        if (!invocation.subcommand->execute)
            return failure(fail(ErrorCode::busy, "the window has this profile open; close it first, or take another --profile"));
        auto out = invocation.subcommand->execute(backend, invocation);
        if (!out) return failure(out.error());
        if (!invocation.has("--json")) make_safe(*out, invocation.has("--csv"));
        return {0, std::move(*out), {}};
    } catch (const StorageFailure& failed) {
        return failure(to_error(failed));
    }
}

}  // namespace sigap::cli
