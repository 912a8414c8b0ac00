#include "sync/model/kinds/article.hpp"

#include "sync/model/kinds/procedure.hpp"
#include "sync/model/kinds/work.hpp"
#include "sync/model/rules/rules.hpp"
#include "sync/model/text_value.hpp"

namespace sigap {

namespace {

using enum ArticleStatus;

Result<void> create(Judgement& judgement) {
    SIGAP_TRY(judge_create(judgement));
    auto article = judgement.get<Article>(derived_id(judgement.command().operation, 0));
    if (!article) return article.error();
    article->author = judgement.actor().person;
    article->updated_at = judgement.at();
    judgement.save(*article);
    return {};
}

Result<void> edit(Judgement& judgement) {
    auto before = judgement.target<Article>();
    if (!before) return before.error();
    if (before->status == published && !leads.has(judgement.actor().role))
        return fail(ErrorCode::denied, "this article is published; ask a lead to change it", "published");
    SIGAP_TRY(judge_edit(judgement));
    auto article = judgement.target<Article>();
    article->updated_at = judgement.at();
    judgement.save(*article);
    return {};
}

Result<void> become(Judgement& judgement, ArticleStatus to) {
    auto article = judgement.target<Article>();
    if (!article) return article.error();
    if (article->status == to) return illegal("article", word_of(article->status), word_of(to));
    article->status = to;
    article->updated_at = judgement.at();
    judgement.save(*article);
    return {};
}
Result<void> publish(Judgement& judgement) { return become(judgement, published); }
Result<void> retire(Judgement& judgement) { return become(judgement, retired); }

// What happened, as the people who were there wrote it down.
struct Account {
    std::string title, category, complaint, cause;
    std::vector<std::string> remedy;
};

void add(std::vector<std::string>& to, const std::string& text) {
    if (!text.empty()) to.push_back(text);
}

Account account_of(const Ticket& ticket) {
    Account account{ticket.title, ticket.category, ticket.description, ticket.cause, {}};
    add(account.remedy, ticket.resolution);
    return account;
}

// The ticket and the procedure may be out of a device's sight; the server's word on them then counts.
Account account_of(const Judgement& judgement, const WorkOrder& order) {
    const auto ticket = judgement.get<Ticket>(order.ticket);
    const auto procedure = judgement.get<Procedure>(order.procedure);
    Account account = ticket ? account_of(*ticket) : Account{};
    account.title = order.title;
    if (!order.description.empty()) account.complaint = order.description;
    if (account.category.empty() && procedure) account.category = procedure->category;
    if (!order.findings.empty()) account.cause = order.findings;
    const std::string of_ticket = account.remedy.empty() ? std::string() : account.remedy.front();
    account.remedy.clear();
    add(account.remedy, order.outcome);
    for (const auto& visit : judgement.all<&Visit::work_order>(order.id))
        if (visit.outcome != order.outcome) add(account.remedy, visit.outcome);
    if (of_ticket != order.outcome) add(account.remedy, of_ticket);
    return account;
}

void add_part(std::string& body, std::string_view heading, const std::string& text) {
    if (!text.empty()) body += (body.empty() ? "## " : "\n## ") + std::string(heading) + "\n\n" + text + '\n';
}

Result<void> make(Judgement& judgement) {
    const auto order = judgement.target<WorkOrder>();
    const auto ticket = judgement.target<Ticket>();
    if (!order && !ticket) return fail(ErrorCode::invalid, "an article is made from a work order or a ticket", "shape");
    const Account account = order ? account_of(judgement, *order) : account_of(*ticket);
    if (account.cause.empty() && account.remedy.empty())
        return Judgement::refuse("there is nothing to tell yet; say first what you found or did", "nothing_to_tell");
    std::string remedy;
    for (const auto& text : account.remedy) remedy += (remedy.empty() ? "" : "\n\n") + text;
    Article article;
    article.title_id = account.title;
    add_part(article.body_id, "Gejala", account.complaint);
    add_part(article.body_id, "Penyebab", account.cause);
    add_part(article.body_id, "Penyelesaian", remedy);
    if (article.body_id.size() > longest_text)
        return Judgement::refuse("what was written about it is too long for one article; write it by hand", "article_too_long");
    article.category = account.category;
    article.author = judgement.actor().person;
    article.updated_at = judgement.at();
    judgement.create(article);
    return {};
}

}  // namespace

std::vector<CommandInfo> article_rules() {
    constexpr Kind on = Kind::article;
    const auto fields = [](bool at_birth) {
        return std::vector{argument<&Article::title_id>(at_birth), argument<&Article::title_en>(), argument<&Article::body_id>(),
                           argument<&Article::body_en>(), argument<&Article::category>(), argument<&Article::keywords>()};
    };
    return {
        {"create_article", on, true, staff, fields(true), create},
        {"edit_article", on, false, staff, fields(false), edit},
        {"publish_article", on, false, leads, {}, publish},
        {"retire_article", on, false, leads, {}, retire},
        {"make_article", Kind::none, false, staff, {}, make, true},
    };
}

}  // namespace sigap
