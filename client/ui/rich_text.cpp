#include "client/ui/rich_text.hpp"

#include <algorithm>
#include <cfloat>
#include <utility>
#include <vector>

namespace sigap::ui {

namespace {

struct Piece {
    std::string_view text;
    const TextRun* run = nullptr;
    float width = 0;
};

// What stands between two spaces.
struct Word {
    std::vector<Piece> pieces;
    float width = 0;
    int lines_before = 0;  // line ends before it
};

Font hand_of(const TextRun& run, Font font) { return run.strong && font == Font::body ? Font::strong : font; }

float exact_width(ImFont* font, std::string_view text) {
    return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
}

std::vector<Word> words_of(Ui& ui, std::span<const TextRun> runs, Font font) {
    std::vector<Word> words;
    bool joined = false;
    int lines = 0;
    for (const TextRun& run : runs) {
        for (std::size_t at = 0; at < run.text.size();) {
            const char c = run.text[at];
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                lines += c == '\n';
                joined = false;
                ++at;
                continue;
            }
            const std::size_t begin = at;
            while (at < run.text.size() && std::string_view(" \t\r\n").find(run.text[at]) == std::string_view::npos) ++at;
            if (!joined) words.push_back({{}, 0, std::exchange(lines, 0)});
            const std::string_view text = run.text.substr(begin, at - begin);
            const float width = exact_width(ui.font(hand_of(run, font)), text);
            words.back().pieces.push_back({text, &run, width});
            words.back().width += width;
            joined = true;
        }
    }
    return words;
}

class Pen {
public:
    Pen(Ui& ui, Font font, ImVec2 at, float width, bool draws, bool soft)
        : ui_(ui), font_(font), at_(at), width_(width), line_(std::round(ui.font(font)->FontSize * 1.32f)),
          space_(exact_width(ui.font(font), " ")), draws_(draws), soft_(soft) {}

    void word(const Word& word) {
        for (int i = 0; i < word.lines_before; ++i) new_line();
        const float gap = x_ > 0 ? space_ : 0;
        if (x_ > 0 && x_ + gap + word.width > width_) new_line();
        else skip(gap, word);
        for (const Piece& piece : word.pieces) put(piece);
    }
    float height() const { return y_ + line_; }

private:
    void new_line() {
        x_ = 0;
        y_ += line_;
        last_ = nullptr;
    }
    // A link or code of several words is one stretch.
    void skip(float gap, const Word& next) {
        if (gap > 0 && last_ == next.pieces.front().run) ground(*last_, x_, gap);
        x_ += gap;
    }
    void put(const Piece& piece) {
        ImFont* font = ui_.font(hand_of(*piece.run, font_));
        std::string_view rest = piece.text;
        while (!rest.empty()) {
            const char* end = rest.data() + rest.size();
            if (x_ + exact_width(font, rest) > width_ + 0.5f && x_ == 0) {
                const char* cut = nullptr;
                font->CalcTextSizeA(font->FontSize, width_, 0, rest.data(), end, &cut);
                // One letter at least, however narrow the line.
                end = cut > rest.data() ? cut : rest.data() + letter_bytes(rest);
            }
            const std::string_view part = rest.substr(0, static_cast<std::size_t>(end - rest.data()));
            const float width = exact_width(font, part);
            ground(*piece.run, x_, width);
            if (draws_) {
                const Palette& p = ui_.colours();
                const ImU32 colour = piece.run->link ? p.accent : soft_ ? p.text_soft : p.text;
                ImGui::GetWindowDrawList()->AddText(font, font->FontSize, {std::round(at_.x + x_), at_.y + y_ + std::round((line_ - font->FontSize) / 2)},
                                                    colour, part.data(), part.data() + part.size());
            }
            x_ += width;
            last_ = piece.run;
            rest.remove_prefix(part.size());
            if (!rest.empty()) new_line();
        }
    }
    static std::size_t letter_bytes(std::string_view text) {
        std::size_t length = 1;
        while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) ++length;
        return length;
    }
    void ground(const TextRun& run, float x, float width) {
        if (!draws_) return;
        const Palette& p = ui_.colours();
        const float left = at_.x + x, top = at_.y + y_;
        // Not over the letter before it in the same stretch.
        const float before = last_ == &run ? 0.0f : 2.0f;
        if (run.code) ImGui::GetWindowDrawList()->AddRectFilled({left - before, top}, {left + width + 2, top + line_ - 1}, p.rail);
        const float thick = std::max(1.0f, ui_.dp(1));
        if (run.link) ImGui::GetWindowDrawList()->AddRectFilled({left, top + line_ - thick - 1}, {left + width, top + line_ - 1}, p.accent);
    }

    Ui& ui_;
    Font font_;
    ImVec2 at_;
    float width_, line_, space_;
    bool draws_, soft_;
    float x_ = 0, y_ = 0;
    const TextRun* last_ = nullptr;
};

float run_through(Ui& ui, std::span<const TextRun> runs, ImVec2 at, float width, Font font, bool draws, bool soft) {
    Pen pen(ui, font, at, std::max(1.0f, width), draws, soft);
    for (const Word& word : words_of(ui, runs, font)) pen.word(word);
    return pen.height();
}

}  // namespace

float rich_text_height(Ui& ui, std::span<const TextRun> runs, float width, Font font) {
    return run_through(ui, runs, {}, width, font, false, false);
}

float draw_rich_text(Ui& ui, std::span<const TextRun> runs, ImVec2 at, float width, Font font, bool soft) {
    return run_through(ui, runs, at, width, font, true, soft);
}

TextWidths rich_text_widths(Ui& ui, std::span<const TextRun> runs, Font font) {
    TextWidths out;
    const float space = exact_width(ui.font(font), " ");
    for (const Word& word : words_of(ui, runs, font)) {
        out.least = std::max(out.least, std::ceil(word.width));
        out.whole += word.width + space;
    }
    out.whole = std::ceil(out.whole);
    return out;
}

}  // namespace sigap::ui
