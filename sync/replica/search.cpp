#include "sync/replica/search.hpp"

#include <algorithm>
#include <array>

#include "sync/model/asked_words.hpp"
#include "sync/model/kinds/procedure.hpp"
#include "sync/model/kinds/work.hpp"
#include "sync/model/search_words.hpp"

namespace sigap {

namespace {

constexpr std::size_t most_words = 8;       // more make no question clearer, and each costs
constexpr std::size_t most_any_words = 6;   // of a question of which an article has some words only
constexpr std::size_t few_hits = 10;        // with fewer articles that have all words, others follow
constexpr std::size_t most_of_a_kind = 20;  // where several kinds share the page
constexpr std::size_t looked_at = 60;       // rows of a kind whose titles are compared, the newest that have all words

using Asked = std::vector<AskedWord>;

// Nearly every text has a word that begins with two letters; in titles it tells something. Three are read in texts, too, where
// titles have too few: to rank all texts for them takes longer than anybody's next key.
constexpr std::size_t told_by_texts = 3;

// Words hold no sign that FTS5 knows, so that quotes are all they need.
std::string expression_of(const AskedWord& asked, bool in_title_only) {
    std::string out = '"' + asked.word + (asked.prefix ? "\"*" : "\"");
    for (const auto& stem : asked.stems) out += " OR \"" + stem + '"';
    return (in_title_only ? "{title}:(" : "(") + out + ')';
}

// `last_in_texts`: so many letters the last word must have to be looked for in texts, too.
std::string expression_of(const Asked& asked, bool ranked, std::string_view joint, std::size_t last_in_texts = told_by_texts) {
    std::string out;
    for (const auto& word : asked)
        (out += out.empty() ? std::string_view() : joint) += expression_of(word, ranked && word.word.size() < (&word == &asked.back() ? last_in_texts : told_by_texts));
    return out;
}

// The longest words of a question are the rarest, and tell what it is about.
Asked telling_words(Asked asked) {
    std::erase_if(asked, [](const AskedWord& word) { return word.word.size() < 3; });
    std::ranges::stable_sort(asked, std::ranges::greater{}, [](const AskedWord& word) { return word.word.size(); });
    if (asked.size() > most_any_words) asked.resize(most_any_words);
    return asked;
}

// How well a row answers: an identifier itself, all words in the title, all as beginnings there, most of them there, all somewhere,
// some. Of a long question the words in the title tell more than all of them in a text.
enum class Place : std::uint8_t { exact, title, beginning, most, text, some };

bool is_identifier(const KindInfo& kind, const FieldInfo& field) { return field.indexed && field.name != kind.title; }

struct Scored {
    SearchHit hit;
    Place place{};
};

class Finder {
public:
    Finder(const Replica& replica, const SearchQuery& query)
        : replica_(replica), database_(replica.rows().database()), query_(query), asked_(asked_words(query.text, most_words)) {
        for (const auto& word : search_words(query.text)) whole_ += ' ' + word;
    }

    SearchFound find() {
        SearchFound found;
        found.complete = replica_.search_index().is_complete(query_.kind);
        if (asked_.empty()) return found;
        for (const auto& shape : replica_.search_index().shapes())
            if (query_.kind == Kind::none || query_.kind == shape.kind) shape.ranked ? find_ranked(shape) : find_newest(shape);
        std::ranges::stable_sort(scored_, {}, [](const Scored& one) { return std::pair(one.place, order_of(one.hit.kind)); });
        if (query_.kind == Kind::none) share_page();
        for (const auto& one : scored_)
            if (found.hits.size() < query_.limit) found.hits.push_back(one.hit);
        return found;
    }

private:
    static std::size_t order_of(Kind kind) {
        static constexpr std::array order{Kind::article, Kind::work_order, Kind::ticket, Kind::asset, Kind::person, Kind::procedure};
        return static_cast<std::size_t>(std::ranges::find(order, kind) - order.begin());
    }

    void find_newest(const SearchIndex::Shape& shape) {
        auto rows = database_.query("SELECT rowid FROM " + sql_name(shape.table) + " WHERE " + sql_name(shape.table) +
                                    " MATCH ? ORDER BY rowid DESC LIMIT ?");
        const std::string expression = expression_of(asked_, false, " AND ");
        rows.bind(1, std::string_view(expression));
        rows.bind(2, std::max(looked_at, query_.kind == Kind::none ? 0 : 2 * query_.limit));
        while (rows.step()) add(shape, rows.int64(0), Place::text);
    }

    void find_ranked(const SearchIndex::Shape& shape) {
        const std::size_t before = scored_.size();
        std::vector<std::int64_t> known;
        const auto take = [&](const std::string& expression, Place worst) {
            auto rows = database_.query("SELECT rowid FROM " + sql_name(shape.table) + " WHERE " + sql_name(shape.table) +
                                        " MATCH ? ORDER BY rank LIMIT ?");
            rows.bind(1, std::string_view(expression));
            rows.bind(2, query_.limit);
            while (rows.step()) {
                if (std::ranges::find(known, rows.int64(0)) != known.end()) continue;
                known.push_back(rows.int64(0));
                add(shape, rows.int64(0), worst);
            }
        };
        const bool is_short = asked_.back().word.size() == told_by_texts;
        if (is_short) take(expression_of(asked_, true, " AND ", told_by_texts + 1), Place::text);
        if (!is_short || scored_.size() - before < few_hits) take(expression_of(asked_, true, " AND "), Place::text);
        const Asked telling = telling_words(asked_);
        if (asked_.size() > 1 && scored_.size() - before < few_hits && !telling.empty()) take(expression_of(telling, true, " OR "), Place::some);
    }

