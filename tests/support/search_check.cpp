#include "tests/support/search_check.hpp"

#include <map>
#include <set>
#include <stdexcept>

namespace sigap::testing {

namespace {

// By row: its words, each behind its column's name.
using Contents = std::map<std::int64_t, std::set<std::string>>;

Contents of_index(Database& database, const SearchIndex::Shape& shape) {
    const std::string vocabulary = "temp." + shape.table + "_words";
    const auto made = database.write([&] {
        database.execute("CREATE VIRTUAL TABLE IF NOT EXISTS " + vocabulary + " USING fts5vocab('main','" + shape.table + "','instance')");
    });
    if (!made) throw std::runtime_error(made.error().message);
    Contents contents;
    auto read = database.read([&]() -> Result<void> {
        for (auto words = database.query("SELECT term,doc,col FROM " + vocabulary); words.step();)
            contents[words.int64(1)].insert(std::string(words.text(2)) + ' ' + std::string(words.text(0)));
        return {};
    });
    if (!read) throw std::runtime_error(read.error().message);
    return contents;
}

Contents of_rows(Replica& replica, const SearchIndex::Shape& shape) {
    const KindInfo& kind = replica.catalogue().at(shape.kind);
    Contents contents;
    auto read = replica.read([&]() -> Result<void> {
        auto rows = replica.rows().database().query("SELECT rowid,id FROM " + sql_name(kind.name));
        while (rows.step()) {
            const auto columns = SearchIndex::columns_of(shape, kind, *replica.find(shape.kind, rows.uuid(1)));
            for (std::size_t i = 0; i < columns.size(); ++i) {
                const std::string column = !shape.ranked ? "" : i == 0 ? "title" : "body";
                std::string_view left = columns[i];
                while (!left.empty()) {
                    const auto end = std::min(left.find(' '), left.size());
                    contents[rows.int64(0)].insert(column + ' ' + std::string(left.substr(0, end)));
                    left.remove_prefix(std::min(end + 1, left.size()));
                }
            }
        }
        return {};
    });
    if (!read) throw std::runtime_error(read.error().message);
    return contents;
}

}  // namespace

std::vector<std::string> search_faults(Replica& replica) {
    std::vector<std::string> faults;
    Database& database = replica.rows().database();
    for (const auto& shape : replica.search_index().shapes()) {
        const auto complete = replica.read([&]() -> Result<bool> { return replica.search_index().is_complete(shape.kind); });
        if (!complete || !*complete) continue;
        const Contents index = of_index(database, shape), rows = of_rows(replica, shape);
        for (const auto& [row, words] : rows)
            if (const auto at = index.find(row); at == index.end() || at->second != words)
                faults.push_back(shape.table + " has other words of row " + std::to_string(row));
        for (const auto& [row, words] : index)
            if (!rows.contains(row)) faults.push_back(shape.table + " has row " + std::to_string(row) + ", which is gone");
    }
    return faults;
}

}  // namespace sigap::testing
