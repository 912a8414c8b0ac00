#include <array>

#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

namespace {

struct Part {
    const char* name;
    std::string Article::*text;
};
constexpr std::array<Part, 6> parts{{{"title_id", &Article::title_id}, {"title_en", &Article::title_en}, {"category", &Article::category},
                                     {"keywords", &Article::keywords}, {"body_id", &Article::body_id}, {"body_en", &Article::body_en}}};

// As of notes: what follows the last dot is what it is about.
std::string key_of(const char* name, const Uuid& article) { return "article_" + std::string(name) + '.' + to_string(article); }

void begin(Screen& screen, ArticleEdit& edit, const ArticleDetail& detail) {
    if (edit.seq >= 0) return;
    edit.seq = detail.seq;
    edit.english = !screen.indonesian() && !detail.article.title_en.empty();
    bool kept = false;
    for (const auto& part : parts) kept = kept || !screen.model.draft(key_of(part.name, edit.article)).empty();
    // What was written before a restart goes on from there.
    if (kept) return;
    for (const auto& part : parts) screen.model.draft(key_of(part.name, edit.article)) = detail.article.*part.text;
}

void close(Screen& screen) {
    for (const auto& part : parts) screen.model.clear_draft(key_of(part.name, screen.edit->article));
    screen.edit.reset();
    screen.ui.window().redraw();
}

void field(Screen& screen, const char* name, const char* word, int lines) {
    const std::string key = key_of(name, screen.edit->article);
    std::string& draft = screen.model.draft(key);
    const auto typed = text_field(screen.ui, "article." + std::string(name), draft, {.label = screen.ui.tr(word), .lines = lines});
    if (typed.changed) screen.model.draft_changed(key);
}

void save(Screen& screen, const ArticleDetail& detail) {
    Arguments changed;
    for (const auto& part : parts) {
        const std::string& draft = screen.model.draft(key_of(part.name, detail.article.id));
        if (draft != detail.article.*part.text) changed.emplace_back(part.name, draft);
    }
    if (changed.empty()) return close(screen);
    screen.model.perform("edit_article", detail.article.id, std::move(changed), [&screen](const Edit* saved) {
        // Refused: it stays as it was typed.
        if (saved && screen.edit) close(screen);
    }, {.seq = screen.edit->seq});
}

}  // namespace

void draw_article_editor(Screen& screen, const ArticleDetail& detail) {
    Ui& ui = screen.ui;
    ArticleEdit& edit = *screen.edit;
    begin(screen, edit, detail);
    const std::array<Option, 2> tongues{{{"article.edit.id", "Bahasa Indonesia"}, {"article.edit.en", "English"}}};
    std::size_t tongue = edit.english ? 1 : 0;
    if (tabs(ui, tongues, tongue)) edit.english = tongue == 1;
    space(ui, 6);
    // Above the words: a bar below would go from under the finger when the keyboard on the screen closes.
    const float width = std::floor((fill(ui) - 2 * ui.dp(Metrics::gap)) / 3);
    const bool saves = button(ui, "article.save", ui.tr("article.save"), {.kind = ButtonKind::primary, .icon = icon::save, .width = width});
    same_line(ui);
    if (button(ui, "article.preview", ui.tr(edit.preview ? "article.write" : "article.preview"), {.width = width})) edit.preview = !edit.preview;
    same_line(ui);
    const bool cancels = button(ui, "article.cancel", ui.tr("action.cancel"), {.width = width});
    space(ui, 10);
    if (saves) return save(screen, detail);
    if (cancels) return close(screen);
    const char* title = edit.english ? "title_en" : "title_id";
    const char* body = edit.english ? "body_en" : "body_id";
    if (edit.preview) {
        heading(ui, screen.model.draft(key_of(title, edit.article)));
        draw_markdown(screen, "article.shown", read_markdown(screen.model.draft(key_of(body, edit.article))), detail.files);
        return scroll_by_keys(ui);
    }
    field(screen, title, "article.title", 1);
    field(screen, body, "article.body", 12);
    field(screen, "category", "article.category", 1);
    field(screen, "keywords", "article.keywords", 1);
    draw_photos(screen, edit.article, detail.files, true);
    for (const auto& file : detail.files) {
        const Attachment& picture = file.attachment;
        if (!picture.type.starts_with("image/") || picture.name.empty()) continue;
        if (!link(ui, "article.insert." + to_string(picture.id), ui.tr("article.insert", picture.name))) continue;
        const std::string key = key_of(body, edit.article);
        screen.model.draft(key) += "\n\n![" + picture.caption + "](<" + picture.name + ">)\n";
        screen.model.draft_changed(key);
    }
}

void draw_article_actions(Screen& screen, const ShellLayout& layout, const ArticleDetail& detail) {
    Ui& ui = screen.ui;
    const Article& article = detail.article;
    const bool lead = leads.has(screen.state().enrolment.role);
    const bool published = article.status == ArticleStatus::published;
    const Actions bar = begin_actions(ui, layout, lead ? 2 : 1);
    if (published && !lead) {
        label(ui, ui.tr("article.ask_lead"), true, Font::small);
        return end_actions(ui);
    }
    if (lead) {
        const char* command = published ? "retire_article" : "publish_article";
        if (button(ui, command, ui.tr(published ? "article.retire" : "article.publish"),
                   {.kind = published ? ButtonKind::secondary : ButtonKind::primary, .icon = published ? icon::inventory_2 : icon::check, .width = bar.main, .height = bar.height}))
            screen.model.perform(command, article.id);
        same_line(ui);
    }
    if (button(ui, "article.edit", ui.tr("article.edit"), {.icon = icon::edit, .width = bar.other, .height = bar.height})) screen.edit = ArticleEdit{.article = article.id};
    end_actions(ui);
}

}  // namespace sigap::views
