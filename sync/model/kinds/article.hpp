// What was learned once, told so that nobody needs to find it out again: knowledge articles in two languages. Any thread.
#pragma once

#include "sync/model/record.hpp"

namespace sigap {

enum class ArticleStatus : std::uint8_t { draft, published, retired };
template <>
inline constexpr std::string_view words_of<ArticleStatus>[] = {"draft", "published", "retired"};

struct Article {
    Uuid id;
    std::string title_id;
    std::string title_en;
    std::string body_id;   // Markdown
    std::string body_en;
    std::string category;  // as of tickets and procedures: "printer"
    std::string keywords;  // what else people call it, with spaces between
    ArticleStatus status{};
    Ref<Kind::person> author;
    Timestamp updated_at;
};
template <>
inline constexpr std::array fields_of<Article>{
    field<&Article::title_id>(1, "title_id").needed().found(),
    field<&Article::title_en>(2, "title_en").found(),
    field<&Article::body_id>(3, "body_id").as_prose().found(),
    field<&Article::body_en>(4, "body_en").as_prose().found(),
    field<&Article::category>(5, "category").found(),
    field<&Article::keywords>(6, "keywords").found(),
    field<&Article::status>(7, "status").merged(Merge::status).ruled().sorted(),
    field<&Article::author>(8, "author").merged(Merge::once).ruled(),
    field<&Article::updated_at>(9, "updated_at").merged(Merge::status).ruled(),
};
template <>
inline constexpr KindInfo kind_of<Article>{.kind = Kind::article,
                                           .name = "article",
                                           .fields = fields_of<Article>,
                                           .everyone = true,
                                           .writers = staff,
                                           .title = "title_id",
                                           .since = 3};

}  // namespace sigap
