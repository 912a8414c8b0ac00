// What every screen gets: the toolkit, the model, and the app's passing state (open sheets). UI thread.
#pragma once

#include <optional>
#include <set>

#include "client/model/app_model.hpp"
#include "client/ui/lists.hpp"
#include "client/ui/overlays.hpp"
#include "client/ui/fields.hpp"
#include "client/ui/pad.hpp"
#include "client/ui/shell.hpp"
#include "client/ui/date_words.hpp"
#include "client/views/picture_shelf.hpp"
#include "sync/model/step_rules.hpp"

namespace sigap::views {

// A command that needs a reason before it is done: the sheet that asks for it.
struct ReasonSheet {
    std::string command;
    Uuid target{};
    std::string argument;  // its name: "reason", "outcome"
    std::string draft;     // key of the draft it is written into
    std::string title;     // i18n key
    bool required = true;
    Arguments more{};      // that go with it
    Uuid again{};          // the refused edit that is done once more with this value; nil: a new command
};

// What is being written down of a client who came straight to the technician; the words of the problem are a draft.
struct DirectSheet {
    std::string category{};
    std::string who{};
    Uuid requester{};  // the person whom `who` names; nil: nobody known here
};

// How the visit of an open job ends, while its technician says so; the words are drafts.
struct FinishPage {
    Uuid visit;
    std::size_t result = 0;  // done, partly, no access
    bool saving = false;
};

// What stands alone in the window while the client has the device in hand.
struct ClientPage {
    Uuid visit;
    std::shared_ptr<const JobDetail> shown{};  // as the client reads it; nullptr: not here yet
    Language language{};
    std::int64_t stars = 0;
    std::string remark{}, name{}, absent{};
    std::size_t way = 0;                       // by hand, by a typed name, not at all
    ui::PadLines lines{};
    bool agreed = false, rated = false, saving = false, done = false;
    bool leaving = false;                      // the technician is asked whether it is they
};

// What is open of photos.
struct PhotoView {
    std::unique_ptr<PictureShelf> shelf{};
    Uuid target{};         // that photos are added to
    bool choosing = false;
    bool as_it_is = false;  // the chosen file, with its place
    Uuid shown{};          // the photo that fills the window; nil: none
    bool drawing = false;  // on it
    bool asks = false;     // whether to leave what was drawn
    std::vector<Stroke> strokes{};
    std::size_t pen = 0;
    bool signing = false;                          // the pad's page is open
    ui::PadLines lines{};                          // on the pad
    bool camera = false;                           // its page is open
    std::shared_ptr<const ShownPicture> seen{};    // what `live` is of
    ImTextureID live = nullptr;
    std::int64_t next_look = 0;
    const void* files = nullptr;                   // the snapshot that was drawn last
};

// To whom a job is given and why; `choice`: a colleague or the desk, where it escalates the lead or the manager.
struct HandOverSheet {
    Uuid order{}, visit{};
    bool escalates = false;
    std::size_t choice = 0;
    std::string who{};
    Uuid to{};  // the person whom `who` names
};

// An article that is being written; its texts, and what they began from, are drafts.
struct ArticleEdit {
    Uuid article{};
    bool begun = false;
    bool stored = false;  // all of it, not only in memory
    bool english = false, preview = false;
    bool asks = false;    // whether to leave what was written
};

// The next version of a procedure while it is written; its text, and what it began from, are drafts.
struct ProcedureEditor {
    Uuid procedure{};       // nil: none
    std::string read{};     // the text of which the rest tells
    ProcedureText text{};   // as far as it could be read last
    std::string problem{};
    bool stored = false;    // all of it, not only in memory
    bool asking = false;    // whether to publish
    bool leaving = false;   // whether to discard it
};

// Which part is taken for a visit.
struct PartSheet {
    Uuid visit{};
    Uuid stock{};  // nil: not chosen yet
    std::int64_t quantity = 1;
    std::string serial{};
};

// When the client is told that the technician will be there.
struct NoticeSheet {
    Uuid visit{};
    std::string address{};
    std::int64_t minutes = 20;
};

struct CallSheet {
    std::string name, number;
};

struct Screen {
    ui::Ui& ui;
    AppModel& model;
    std::optional<ReasonSheet> sheet{};
    std::optional<DirectSheet> direct{};
    std::optional<FinishPage> finish{};
    std::optional<ClientPage> client{};
    std::optional<HandOverSheet> hand_over{};
    std::optional<ArticleEdit> edit{};
    std::optional<PartSheet> part{};
    std::optional<NoticeSheet> notice{};
    std::optional<CallSheet> call{};
    std::string tag{};           // typed or scanned into "find by tag"
    std::string url{}, code{};   // of the enrolment form
    std::size_t job_tab = 0;
    std::size_t asset_tab = 0;
    Uuid menu_about{};           // what an open menu is about
    PhotoView photos{};
    ProcedureEditor editor{};
    std::set<Uuid> saving{};     // articles and procedures whose words are on their way to the store
    Uuid other_language_of{};    // the article that is read in the language which is not in use

