// The files of records on the command line, as JSON and as text. Any thread; plain values in.
#pragma once

#include "client/cli/records.hpp"
#include "client/model/file_lines.hpp"

namespace sigap::cli {

std::string files_json(const std::vector<FileLine>& lines);
// Two lines a file: what it is, and where its bytes are.
std::string files_text(const std::vector<FileLine>& lines);

}  // namespace sigap::cli
