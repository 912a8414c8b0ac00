#include <boost/json.hpp>

#include "sync/model/procedure_text.hpp"

namespace sigap {

namespace {

std::string text_at(const boost::json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value && value->is_string() ? std::string(value->get_string()) : std::string{};
}

std::vector<std::string> texts_at(const boost::json::object& object, std::string_view key) {
    std::vector<std::string> out;
    const auto* value = object.if_contains(key);
    if (value && value->is_array())
        for (const auto& text : value->get_array()) out.push_back(text.is_string() ? std::string(text.get_string()) : std::string{});
    return out;
}

}  // namespace

std::string steps_as_json(const std::vector<ProcedureStepText>& steps) {
    boost::json::array out;
    for (const auto& step : steps) {
        boost::json::object object{{"mandatory", step.mandatory},
                                   {"kind", step.kind},
                                   {"id", step.text.indonesian},
                                   {"en", step.text.english},
                                   {"hint_id", step.hint.indonesian},
                                   {"hint_en", step.hint.english}};
        const auto add = [&](std::string_view key, const std::string& text) {
            if (!text.empty()) object.emplace(key, text);
        };
        add("min", step.lowest), add("max", step.highest), add("unit", step.unit), add("only_if", step.only_if);
        boost::json::array indonesian, english;
        for (const auto& choice : step.choices) indonesian.emplace_back(choice.indonesian), english.emplace_back(choice.english);
        if (!step.choices.empty()) object.emplace("choices_id", std::move(indonesian)), object.emplace("choices_en", std::move(english));
        out.push_back(std::move(object));
    }
    return boost::json::serialize(out);
}

Result<std::vector<ProcedureStepText>> steps_from_json(std::string_view json) {
    const auto unreadable = [] { return fail(ErrorCode::refused, "the steps cannot be read", "bad_procedure"); };
    boost::system::error_code error;
    const auto parsed = boost::json::parse(json, error);
    if (error || !parsed.is_array()) return unreadable();
    std::vector<ProcedureStepText> out;
    for (const auto& entry : parsed.get_array()) {
        if (!entry.is_object()) return unreadable();
        const auto& object = entry.get_object();
        const auto* mandatory = object.if_contains("mandatory");
        ProcedureStepText& step = out.emplace_back();
        step.mandatory = mandatory && mandatory->is_bool() && mandatory->get_bool();
        step.kind = text_at(object, "kind");
        step.text = {text_at(object, "id"), text_at(object, "en")};
        step.hint = {text_at(object, "hint_id"), text_at(object, "hint_en")};
        step.lowest = text_at(object, "min"), step.highest = text_at(object, "max"), step.unit = text_at(object, "unit");
        step.only_if = text_at(object, "only_if");
        const auto indonesian = texts_at(object, "choices_id"), english = texts_at(object, "choices_en");
        for (std::size_t i = 0; i < indonesian.size(); ++i)
            step.choices.push_back({indonesian[i], i < english.size() ? english[i] : indonesian[i]});
    }
    return out;
}

}  // namespace sigap
