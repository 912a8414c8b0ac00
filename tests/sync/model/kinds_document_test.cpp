// sync/KINDS.md says what sync/model declares. SIGAP_UPDATE_GOLDEN=1 in the environment writes it anew.
#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "sync/model/catalogue.hpp"
#include "tests/support/source_folder.hpp"

using namespace sigap;

namespace {

constexpr std::string_view opening =
    "# Kinds and commands\n\n"
    "What travels by the protocol (PROTOCOL.md), made from the declarations in `sync/model` by their test. Numbers are permanent.\n\n"
    "Type: an integer, a time (UTC milliseconds) and a boolean (0 or 1) are numbers; a text, a choice (one of the words; the\n"
    "first where absent) and an id (of the kind named) are strings. Class: how two edits merge; nothing is said of plain ones;\n"
    "`prose` is a text that is merged in three ways first.\n\n"
    "## Kinds\n";

std::string type_words(FieldType type, Kind target, std::uint16_t kind_field, std::span<const std::string_view> words) {
    switch (type) {
        case FieldType::text: return "text";
        case FieldType::integer: return "integer";
        case FieldType::time: return "time";
        case FieldType::boolean: return "boolean";
        case FieldType::reference:
            if (target != Kind::none) return "id of " + std::string(catalogue().at(target).name);
            return kind_field ? "id of the kind in field " + std::to_string(kind_field) : "id";
        case FieldType::choice: {
            std::string out;
            for (const auto word : words) out += (out.empty() ? "`" : " `") + std::string(word) + "`";
            return out;
        }
    }
    return {};
}

std::string_view class_words(Merge merge) {
    switch (merge) {
        case Merge::plain: return "";
        case Merge::desk_owned: return "desk_owned";
        case Merge::field_owned: return "field_owned";
        case Merge::status: return "status";
        case Merge::once: return "once";
        case Merge::unique: return "unique";
        case Merge::delta: return "delta";
        case Merge::set: return "set";
    }
    return "";
}

std::string document() {
    std::string out(opening);
    for (const auto& kind : catalogue().kinds()) {
        out += "\n### " + std::to_string(static_cast<int>(kind.kind)) + " `" + std::string(kind.name) + "`" +
               (kind.everyone ? ", for everybody" : "") + "\n\n| Number | Field | Type | Class |\n|---|---|---|---|\n";
        for (const auto& field : kind.fields)
            out += "| " + std::to_string(field.number) + " | `" + std::string(field.name) + "` | " +
                   type_words(field.type, field.target, field.kind_field, field.words) + " | " + std::string(class_words(field.merge)) +
                   (field.prose ? " prose" : "") + " |\n";
    }
    out += "\n## Commands\n\nA command that makes a record has no target. Arguments in brackets may be left out.\n\n"
           "| Command | Done to | Arguments |\n|---|---|---|\n";
    for (const auto& command : catalogue().commands()) {
        const auto* on = catalogue().find(command.on);
        out += "| `" + command.name + "` | " + (command.creates ? "makes a " : "") + (on ? std::string(on->name) : "any record") + " | ";
        for (const auto& argument : command.arguments) {
            const std::string text = "`" + std::string(argument.name) + "`";
            out += (argument.required ? text : "[" + text + "]") + " ";
        }
        out += "|\n";
    }
    return out;
}

}  // namespace

TEST_CASE("the document of kinds and commands is what the code declares") {
    const std::string path = sigap::testing::source_folder() + "/sync/KINDS.md";
    if (std::getenv("SIGAP_UPDATE_GOLDEN")) std::ofstream(path) << document();
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    INFO("it is written anew with SIGAP_UPDATE_GOLDEN=1 in the environment");
    CHECK((text.str() == document()));
}
