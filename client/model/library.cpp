#include "client/model/library.hpp"

#include <algorithm>
#include <array>

#include "client/model/file_lines.hpp"
#include "client/model/timeline.hpp"
#include "platform/core/text.hpp"
#include "sync/replica/search.hpp"

namespace sigap {

namespace {

constexpr std::size_t most_hits = 50, most_asked = 8, most_marks = 16;
constexpr std::size_t most_excerpts = 8, searched_bytes = 8'000;
constexpr std::array shown_kinds{Kind::article, Kind::work_order, Kind::ticket, Kind::asset, Kind::person};

using Asked = std::vector<AskedWord>;

MarkedText marked(const Asked& asked, std::string text) {
    auto marks = found_words(asked, text, most_marks);
    return {std::move(text), std::move(marks)};
}

// The line around the first word that answers; nothing where none does.
MarkedText excerpt(const Asked& asked, std::string_view body) {
    constexpr std::size_t before = 40, longest = 160;
    body = body.substr(0, searched_bytes);
    const auto first = found_words(asked, body, 1);
    if (first.empty()) return {};
    std::size_t begin = body.rfind('\n', first[0].begin);
    begin = begin == std::string_view::npos ? 0 : begin + 1;
    if (first[0].begin - begin > before) begin = body.find(' ', first[0].begin - before) + 1;
    std::string line(body.substr(begin, std::min(longest, body.find('\n', first[0].begin) - begin)));
    std::erase_if(line, [](char c) { return c == '*' || c == '#' || c == '`' || c == '|'; });
    std::size_t whole = 0;
    for (std::size_t length = 1; length > 0 && whole < line.size(); whole += length) length = utf8_length_at(line, whole);
    return marked(asked, std::string(trimmed(std::string_view(line).substr(0, whole))));
}

class LineMaker {
public:
    LineMaker(const Replica& replica, const Asked& asked) : replica_(replica), asked_(asked) {}

    std::optional<FoundLine> make(const SearchHit& hit) {
        const auto record = replica_.find(hit.kind, hit.id);
        if (!record) return std::nullopt;
        FoundLine line;
        line.kind = hit.kind;
        line.id = hit.id;
        switch (hit.kind) {
            case Kind::article: add(line, as<Article>(*record)); break;
            case Kind::work_order: {
                const auto order = as<WorkOrder>(*record);
                line.title_id = marked(asked_, order.title);
                line.detail = marked(asked_, order.number);
                line.status = word_of(order.status);
                line.job = visit_of(order.id);
                break;
            }
            case Kind::ticket: {
                const auto ticket = as<Ticket>(*record);
                line.title_id = marked(asked_, ticket.title);
                line.detail = marked(asked_, ticket.number);
                line.status = word_of(ticket.status);
                for (const auto& order : replica_.rows().referring(Kind::work_order, field_of<&WorkOrder::ticket>(), ticket.id))
                    if (!line.job) line.job = visit_of(order.id);
                break;
            }
            case Kind::asset: {
                const auto asset = as<Asset>(*record);
                line.title_id = marked(asked_, asset.name);
                line.detail = marked(asked_, asset.tag.empty() ? asset.serial : asset.tag);
                line.status = word_of(asset.status);
                break;
            }
            case Kind::person: {
                const auto person = as<Person>(*record);
                line.title_id = marked(asked_, person.name);
                line.detail = marked(asked_, person.job_title);
                break;
            }
            default: return std::nullopt;
        }
        return line;
    }

private:
    Uuid visit_of(const Uuid& order) const {
        const auto visits = replica_.rows().referring(Kind::visit, field_of<&Visit::work_order>(), order);
        return visits.empty() ? Uuid{} : visits.back().id;
    }

    void add(FoundLine& line, const Article& article) {
        line.title_id = marked(asked_, article.title_id);
        line.title_en = marked(asked_, article.title_en);
        line.category = article.category;
        line.status = word_of(article.status);
        const bool in_title = !line.title_id.marks.empty() || !line.title_en.marks.empty();
        if (in_title || excerpts_ >= most_excerpts) return;
        ++excerpts_;
        line.detail = excerpt(asked_, article.body_id);
        if (line.detail.text.empty()) line.detail = excerpt(asked_, article.body_en);
    }

