// PagedList: rows of a long list, fetched by pages as they come into sight. UI thread. Rows that are shown stay until their
// fresh page has come, so that nothing blinks; after a new question the old answer stays until the new one begins.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace sigap {

template <typename Row>
struct ListPage {
    std::uint64_t generation = 0;
    std::size_t page = 0;
    std::size_t total = 0;
    std::vector<Row> rows;
};

template <typename Row>
class PagedList {
public:
    static constexpr std::size_t page_size = 200;
    static constexpr std::size_t most_pages = 50;
    using Fetch = std::function<void(std::uint64_t generation, std::size_t page)>;

    explicit PagedList(Fetch fetch) : fetch_(std::move(fetch)) {}

    std::size_t size() const { return total_; }
    // False until the first page has come.
    bool loaded() const { return loaded_; }
    // nullptr while its page is on its way.
    const Row* row(std::size_t index) {
        if (index >= total_) return nullptr;
        const std::size_t page = index / page_size;
        const auto at = pages_.find(page);
        if (at == pages_.end() || at->second->generation != generation_) ask(page);
        if (at == pages_.end() || index % page_size >= at->second->rows.size()) return nullptr;
        return &at->second->rows[index % page_size];
    }
    // The data has changed, or (`question`) what is asked for has.
    void refresh(bool question = false) {
        ++generation_;
        asked_.clear();
        if (question) dropping_ = true;
        ask(0);
    }
    void take(std::shared_ptr<const ListPage<Row>> page) {
        if (page->generation != generation_) return;
        if (dropping_) pages_.clear();
        dropping_ = false;
        loaded_ = true;
        total_ = page->total;
        const std::size_t number = page->page;
        asked_.erase(number);
        // The farthest goes: the first or the last.
        if (pages_.size() >= most_pages && !pages_.contains(number)) {
            const auto last = std::prev(pages_.end());
            const bool first_is_farther = number > pages_.begin()->first && number - pages_.begin()->first > last->first - number;
            pages_.erase(number > last->first || first_is_farther ? pages_.begin() : last);
        }
        pages_[number] = std::move(page);
    }

private:
    void ask(std::size_t page) {
        if (asked_.insert(page).second) fetch_(generation_, page);
    }

    Fetch fetch_;
    std::uint64_t generation_ = 0;
    std::size_t total_ = 0;
    bool loaded_ = false, dropping_ = false;
    std::set<std::size_t> asked_;
    std::map<std::size_t, std::shared_ptr<const ListPage<Row>>> pages_;
};

}  // namespace sigap
