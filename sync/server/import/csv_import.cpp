#include "sync/server/import/csv_import.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "platform/core/asset_tag.hpp"
#include "platform/core/csv.hpp"
#include "platform/core/serial_number.hpp"
#include "platform/core/text.hpp"
#include "sync/model/judgement.hpp"
#include "sync/model/kinds/asset.hpp"
#include "sync/model/kinds/location.hpp"
#include "sync/server/import/csv_columns.hpp"
#include "sync/server/import/csv_values.hpp"
#include "sync/server/import/line_claims.hpp"
#include "sync/server/import/name_book.hpp"

namespace sigap {
namespace {

Error bad(std::string reason, std::string detail = "bad_row") {
    return fail(ErrorCode::invalid, std::move(reason), std::move(detail));
}

bool is_absent(const Value& value) { return std::holds_alternative<Absent>(value); }

// A file may name these without anybody knowing them yet.
bool may_be_made(Kind kind) {
    return kind == Kind::asset_model || kind == Kind::person || kind == Kind::location || kind == Kind::org_unit;
}

class Importer {
public:
    Importer(const KindInfo& kind, const std::function<std::vector<Record>(Kind)>& all, const Clock& clock,
             Random& random)
        : kind_(kind), all_(all), clock_(clock), random_(random), rows_(all(kind.kind)) {
        choose_keys();
        for (std::size_t i = 0; i < rows_.size(); ++i) index(i);
    }

    Result<ImportPlan> run(std::string_view bytes) {
        const DecodedText decoded = decode_text(bytes);
        auto table = read_csv(decoded.text);
        if (!table) return table.error();
        if (table->rows.empty()) return bad("the file holds no rows", "empty");
        plan_.encoding = decoded.encoding;
        plan_.delimiter = table->delimiter;
        columns_ = map_columns(kind_, table->rows.front().fields);
        for (const auto& column : columns_)
            if (!column.field && !trimmed(column.title).empty()) plan_.unused_columns.push_back(column.title);
        if (!has_key_column())
            return bad("no column of the first line tells one " + std::string(kind_.name) +
                           " from another; name one of: " + key_names(),
                       "columns");
        for (std::size_t i = 1; i < table->rows.size(); ++i) {
            const CsvRow& row = table->rows[i];
            if (std::ranges::all_of(row.fields, [](const auto& field) { return trimmed(field).empty(); })) continue;
            if (auto taken = take(row); !taken) plan_.faults.push_back({row.line, taken.error().message});
        }
        return std::move(plan_);
    }

private:
    struct Cell {
        const CsvColumn* column;
        std::string text;
        Value value;  // of a field that is no reference
        Uuid target;  // of a reference that is there already
    };

    void choose_keys() {
        if (kind_.kind == Kind::asset) {
            keys_ = {&field_of<&Asset::tag>(), &field_of<&Asset::serial>()};
            return;
        }
        for (const auto& field : kind_.fields)
            if (field.merge == Merge::unique) keys_.push_back(&field);
        // Titles of tickets and jobs repeat; the number that each was given tells them apart.
        if (std::ranges::any_of(keys_, &FieldInfo::by_rule)) return;
        for (const std::string_view name : {std::string_view("code"), kind_.title})
            if (const auto* field = kind_.find(name); field && std::ranges::find(keys_, field) == keys_.end())
                keys_.push_back(field);
    }

    std::string key_names() const {
        std::string out = "id";
        for (const auto* key : keys_) out += ", " + std::string(key->name);
        return out;
    }
    bool has_key_column() const {
        return std::ranges::any_of(columns_, [&](const CsvColumn& column) {
            return column_key(column.title) == "id" ||
                   (!column.of_target && std::ranges::find(keys_, column.field) != keys_.end());
        });
    }

    // What a key field's value is looked up by; empty where it identifies nothing.
    std::string key_of(const FieldInfo& field, const Value& value) const {
        const auto* text = std::get_if<std::string>(&value);
        if (!text) return {};
        return kind_.kind == Kind::asset && field.name == "serial" ? comparable_serial(*text) : folded(*text);
    }

    void index(std::size_t at) {
        by_id_[rows_[at].id] = at;
        for (const auto* key : keys_)
            if (const auto word = key_of(*key, rows_[at].values[kind_.index_of(*key)]); !word.empty())
                by_key_[key][word].insert(at);
    }

    // Its old keys, before it gets new ones: a later line with one of them is about another record.
    void forget(std::size_t at) {
        for (const auto* key : keys_)
            if (const auto word = key_of(*key, rows_[at].values[kind_.index_of(*key)]); !word.empty())
                by_key_[key][word].erase(at);
    }

