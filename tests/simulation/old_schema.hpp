// What the app knew in the oldest schema that the server still serves: kinds and fields that came later are not there, nor the
// commands about them. For devices that were not updated yet. Immutable; any thread.
#pragma once

#include "sync/model/catalogue.hpp"

namespace sigap::simulation {

const Catalogue& old_schema();

}  // namespace sigap::simulation