    const AppState& state() const { return model.state(); }
    bool indonesian() const { return ui.strings().language() == "id"; }
    // The Indonesian or the English one, by the language in use; the other where it is empty.
    const std::string& either(const std::string& id, const std::string& en) const;
    int offset() const { return static_cast<int>(state().utc_offset_minutes); }
    std::string when(Timestamp time) const { return time ? ui::when_words(ui.strings(), time, model.now(), offset()) : std::string(); }
    std::string ago(Timestamp time) const { return time ? ui::ago_words(ui.strings(), time, model.now(), offset()) : std::string(); }
    std::string date(Timestamp time) const { return time ? ui::date_words(ui.strings(), time, offset()) : std::string(); }
    std::string say(const Words& words) const;
    // "scheduled" of "visit" in words.
    std::string status_words(std::string_view kind, std::string_view word) const;
    // "printer" in words; one that nobody here knows as it is.
    std::string category_words(const std::string& category) const;
};

// One screen a file; each draws list, detail and action bar inside the shell.
void draw_jobs(Screen& screen, const ui::ShellLayout& layout);
void draw_job(Screen& screen, const ui::ShellLayout& layout);
// In the place of draw_job's parts, while screen.finish stands.
void draw_finish(Screen& screen, const ui::ShellLayout& layout, const JobDetail& job);
// The whole window, while screen.client stands.
void draw_client(Screen& screen);
void draw_assets(Screen& screen, const ui::ShellLayout& layout);
void draw_asset(Screen& screen, const ui::ShellLayout& layout);
void draw_library(Screen& screen, const ui::ShellLayout& layout);
void draw_article(Screen& screen, const ui::ShellLayout& layout);
// In the place of the text, while it is written. Else, below it, what may be done to it.
void draw_article_editor(Screen& screen, const ArticleDetail& detail);
void draw_article_actions(Screen& screen, const ui::ShellLayout& layout, const ArticleDetail& detail);
void draw_person(Screen& screen, const ui::ShellLayout& layout);
void draw_analysis(Screen& screen, const ui::ShellLayout& layout);
void draw_procedures(Screen& screen, const ui::ShellLayout& layout);
void draw_procedure(Screen& screen, const ui::ShellLayout& layout);
void draw_sync(Screen& screen, const ui::ShellLayout& layout);
void draw_settings(Screen& screen, const ui::ShellLayout& layout);
void draw_enrol(Screen& screen);

// "Room 3.14, Floor 3, Building B", from a path that begins with the site; a name that stands in the one before is not said again.
std::string place_words(const std::vector<std::string>& path);

// Parts that several screens share.
// How far the first filling of this device is; nothing once it is done.
void draw_first_pull(Screen& screen, std::string_view key);
// What could soon keep this device from saving; nothing while all is well.
void draw_warnings(Screen& screen, std::string_view key);
// Nothing where there are none.
void draw_files(Screen& screen, const std::vector<FileLine>& files);
// The pictures in it are among `files`; the probe's keys begin with `key`.
void draw_markdown(Screen& screen, std::string_view key, const std::vector<MarkdownBlock>& blocks, const std::vector<FileLine>& files);
// Page up and down, home and end of the pane that is being drawn, where no list has taken them.
void scroll_by_keys(ui::Ui& ui);
void draw_notes(Screen& screen, const Uuid& about, const std::vector<NoteLine>& notes);
void draw_history(Screen& screen, const std::vector<HistoryLine>& history);
void draw_conflict(Screen& screen, const ConflictLine& conflict);
void draw_differences(Screen& screen, const std::vector<Difference>& differences);
void draw_facts(Screen& screen, const MachineFacts& facts);
void draw_scan(Screen& screen, const Uuid& target, const Uuid& asset);
// One edit that needs its author: what was wanted, why it stands still, and what can be done.
void draw_parked(Screen& screen, const LedgerLine& line);
// The photos of a record, and the way to add one.
void draw_photos(Screen& screen, const Uuid& about, const std::vector<FileLine>& files, bool changeable);
// Those alone, with what is still being saved.
void draw_photo_row(Screen& screen, const Uuid& about, const std::vector<FileLine>& files);
void draw_photo_pages(Screen& screen);
void draw_photo_page(Screen& screen, const std::vector<FileLine>& files, bool changeable);
PictureShelf& shelf_of(Screen& screen);
void draw_camera_page(Screen& screen);
void draw_pad_page(Screen& screen);
// Once it is closed, and its last frame drawn.
void let_camera_go(Screen& screen);
// The way to the report of a visit as a file.
void draw_report(Screen& screen);
void draw_report_menu(Screen& screen, const Uuid& visit);
// Between articles and procedures, above either list.
void draw_library_switch(Screen& screen);
void draw_procedure_text(Screen& screen, const ProcedureText& text);
// In the place of the procedure's text while it is edited.
void begin_procedure_editor(Screen& screen, const ProcedureDetail& detail);
void draw_procedure_editor(Screen& screen, const ui::ShellLayout& layout, const ProcedureDetail& detail);
// "at most 80 %"; "if step 3 is not “Good”", where `value` is the answer in the language in use.
std::string limits_words(const Screen& screen, const ChecklistStep& step);
std::string condition_words(const Screen& screen, const StepCondition& condition, const std::string& value);
// The checklist of a job.
void draw_steps(Screen& screen, const JobDetail& job);
void draw_step_menu(Screen& screen);
void draw_reason_sheet(Screen& screen);
void draw_direct_sheet(Screen& screen);
// How long the way, the work and the breaks were, or are by now.
void draw_visit_times(Screen& screen, const JobDetail& job);
// What the client was told, and the plan.
void draw_client(Screen& screen, const JobDetail& job);
void draw_call(Screen& screen, const Person& client);
void draw_call_sheet(Screen& screen);
void draw_parts(Screen& screen, const JobDetail& job);
void draw_part_sheet(Screen& screen);
void draw_notice_sheet(Screen& screen);
void draw_hand_over_sheet(Screen& screen);
void open_hand_over(Screen& screen, const JobDetail& job, bool escalates);
// Who was asked for help with the job and why; nothing where nobody was.
void draw_escalation(Screen& screen, const JobDetail& job);
void draw_hand_overs(Screen& screen, const JobDetail& job);
// The same wherever a job's status is shown.
const char* status_icon(VisitStatus status);
ui::Chip job_chip(const Screen& screen, const JobRow& job, std::string& text);

}  // namespace sigap::views