    Result<void> take(const CsvRow& row) {
        if (!row.fault.empty()) return bad(row.fault);
        if (row.fields.size() > columns_.size())
            return bad("the line has " + std::to_string(row.fields.size()) + " fields, the first line only " +
                       std::to_string(columns_.size()));
        std::vector<Cell> cells;
        const auto read = read_cells(row, cells);
        KeyWords words = key_words(cells);
        // Lines that say their record's id are told apart by it, whatever else they share.
        const auto known = known_by_id(row);
        const auto earlier = known ? std::nullopt : claims_.take(row.line, words);
        auto place = known ? once_only(*known) : match(cells);
        if (place && *place) claims_.take_record(row.line, **place);
        Result<void> taken = read;
        if (taken && !place) taken = place.error();
        if (taken && earlier) taken = stands_already(*earlier);
        if (taken) taken = write(row, cells, *place);
        if (!taken && !known) claims_.was_bad(row.line, std::move(words));
        return taken;
    }

    Result<void> write(const CsvRow& row, const std::vector<Cell>& cells, std::optional<std::size_t> place) {
        const bool born = !place;
        Record record = born ? born_record(kind_, make_uuid(clock_, random_)) : rows_[*place];
        const Record before = record;
        for (const auto& cell : cells) {
            const FieldInfo& field = *cell.column->field;
            const bool settled = !born && (field.by_rule || field.merge == Merge::once || field.name == "status");
            if (settled || cell.column->of_target || field.type == FieldType::reference) continue;
            record.values[kind_.index_of(field)] = cell.value;
        }
        if (born) fill_in(record, cells);
        SIGAP_TRY(check(record));
        SIGAP_TRY(check_own_name(record, cells));
        // Only now, with a line that is good, may it bring forth what it names.
        for (const auto& cell : cells)
            if (cell.column->field->type == FieldType::reference && !cell.column->of_target)
                record.values[kind_.index_of(*cell.column->field)] =
                    cell.target ? cell.target : made(*cell.column, cell.text, cells);

        SIGAP_TRY(check_tree(record));
        keep(row, born, before, std::move(record), place);
        return {};
    }

    void keep(const CsvRow& row, bool born, const Record& before, Record record, std::optional<std::size_t> place) {
        if (born) {
            place = rows_.size();
            adopt(record);
            ++plan_.born;
        } else if (record == before) {
            ++plan_.unchanged;
        } else {
            forget(*place);
            rows_[*place] = record;
            index(*place);
            if (const auto own = books_.find(kind_.kind); own != books_.end()) own->second.replace(before, record);
            ++plan_.changed;
        }
        claims_.take_record(row.line, *place);
        if (!(record == before) || born) plan_.records.push_back(std::move(record));
    }

    void adopt(const Record& record) {
        rows_.push_back(record);
        index(rows_.size() - 1);
        if (const auto own = books_.find(kind_.kind); own != books_.end()) own->second.add(record);
    }

    // Every cell that can be read, so that a line with a bad one can still be told from others; the error of the first bad one.
    Result<void> read_cells(const CsvRow& row, std::vector<Cell>& cells) {
        Result<void> outcome;
        for (std::size_t i = 0; i < row.fields.size(); ++i) {
            const CsvColumn& column = columns_[i];
            Cell cell{&column, formula_unguarded(trimmed(row.fields[i])), {}, {}};
            if (!column.field || cell.text.empty()) continue;
            const auto identifies = read_cell(cell);
            if (identifies && *identifies) cells.push_back(std::move(cell));
            else if (!identifies && outcome) outcome = bad(column.title + ": " + identifies.error().message);
        }
        return outcome;
    }

    // False for a placeholder such as "To be filled by O.E.M.", which is as good as an empty cell.
    Result<bool> read_cell(Cell& cell) {
        const FieldInfo& field = cell.column->of_target ? *cell.column->of_target : *cell.column->field;
        if (field.type == FieldType::reference) {
            auto target = book(field.target).find(cell.text);
            if (!target) return target.error();
            if (!*target && !may_be_made(field.target))
                return bad("there is no " + std::string(catalogue().at(field.target).name) + " \"" + cell.text + "\"");
            cell.target = *target;
            return true;
        }
        auto value = parse_csv_cell(field, cell.text);
        if (!value) return value.error();
        cell.value = *value;
        if (kind_.kind != Kind::asset || (field.name != "tag" && field.name != "serial")) return true;
        if (is_placeholder_serial(cell.text)) return false;
        if (field.name == "serial") return true;
        auto tag = accept_asset_tag(cell.text);
        if (!tag) return tag.error();
        cell.value = *tag;
        return true;
    }

