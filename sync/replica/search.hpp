// Finding records by the words that people type, and articles for a job. The store's thread, inside Replica::read.
#pragma once

#include "sync/model/kinds/article.hpp"
#include "sync/replica/replica.hpp"

namespace sigap {

struct SearchQuery {
    std::string text;            // whatever was typed: no sign in it has a meaning of its own
    Kind kind = Kind::none;      // none: all kinds
    std::size_t limit = 50;
};

struct SearchHit {
    Kind kind{};
    Uuid id;
    bool operator==(const SearchHit&) const = default;
};

struct SearchFound {
    std::vector<SearchHit> hits;
    bool complete = true;        // false: the index is still being made, there may be more
};

// What has all the words comes first: by its number, tag or serial, then by its title, then by its text; articles before others of
// the same worth, and newer ones before older. Articles that have only some of the words come last. A word finds what begins with
// it, and its other forms. Retired articles are passed over.
SearchFound search(const Replica& replica, const SearchQuery& query);

// Published articles that may help with this job, by its words and its category, the best first.
std::vector<Article> articles_for(const Replica& replica, const Uuid& work_order, std::size_t limit = 3);

}  // namespace sigap
