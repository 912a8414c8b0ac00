// The house rules, read from the sources: who may include whom, where each outside library may appear, how long a
// file may be. A tree is path -> text, so that a test can make one up. One thread.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace sigap::structure {

// Paths from the repository's root with '/', among them CMakeLists.txt, whose sigap_folder lines are the arrows.
using SourceTree = std::map<std::string, std::string>;

SourceTree read_source_tree(const std::filesystem::path& root);

// One line a fault: "client/views/jobs.cpp:12: includes sqlcipher/sqlite3.h, which belongs to platform/storage".
std::vector<std::string> faults_of(const SourceTree& tree);

}  // namespace sigap::structure
