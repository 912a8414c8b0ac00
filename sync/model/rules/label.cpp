#include "platform/core/text.hpp"
#include "sync/model/relative_change.hpp"
#include "sync/model/rules/rules.hpp"

namespace sigap {

namespace {

constexpr std::size_t longest_label = 40, most_labels = 50;

template <bool add>
Result<void> change_label(Judgement& judgement) {
    const Command& command = judgement.command();
    const KindInfo& kind = judgement.catalogue().at(command.target_kind);
    const FieldInfo* field = kind.find("labels");
    if (!field) return fail(ErrorCode::invalid, "a " + std::string(kind.name) + " has no labels", "shape");
    const auto record = judgement.find(command.target_kind, command.target);
    if (!record) return Judgement::missing(kind.name);
    const std::string label(trimmed(judgement.text("label")));
    if (label.size() > longest_label || label.find_first_of(",\n\r\t") != std::string::npos)
        return Judgement::refuse("a label is one line of at most 40 letters, without a comma", "bad_label");
    auto words = words_in(record->values[kind.index_of(*field)]);
    const bool there = words.contains(label);
    // On the server a second adding of a label counts as well: who takes it away must have seen both.
    if (there == add && !(add && judgement.rows().complete())) return {};
    if (add) words.insert(label);
    else words.erase(label);
    if (words.size() > most_labels) return Judgement::refuse("50 labels are the most; take one away first", "too_many_labels");
    judgement.change(command.target_kind, command.target, field->number, words_value(words));
    return {};
}

}  // namespace

std::vector<CommandInfo> label_rules() {
    const ArgumentInfo label{"label", FieldType::text, Kind::none, {}, true};
    return {
        {"add_label", Kind::none, false, staff, {label}, change_label<true>, true},
        {"remove_label", Kind::none, false, staff, {label}, change_label<false>},
    };
}

}  // namespace sigap
