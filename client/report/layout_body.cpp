#include "client/report/layout.hpp"

#include <algorithm>

namespace sigap::report {

using pdf::line_height;
using pdf::Style;
using pdf::Weight;

void Layout::findings() {
    const std::pair<std::string, std::string> texts[] = {{words_.tr("report.outcome"), report_.outcome},
                                                         {words_.tr("report.reason"), report_.reason},
                                                         {words_.tr("report.findings"), report_.findings}};
    for (const auto& [name, text] : texts) {
        if (text.empty()) continue;
        sheet_.heading(name, {}, 2 * line_height(body));
        sheet_.paragraph({text, body});
    }
}

void Layout::table(const std::string& title, const std::string& aside, std::vector<Column> columns,
                   const std::vector<Row>& rows) {
    if (rows.empty()) return;
    Table table(sheet_, std::move(columns));
    sheet_.heading(title, aside, table.height_of_beginning(rows.front()));
    table.draw(rows);
}

Row Layout::row_of(const ReportStep& step) {
    constexpr Style done{Weight::semibold, cell.size, good}, skipped{Weight::semibold, cell.size, warn},
        open{Weight::semibold, cell.size, soft};
    const bool touched = step.state != StepState::open;
    const Style& style = step.state == StepState::done ? done : touched ? skipped : open;
    Cell result;
    if (!step.value.empty()) result.push_back({of(step.value, step.value_en) + (step.unit.empty() ? "" : ' ' + step.unit), cell});
    if (!step.skip_reason.empty()) result.push_back({step.skip_reason, cell});
    return {{{std::to_string(step.position), cell_soft}},
            {{of(step.text_id, step.text_en), cell}},
            {{words_.tr("report.step." + std::string(word_of(step.state))), style}},
            std::move(result),
            {{touched ? step.done_by : "", cell_soft}, {touched ? time(step.done_at) : "", cell_soft}}};
}

void Layout::procedure() {
    std::vector<Row> rows;
    std::size_t done = 0, skipped = 0, failed = 0;
    for (const auto& step : report_.steps) {
        rows.push_back(row_of(step));
        done += step.state == StepState::done ? 1 : 0;
        skipped += step.state == StepState::skipped ? 1 : 0;
        failed += step.state == StepState::failed ? 1 : 0;
    }
    std::string title = words_.tr("report.procedure");
    if (const auto& name = of(report_.procedure_id, report_.procedure_en); !name.empty()) title += ": " + name;
    std::string aside = report_.procedure_code;
    if (report_.procedure_version > 0)
        aside += (aside.empty() ? "" : ", ") + words_.tr("report.version", report_.procedure_version);
    aside += (aside.empty() ? "" : "  ·  ") + words_.tr("report.progress", done, report_.steps.size());
    if (skipped > 0) aside += ", " + words_.tr("report.skipped", skipped);
    if (failed > 0) aside += ", " + words_.tr("report.failed", failed);
    table(title, aside,
          {{"", 27},
           {words_.tr("report.step"), 206},
           {words_.tr("report.state"), 62},
           {words_.tr("report.result"), 106},
           {words_.tr("report.who"), Sheet::width - 401}},
          rows);
}

void Layout::parts() {
    std::vector<Row> rows;
    for (const auto& part : report_.parts)
        rows.push_back({{{part.name, cell}},
                        {{part.number, cell}},
                        {{std::to_string(part.quantity) + (part.unit.empty() ? "" : " ") + part.unit, cell}}});
    table(words_.tr("report.parts"), {},
          {{words_.tr("report.part"), 250},
           {words_.tr("report.part_number"), 130},
           {words_.tr("report.quantity"), Sheet::width - 380}},
          rows);
}

void Layout::notes() {
    if (report_.notes.empty()) return;
    sheet_.heading(words_.tr("report.notes"), {}, line_height(small) + 2 * line_height(body));
    for (const auto& note : report_.notes) {
        sheet_.need(line_height(small) + 2 * line_height(body));
        std::string who = note.author;
        who += (who.empty() ? "" : ", ") + time(note.at);
        sheet_.paragraph({who, small});
        sheet_.paragraph({note.text, body});
        sheet_.skip(6);
    }
    sheet_.skip(-6);
}

std::string Layout::caption_words(const ReportFile& file) const {
    return file.caption.empty() && file.step > 0 ? words_.tr("report.step_number", file.step) : file.caption;
}

Layout::Caption Layout::caption_of(const ReportFile& file) const {
    constexpr std::size_t most_lines = 4;
    Caption caption;
    if (const auto words = caption_words(file); !words.empty()) caption.lines = document_.wrapped(words, body, half);
    if (caption.lines.size() > most_lines) {
        caption.lines.resize(most_lines);
        caption.lines.back() = document_.cut(caption.lines.back() + " …", body, half);
    }
    caption.who = file.author + (file.author.empty() ? "" : ", ") + time(file.at);
    return caption;
}

void Layout::photos() {
    std::vector<std::size_t> shown;
    for (std::size_t i = 0; i < pictures_.files.size(); ++i)
        if (pictures_.files[i]) shown.push_back(i);
    if (shown.empty() && pictures_.missing.empty()) return;
    // A caption of four lines and who took it.
    constexpr double frame_height = half * 3 / 4, between = 12, highest_caption = 70;
    sheet_.heading(words_.tr("report.photos"), shown.empty() ? std::string() : std::to_string(shown.size()),
                   (pictures_.missing.empty() ? 0 : 40) + (shown.empty() ? 0 : frame_height + highest_caption));
    if (!pictures_.missing.empty()) {
        sheet_.paragraph({words_.tr("report.photos_missing", pictures_.missing.size()), {Weight::regular, 9.5, warn}});
        sheet_.skip(6);
    }
    for (std::size_t i = 0; i < shown.size(); i += 2) {
        std::vector<Caption> captions;
        double high = 0;
        for (std::size_t j = i; j < std::min(i + 2, shown.size()); ++j) {
            captions.push_back(caption_of(report_.files[shown[j]]));
            high = std::max(high, captions.back().height());
        }
        sheet_.need(frame_height + high);
        for (std::size_t j = 0; j < captions.size(); ++j) {
            const double x = Sheet::left + static_cast<double>(j) * (half + gutter);
            photo(x, frame_height, *pictures_.files[shown[i + j]], captions[j]);
        }
        sheet_.skip(frame_height + high + (i + 2 < shown.size() ? between : 0));
    }
}

void Layout::photo(double x, double frame_height, const PrintPicture& picture, const Caption& caption) {
    document_.box(sheet_.page(), x, sheet_.y(), half, frame_height, shade);
    document_.picture(sheet_.page(), x, sheet_.y(), half, frame_height, picture);
    double y = sheet_.y() + frame_height + 4;
    for (const auto& words : caption.lines) {
        put(x, y, words, body);
        y += line_height(body);
    }
    put(x, y, document_.cut(caption.who, small, half), small);
}

// Documents, and pictures of a kind that cannot be printed.
void Layout::other_files() {
    std::vector<Row> rows;
    for (std::size_t i = 0; i < report_.files.size(); ++i) {
        const ReportFile& file = report_.files[i];
        const bool shown = i < pictures_.files.size() && pictures_.files[i];
        if (shown || pictures_.missing.contains(i)) continue;
        rows.push_back({{{file.name.empty() ? words_.tr("files.unnamed") : file.name, cell}, {caption_words(file), cell_soft}},
                        {{size_words(words_, file.bytes), cell}},
                        {{file.author, cell_soft}, {time(file.at), cell_soft}}});
    }
    table(words_.tr("report.files"), {},
          {{words_.tr("report.file"), 290},
           {words_.tr("report.size"), 80},
           {words_.tr("report.who"), Sheet::width - 370}},
          rows);
}

}  // namespace sigap::report
