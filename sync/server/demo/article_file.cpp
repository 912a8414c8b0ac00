#include "sync/server/demo/article_file.hpp"

#include <algorithm>

#include "platform/core/text.hpp"

namespace sigap {

namespace {

Error at_line_of_article(std::size_t line, std::string message) {
    return fail(ErrorCode::invalid, "line " + std::to_string(line) + ": " + std::move(message), "article_format");
}

std::string* front_member(Article& article, std::string_view key) {
    if (key == "category") return &article.category;
    if (key == "keywords") return &article.keywords;
    if (key == "title.id") return &article.title_id;
    if (key == "title.en") return &article.title_en;
    return nullptr;
}

}  // namespace

Result<Article> parse_article(std::string_view text) {
    if (!is_utf8(text)) return fail(ErrorCode::invalid, "the article is not UTF-8", "article_format");
    Article article;
    article.status = ArticleStatus::published;
    std::string* body = nullptr;
    std::size_t number = 0;
    for (std::string_view line : split(text, '\n')) {
        ++number;
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.starts_with("--- ")) {
            body = line == "--- id" ? &article.body_id : line == "--- en" ? &article.body_en : nullptr;
            if (!body || !body->empty()) return at_line_of_article(number, "expected '--- id' or '--- en', each once");
        } else if (body) {
            *body += std::string(line) + '\n';
        } else if (!trimmed(line).empty()) {
            const auto colon = line.find(": ");
            std::string* member = colon == std::string_view::npos ? nullptr : front_member(article, line.substr(0, colon));
            if (!member || !member->empty()) return at_line_of_article(number, "expected category, keywords, title.id or title.en, each once");
            *member = trimmed(line.substr(colon + 2));
        }
    }
    for (std::string* part : {&article.body_id, &article.body_en}) {
        const std::string whole(trimmed(*part));
        *part = whole.empty() ? whole : whole + '\n';
    }
    for (const std::string* part : {&article.category, &article.title_id, &article.title_en, &article.body_id, &article.body_en})
        if (part->empty()) return at_line_of_article(number, "category, title and text are needed, in both languages");
    return article;
}

}  // namespace sigap
