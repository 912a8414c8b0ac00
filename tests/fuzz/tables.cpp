// CSV: as a table, and as a register of one kind.
#include <map>

#include "platform/core/cp1252.hpp"
#include "platform/core/csv.hpp"
#include "platform/core/text.hpp"
#include "sync/model/catalogue.hpp"
#include "sync/server/import/csv_import.hpp"
#include "tests/fuzz/targets.hpp"

namespace sigap::fuzz {

void fuzz_csv(std::string_view bytes) {
    const auto decoded = decode_text(bytes);
    hold(is_utf8(decoded.text), "decoded text is UTF-8");
    const auto table = read_csv(decoded.text);
    if (!table) return;
    std::string written;
    for (const auto& row : table->rows) {
        if (!row.fault.empty()) return;
        written += csv_line(row.fields, table->delimiter);
    }
    const auto again = read_csv(written, table->delimiter);
    hold(static_cast<bool>(again), "a table that was written can be read");
    std::size_t at = 0;
    for (const auto& row : table->rows) {
        // Such a line is blank to whoever reads it.
        if (row.fields.size() == 1 && trimmed(row.fields[0]).empty()) continue;
        hold(at < again->rows.size() && again->rows[at].fields.size() == row.fields.size(), "with as many rows and fields");
        for (std::size_t i = 0; i < row.fields.size(); ++i)
            hold(formula_unguarded(again->rows[at].fields[i]) == row.fields[i], "and the same cells");
        ++at;
    }
}

void fuzz_csv_import(std::string_view bytes) {
    const auto& kinds = catalogue().kinds();
    const KindInfo& kind = kinds[choose(bytes, kinds.size())];
    if (bytes.size() > 4096) return;
    std::map<std::pair<Kind, Uuid>, Record> records;
    const auto all = [&](Kind of) {
        std::vector<Record> out;
        for (const auto& [key, record] : records)
            if (key.first == of) out.push_back(record);
        return out;
    };
    const ManualClock clock;
    SeededRandom random(7);
    const auto plan = plan_import(kind, bytes, all, clock, random);
    if (!plan) return;
    for (const auto& record : plan->records) records.insert_or_assign({record.kind, record.id}, record);
    const auto again = plan_import(kind, bytes, all, clock, random);
    hold(static_cast<bool>(again), "a file can be imported again");
    hold(again->born == 0 && again->changed == 0, "which changes nothing");
}

}  // namespace sigap::fuzz
