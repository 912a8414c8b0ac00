// Where the checkout lies that the tests were built from, for fixtures and golden pictures. Any thread.
#pragma once

#include <string>

namespace sigap::testing {

std::string source_folder();  // absolute, without a slash at its end

}  // namespace sigap::testing
