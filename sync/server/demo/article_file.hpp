// A knowledge article as its authors write it: assets/articles/*.md, one file each, in Indonesian and English. Pure, any
// thread. First lines "key: value" (category, keywords, title.id, title.en), then the text behind a line "--- id" and behind a
// line "--- en", in Markdown.
#pragma once

#include <string_view>

#include "platform/core/result.hpp"
#include "sync/model/kinds/article.hpp"

namespace sigap {

// A published one without id, author and time. `text` is UTF-8. Error: invalid "article_format", naming the line.
Result<Article> parse_article(std::string_view text);

}  // namespace sigap