    void add(const SearchIndex::Shape& shape, std::int64_t rowid, Place worst) {
        const KindInfo& kind = replica_.catalogue().at(shape.kind);
        std::string columns = "SELECT id";
        for (const auto* field : shape.short_fields) columns += ',' + sql_name(field->name);
        if (shape.kind == Kind::article) columns += ",status";
        auto row = database_.query(columns + " FROM " + sql_name(kind.name) + " WHERE rowid=?", rowid);
        if (!row.step()) return;
        if (shape.kind == Kind::article && row.text(row.columns() - 1) == word_of(ArticleStatus::retired)) return;
        StemmedWords words;
        bool exact = false;
        for (std::size_t i = 0; i < shape.short_fields.size(); ++i) {
            const std::size_t begin = words.size();
            add_words(words, row.text(static_cast<int>(i) + 1));
            std::string whole;
            for (std::size_t at = begin; at < words.size(); ++at) whole += ' ' + words[at].word;
            exact = exact || (is_identifier(kind, *shape.short_fields[i]) && whole == whole_);
        }
        scored_.push_back({{shape.kind, row.uuid(0)}, exact ? Place::exact : place_of(words, worst)});
    }

    Place place_of(const StemmedWords& words, Place worst) const {
        Match least = Match::whole;
        std::size_t whole = 0;
        for (const auto& asked : asked_) {
            const Match match = match_of(asked, words);
            least = std::min(least, match);
            if (match == Match::whole) ++whole;
        }
        if (least != Match::none) return least == Match::whole ? Place::title : Place::beginning;
        return whole > 1 && 2 * whole >= asked_.size() ? Place::most : worst;
    }

    // What one kind has too much of stands behind what others have.
    void share_page() {
        std::array<std::size_t, 64> taken{};
        std::stable_partition(scored_.begin(), scored_.end(), [&](const Scored& one) {
            return ++taken[static_cast<std::size_t>(one.hit.kind) % taken.size()] <= most_of_a_kind;
        });
    }

    const Replica& replica_;
    Database& database_;
    const SearchQuery& query_;
    Asked asked_;
    std::string whole_;
    std::vector<Scored> scored_;
};

}  // namespace

SearchFound search(const Replica& replica, const SearchQuery& query) {
    return Finder(replica, query).find();
}

std::vector<Article> articles_for(const Replica& replica, const Uuid& work_order, std::size_t limit) {
    const auto* shape = replica.search_index().shape_of(Kind::article);
    const auto record = replica.find(Kind::work_order, work_order);
    if (!shape || !record) return {};
    const auto order = as<WorkOrder>(*record);
    std::string category;
    if (const auto ticket = replica.find(Kind::ticket, order.ticket)) category = as<Ticket>(*ticket).category;
    if (const auto procedure = category.empty() ? replica.find(Kind::procedure, order.procedure) : std::nullopt)
        category = as<Procedure>(*procedure).category;
    const Asked title = asked_words(order.title, most_words);
    // The title alone says what it is about; a long story about the weather must not outweigh it.
    Asked asked = telling_words(title);
    for (const auto& more : {category, order.description})
        for (auto& word : telling_words(asked_words(more, most_words)))
            if (asked.size() < most_words && std::ranges::find(asked, word.word, &AskedWord::word) == asked.end()) asked.push_back(std::move(word));
    if (asked.empty()) return {};

    struct Candidate {
        Article article;
        double worth = 0;
    };
    std::vector<Candidate> candidates;
    const std::string expression = expression_of(asked, true, " OR ");
    auto rows = replica.rows().database().query("SELECT a.id,f.rank FROM " + sql_name(shape->table) + " f JOIN article a ON a.rowid=f.rowid WHERE " +
                                                "f." + sql_name(shape->table) + " MATCH ? ORDER BY f.rank LIMIT 30");
    rows.bind(1, std::string_view(expression));
    while (rows.step()) {
        const auto found = replica.find(Kind::article, rows.uuid(0));
        if (!found) continue;
        Candidate candidate{as<Article>(*found), -rows.real(1)};
        const Article& article = candidate.article;
        if (article.status != ArticleStatus::published) continue;
        const bool same_category = !category.empty() && article.category == category;
        StemmedWords words;
        for (const auto* text : {&article.title_id, &article.title_en, &article.keywords}) add_words(words, *text);
        const bool named = std::ranges::any_of(title, [&](const AskedWord& word) { return match_of(word, words) == Match::whole; });
        // One word somewhere in a text is no reason to read it.
        if (!same_category && !named) continue;
        if (same_category && named) candidate.worth *= 2;
        candidates.push_back(std::move(candidate));
    }
    std::ranges::stable_sort(candidates, std::ranges::greater{}, &Candidate::worth);
    std::vector<Article> out;
    for (auto& candidate : candidates)
        if (out.size() < limit) out.push_back(std::move(candidate.article));
    return out;
}

}  // namespace sigap