    std::optional<std::size_t> known_by_id(const CsvRow& row) const {
        for (std::size_t i = 0; i < columns_.size() && i < row.fields.size(); ++i) {
            if (column_key(columns_[i].title) != "id" || columns_[i].field) continue;
            const auto id = parse_uuid(trimmed(row.fields[i]));
            // Another program's running number is no id of ours.
            if (const auto at = id ? by_id_.find(*id) : by_id_.end(); at != by_id_.end()) return at->second;
        }
        return std::nullopt;
    }

    // The row that the line is about, or none when it is new.
    Result<std::optional<std::size_t>> match(const std::vector<Cell>& cells) {
        std::optional<std::size_t> found;
        bool has_key = false;
        for (const auto* key : keys_) {
            const Cell* cell = nullptr;
            for (const auto& candidate : cells)
                if (candidate.column->field == key && !candidate.column->of_target) cell = &candidate;
            const auto word = cell ? key_of(*key, cell->value) : std::string();
            if (word.empty()) continue;
            has_key = true;
            const auto& places = by_key_[key][word];
            if (places.size() > 1)
                return bad(std::string(key->name) + " " + cell->text + " is on several records; say which by its id");
            if (places.empty()) continue;
            const std::size_t place = *places.begin();
            // Of two people of one name, the login or code tells who is meant.
            if (kind_.kind != Kind::asset && !same_one(place, cells)) continue;
            if (found && *found != place)
                return bad(std::string(keys_[0]->name) + " and " + std::string(key->name) +
                           " belong to two different records");
            found = place;
            if (kind_.kind != Kind::asset) break;
        }
        if (!has_key)
            return bad("the line has none of " + key_names() + ", so that a second import could not know it again");
        if (found && kind_.kind == Kind::asset) SIGAP_TRY(same_one(*found, cells));
        if (found) return once_only(*found);
        return found;
    }

    // Two machines must never become one: where one of tag and serial agrees, the other may be missing but not another.
    Result<void> same_one(std::size_t place, const std::vector<Cell>& cells) {
        for (const auto& cell : cells) {
            const bool is_key = !cell.column->of_target && cell.column->field->name != kind_.title &&
                                std::ranges::find(keys_, cell.column->field) != keys_.end();
            if (!is_key) continue;
            const Value& there = rows_[place].values[kind_.index_of(*cell.column->field)];
            const auto left = key_of(*cell.column->field, there), right = key_of(*cell.column->field, cell.value);
            if (!left.empty() && !right.empty() && left != right)
                return bad(cell.column->title + ": the register has \"" + std::get<std::string>(there) +
                           "\" here, the file \"" + cell.text + "\"; check which of them is right");
        }
        return {};
    }

    Result<std::optional<std::size_t>> once_only(std::size_t place) {
        if (const auto earlier = claims_.line_of(place)) return stands_already(*earlier);
        return std::optional(place);
    }

    Error stands_already(std::size_t line) const {
        return bad("the same " + std::string(kind_.name) + " stands on line " + std::to_string(line) + " already");
    }

    KeyWords key_words(const std::vector<Cell>& cells) const {
        KeyWords words;
        for (const auto& cell : cells) {
            const FieldInfo* field = cell.column->field;
            if (cell.column->of_target || std::ranges::find(keys_, field) == keys_.end()) continue;
            const auto word = key_of(*field, cell.value);
            if (field->name == kind_.title) words.title = word;
            else if (!word.empty()) words.unique.emplace(field, word);
        }
        return words;
    }

    // Other registers leave the name of an asset empty, and its status to be guessed from who has it.
    void fill_in(Record& record, const std::vector<Cell>& cells) {
        if (kind_.kind != Kind::asset) return;
        const auto text_of = [&](const FieldInfo& field) {
            for (const auto& cell : cells)
                if (cell.column->field == &field && !cell.column->of_target) return cell.text;
            return std::string();
        };
        Value& name = record.values[kind_.index_of(field_of<&Asset::name>())];
        for (const auto* field : {&field_of<&Asset::model>(), &field_of<&Asset::tag>(), &field_of<&Asset::serial>()})
            if (is_absent(name)) name = text_of(*field).empty() ? Value{} : Value{text_of(*field)};
        Value& status = record.values[kind_.index_of(field_of<&Asset::status>())];
        const bool has_holder = !text_of(field_of<&Asset::holder>()).empty();
        if (text_of(field_of<&Asset::status>()).empty() || (has_holder && status == Value{std::string("in_stock")}))
            status = std::string(has_holder ? "in_use" : "in_stock");
    }

