// What the storage tests share: opening with little said, and looking into files. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "platform/storage/database.hpp"
#include "tests/support/temp_folder.hpp"

namespace sigap::testing {

inline DatabaseKey some_key(std::uint8_t seed = 1) {
    DatabaseKey key;
    for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(seed * 7 + i);
    return key;
}

inline OpenOptions options_for(const std::filesystem::path& path) {
    OpenOptions options;
    options.path = path;
    return options;
}

inline std::unique_ptr<Database> must_open(const OpenOptions& options) {
    auto database = Database::open(options);
    if (!database) throw std::runtime_error(database.error().message);
    return std::move(*database);
}

inline std::int64_t number(Database& database, std::string_view sql) {
    Query row = database.query(sql);
    if (!row.step()) throw std::runtime_error("no row");
    return row.int64(0);
}

inline std::string bytes_of_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace sigap::testing
