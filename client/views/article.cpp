#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

namespace {

void draw_head(Screen& screen, const ArticleDetail& detail) {
    Ui& ui = screen.ui;
    const Article& article = detail.article;
    std::string sub = screen.category_words(article.category);
    if (!detail.author.empty()) sub += (sub.empty() ? "" : "  \xc2\xb7  ") + detail.author;
    if (article.updated_at) sub += (sub.empty() ? "" : "  \xc2\xb7  ") + screen.date(article.updated_at);
    paragraph(ui, sub, true);
    if (article.status != ArticleStatus::published) {
        const std::string status = screen.status_words("article", word_of(article.status));
        space(ui, 6);
        pill(ui, {Status::offline, status, icon::edit, "article.status"});
    }
    if (detail.unsent) {
        const std::string unsent = ui.tr("job.unsent"), brief = ui.tr("job.unsent_brief");
        space(ui, 6);
        pill(ui, fitted(ui, {Status::offline, unsent, icon::cloud_queue, "article.unsent", brief}, fill(ui)));
    }
}

}  // namespace

void draw_article(Screen& screen, const ShellLayout& layout) {
    if (!layout.shows_detail()) return;
    Ui& ui = screen.ui;
    const LibraryModel& library = screen.model.library();
    const auto detail = library.article();
    const bool may_write = staff.has(screen.state().enrolment.role);
    begin_pane(ui, "article.pane." + to_string(library.chosen()), layout.detail, {layout.narrow ? 16.0f : 32.0f, 18});
    if (!detail) {
        if (library.missing()) empty_state(ui, icon::list_alt, ui.tr("article.gone"), ui.tr("article.gone_hint"));
        else if (!library.chosen()) empty_state(ui, icon::list_alt, ui.tr("article.choose"), ui.tr("article.choose_hint"));
        return end_pane(ui);
    }
    const Article& article = detail->article;
    if (screen.edit && screen.edit->article == article.id) {
        draw_article_editor(screen, *detail);
        end_pane(ui);
        if (screen.photos.shown) draw_photo_page(screen, detail->files, true);
        return;
    }
    const bool both = !article.body_id.empty() && !article.body_en.empty();
    if (screen.other_language_of != article.id) screen.other_language_of = {};
    const bool turned = both && screen.other_language_of == article.id;
    const bool indonesian = both ? screen.indonesian() != turned : !article.body_id.empty();
    heading(ui, indonesian || article.title_en.empty() ? article.title_id : article.title_en);
    draw_head(screen, *detail);
    if (both) {
        space(ui, 4);
        // Named in its own language, for who reads it.
        if (link(ui, "article.language", indonesian ? "Read in English" : "Baca dalam bahasa Indonesia"))
            screen.other_language_of = turned ? Uuid{} : article.id;
    }
    space(ui, 10);
    draw_markdown(screen, "article.text", indonesian ? detail->body_id : detail->body_en, detail->files);
    if (!detail->files.empty()) draw_photos(screen, article.id, detail->files, false);
    draw_files(screen, detail->files);
    scroll_by_keys(ui);
    end_pane(ui);
    if (screen.photos.shown) draw_photo_page(screen, detail->files, may_write);
    if (may_write) draw_article_actions(screen, layout, *detail);
}

}  // namespace sigap::views
