// How the report is laid out: each method puts one section below those before it. One thread; one report.
#pragma once

#include "client/report/report_pdf.hpp"
#include "client/report/report_words.hpp"
#include "client/report/table.hpp"

namespace sigap::report {

inline constexpr double gutter = 14;  // between two columns
inline constexpr double half = (Sheet::width - gutter) / 2;

class Layout {
public:
    // What it is given must outlive it.
    Layout(const Report& report, const Pictures& pictures, Language language, pdf::Document document);
    Result<ReportPdf> run();

private:
    using Lines = std::vector<Paragraph>;
    // What stands below a picture's frame.
    struct Caption {
        std::vector<std::string> lines;
        std::string who;
        double height() const {
            return 4 + static_cast<double>(lines.size()) * pdf::line_height(body) + pdf::line_height(small);
        }
    };

    void put(double x, double top, std::string_view text, const pdf::Style& style);
    void put_right(double x, double top, std::string_view text, const pdf::Style& style);
    std::string time(Timestamp at) const;
    const std::string& of(const std::string& indonesian, const std::string& english) const;
    Timestamp day() const;

    // layout_front.cpp
    void letterhead();
    void title();
    void status();
    void interim();
    void pair_of(const std::string& first, const Lines& first_lines, const std::string& second,
                 const Lines& second_lines);
    void facts();
    void labelled(Lines& lines, std::string_view key, const std::string& value);
    void times();
    // layout_body.cpp
    void findings();
    void table(const std::string& title, const std::string& aside, std::vector<Column> columns,
               const std::vector<Row>& rows);
    Row row_of(const ReportStep& step);
    void procedure();
    void parts();
    void notes();
    std::string caption_words(const ReportFile& file) const;
    Caption caption_of(const ReportFile& file) const;
    void photos();
    void photo(double x, double frame_height, const PrintPicture& picture, const Caption& caption);
    void other_files();
    // layout_ending.cpp
    void ending();
    Lines signature_lines() const;
    Lines rating_lines() const;
    void strokes(double x, double top, double width, double height, const Strokes& strokes);
    // layout.cpp
    void margins(std::size_t page);

    const Report& report_;
    const Pictures& pictures_;
    Language language_;
    ui::Strings words_;
    std::string code_;
    pdf::Document document_;
    Sheet sheet_;
};

}  // namespace sigap::report
