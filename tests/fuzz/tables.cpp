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
    // The first line of a file may mean more than its cells (a mark, "sep=;"), so that these stand behind one that does not.
    std::string written = "first\r\n";
    for (const auto& row : table->rows) {
        if (!row.fault.empty()) return;
        written += csv_line(row.fields, table->delimiter);
    }
    const auto again = read_csv(written, table->delimiter);
    hold(static_cast<bool>(again), "a table that was written can be read");
    hold(again->rows.size() == table->rows.size() + 1, "with as many rows");
    for (std::size_t at = 0; at < table->rows.size(); ++at) {
        const auto& fields = table->rows[at].fields;
        hold(again->rows[at + 1].fields.size() == fields.size(), "as many fields");
        for (std::size_t i = 0; i < fields.size(); ++i)
            hold(formula_unguarded(again->rows[at + 1].fields[i]) == fields[i], "and the same cells");
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
    std::size_t at_first = 0;
    // A bad line may become good by what later lines have brought; a file without one is at rest after the first time.
    for (std::size_t times = 0;; ++times) {
        const auto plan = plan_import(kind, bytes, all, clock, random);
        if (!plan) return hold(times == 0, "a file can be imported again");
        for (const auto& record : plan->records) records.insert_or_assign({record.kind, record.id}, record);
        if (plan->born == 0 && plan->changed == 0) return;
        hold(times == 0 || at_first > 0, "which changes nothing");
        hold(times <= at_first, "and comes to rest");
        if (times == 0) at_first = plan->faults.size();
    }
}

}  // namespace sigap::fuzz
