// The English word without its commonest endings: -s, -es, -ies, -ing, -ed, and a silent -e. Pure, any thread.
#pragma once

#include <string>
#include <string_view>

namespace sigap {

// `word` is of the letters a to z; it comes back as it is where nothing comes off. "batteries": "battery", "freezing" and
// "freeze": "freez", "settings": "set". After step 1 of M. F. Porter, "An algorithm for suffix stripping" (1980).
std::string stem_en(std::string_view word);

}  // namespace sigap
