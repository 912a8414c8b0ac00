// Databases as earlier versions left them, kept as SQL text in tests/fixtures/databases: VERSION.device.sql and
// VERSION.server.sql are the two ends of one organisation. Any thread. Link platform_storage.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "platform/storage/database.hpp"

namespace sigap::testing {

enum class StoredEnd { device, server };

// Oldest first.
extern const std::vector<std::string> stored_versions;
// Makes it in an empty database; throws where that fails.
void restore_stored(Database& database, const std::string& version, StoredEnd end);

// Every row of every table, as its columns' names and their values as SQL writes them.
using TableRow = std::map<std::string, std::string>;
using TableRows = std::map<std::string, std::vector<TableRow>>;
TableRows all_rows(Database& database);
// What of `before` is not in `after`, a line for each row; columns that came since do not matter, nor does what a newer version
// derives anew: how far a device's pulls are and by which buckets it holds a row, and on the server which bucket has which row,
// and by what.
std::vector<std::string> lost_rows(const TableRows& before, const TableRows& after);

}  // namespace sigap::testing
