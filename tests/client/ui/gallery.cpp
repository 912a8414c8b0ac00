#include "tests/client/ui/gallery.hpp"

#include <array>

#include "client/ui/fields.hpp"
#include "client/ui/lists.hpp"
#include "client/ui/overlays.hpp"
#include "client/ui/shell.hpp"

namespace sigap::test {

using namespace ui;

namespace {

struct Job {
    const char *key, *title, *subtitle;
    Status status;
    const char* en;
    const char* id;
};

constexpr std::array<Job, 5> jobs{{
    {"row.1", "Replace docking station", "INC-20481  \xc2\xb7  Room 3.14, Building B", Status::overdue, "Overdue", "Terlambat"},
    {"row.2", "New starter laptop, Finance", "REQ-11820  \xc2\xb7  HR, Floor 2", Status::today, "Today 10:30", "Hari ini 10:30"},
    {"row.3", "Kiosk screen flickers", "INC-20490  \xc2\xb7  Lobby", Status::today, "Today 13:00", "Hari ini 13:00"},
    {"row.4", "Collect loan tablet", "REQ-11799  \xc2\xb7  Warehouse", Status::done, "Done, not sent", "Selesai, belum terkirim"},
    {"row.5", "Printer toner, 3 units", "INC-20455  \xc2\xb7  Floor 5", Status::neutral, "Tomorrow", "Besok"},
}};

const char* say(Ui& ui, const char* en, const char* id) { return ui.strings().language() == "id" ? id : en; }

void draw_rail(Ui& ui, const ShellLayout& layout, GalleryState& state) {
    const std::array<Option, 4> places{{{"nav.jobs", say(ui, "Jobs", "Tugas"), icon::assignment_turned_in},
                                        {"nav.assets", say(ui, "Assets", "Aset"), icon::laptop},
                                        {"nav.sync", say(ui, "Sync", "Sinkron"), icon::sync},
                                        {"nav.settings", say(ui, "Settings", "Setelan"), icon::settings}}};
    rail(ui, layout, places, state.rail);
}

void draw_detail(Ui& ui, const ShellLayout& layout, GalleryState& state) {
    begin_pane(ui, "detail", layout.detail, {32, 18});
    heading(ui, "Replace docking station");
    label(ui, say(ui, "INC-20481  \xc2\xb7  reported by Reception  \xc2\xb7  2 days ago",
                  "INC-20481  \xc2\xb7  dilaporkan Resepsionis  \xc2\xb7  2 hari lalu"), true);
    space(ui, 20);
    pill(ui, {Status::overdue, say(ui, "Overdue since Friday", "Terlambat sejak Jumat"), nullptr, "due"});
    space(ui, 22);
    section(ui, say(ui, "Equipment", "Peralatan"));
    label(ui, "DS-0193  Dell WD19TB  \xe2\x86\x92  scan replacement");
    space(ui, 6);
    button(ui, "scan", say(ui, "Scan asset tag", "Pindai label aset"), {.icon = icon::qr_code_scanner, .width = ui.tall(240)});
    space(ui, 22);
    section(ui, say(ui, "Checklist", "Daftar periksa"));
    checkbox(ui, "step.1", say(ui, "Old dock collected and labelled", "Dok lama diambil dan diberi label"), state.boxes[0]);
    checkbox(ui, "step.2", say(ui, "New dock firmware updated", "Firmware dok baru diperbarui"), state.boxes[1]);
    checkbox(ui, "step.3", say(ui, "User confirmed both displays", "Pengguna memastikan kedua layar"), state.boxes[2]);
    end_pane(ui);

    const Actions actions = begin_actions(ui, layout, 3);
    if (button(ui, "complete", say(ui, "Complete job", "Selesaikan"),
               {.kind = ButtonKind::primary, .icon = icon::check, .width = actions.main, .height = actions.height}))
        ++state.completed;
    same_line(ui);
    if (button(ui, "note", say(ui, "Add note", "Tambah catatan"),
               {.width = actions.other, .height = actions.height}))
        ui.toast(say(ui, "Note saved on this device", "Catatan tersimpan di perangkat ini"), say(ui, "UNDO", "URUNGKAN"),
                 [&state] { state.note = "undone"; });
    same_line(ui);
    if (button(ui, "hand_over", say(ui, "Hand over", "Serahkan"),
               {.width = actions.other, .height = actions.height}))
        state.asking = true;
    end_actions(ui);
}

}  // namespace

void draw_jobs(Ui& ui, GalleryState& state) {
    const ShellLayout layout = shell_layout(ui, Panes::two, false, true);
    draw_shell(ui, layout);
    draw_rail(ui, layout, state);
    header(ui, layout, say(ui, "My jobs", "Tugas saya"),
           {Status::offline,
            say(ui, "Offline \xe2\x80\x93 4 changes saved on this device", "Luring \xe2\x80\x93 4 perubahan di perangkat ini"),
            nullptr, "header.status"});
    begin_pane(ui, "list", layout.list, {12, 10});
    virtual_list(ui, "rows", jobs.size(), row_height(ui), [&](std::size_t i) {
        const Job& job = jobs[i];
        const Interaction state_of = row(ui, job.key, {.title = job.title, .subtitle = job.subtitle,
                                                       .chip = {job.status, say(ui, job.en, job.id)},
                                                       .selected = i == state.job});
        if (state_of.activated) state.job = i;
        if (state_of.menu) ui.open_menu("row.menu", state_of.rect.min), ++state.menu_calls;
        return state_of;
    });
    end_pane(ui);
    if (layout.shows_detail()) draw_detail(ui, layout, state);
    if (begin_menu(ui, "row.menu")) {
        if (menu_item(ui, "menu.accept", icon::check, say(ui, "Accept", "Terima"))) ++state.accepted;
        menu_item(ui, "menu.travel", icon::directions_car, say(ui, "Start travel", "Mulai perjalanan"));
        menu_item(ui, "menu.copy", icon::content_copy, say(ui, "Copy number", "Salin nomor"), false);
        end_menu(ui);
    }
    if (state.asking) {
        const Answer answer = ask(ui, "hand_over.ask",
                                  {.title = say(ui, "Hand over this job?", "Serahkan tugas ini?"),
                                   .text = say(ui, "It leaves your list at the next sync, and you cannot take it back.",
                                               "Tugas ini hilang dari daftar Anda dan tidak dapat diambil kembali."),
                                   .verb = say(ui, "Hand over", "Serahkan"), .cancel = say(ui, "Keep it", "Jangan")});
        if (answer == Answer::accepted) ++state.accepted;
        if (answer != Answer::open) state.asking = false;
    }
}

void draw_widgets(Ui& ui, GalleryState& state) {
    const ShellLayout layout = shell_layout(ui, Panes::two, true, false);
    draw_shell(ui, layout);
    state.rail = 3;
    draw_rail(ui, layout, state);
    header(ui, layout, say(ui, "Widgets", "Komponen"), {Status::done, say(ui, "All sent", "Semua terkirim")},
           say(ui, "Back", "Kembali"));
    if (layout.shows_list()) {
        begin_pane(ui, "list", layout.list, {12, 12});
        search_field(ui, "search", state.search, say(ui, "Search", "Cari"), say(ui, "Clear", "Hapus"));
        space(ui, 8);
        empty_state(ui, icon::inbox, say(ui, "Nothing to do", "Tidak ada tugas"),
                    say(ui, "New jobs appear here after the next sync.", "Tugas baru muncul setelah sinkronisasi berikutnya."));
        space(ui, 8);
        progress(ui, "progress", 0.62f, say(ui, "Receiving 620 of 1,000", "Menerima 620 dari 1.000"));
        space(ui, 16);
        bool off = false;
        toggle(ui, "toggle", say(ui, "Large text", "Teks besar"), state.toggle_on);
        toggle(ui, "toggle.2", say(ui, "Touch with the mouse", "Sentuh dengan tetikus"), off,
               say(ui, "Dragging scrolls", "Menyeret menggulir"));
        end_pane(ui);
    }
    begin_pane(ui, "detail", layout.detail, {24, 16});
    const std::array<Option, 3> parts{{{"tab.1", say(ui, "Details", "Rincian")}, {"tab.2", say(ui, "History", "Riwayat")},
                                       {"tab.3", say(ui, "Files", "Berkas")}}};
    tabs(ui, parts, state.tab);
    banner(ui, "banner", {Status::conflict, say(ui, "Two people changed this job. Both values are kept.",
                                                "Dua orang mengubah tugas ini. Kedua nilai disimpan.")},
           say(ui, "Compare", "Bandingkan"));
    space(ui, 12);
    begin_card(ui, "card");
    key_value(ui, say(ui, "Location", "Lokasi"), "Room 3.14, Building B");
    key_value(ui, say(ui, "Serial number", "Nomor seri"), "5CG1234XYZ");
    end_card(ui);
    text_field(ui, "name", state.name, {.label = say(ui, "Reported by", "Dilaporkan oleh"),
                                        .error = say(ui, "No such person", "Orang ini tidak ada")});
    text_field(ui, "note", state.note, {.label = say(ui, "Note", "Catatan"),
                                        .hint = say(ui, "What did you find?", "Apa yang Anda temukan?"), .lines = 3});
    space(ui, 16);
    const std::array<Option, 3> themes{{{"theme.light", say(ui, "Light", "Terang"), icon::light_mode},
                                        {"theme.dark", say(ui, "Dark", "Gelap"), icon::dark_mode},
                                        {"theme.auto", say(ui, "Auto", "Otomatis"), icon::brightness_auto}}};
    segmented(ui, themes, state.theme);
    space(ui, 16);
    button(ui, "wipe", say(ui, "Wipe device", "Hapus perangkat"), {.kind = ButtonKind::danger, .icon = icon::delete_});
    same_line(ui);
    button(ui, "later", say(ui, "Later", "Nanti"), {.kind = ButtonKind::quiet});
    same_line(ui);
    button(ui, "none", say(ui, "Disabled", "Nonaktif"), {.enabled = false});
    link(ui, "link", say(ui, "Open the procedure", "Buka prosedur"));
    end_pane(ui);
}

}  // namespace sigap::test
