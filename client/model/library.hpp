// What the library shows: what was found by words, and the article that is open. UI thread; it asks the store and never waits:
// an answer to an older question is dropped, and a question that a newer one has overtaken is not even put.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "client/model/analysis.hpp"
#include "client/model/details.hpp"
#include "client/model/markdown.hpp"
#include "sync/model/asked_words.hpp"
#include "sync/model/kinds/article.hpp"

namespace sigap {

struct MarkedText {
    std::string text;
    std::vector<TextPart> marks;  // the words that were asked for
};

struct FoundLine {
    Kind kind{};
    Uuid id;
    MarkedText title_id, title_en;  // the latter may be empty
    MarkedText detail;              // its number, tag or category; of an article that has the words in its text only, the sentence around them
    std::string category, status;   // words of the model
    Uuid job;                       // the visit to open; nil: none on this device
};

struct FoundSnapshot {
    std::string text;               // what was asked
    bool complete = true;           // false: the index is still being made
    std::vector<FoundLine> lines;   // by kinds, each kind's best first
};

struct ArticleDetail {
    Article article;
    std::int64_t seq = 0;
    std::string author;
    std::vector<MarkdownBlock> body_id, body_en;
    std::vector<FileLine> files;
    bool unsent = false;
};

struct PersonDetail {
    Person person;
    std::string team;
    std::vector<HistoryLine> history;  // newest first
};

// The store's thread, inside Replica::read. All articles where nothing is asked for.
std::shared_ptr<const FoundSnapshot> find_in_library(const Replica& replica, const std::string& text);
std::shared_ptr<const ArticleDetail> article_detail(Replica& replica, const Uuid& id);
std::shared_ptr<const PersonDetail> person_detail(Replica& replica, const Uuid& id);

class LibraryModel {
public:
    struct Parts {
        std::function<void(std::function<void(Replica&)>)> on_store;
        std::function<void(std::function<void()>)> answer;
    };
    explicit LibraryModel(Parts parts) : parts_(std::move(parts)) {}

    // At each key.
    void search(std::string text);
    const std::string& text() const { return text_; }
    // Of the newest question that was answered; nullptr before the first.
    std::shared_ptr<const FoundSnapshot> found() const { return found_; }

    void open(const Uuid& article);
    const Uuid& chosen() const { return chosen_; }
    std::shared_ptr<const ArticleDetail> article() const { return article_; }
    bool missing() const { return missing_; }

    // Somebody's record: what they did, and what was done for them.
    void open_person(const Uuid& person);
    const Uuid& chosen_person() const { return chosen_person_; }
    std::shared_ptr<const PersonDetail> person() const { return person_; }

    // "2026-11"; the last answer stays until the next has come.
    void analyse(std::string month, int offset_minutes);
    const std::string& month() const { return month_; }
    std::shared_ptr<const Analysis> analysis() const { return analysis_; }

    // The data has changed: the list and the open article are made anew; a person and a month, which take longer, only where they are shown.
    void refresh(bool person = false, bool month = false);

private:
    void ask();
    void fetch_article();
    void fetch_person();
    void fetch_analysis();

    Parts parts_;
    std::string text_;
    std::shared_ptr<std::atomic<std::uint64_t>> newest_ = std::make_shared<std::atomic<std::uint64_t>>(0);
    std::shared_ptr<const FoundSnapshot> found_;
    Uuid chosen_;
    std::shared_ptr<const ArticleDetail> article_;
    bool missing_ = false;
    Uuid chosen_person_;
    std::shared_ptr<const PersonDetail> person_;
    std::string month_;
    int offset_minutes_ = 0;
    std::shared_ptr<const Analysis> analysis_;
};

}  // namespace sigap
