// Markdown as widgets, top to bottom in the pane that is being drawn.
#include <algorithm>
#include <set>

#include "client/ui/rich_text.hpp"
#include "client/views/screen.hpp"
#include "platform/core/text.hpp"

namespace sigap::views {

using namespace ui;

namespace {

constexpr float indent = 26;

std::vector<TextRun> runs_of(const MarkdownText& text, bool strong = false) {
    std::vector<TextRun> out;
    for (const auto& run : text) out.push_back({run.text, run.strong || strong, run.code, !run.link.empty()});
    return out;
}

std::string plain(const MarkdownText& text) {
    std::string out;
    for (const auto& run : text) out += run.text;
    return out;
}

class Writer {
public:
    Writer(Screen& screen, std::string_view key, const std::vector<FileLine>& files)
        : screen_(screen), ui_(screen.ui), key_(key), files_(files) {}

    void draw(const MarkdownBlock& block) {
        const ImVec2 from = ImGui::GetCursorScreenPos();
        left_ = ui_.dp(indent) * static_cast<float>(block.depth) + (block.quoted ? ui_.dp(16) : 0);
        width_ = std::max(ui_.dp(80), fill(ui_) - left_);
        switch (block.kind) {
            case MarkdownBlock::Kind::heading: heading_of(block); break;
            case MarkdownBlock::Kind::code: code(block); break;
            case MarkdownBlock::Kind::table: table(block); break;
            case MarkdownBlock::Kind::picture: picture(block); break;
            case MarkdownBlock::Kind::rule: space(ui_, 8), separator(ui_), space(ui_, 8); break;
            case MarkdownBlock::Kind::paragraph: paragraph_of(block); break;
        }
        const ImVec2 to = ImGui::GetCursorScreenPos();
        if (block.quoted) ImGui::GetWindowDrawList()->AddRectFilled(from, {from.x + ui_.dp(3), to.y - ui_.dp(10)}, ui_.colours().outline);
        const std::string spoken = plain(block.text);
        if (!spoken.empty() && block.kind != MarkdownBlock::Kind::picture)
            ui_.record({.key = key_ + "." + std::to_string(number_), .role = ui::Role::text, .label = spoken}, {from, {from.x + fill(ui_), to.y}});
        links(block);
        ++number_;
    }

private:
    ImVec2 begin(float above) {
        space(ui_, above);
        const ImVec2 at = ImGui::GetCursorScreenPos();
        return {at.x + left_, at.y};
    }
    void end(float height, float below) { ImGui::Dummy({left_ + width_, height + ui_.dp(below)}); }

    void heading_of(const MarkdownBlock& block) {
        const Font font = block.level == 1 ? Font::title : Font::body;
        const auto runs = runs_of(block.text, true);
        const ImVec2 at = begin(number_ == 0 ? 0 : 12);
        end(draw_rich_text(ui_, runs, at, width_, font), 4);
    }

    void paragraph_of(const MarkdownBlock& block) {
        const auto runs = runs_of(block.text);
        const ImVec2 at = begin(0);
        if (!block.marker.empty()) {
            const float room = ui_.dp(indent) - ui_.dp(4), line = std::round(ui_.font(Font::body)->FontSize * 1.32f);
            // A long number begins farther left, never under the text.
            draw_text(ui_, Font::body, ui_.colours().text_soft, {{at.x - std::max(room, text_width(ui_, Font::body, block.marker) + ui_.dp(6)), at.y}, {at.x, at.y + line}}, block.marker);
        }
        end(draw_rich_text(ui_, runs, at, width_), block.depth > 0 ? 4 : block.quoted ? 12 : 8);
    }

    void code(const MarkdownBlock& block) {
        const std::string text = plain(block.text);
        const ImVec2 at = begin(2);
        const float pad = ui_.dp(12), wrap = width_ - 2 * pad;
        const float height = text_size(ui_, Font::body, text, wrap).y + 2 * pad;
        draw_rect(ui_, {at, {at.x + width_, at.y + height}}, ui_.colours().rail, 0, Metrics::radius);
        draw_wrapped(ui_, Font::body, ui_.colours().text, {at.x + pad, at.y + pad}, text, wrap);
        end(height, 8);
    }

    // Each column as wide as its longest cell where there is room, else its share of what is left above the longest words.
    std::vector<float> columns_of(const MarkdownBlock& block, float pad) {
        std::vector<TextWidths> wanted;
        for (std::size_t row = 0; row < block.rows.size(); ++row) {
            wanted.resize(std::max(wanted.size(), block.rows[row].size()));
            for (std::size_t i = 0; i < block.rows[row].size(); ++i) {
                const TextWidths cell = rich_text_widths(ui_, runs_of(block.rows[row][i], row == 0));
                wanted[i].least = std::max(wanted[i].least, cell.least);
                wanted[i].whole = std::max(wanted[i].whole, cell.whole);
            }
        }
        float least = 0, whole = 0;
        for (const auto& column : wanted) least += column.least + 2 * pad, whole += column.whole + 2 * pad;
        std::vector<float> out;
        for (const auto& column : wanted) {
            if (whole <= width_) out.push_back(column.whole + 2 * pad);
            else if (least >= width_) out.push_back(width_ / static_cast<float>(wanted.size()));
            else out.push_back(column.least + 2 * pad + (width_ - least) * (column.whole - column.least) / std::max(1.0f, whole - least));
        }
        return out;
    }

