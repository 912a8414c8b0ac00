// What the app knew in its first schema: kinds and fields that came later are not there, nor the commands about them. For
// devices that were not updated yet. Immutable; any thread.
#pragma once

#include "sync/model/catalogue.hpp"

namespace sigap::simulation {

const Catalogue& first_schema();

}  // namespace sigap::simulation
