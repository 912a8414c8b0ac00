#include "tests/support/source_folder.hpp"

namespace sigap::testing {

std::string source_folder() { return SIGAP_SOURCE_DIR; }

}  // namespace sigap::testing
