#include <array>

#include "client/views/screen.hpp"

namespace sigap::views {

using namespace ui;

namespace {

Status status_of(AssetStatus status) {
    switch (status) {
        case AssetStatus::in_use: return Status::done;
        case AssetStatus::in_repair:
        case AssetStatus::on_loan: return Status::today;
        case AssetStatus::missing: return Status::overdue;
        default: return Status::neutral;
    }
}

void draw_sort_menu(Screen& screen) {
    Ui& ui = screen.ui;
    if (!begin_menu(ui, "assets.sort.menu")) return;
    constexpr std::array sorts{AssetSort::name, AssetSort::tag, AssetSort::status};
    constexpr std::array icons{icon::text_fields, icon::tag, icon::flag};
    for (std::size_t i = 0; i < sorts.size(); ++i) {
        const std::string word(word_of(sorts[i]));
        if (menu_item(ui, "assets.sort." + word, icons[i], ui.tr("assets.sort." + word)))
            screen.model.set_assets(sorts[i], screen.state().asset_status, screen.state().asset_text);
    }
    end_menu(ui);
}

}  // namespace

void draw_assets(Screen& screen, const ShellLayout& layout) {
    if (!layout.shows_list()) return;
    Ui& ui = screen.ui;
    const AppState& state = screen.state();
    PagedList<AssetRow>& assets = screen.model.assets();
    begin_pane(ui, "assets.pane", layout.list, {12, 10});
    std::string text = state.asset_text;
    const auto field = search_field(ui, "assets.search", text, ui.tr("assets.search"), ui.tr("search.clear"), fill(ui, ui.dp(56)));
    if (field.changed) screen.model.set_assets(state.asset_sort, state.asset_status, text);
    same_line(ui, 8);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (icon_button(ui, "assets.sort", icon::sort, ui.tr("jobs.sort"))) ui.open_menu("assets.sort.menu", at);
    label(ui, ui.tr("assets.count", assets.size()), true, Font::small);
    if (screen.state().connection.first_pull) draw_first_pull(screen, "assets.first_pull");
    else if (assets.loaded() && assets.size() == 0) empty_state(ui, icon::laptop, ui.tr("assets.none"), ui.tr("assets.none_hint"));
    virtual_list(ui, "assets.rows", assets.size(), row_height(ui), [&](std::size_t index) {
        const AssetRow* asset = assets.row(index);
        if (!asset) return row(ui, "assets.waiting." + std::to_string(index), {.title = "\xe2\x80\xa6", .subtitle = ui.tr("list.waiting")});
        const std::string status = screen.status_words("asset", word_of(asset->status));
        std::string subtitle = asset->tag;
        if (!asset->place.empty()) subtitle += "  \xc2\xb7  " + asset->place;
        if (!asset->holder.empty()) subtitle += "  \xc2\xb7  " + asset->holder;
        const Interaction tapped = row(ui, "asset." + to_string(asset->id),
                                       {.title = asset->name, .subtitle = subtitle, .chip = {status_of(asset->status), status},
                                        .selected = asset->id == state.asset});
        if (tapped.activated) screen.model.open_asset(asset->id);
        return tapped;
    });
    end_pane(ui);
    draw_sort_menu(screen);
}

void draw_asset(Screen& screen, const ShellLayout& layout) {
    if (!layout.shows_detail()) return;
    Ui& ui = screen.ui;
    const auto detail = screen.model.asset();
    begin_pane(ui, "asset.pane." + to_string(screen.state().asset), layout.detail, {layout.narrow ? 16.0f : 32.0f, 18});
    if (!detail) {
        if (screen.model.asset_missing()) empty_state(ui, icon::laptop, ui.tr("asset.gone"), ui.tr("asset.gone_hint"));
        else empty_state(ui, icon::laptop, ui.tr("asset.choose"), ui.tr("asset.choose_hint"));
        return end_pane(ui);
    }
    const Asset& asset = detail->asset;
    heading(ui, asset.name);
    std::string sub = asset.tag;
    if (!detail->model.empty()) sub += "  \xc2\xb7  " + detail->manufacturer + " " + detail->model;
    label(ui, sub, true);
    space(ui, 12);
    const std::string status = screen.status_words("asset", word_of(asset.status));
    pill(ui, {status_of(asset.status), status, nullptr, "asset.status"});
    space(ui, 14);
    const std::array<std::string, 3> words{ui.tr("asset.tab.facts"), ui.tr("job.tab.notes", detail->notes.size()), ui.tr("job.tab.history")};
    const std::array<Option, 3> options{{{"asset.tab.facts", words[0]}, {"asset.tab.notes", words[1]}, {"asset.tab.history", words[2]}}};
    tabs(ui, options, screen.asset_tab);
    space(ui, 6);
    if (screen.asset_tab == 1) {
        draw_notes(screen, asset.id, detail->notes);
        draw_files(screen, detail->files);
        return end_pane(ui);
    }
    if (screen.asset_tab == 2) {
        for (const auto& conflict : detail->conflicts) draw_conflict(screen, conflict);
        draw_history(screen, detail->history);
        return end_pane(ui);
    }
    const auto line = [&](const char* key, const std::string& value) {
        if (!value.empty()) key_value(ui, ui.tr(key), value);
    };
    line("asset.serial", asset.serial);
    line("asset.holder", detail->holder);
    line("asset.place", place_words(detail->place_path));
    line("asset.org_unit", detail->org_unit);
    line("fact.cpu", asset.cpu);
    if (asset.memory_mib) line("fact.memory", memory_text(asset.memory_mib * 1024 * 1024));
    if (asset.disk_gib) line("fact.disk", disk_text(asset.disk_gib * 1'000'000'000));
    line("fact.os", asset.os);
    line("asset.warranty", screen.date(asset.warranty_until));
    line("asset.remarks", asset.remarks);
    space(ui, 12);
    section(ui, ui.tr("asset.scan"));
    if (detail->facts) {
        label(ui, ui.tr("asset.scanned", screen.when(asset.scanned_at)), true);
        if (detail->differences.empty()) {
            const std::string same = ui.tr("scan.same");
            pill(ui, {Status::done, same});
        } else {
            draw_differences(screen, detail->differences);
        }
        space(ui, 8);
    }
    draw_scan(screen, asset.id, asset.id);
    if (!detail->jobs.empty()) {
        space(ui, 12);
        section(ui, ui.tr("asset.jobs"));
        for (const auto& job : detail->jobs) {
            std::string chip_text;
            const Chip chip = job_chip(screen, job, chip_text);
            if (row(ui, "asset.job." + to_string(job.visit), {.title = job.title, .subtitle = job.number, .chip = chip}).activated)
                screen.model.open_job(job.visit);
        }
    }
    end_pane(ui);
}

}  // namespace sigap::views
