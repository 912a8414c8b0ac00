// A PDF of A4 pages (ISO 32000-1), put together in memory: text, boxes and pictures at places in points (1/72 inch) from the upper
// left corner. A page may be drawn on until bytes(). One thread at a time; documents share nothing. The same calls give the
// same bytes. Fonts are embedded as far as they are used.
#pragma once

#include <cstdint>

#include "platform/core/clock.hpp"
#include "platform/media/picture.hpp"
#include "platform/media/wrapped_text.hpp"

namespace sigap::pdf {

inline constexpr double page_width = 595.28, page_height = 841.89;

struct Colour {
    std::uint8_t red = 0, green = 0, blue = 0;
};

enum class Weight : std::uint8_t { regular, semibold };

struct Style {
    Weight weight{};
    double size = 10;  // points
    Colour colour{};
};
// A line of text with the air above and below it.
inline double line_height(const Style& style) { return style.size * 1.4; }

// OpenType or TrueType files; they must live as long as the program, as embedded ones do.
struct FontFiles {
    std::string_view regular, semibold;
};

struct About {
    std::string title, author;
    Timestamp made;  // the file's date of creation; absent: none
};

class Document {
public:
    // Error{invalid} where the fonts cannot be read.
    static Result<Document> make(const FontFiles& fonts, const About& about);
    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    double width_of(std::string_view text, const Style& style) const;
    std::vector<std::string> wrapped(std::string_view text, const Style& style, double width) const;
    std::string cut(std::string_view text, const Style& style, double width) const;

    // The index of a new page at the end.
    std::size_t add_page();
    std::size_t pages() const;

    // One line; `top` is that of the line's box, which is line_height(style) high.
    void text(std::size_t page, double x, double top, std::string_view text, const Style& style);
    void box(std::size_t page, double x, double top, double width, double height, Colour fill, double radius = 0);
    void frame(std::size_t page, double x, double top, double width, double height, Colour line, double thickness = 0.75);
    struct Point {
        double x = 0, y = 0;
    };
    // From point to point, with round ends and corners; a single one is a dot.
    void line(std::size_t page, std::vector<Point> points, Colour colour, double thickness);
    // As large as fits into the box, upright, in its middle.
    void picture(std::size_t page, double x, double top, double width, double height, const PrintPicture& picture);

    // The whole file. Error{limit} where memory does not suffice.
    Result<std::string> bytes() const;

private:
    struct State;
    explicit Document(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace sigap::pdf