    Result<void> check(const Record& record) const {
        for (const auto& field : kind_.fields) {
            const bool by_reference = field.type == FieldType::reference;
            if (field.required && !by_reference && is_absent(record.values[kind_.index_of(field)]))
                return bad(std::string(field.csv.empty() ? field.name : field.csv) + " is empty");
        }
        if (kind_.kind != Kind::asset) return {};
        const auto asset = as<Asset>(record);
        if (asset.status == AssetStatus::disposed && asset.wipe_proof.empty())
            return bad("a disposed asset needs the proof of its wipe; import it as retired and dispose of it here");
        return {};
    }

    // Before the line brings forth a second record of its own name.
    Result<void> check_own_name(const Record& record, const std::vector<Cell>& cells) const {
        const auto* title = kind_.find(kind_.title);
        for (const auto& cell : cells)
            if (title && cell.column->field->tree && !cell.column->of_target && !cell.target &&
                key_of(*title, record.values[kind_.index_of(*title)]) == folded(cell.text))
                return within_itself(cell.column->title);
        return {};
    }

    Result<void> check_tree(const Record& record) const {
        for (const auto& field : kind_.fields) {
            if (!field.tree) continue;
            const auto up_from = [&](const Record& row) {
                const auto* up = std::get_if<Uuid>(&row.values[kind_.index_of(field)]);
                return up ? *up : Uuid{};
            };
            std::set<Uuid> passed;
            for (Uuid at = up_from(record); at && passed.insert(at).second;) {
                if (at == record.id) return within_itself(std::string(field.name));
                const auto above = by_id_.find(at);
                at = above == by_id_.end() ? Uuid{} : up_from(rows_[above->second]);
            }
        }
        return {};
    }

    static Error within_itself(const std::string& column) { return bad(column + ": it cannot lie within itself"); }

    NameBook& book(Kind kind) {
        auto at = books_.find(kind);
        if (at == books_.end())
            at = books_.emplace(kind, NameBook(catalogue().at(kind), kind == kind_.kind ? rows_ : all_(kind))).first;
        return at->second;
    }

    // The record that a good line names; an earlier line may have made it meanwhile.
    Uuid made(const CsvColumn& column, const std::string& text, const std::vector<Cell>& cells) {
        const Kind target = column.field->target;
        if (const auto there = book(target).find(text); there && *there) return *there;
        const KindInfo& info = catalogue().at(target);
        // "Dimas Prasetyo (dimas)": the login of another program is no part of the name.
        const auto open = text.rfind('(');
        const std::string name(
            target == Kind::person && open != std::string::npos && open > 0 ? trimmed(text.substr(0, open)) : text);
        Record record = born_record(info, make_uuid(clock_, random_));
        for (const auto& field : info.fields)
            if (field.type == FieldType::text && (field.required || field.name == info.title))
                record.values[info.index_of(field)] = name;
        for (const auto& cell : cells)
            if (cell.column->field == column.field && cell.column->of_target)
                record.values[info.index_of(*cell.column->of_target)] = cell.value;
        if (target == Kind::location) {
            // A place nobody knew stands for itself until somebody puts it into its building.
            auto location = as<Location>(record);
            location.site = location.id;
            record = record_of(location);
        }
        if (target == kind_.kind) adopt(record);
        else book(target).add(record);
        plan_.made.push_back(std::string(info.name) + " \"" + name + "\"");
        const Uuid id = record.id;
        plan_.records.push_back(std::move(record));
        return id;
    }

    const KindInfo& kind_;
    const std::function<std::vector<Record>(Kind)>& all_;
    const Clock& clock_;
    Random& random_;
    std::vector<Record> rows_;
    std::vector<const FieldInfo*> keys_;
    std::map<Uuid, std::size_t> by_id_;
    std::map<const FieldInfo*, std::map<std::string, std::set<std::size_t>>> by_key_;
    LineClaims claims_;
    std::map<Kind, NameBook> books_;
    std::vector<CsvColumn> columns_;
    ImportPlan plan_;
};

}  // namespace

Result<ImportPlan> plan_import(const KindInfo& kind, std::string_view bytes,
                               const std::function<std::vector<Record>(Kind)>& all, const Clock& clock,
                               Random& random) {
    if (kind.writers.none())
        return fail(ErrorCode::refused, std::string(kind.name) + " records are not imported from a file", "kind");
    if (bytes.size() > largest_import)
        return fail(ErrorCode::limit, "the file is larger than 64 MiB; split it", "import_size");
    return Importer(kind, all, clock, random).run(bytes);
}

}  // namespace sigap
