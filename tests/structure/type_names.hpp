// The types that a tree of sources defines outside anonymous namespaces, by their qualified names: two of one name in two
// files of one program are undefined behaviour that no compiler reports (C++ [basic.def.odr]). One thread.
#pragma once

#include "tests/structure/source_tree.hpp"

namespace sigap::structure {

// Qualified names of the classes, structs, unions and enums that the text defines, "sigap::Scope::Work"; a specialisation with
// its arguments. Not those in anonymous namespaces or functions, which no other file can see.
std::vector<std::string> types_defined_in(const std::string& text);

// One line for each name that two or more files define: "sigap::Link is in client/a.cpp and in sync/b.cpp".
std::vector<std::string> twins_of(const SourceTree& tree);

}  // namespace sigap::structure
