#include "platform/media/pdf_document.hpp"

#include <cairo/cairo-ft.h>
#include <cairo/cairo-pdf.h>

#include <algorithm>
#include <functional>
#include <map>
#include <numbers>
#include <stdexcept>

#include "platform/core/text.hpp"

namespace sigap::pdf {

namespace {

template <auto Destroy>
struct Destroyed {
    template <typename T>
    void operator()(T* it) const { Destroy(it); }
};
using Surface = std::unique_ptr<cairo_surface_t, Destroyed<cairo_surface_destroy>>;
using Context = std::unique_ptr<cairo_t, Destroyed<cairo_destroy>>;
using FontFace = std::unique_ptr<cairo_font_face_t, Destroyed<cairo_font_face_destroy>>;
using ScaledFont = std::unique_ptr<cairo_scaled_font_t, Destroyed<cairo_scaled_font_destroy>>;
using FontOptions = std::unique_ptr<cairo_font_options_t, Destroyed<cairo_font_options_destroy>>;

// A face with a FreeType of its own: cairo keeps faces for a while after their last use, on whatever thread that was.
struct LoadedFace {
    FT_Library library = nullptr;
    FT_Face face = nullptr;
    ~LoadedFace() {
        if (face) FT_Done_Face(face);
        if (library) FT_Done_FreeType(library);
    }
};

FontFace load_face(std::string_view file) {
    static const cairo_user_data_key_t owner{};
    auto loaded = std::make_unique<LoadedFace>();
    if (FT_Init_FreeType(&loaded->library) != 0) return nullptr;
    const auto* const bytes = reinterpret_cast<const FT_Byte*>(file.data());
    if (FT_New_Memory_Face(loaded->library, bytes, static_cast<FT_Long>(file.size()), 0, &loaded->face) != 0) return nullptr;
    FontFace face(cairo_ft_font_face_create_for_ft_face(loaded->face, FT_LOAD_NO_HINTING));
    const auto destroy = [](void* it) { delete static_cast<LoadedFace*>(it); };
    if (cairo_font_face_set_user_data(face.get(), &owner, loaded.get(), destroy) != CAIRO_STATUS_SUCCESS) return nullptr;
    loaded.release();  // NOLINT(bugprone-unused-return-value): the face has it now
    return face;
}

// As a page is printed: glyphs keep their own widths at every size.
FontOptions unhinted() {
    FontOptions options(cairo_font_options_create());
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    return options;
}

// ISO 8601, as cairo reads it.
std::string date_text(Timestamp time) { return to_rfc3339(time).substr(0, 19) + 'Z'; }

cairo_status_t append_block(void* to, const unsigned char* block, unsigned length) {
    try {
        static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(block), length);
        return CAIRO_STATUS_SUCCESS;
    } catch (const std::bad_alloc&) {
        return CAIRO_STATUS_NO_MEMORY;
    }
}

void use(cairo_t* to, Colour colour) {
    cairo_set_source_rgb(to, colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0);
}

// From the pixels as they lie in the file to upright ones (Exif 2.32, tag 0x0112).
cairo_matrix_t turning(const PrintPicture& picture) {
    const double w = picture.width, h = picture.height;
    switch (picture.orientation) {
        case 2: return {-1, 0, 0, 1, w, 0};
        case 3: return {-1, 0, 0, -1, w, h};
        case 4: return {1, 0, 0, -1, 0, h};
        case 5: return {0, 1, 1, 0, 0, 0};
        case 6: return {0, 1, -1, 0, h, 0};
        case 7: return {0, -1, -1, 0, h, w};
        case 8: return {0, -1, 1, 0, 0, w};
        default: return {1, 0, 0, 1, 0, 0};
    }
}

// A surface of the picture's size whose pixels nobody reads or touches: the file takes the JPEG as it is.
Surface surface_of(const PrintPicture& picture) {
    Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture.width, picture.height));
    auto held = std::make_unique<std::shared_ptr<const std::string>>(picture.jpeg);
    const auto destroy = [](void* it) { delete static_cast<std::shared_ptr<const std::string>*>(it); };
    const auto* const bytes = reinterpret_cast<const unsigned char*>(picture.jpeg->data());
    if (cairo_surface_set_mime_data(surface.get(), CAIRO_MIME_TYPE_JPEG, bytes, picture.jpeg->size(), destroy, held.get()) !=
        CAIRO_STATUS_SUCCESS)
        return nullptr;
    held.release();  // NOLINT(bugprone-unused-return-value): the surface has it now
    return surface;
}

void outline(cairo_t* to, double x, double top, double width, double height, double radius) {
    if (radius <= 0) return cairo_rectangle(to, x, top, width, height);
    constexpr double quarter = std::numbers::pi / 2;
    const double r = std::min({radius, width / 2, height / 2});
    cairo_new_sub_path(to);
    cairo_arc(to, x + width - r, top + r, r, -quarter, 0);
    cairo_arc(to, x + width - r, top + height - r, r, 0, quarter);
    cairo_arc(to, x + r, top + height - r, r, quarter, 2 * quarter);
    cairo_arc(to, x + r, top + r, r, 2 * quarter, 3 * quarter);
    cairo_close_path(to);
}

}  // namespace

struct Document::State {
    using Stroke = std::function<void(cairo_t*)>;
    FontFace regular, semibold;
    About about;
    std::vector<std::vector<Stroke>> pages;
    std::map<std::pair<Weight, double>, ScaledFont> measures;

