#include "client/model/markdown.hpp"

#include <algorithm>
#include <md4c.h>

namespace sigap {

namespace {

constexpr std::size_t most_blocks = 2'000;
constexpr std::size_t most_cells = 5'000;  // a row of one letter gets as many cells as its table has columns

// Gathers what the parser tells, block by block.
class Reader {
public:
    int enter_block(MD_BLOCKTYPE type, void* detail) {
        switch (type) {
            case MD_BLOCK_QUOTE: ++quotes_; break;
            case MD_BLOCK_UL: end(), lists_.push_back({}); break;
            case MD_BLOCK_OL: end(), lists_.push_back({true, static_cast<const MD_BLOCK_OL_DETAIL*>(detail)->start}); break;
            case MD_BLOCK_LI:
                if (!lists_.empty()) marker_ = lists_.back().numbered ? std::to_string(lists_.back().next++) + '.' : "\xe2\x80\xa2";
                break;
            case MD_BLOCK_H: begin(MarkdownBlock::Kind::heading).level = static_cast<int>(static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level); break;
            case MD_BLOCK_HR: begin(MarkdownBlock::Kind::rule), end(); break;
            case MD_BLOCK_CODE: begin(MarkdownBlock::Kind::code); break;
            case MD_BLOCK_P:
            case MD_BLOCK_HTML: begin(MarkdownBlock::Kind::paragraph); break;
            case MD_BLOCK_TABLE: begin(MarkdownBlock::Kind::table); break;
            case MD_BLOCK_TR: block().rows.emplace_back(); break;
            case MD_BLOCK_TH:
            case MD_BLOCK_TD:
                if (++cells_ <= most_cells && !block().rows.empty()) cell_ = &block().rows.back().emplace_back();
                break;
            default: break;
        }
        return full();
    }

    int leave_block(MD_BLOCKTYPE type) {
        switch (type) {
            case MD_BLOCK_QUOTE: --quotes_; break;
            case MD_BLOCK_UL:
            case MD_BLOCK_OL:
                end();
                if (!lists_.empty()) lists_.pop_back();
                break;
            case MD_BLOCK_LI: end(), marker_.clear(); break;
            case MD_BLOCK_TH:
            case MD_BLOCK_TD: cell_ = nullptr; break;
            case MD_BLOCK_H:
            case MD_BLOCK_CODE:
            case MD_BLOCK_P:
            case MD_BLOCK_HTML:
            case MD_BLOCK_TABLE: end(); break;
            default: break;
        }
        return full();
    }

    int enter_span(MD_SPANTYPE type, void* detail) {
        switch (type) {
            case MD_SPAN_EM:
            case MD_SPAN_STRONG: ++strong_; break;
            case MD_SPAN_CODE: ++code_; break;
            case MD_SPAN_A: link_ = text_of(static_cast<const MD_SPAN_A_DETAIL*>(detail)->href); break;
            case MD_SPAN_IMG: enter_picture(text_of(static_cast<const MD_SPAN_IMG_DETAIL*>(detail)->src)); break;
            default: break;
        }
        return full();
    }

    int leave_span(MD_SPANTYPE type) {
        switch (type) {
            case MD_SPAN_EM:
            case MD_SPAN_STRONG: --strong_; break;
            case MD_SPAN_CODE: --code_; break;
            case MD_SPAN_A: link_.clear(); break;
            case MD_SPAN_IMG: leave_picture(); break;
            default: break;
        }
        return full();
    }

    int text(MD_TEXTTYPE type, std::string_view given) {
        if (type == MD_TEXT_BR) add("\n");
        else if (type == MD_TEXT_SOFTBR) add(" ");
        else if (type == MD_TEXT_NULLCHAR) add("\xef\xbf\xbd");
        else add(type == MD_TEXT_ENTITY ? entity(given) : given);
        return 0;
    }

    std::vector<MarkdownBlock> take() {
        end();
        return std::move(out_);
    }

private:
    struct List {
        bool numbered = false;
        unsigned next = 1;
    };

