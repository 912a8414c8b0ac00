#include "sync/server/fill_demo.hpp"

#include <algorithm>

#include "sync/server/demo/demo.hpp"

namespace sigap {

// Of assets/procedures and assets/articles, made by platform/cmake/Embed.cmake.
std::string_view embedded_procedure(std::string_view path);
std::vector<std::string_view> embedded_procedure_names();
std::string_view embedded_article(std::string_view path);
std::vector<std::string_view> embedded_article_names();

Result<Store::Inserted> fill_demo(Store& store) {
    std::vector<ProcedureText> procedures;
    for (const auto name : embedded_procedure_names()) {
        auto procedure = parse_procedure(embedded_procedure(name));
        if (!procedure) return procedure.error();
        procedures.push_back(std::move(*procedure));
    }
    std::ranges::sort(procedures, {}, &ProcedureText::code);
    std::vector<Article> articles;
    for (const auto name : embedded_article_names()) {
        auto article = parse_article(embedded_article(name));
        if (!article) return article.error();
        articles.push_back(std::move(*article));
    }
    std::ranges::sort(articles, {}, &Article::title_id);
    constexpr std::uint64_t seed = 2026;
    const auto records = make_demo(procedures, articles, store.clock().now(), seed);
    if (!records) return records.error();
    return store.insert(*records, {}, "demo");
}

}  // namespace sigap