    cairo_font_face_t* face(Weight weight) const { return (weight == Weight::semibold ? semibold : regular).get(); }
    cairo_scaled_font_t* measure(const Style& style) {
        auto& font = measures[{style.weight, style.size}];
        if (!font) {
            cairo_matrix_t size, upright;
            cairo_matrix_init_scale(&size, style.size, style.size);
            cairo_matrix_init_identity(&upright);
            font.reset(cairo_scaled_font_create(face(style.weight), &size, &upright, unhinted().get()));
        }
        return font.get();
    }
};

Document::Document(std::unique_ptr<State> state) : state_(std::move(state)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Result<Document> Document::make(const FontFiles& fonts, const About& about) {
    auto state = std::make_unique<State>();
    state->regular = load_face(fonts.regular);
    state->semibold = load_face(fonts.semibold);
    if (!state->regular || !state->semibold) return fail(ErrorCode::invalid, "the document's fonts cannot be read");
    state->about = about;
    return Document(std::move(state));
}

double Document::width_of(std::string_view text, const Style& style) const {
    cairo_text_extents_t extents{};
    cairo_scaled_font_text_extents(state_->measure(style), std::string(text).c_str(), &extents);
    return extents.x_advance;
}

std::vector<std::string> Document::wrapped(std::string_view text, const Style& style, double width) const {
    return wrapped_text(text, width, [&](std::string_view part) { return width_of(part, style); });
}

std::string Document::cut(std::string_view text, const Style& style, double width) const {
    return cut_text(text, width, [&](std::string_view part) { return width_of(part, style); });
}

std::size_t Document::add_page() {
    state_->pages.emplace_back();
    return state_->pages.size() - 1;
}

std::size_t Document::pages() const { return state_->pages.size(); }

void Document::text(std::size_t page, double x, double top, std::string_view text, const Style& style) {
    if (text.empty()) return;
    // Inter's letters stand in the middle of the line's box.
    const double baseline = top + style.size * 1.065;
    state_->pages.at(page).emplace_back([=, face = state_->face(style.weight), words = printable_text(text)](cairo_t* to) {
        use(to, style.colour);
        cairo_set_font_face(to, face);
        cairo_set_font_size(to, style.size);
        cairo_move_to(to, x, baseline);
        cairo_show_text(to, words.c_str());
    });
}

void Document::box(std::size_t page, double x, double top, double width, double height, Colour fill, double radius) {
    state_->pages.at(page).emplace_back([=](cairo_t* to) {
        use(to, fill);
        outline(to, x, top, width, height, radius);
        cairo_fill(to);
    });
}

void Document::frame(std::size_t page, double x, double top, double width, double height, Colour line, double thickness) {
    state_->pages.at(page).emplace_back([=](cairo_t* to) {
        use(to, line);
        cairo_set_line_width(to, thickness);
        cairo_rectangle(to, x + thickness / 2, top + thickness / 2, width - thickness, height - thickness);
        cairo_stroke(to);
    });
}

void Document::line(std::size_t page, std::vector<Point> points, Colour colour, double thickness) {
    if (points.empty()) return;
    state_->pages.at(page).emplace_back([=, points = std::move(points)](cairo_t* to) {
        use(to, colour);
        cairo_set_line_width(to, thickness);
        cairo_set_line_cap(to, CAIRO_LINE_CAP_ROUND);
        cairo_set_line_join(to, CAIRO_LINE_JOIN_ROUND);
        cairo_move_to(to, points[0].x, points[0].y);
        for (const auto& point : points) cairo_line_to(to, point.x, point.y);
        cairo_stroke(to);
    });
}

void Document::picture(std::size_t page, double x, double top, double width, double height, const PrintPicture& picture) {
    const double scale = std::min(width / picture.upright_width(), height / picture.upright_height());
    const double left = x + (width - picture.upright_width() * scale) / 2;
    const double upper = top + (height - picture.upright_height() * scale) / 2;
    state_->pages.at(page).emplace_back([=](cairo_t* to) {
        const Surface surface = surface_of(picture);
        if (!surface) throw std::bad_alloc();
        cairo_save(to);
        cairo_translate(to, left, upper);
        cairo_scale(to, scale, scale);
        const cairo_matrix_t matrix = turning(picture);
        cairo_transform(to, &matrix);
        cairo_set_source_surface(to, surface.get(), 0, 0);
        cairo_paint(to);
        cairo_restore(to);
    });
}

Result<std::string> Document::bytes() const {
    std::string out;
    const Surface surface(cairo_pdf_surface_create_for_stream(append_block, &out, page_width, page_height));
    const auto tell = [&](cairo_pdf_metadata_t what, const std::string& words) {
        cairo_pdf_surface_set_metadata(surface.get(), what, words.c_str());
    };
    tell(CAIRO_PDF_METADATA_TITLE, printable_text(state_->about.title));
    tell(CAIRO_PDF_METADATA_AUTHOR, printable_text(state_->about.author));
    if (state_->about.made) tell(CAIRO_PDF_METADATA_CREATE_DATE, date_text(state_->about.made));
    const Context context(cairo_create(surface.get()));
    cairo_set_font_options(context.get(), unhinted().get());
    try {
        for (const auto& page : state_->pages) {
            for (const auto& stroke : page) stroke(context.get());
            cairo_show_page(context.get());
        }
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::limit, "there is not enough memory for the document");
    }
    cairo_surface_finish(surface.get());
    auto status = cairo_status(context.get());
    if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(surface.get());
    if (status != CAIRO_STATUS_SUCCESS)
        return fail(ErrorCode::limit, std::string("the document could not be made: ") + cairo_status_to_string(status));
    return out;
}

}  // namespace sigap::pdf