    static std::string text_of(const MD_ATTRIBUTE& attribute) { return attribute.text ? std::string(attribute.text, attribute.size) : std::string(); }
    static std::string_view entity(std::string_view name) {
        if (name == "&amp;") return "&";
        if (name == "&lt;") return "<";
        if (name == "&gt;") return ">";
        if (name == "&quot;") return "\"";
        return name == "&nbsp;" ? std::string_view("\xc2\xa0") : name;
    }

    // Ends the parse.
    int full() const { return out_.size() >= most_blocks || cells_ > most_cells ? 1 : 0; }

    MarkdownBlock& begin(MarkdownBlock::Kind kind) {
        end();
        MarkdownBlock& made = out_.emplace_back();
        made.kind = kind;
        made.depth = static_cast<int>(std::min<std::size_t>(lists_.size(), 6));
        made.marker = std::exchange(marker_, {});
        made.quoted = quotes_ > 0;
        open_ = true;
        return made;
    }
    // The points of a tight list have no paragraph of their own.
    MarkdownBlock& block() { return open_ ? out_.back() : begin(MarkdownBlock::Kind::paragraph); }
    void end() {
        if (!std::exchange(open_, false)) return;
        MarkdownBlock& made = out_.back();
        cell_ = nullptr;
        while (!made.text.empty() && made.kind == MarkdownBlock::Kind::code && made.text.back().text.ends_with('\n')) {
            made.text.back().text.pop_back();
            if (made.text.back().text.empty()) made.text.pop_back();
        }
        const bool empty = made.text.empty() && made.rows.empty() && made.kind != MarkdownBlock::Kind::rule && made.kind != MarkdownBlock::Kind::picture;
        if (!empty) return;
        if (marker_.empty()) marker_ = std::move(made.marker);
        out_.pop_back();
    }

    // A picture is a block of its own; the sentence around it goes on below.
    void enter_picture(std::string source) {
        if (cell_) return;
        begin(MarkdownBlock::Kind::picture).source = std::move(source);
    }
    void leave_picture() {
        if (!cell_) end();
    }

    void add(std::string_view given) {
        MarkdownText& to = cell_ ? *cell_ : block().text;
        const bool code = code_ > 0 || (open_ && out_.back().kind == MarkdownBlock::Kind::code);
        if (!to.empty() && to.back().strong == (strong_ > 0) && to.back().code == code && to.back().link == link_) to.back().text += given;
        else to.push_back({std::string(given), strong_ > 0, code, link_});
    }

    std::vector<MarkdownBlock> out_;
    std::vector<List> lists_;
    std::string marker_, link_;
    MarkdownText* cell_ = nullptr;
    std::size_t cells_ = 0;
    int quotes_ = 0, strong_ = 0, code_ = 0;
    bool open_ = false;
};

}  // namespace

std::vector<MarkdownBlock> read_markdown(std::string_view text) {
    Reader reader;
    MD_PARSER parser{};
    // Written by hand, never shown by a browser: HTML is text.
    parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_NOHTML;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* to) { return static_cast<Reader*>(to)->enter_block(type, detail); };
    parser.leave_block = [](MD_BLOCKTYPE type, void*, void* to) { return static_cast<Reader*>(to)->leave_block(type); };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* to) { return static_cast<Reader*>(to)->enter_span(type, detail); };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* to) { return static_cast<Reader*>(to)->leave_span(type); };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* given, MD_SIZE size, void* to) {
        return static_cast<Reader*>(to)->text(type, {given, size});
    };
    const int failed = md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &reader);
    auto blocks = reader.take();
    // Out of memory, or far too many blocks: the rest as it was written would be longer than anybody reads.
    if (failed != 0 && blocks.empty() && !text.empty()) blocks.push_back({.kind = MarkdownBlock::Kind::paragraph, .text = {{std::string(text)}}});
    return blocks;
}

}  // namespace sigap
