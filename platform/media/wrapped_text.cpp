#include "platform/media/wrapped_text.hpp"

#include <algorithm>

#include "platform/core/text.hpp"

namespace sigap {

namespace {

std::string_view character_at(std::string_view text, std::size_t at) {
    return text.substr(at, std::max<std::size_t>(utf8_length_at(text, at), 1));
}

// The longest beginning, of whole characters, that is not wider; one character at least.
std::string_view beginning(std::string_view text, double width, const WidthOf& width_of) {
    std::size_t end = 0;
    double used = 0;
    while (end < text.size()) {
        const auto next = character_at(text, end);
        used += width_of(next);
        if (used > width && end > 0) break;
        end += next.size();
    }
    return text.substr(0, end);
}

void wrap_paragraph(std::string_view paragraph, double width, const WidthOf& width_of, std::vector<std::string>& out) {
    const double space = width_of(" ");
    std::string line;
    double used = 0;
    for (std::string_view word : split(paragraph, ' ')) {
        if (word.empty()) continue;
        double wide = width_of(word);
        if (!line.empty() && used + space + wide > width) {
            out.push_back(std::move(line));
            line.clear();
        }
        if (!line.empty()) {
            line.append(" ").append(word);
            used += space + wide;
            continue;
        }
        if (wide > width) {
            for (auto part = beginning(word, width, width_of); part.size() < word.size(); part = beginning(word, width, width_of)) {
                out.emplace_back(part);
                word.remove_prefix(part.size());
            }
            wide = width_of(word);
        }
        line = word;
        used = wide;
    }
    out.push_back(std::move(line));
}

// U+FDD0 to U+FDEF and the last two of each plane (Unicode 15, 23.7): cairo takes none of them.
bool is_noncharacter(std::string_view letter) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(letter[i]); };
    if (letter.size() == 3) {
        const unsigned code = (byte(0) & 15u) << 12u | (byte(1) & 63u) << 6u | (byte(2) & 63u);
        return (code >= 0xfdd0 && code <= 0xfdef) || code >= 0xfffe;
    }
    return letter.size() == 4 && (byte(1) & 15u) == 15 && byte(2) == 0xbf && byte(3) >= 0xbe;
}

}  // namespace

std::string printable_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length_at(text, at);
        const auto first = static_cast<unsigned char>(text[at]);
        if (length == 0 || is_noncharacter(text.substr(at, length))) out += "\xef\xbf\xbd";
        else if (text[at] == '\n') out += '\n';
        else if (first >= 0x20 && first != 0x7f) out += text.substr(at, length);
        else if (text[at] != '\r') out += ' ';
        at += std::max<std::size_t>(length, 1);
    }
    return out;
}

std::vector<std::string> wrapped_text(std::string_view text, double width, const WidthOf& width_of) {
    const std::string clean = printable_text(text);
    std::vector<std::string> out;
    for (const auto paragraph : split(clean, '\n')) wrap_paragraph(paragraph, width, width_of, out);
    while (out.size() > 1 && out.back().empty()) out.pop_back();
    return out;
}

std::string cut_text(std::string_view text, double width, const WidthOf& width_of) {
    std::string clean = printable_text(text);
    std::ranges::replace(clean, '\n', ' ');
    if (width_of(clean) <= width) return clean;
    constexpr std::string_view ellipsis = "…";
    return std::string(trimmed(beginning(clean, width - width_of(ellipsis), width_of))) + std::string(ellipsis);
}

}  // namespace sigap