    void table(const MarkdownBlock& block) {
        const float pad = ui_.dp(8), line = std::max(1.0f, ui_.dp(1));
        const auto columns = columns_of(block, pad);
        float whole = 0;
        for (const float column : columns) whole += column;
        space(ui_, 2);
        for (std::size_t row = 0; row < block.rows.size(); ++row) {
            const ImVec2 at = begin(0);
            float height = 0, x = at.x;
            for (std::size_t i = 0; i < block.rows[row].size(); ++i) {
                const auto runs = runs_of(block.rows[row][i], row == 0);
                height = std::max(height, draw_rich_text(ui_, runs, {x + pad, at.y + pad}, columns[i] - 2 * pad));
                const std::string spoken = plain(block.rows[row][i]);
                if (!spoken.empty())
                    ui_.record({.key = key_ + '.' + std::to_string(number_) + '.' + std::to_string(row) + '.' + std::to_string(i), .role = ui::Role::text, .label = spoken},
                               {{x, at.y}, {x + columns[i], at.y + height}});
                x += columns[i];
            }
            const float bottom = at.y + height + 2 * pad - line;
            ImGui::GetWindowDrawList()->AddRectFilled({at.x, bottom - (row == 0 ? line : 0)}, {at.x + whole, bottom + line}, row == 0 ? ui_.colours().outline : ui_.colours().line);
            end(height + 2 * pad, 0);
        }
        space(ui_, 8);
    }

    // By the name of a file of the same record.
    void picture(const MarkdownBlock& block) {
        const auto file = std::ranges::find(files_, block.source, [](const FileLine& line) { return line.attachment.name; });
        const std::string caption = plain(block.text);
        if (file != files_.end() && file->attachment.type.starts_with("image/") && shown(*file, caption)) return;
        begin_card(ui_, key_ + ".picture." + std::to_string(number_));
        paragraph(ui_, caption.empty() ? block.source : caption);
        if (file == files_.end()) label(ui_, ui_.tr("article.no_picture", block.source), true, Font::small);
        else label(ui_, ui_.tr("files." + std::string(word_of(file->state)), file->percent), true, Font::small);
        end_card(ui_);
    }

    // As wide as the text where it is large enough, and never higher than the pane; a tap shows it alone. False until it is here.
    bool shown(const FileLine& file, const std::string& caption) {
        constexpr int step = 256, most = 1024;
        const int side = std::clamp((static_cast<int>(width_) + step - 1) / step * step, step, most);
        auto picture = shelf_of(screen_).get(file.attachment.sha256, side);
        if (picture.missing) picture = shelf_of(screen_).get(file.attachment.thumbnail, step);
        if (!picture.texture || picture.width <= 0 || picture.height <= 0) return false;
        const float room = std::max(ui_.dp(160), ImGui::GetWindowHeight() * 0.8f);
        const float scale = std::min({width_ / picture.width, room / picture.height, std::max(1.0f, ui_.dp(100) / 100)});
        const ImVec2 at = begin(2);
        ImGui::SetCursorScreenPos(at);
        const Interaction tile = ui_.interact({.key = key_ + ".picture." + std::to_string(number_), .label = caption.empty() ? file.attachment.name : caption},
                                              {std::round(picture.width * scale), std::round(picture.height * scale)});
        if (tile.visible) ImGui::GetWindowDrawList()->AddImage(picture.texture, tile.rect.min, tile.rect.max);
        ui_.draw_focus(tile, 4);
        if (tile.activated) {
            screen_.photos.shown = file.attachment.id;
            ui_.window().redraw();
        }
        if (!caption.empty()) label(ui_, caption, true, Font::small);
        space(ui_, 8);
        return true;
    }

    // What a finger can hit, and the keyboard reach.
    void links(const MarkdownBlock& block) {
        std::set<std::string> known;
        const auto offer = [&](const MarkdownText& text) {
            for (const auto& run : text) {
                if (run.link.empty() || !known.insert(run.link).second) continue;
                const bool same = run.text == run.link || run.link.ends_with("//" + run.text);
                if (!link(ui_, key_ + ".link." + std::to_string(links_++), same ? run.link : run.text + "  \xe2\x86\x92  " + run.link)) continue;
                follow(run.link);
            }
        };
        offer(block.text);
        for (const auto& row : block.rows)
            for (const auto& cell : row) offer(cell);
    }

    void follow(const std::string& to) {
        // Another article, by its id; the web, where this machine has a browser.
        if (const auto id = parse_uuid(to.starts_with("article:") ? to.substr(8) : to)) return screen_.model.open_article(*id);
        const bool web = starts_with_ignoring_case(to, "https://") || starts_with_ignoring_case(to, "http://");
        if (web && ui_.window().open_link(to)) return;
        ImGui::SetClipboardText(to.c_str());
        ui_.toast(ui_.tr("article.link_copied"));
    }

    Screen& screen_;
    Ui& ui_;
    std::string key_;
    const std::vector<FileLine>& files_;
    float left_ = 0, width_ = 0;
    int number_ = 0, links_ = 0;
};

}  // namespace

void draw_markdown(Screen& screen, std::string_view key, const std::vector<MarkdownBlock>& blocks, const std::vector<FileLine>& files) {
    Writer writer(screen, key, files);
    for (const auto& block : blocks) writer.draw(block);
}

void scroll_by_keys(Ui& ui) {
    const float page = ImGui::GetWindowHeight() * 0.85f, at = ImGui::GetScrollY();
    float to = at;
    if (ui.take_key(ImGuiKey_PageDown)) to += page;
    if (ui.take_key(ImGuiKey_PageUp)) to -= page;
    if (ui.take_key(ImGuiKey_Home)) to = 0;
    if (ui.take_key(ImGuiKey_End)) to = ImGui::GetScrollMaxY();
    if (to == at) return;
    ImGui::SetScrollY(std::clamp(to, 0.0f, ImGui::GetScrollMaxY()));
    ui.window().redraw();
}

}  // namespace sigap::views