    const Replica& replica_;
    const Asked& asked_;
    std::size_t excerpts_ = 0;
};

// A few thousand at most, and without their texts.
void add_all_articles(const Replica& replica, FoundSnapshot& out) {
    auto rows = replica.rows().database().query(
        "SELECT id,title_id,title_en,category,status FROM article ORDER BY status='retired',category,title_id LIMIT 2000");
    while (rows.step()) {
        FoundLine& line = out.lines.emplace_back();
        line.kind = Kind::article;
        line.id = rows.uuid(0);
        line.title_id.text = rows.text(1);
        line.title_en.text = rows.text(2);
        line.category = rows.text(3);
        line.status = rows.text(4);
    }
}

}  // namespace

std::shared_ptr<const FoundSnapshot> find_in_library(const Replica& replica, const std::string& text) {
    auto out = std::make_shared<FoundSnapshot>();
    out->text = text;
    out->complete = replica.search_index().is_complete();
    const Asked asked = asked_words(text, most_asked);
    if (asked.empty()) {
        add_all_articles(replica, *out);
        return out;
    }
    const auto found = search(replica, {text, Kind::none, most_hits});
    LineMaker maker(replica, asked);
    for (const auto& hit : found.hits) {
        if (std::ranges::find(shown_kinds, hit.kind) == shown_kinds.end()) continue;
        if (auto line = maker.make(hit)) out->lines.push_back(std::move(*line));
    }
    // The kind of the best hit stands first.
    std::vector<Kind> kinds;
    for (const auto& line : out->lines)
        if (std::ranges::find(kinds, line.kind) == kinds.end()) kinds.push_back(line.kind);
    std::ranges::stable_sort(out->lines, {}, [&](const FoundLine& line) { return std::ranges::find(kinds, line.kind) - kinds.begin(); });
    return out;
}

std::shared_ptr<const ArticleDetail> article_detail(Replica& replica, const Uuid& id) {
    const auto record = replica.find(Kind::article, id);
    if (!record) return nullptr;
    auto detail = std::make_shared<ArticleDetail>();
    detail->article = as<Article>(*record);
    detail->seq = record->seq;
    detail->author = person_name(replica, detail->article.author);
    detail->body_id = read_markdown(detail->article.body_id);
    detail->body_en = read_markdown(detail->article.body_en);
    detail->files = file_lines(replica, nullptr, id);
    for (const auto& entry : replica.ledger(50, id))
        detail->unsent = detail->unsent || entry.state == EditState::queued || entry.state == EditState::sending;
    return detail;
}

std::shared_ptr<const PersonDetail> person_detail(Replica& replica, const Uuid& id) {
    const auto record = replica.find(Kind::person, id);
    if (!record) return nullptr;
    auto detail = std::make_shared<PersonDetail>();
    detail->person = as<Person>(*record);
    if (const auto unit = replica.find(Kind::org_unit, detail->person.org_unit)) detail->team = as<OrgUnit>(*unit).name;
    detail->history = timeline_of(replica, Kind::person, id, 300);
    return detail;
}

void LibraryModel::search(std::string text) {
    if (text == text_ && found_) return;
    text_ = std::move(text);
    ask();
}

void LibraryModel::ask() {
    const std::uint64_t mine = ++*newest_;
    parts_.on_store([this, mine, newest = newest_, text = text_](Replica& replica) {
        if (*newest != mine) return;
        parts_.answer([this, mine, found = find_in_library(replica, text)] {
            if (*newest_ == mine) found_ = found;
        });
    });
}

void LibraryModel::open(const Uuid& article) {
    if (chosen_ != article) article_ = nullptr, missing_ = false;
    chosen_ = article;
    fetch_article();
}

void LibraryModel::fetch_article() {
    if (!chosen_) return;
    parts_.on_store([this, id = chosen_](Replica& replica) {
        parts_.answer([this, id, article = article_detail(replica, id)] {
            if (chosen_ != id) return;
            article_ = article;
            missing_ = !article;
        });
    });
}

void LibraryModel::open_person(const Uuid& person) {
    if (chosen_person_ != person) person_ = nullptr;
    chosen_person_ = person;
    fetch_person();
}

void LibraryModel::fetch_person() {
    if (!chosen_person_) return;
    parts_.on_store([this, id = chosen_person_](Replica& replica) {
        parts_.answer([this, id, person = person_detail(replica, id)] {
            if (chosen_person_ == id) person_ = person;
        });
    });
}

void LibraryModel::analyse(std::string month, int offset_minutes) {
    month_ = std::move(month);
    offset_minutes_ = offset_minutes;
    fetch_analysis();
}

void LibraryModel::fetch_analysis() {
    if (month_.empty()) return;
    parts_.on_store([this, month = month_, offset = offset_minutes_](Replica& replica) {
        auto made = analysis_of(replica, month, offset);
        if (!made) return;
        parts_.answer([this, analysis = std::make_shared<const Analysis>(std::move(*made))] {
            if (analysis->month == month_) analysis_ = analysis;
        });
    });
}

void LibraryModel::refresh(bool person, bool month) {
    ask();
    fetch_article();
    if (person) fetch_person();
    if (month) fetch_analysis();
}

}  // namespace sigap
