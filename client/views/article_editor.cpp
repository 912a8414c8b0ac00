#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

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
std::string key_of(const std::string& name, const Uuid& article) { return "article_" + name + '.' + to_string(article); }

// Beside each draft, what it began from, and the row's seq then. Who has the seq has all of it: an empty draft is an emptied field.
std::string base_of(const Part& part, const Uuid& article) { return key_of("was_" + std::string(part.name), article); }
std::string seq_of(const Uuid& article) { return key_of("seq", article); }

bool is_changed(Screen& screen, const Uuid& article) {
    return std::ranges::any_of(parts, [&](const Part& part) {
        return screen.model.draft(key_of(part.name, article)) != screen.model.draft(base_of(part, article));
    });
}

void begin(Screen& screen, ArticleEdit& edit, const ArticleDetail& detail) {
    if (std::exchange(edit.begun, true)) return;
    edit.english = !screen.indonesian() && !detail.article.title_en.empty();
    AppModel& model = screen.model;
    const bool whole = !model.draft(seq_of(edit.article)).empty();
    edit.stored = whole && is_changed(screen, edit.article);
    // What was written before a restart goes on from there.
    if (edit.stored) return;
    for (const auto& part : parts) {
        std::string& draft = model.draft(key_of(part.name, edit.article));
        // Older versions kept only the fields that were typed into.
        if (whole || draft.empty()) draft = detail.article.*part.text;
        model.draft(base_of(part, edit.article)) = detail.article.*part.text;
    }
    model.draft(seq_of(edit.article)) = std::to_string(detail.seq);
}

void changed(Screen& screen, const std::string& key) {
    ArticleEdit& edit = *screen.edit;
    if (std::exchange(edit.stored, true)) return screen.model.draft_changed(key);
    for (const auto& part : parts) {
        screen.model.draft_changed(key_of(part.name, edit.article));
        screen.model.draft_changed(base_of(part, edit.article));
    }
    // Last: where it is missing after a crash, the rest may be, too.
    screen.model.draft_changed(seq_of(edit.article));
}

void close(Screen& screen, Uuid article) {
    screen.model.clear_draft(seq_of(article));
    for (const auto& part : parts) {
        screen.model.clear_draft(key_of(part.name, article));
        screen.model.clear_draft(base_of(part, article));
    }
    if (screen.edit && screen.edit->article == article) screen.edit.reset();
    screen.ui.window().redraw();
}

void field(Screen& screen, const char* name, const char* word, int lines) {
    const std::string key = key_of(name, screen.edit->article);
    std::string& draft = screen.model.draft(key);
    const auto typed = text_field(screen.ui, "article." + std::string(name), draft, {.label = screen.ui.tr(word), .lines = lines});
    if (typed.changed) changed(screen, key);
}

void save(Screen& screen, const Uuid& article) {
    Arguments given;
    Seen seen{.seq = 0};
    const std::string& seq = screen.model.draft(seq_of(article));
    std::from_chars(seq.data(), seq.data() + seq.size(), seen.seq);
    std::array<std::string, parts.size()> sent;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        sent[i] = screen.model.draft(key_of(parts[i].name, article));
        const std::string& base = screen.model.draft(base_of(parts[i], article));
        if (sent[i] == base) continue;
        given.emplace_back(parts[i].name, sent[i]);
        seen.values.emplace_back(parts[i].name, base.empty() ? Value{} : Value{base});
    }
    if (given.empty()) return close(screen, article);
    screen.saving.insert(article);
    screen.model.perform("edit_article", article, std::move(given), [&screen, article, sent](const Edit* saved) {
        screen.saving.erase(article);
        // Refused: it stays as it was typed.
        if (!saved) return;
        bool typed_on = false;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            typed_on = typed_on || screen.model.draft(key_of(parts[i].name, article)) != sent[i];
            screen.model.draft(base_of(parts[i], article)) = sent[i];
            screen.model.draft_changed(base_of(parts[i], article));
        }
        if (!typed_on) close(screen, article);
    }, std::move(seen));
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
    const bool saving = screen.saving.contains(edit.article);
    const bool saves = button(ui, "article.save", ui.tr("article.save"), {.kind = ButtonKind::primary, .icon = icon::save, .width = width, .enabled = !saving});
    same_line(ui);
    if (button(ui, "article.preview", ui.tr(edit.preview ? "article.write" : "article.preview"), {.width = width})) edit.preview = !edit.preview;
    same_line(ui);
    const bool cancels = button(ui, "article.cancel", ui.tr("action.cancel"), {.width = width, .enabled = !saving});
    space(ui, 10);
    if (saves) return save(screen, edit.article);
    if (cancels) {
        if (!is_changed(screen, edit.article)) return close(screen, edit.article);
        edit.asks = true;
    }
    if (edit.asks) {
        const std::string question = ui.tr("article.leave"), text = ui.tr("article.leave_hint"), verb = ui.tr("article.leave_verb"), stay = ui.tr("action.write_on");
        const Answer answer = ask(ui, "article.leave", {question, text, verb, stay});
        if (answer == Answer::accepted) return close(screen, edit.article);
        if (answer == Answer::cancelled) edit.asks = false;
    }
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
        changed(screen, key);
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
