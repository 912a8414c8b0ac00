#include "tests/support/stored_database.hpp"

#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

#include "tests/support/source_folder.hpp"

namespace sigap::testing {

const std::vector<std::string> stored_versions{"first", "with-files", "with-points", "with-articles"};

void restore_stored(Database& database, const std::string& version, StoredEnd end) {
    const std::string path =
        source_folder() + "/tests/fixtures/databases/" + version + (end == StoredEnd::device ? ".device.sql" : ".server.sql");
    std::ifstream stream(path);
    const std::string sql{std::istreambuf_iterator<char>(stream), {}};
    if (sql.empty()) throw std::runtime_error("no fixture: " + path);
    if (const auto made = database.write([&] { database.execute(sql); }); !made) throw std::runtime_error(made.error().message);
}

TableRows all_rows(Database& database) {
    TableRows all;
    std::vector<std::string> tables;
    for (auto query = database.query("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"); query.step();)
        tables.emplace_back(query.text(0));
    for (const auto& table : tables) {
        const auto columns = database.columns_of(table);
        std::string list;
        for (const auto& column : columns) list += (list.empty() ? "quote(\"" : ",quote(\"") + column + "\")";
        auto& rows = all[table];
        for (auto query = database.query("SELECT " + list + " FROM \"" + table + '"'); query.step();) {
            TableRow& row = rows.emplace_back();
            for (std::size_t i = 0; i < columns.size(); ++i) row[columns[i]] = query.text(static_cast<int>(i));
        }
    }
    return all;
}

namespace {

bool derived(const std::string& table, const std::string& column) {
    return column == "held" || table == "member" || table == "bucket_sum" ||
           (table == "cursor" && (column == "seq" || column == "count" || column == "sum"));
}

// How far a first pull is, which begins anew with the cursors; by what the server last placed its rows, which each new kind changes.
bool derived_setting(const std::string& table, const TableRow& row) {
    const auto key = row.find("key");
    return table == "meta" && key != row.end() && (key->second == "'first_pull_rows'" || key->second == "'routes'");
}

}  // namespace

std::vector<std::string> lost_rows(const TableRows& before, const TableRows& after) {
    std::vector<std::string> lost;
    for (const auto& [table, rows] : before) {
        const auto columns_that_matter = [&, &table = table](TableRow row, const TableRow* like) {
            std::erase_if(row, [&](const auto& cell) {
                return derived(table, cell.first) || (like && !like->contains(cell.first));
            });
            return row;
        };
        std::multiset<TableRow> there;
        if (const auto now = after.find(table); now != after.end())
            for (const auto& row : now->second) there.insert(columns_that_matter(row, &rows.front()));
        for (const auto& row : rows) {
            const auto place = there.find(columns_that_matter(row, nullptr));
            const bool found = place != there.end();
            if (found) there.erase(place);
            if (found || derived_setting(table, row)) continue;
            std::string& line = lost.emplace_back(table + ":");
            for (const auto& [column, value] : row) line += ' ' + column + '=' + value;
        }
    }
    return lost;
}

}  // namespace sigap::testing
