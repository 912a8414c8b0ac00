#include <catch2/catch_test_macros.hpp>

#include "sync/model/kinds/article.hpp"
#include "tests/sync/model/world.hpp"

using namespace sigap;
using sigap::testing::World;

namespace {

struct Library : World {
    Library() { lead = person("Dewi", Role::lead); }
    Uuid draft() { return *perform("create_article", {}, {{"title_id", "Kertas macet"}, {"body_id", "Buka tutup belakang."}}, technician); }
    Uuid lead;
};

}  // namespace

TEST_CASE("staff write drafts and leads publish them") {
    Library library;
    const Uuid id = library.draft();
    const auto made = library.get<Article>(id);
    CHECK(made.status == ArticleStatus::draft);
    CHECK(made.author.id == library.technician);
    CHECK(made.updated_at);
    // Another one's draft may be bettered by anybody of the staff.
    const auto before = library.clock.now();
    REQUIRE(library.perform("edit_article", id, {{"title_en", "Paper jam"}, {"keywords", "printer macet"}}, library.other));
    CHECK(library.get<Article>(id).title_en == "Paper jam");
    CHECK(library.get<Article>(id).updated_at == before);
    CHECK(library.get<Article>(id).author.id == library.technician);
    CHECK(library.perform("publish_article", id, {}, library.technician).error().detail == "role");
    CHECK(library.perform("publish_article", id, {}, library.desk).error().detail == "role");
    REQUIRE(library.perform("publish_article", id, {}, library.lead));
    CHECK(library.get<Article>(id).status == ArticleStatus::published);
    CHECK(library.perform("publish_article", id, {}, library.lead).error().detail == "state");
    CHECK(library.perform("edit_article", id, {{"body_id", "x"}}, library.technician).error().detail == "published");
    REQUIRE(library.perform("edit_article", id, {{"body_id", "x"}}, library.lead));
    REQUIRE(library.perform("retire_article", id, {}, library.lead));
    CHECK(library.get<Article>(id).status == ArticleStatus::retired);
    REQUIRE(library.perform("publish_article", id, {}, library.lead));
    CHECK(library.perform("edit_article", id, {{"title_id", {}}}, library.lead).error().detail == "missing_title_id");
}

TEST_CASE("an article is made from a job's own words") {
    Library library;
    Ticket ticket;
    ticket.title = "Printer lantai 3";
    ticket.description = "Kertas selalu tersangkut.";
    ticket.category = "printer";
    ticket.resolution = "Rol sudah diganti.";
    ticket.assignee = library.technician;
    const Uuid ticket_id = library.put(ticket);
    WorkOrder order;
    order.title = "Perbaiki printer";
    order.ticket = ticket_id;
    order.assignee = library.technician;
    const Uuid order_id = library.put(order);
    Visit visit;
    visit.work_order = order_id;
    visit.technician = library.technician;
    library.put(visit);

    // What the ticket says is told where the job itself says nothing.
    const auto first = library.judge(library.command("make_article", order_id, {}, library.technician));
    REQUIRE(first);
    order.id = order_id;
    order.findings = "Rol penarik aus.";
    order.outcome = "Rol diganti, 50 lembar tanpa macet.";
    library.put(order);
    const auto given = library.command("make_article", order_id, {}, library.technician);
    const auto changes = library.judge(given);
    REQUIRE(changes);
    REQUIRE(changes->size() == 2);
    Record made = born_record(kind_of<Article>, (*changes)[0].id);
    apply(kind_of<Article>, made, (*changes)[0]);
    const auto article = as<Article>(made);
    CHECK(article.id == derived_id(given.operation, 0));
    CHECK(article.title_id == "Perbaiki printer");
    CHECK(article.category == "printer");
    CHECK(article.status == ArticleStatus::draft);
    CHECK(article.author.id == library.technician);
    CHECK(article.body_id == "## Gejala\n\nKertas selalu tersangkut.\n\n## Penyebab\n\nRol penarik aus.\n\n## Penyelesaian\n\n"
                             "Rol diganti, 50 lembar tanpa macet.\n\nRol sudah diganti.\n");
    CHECK((*changes)[1].kind == Kind::activity);

    CHECK(library.judge(library.command("make_article", order_id, {}, library.other)).error().detail == "not_yours");
    Ticket blank;
    blank.title = "Apa saja";
    CHECK(library.judge("make_article", library.put(blank)).error().detail == "nothing_to_tell");
    CHECK(library.judge("make_article", library.technician).error().detail == "shape");
    order.findings = std::string(200 * 1024, 'x');
    order.outcome = std::string(200 * 1024, 'y');
    library.put(order);
    CHECK(library.judge("make_article", order_id).error().detail == "article_too_long");
}
