// What people type and paste: codes, dates, amounts, values of fields, tags, procedures, text of any encoding.
#include <algorithm>
#include <boost/json.hpp>

#include "platform/core/asset_tag.hpp"
#include "platform/core/cp1252.hpp"
#include "platform/core/json_text.hpp"
#include "platform/core/serial_number.hpp"
#include "platform/core/text.hpp"
#include "platform/crypto/enrolment_code.hpp"
#include "sync/model/catalogue.hpp"
#include "sync/model/search_words.hpp"
#include "sync/model/text_value.hpp"
#include "sync/server/demo/article_file.hpp"
#include "sync/model/procedure_text.hpp"
#include "sync/server/import/csv_values.hpp"
#include "sync/server/import/name_book.hpp"
#include "tests/fuzz/targets.hpp"

namespace sigap::fuzz {

void fuzz_enrolment_code(std::string_view bytes) {
    const auto code = parse_enrolment_code(bytes);
    if (!code) return;
    const auto again = parse_enrolment_code(to_string(*code));
    hold(again && *again == *code, "a code that was written is read the same");
    hold(stored_form(*code) == stored_form(*again), "and stored the same");
}

void fuzz_human_input(std::string_view bytes) {
    if (bytes.size() > 4096) return;
    if (const auto time = parse_rfc3339(bytes); time && in_calendar(*time)) {
        const auto again = parse_rfc3339(to_rfc3339(*time));
        hold(!*time || (again && *again == *time), "a time that was written is read the same");
    }
    if (const auto id = parse_uuid(bytes); id && *id) hold(*parse_uuid(to_string(*id)) == *id, "an id that was written is read the same");
    if (const auto day = parse_csv_date(bytes)) hold(in_calendar(*day), "a date lies in the calendar");
    if (const auto amount = parse_csv_amount(bytes); amount && *amount >= 0)
        hold(parse_csv_amount(std::to_string(*amount)).value() == *amount, "an amount that was written is read the same");
    if (const auto tag = accept_asset_tag(bytes)) hold(accept_asset_tag(*tag).value() == *tag, "a tag that was accepted stays as it is");
    const std::string serial = comparable_serial(bytes);
    hold(comparable_serial(serial) == serial, "a serial that can be compared stays as it is");
    is_placeholder_uuid(bytes);
    same_uuid(bytes, bytes);
    hold(folded(folded(bytes)) == folded(bytes), "a folded name stays as it is");
    for (const auto& kind : catalogue().kinds()) {
        for (const auto& field : kind.fields) {
            const auto shape = shape_of(field);
            const auto value = value_from_text(shape, bytes);
            if (value && check_value(shape, *value)) {
                const auto again = value_from_text(shape, value_to_text(field.type, *value));
                hold(again && *again == *value, "a value that was written is read the same");
            }
            if (field.type != FieldType::reference)
                if (const auto cell = parse_csv_cell(field, bytes); cell && !std::holds_alternative<Absent>(*cell)) {
                    const auto checked = check_value(shape, *cell);
                    hold(checked || !is_utf8(bytes) || bytes.find('\0') != std::string_view::npos, "a cell that was taken is a value");
                }
        }
    }
}

void fuzz_procedure(std::string_view bytes) {
    if (const auto article = parse_article(bytes))
        hold(!article->title_id.empty() && !article->body_en.empty(), "an article has what it needs");
    else
        hold(article.error().detail == "article_format", "a refusal says that it is the format");
    const auto procedure = parse_procedure(bytes);
    if (!procedure) return hold(procedure.error().detail == "procedure_format", "a refusal says that it is the format");
    hold(!procedure->code.empty() && procedure->minutes >= 0 && !procedure->steps.empty(), "a procedure has what it needs");
    const auto again = parse_procedure(procedure_markdown(*procedure));
    hold(again && *again == *procedure, "a procedure that is written is read as the same");
    const auto kept = steps_from_json(steps_as_json(procedure->steps));
    hold(kept && *kept == procedure->steps, "a version keeps the steps as they are");
}

void fuzz_text(std::string_view bytes) {
    const auto decoded = decode_text(bytes);
    hold(is_utf8(decoded.text), "decoded text is UTF-8");
    for (const auto& word : search_words(bytes)) {
        const bool plain = std::ranges::all_of(word, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0; });
        hold(!word.empty() && word.size() <= 40 && plain && is_utf8(word), "a word can stand in a search as it is");
        for (const auto& stem : search_stems(word)) hold(stem.size() >= 2 && stem != word, "a stem is another word");
    }
    hold(is_utf8(cp1252_to_utf8(bytes)), "and so is Windows-1252");
    std::string json;
    append_json_string(json, bytes);
    boost::json::error_code error;
    const auto value = boost::json::parse(json, error);
    hold(!error && value.is_string(), "any text can be written as JSON");
    if (is_utf8(bytes)) hold(std::string_view(value.get_string()) == bytes, "and is read the same");
    hold(trimmed(trimmed(bytes)) == trimmed(bytes), "trimmed text stays as it is");
}

}  // namespace sigap::fuzz
