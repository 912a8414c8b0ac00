#include "client/model/app_model.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "client/model/details.hpp"
#include "hardware/inventory/machine_json.hpp"
#include "platform/core/log.hpp"
#include "platform/core/text.hpp"
#include "sync/model/step_rules.hpp"

namespace sigap {

namespace {

constexpr std::int64_t minute_ms = 60'000, day_ms = 86'400'000;
constexpr std::string_view drafts_setting = "drafts";

std::string drafts_to_json(const std::map<std::string, std::string>& drafts) {
    boost::json::object object;
    for (const auto& [key, text] : drafts)
        if (!text.empty()) object[key] = text;
    return boost::json::serialize(object);
}

std::map<std::string, std::string> drafts_from_json(const std::string& json) {
    std::map<std::string, std::string> out;
    boost::system::error_code error;
    const auto parsed = boost::json::parse(json, error);
    if (error || !parsed.is_object()) return out;
    for (const auto& [key, text] : parsed.get_object())
        if (text.is_string()) out.emplace(std::string(key), std::string(text.get_string()));
    return out;
}

Contact contact_of(const SyncStatus& status, const SyncProgress& progress) {
    if (!status.last_contact) return Contact::never;
    if (progress.error && (progress.error->code == ErrorCode::offline || progress.error->code == ErrorCode::busy)) return Contact::offline;
    if (progress.error || status.attention > 0) return Contact::attention;
    return progress.tried || progress.running ? Contact::online : Contact::offline;
}

// What takes a command back when it has left the device already; an empty name: nothing does.
struct Inverse {
    std::string command;
    Uuid target;
};
Inverse inverse_of(const Command& command) {
    if (command.name == "tick_step" || command.name == "skip_step" || command.name == "fail_step") return {"untick_step", command.target};
    if (command.name == "add_note") return {"retract_note", derived_id(command.operation, 0)};
    if (command.name == "pause_visit") return {"resume_visit", command.target};
    if (command.name == "resume_visit") return {"pause_visit", command.target};
    return {};
}

Result<Edit> take_back(Replica& replica, const Uuid& operation) {
    const auto withdrawn = replica.withdraw(operation);
    if (withdrawn) return Edit{};
    Inverse inverse;
    SIGAP_TRY(replica.read([&] {
        for (const auto& entry : replica.ledger(500))
            if (entry.command.operation == operation && entry.state != EditState::withdrawn) inverse = inverse_of(entry.command);
    }));
    if (inverse.command.empty()) return withdrawn.error();
    return replica.perform(inverse.command, inverse.target, {});
}

// Tells the replica which records drafts with some text are about ("note.ID"), each with the job around it.
void keep_written_about(Replica& replica, const std::map<std::string, std::string>& drafts) {
    std::set<Uuid> rows;
    auto done = replica.read([&] {
        for (const auto& [key, text] : drafts) {
            const auto id = text.empty() ? Result<Uuid>(Uuid{}) : parse_uuid(key.substr(key.rfind('.') + 1));
            const auto record = id && *id ? replica.find_any(*id) : std::nullopt;
            if (!record) continue;
            rows.insert(*id);
            const Uuid visit = job_of(replica, record->kind, *id);
            if (!visit) continue;
            rows.insert(visit);
            if (const auto job = replica.find(Kind::visit, visit)) rows.insert(as<Visit>(*job).work_order);
        }
    });
    if (done) done = replica.set_open_forms(std::move(rows));
    if (!done) log(LogLevel::error, "forms_not_kept", {{"error", done.error().message}});
}

bool in_library(View view) { return view == View::library || view == View::article || view == View::person || view == View::analysis; }

// The first mandatory step that is open, in both languages, for the refusal that names it.
Words named_step(Replica& replica, const Uuid& visit, Words words) {
    if (words.key != "refused.step_open") return words;
    std::vector<ChecklistStep> steps;
    for (const auto& record : replica.rows().referring(Kind::checklist_step, field_of<&ChecklistStep::visit>(), visit))
        steps.push_back(as<ChecklistStep>(record));
    if (const auto* step = first_open(steps)) return {"refused.step_named", {std::to_string(step->position), step->text_id, step->text_en}, {}};
    return words;
}

}  // namespace

// What the store's side of the model remembers.
struct AppModel::Shared {
    std::map<std::string, std::string> drafts;
    bool save_is_due = false;
    std::atomic<bool> stale{false};

    void save(Replica& replica) {
        if (!std::exchange(save_is_due, false)) return;
        if (const auto saved = replica.set_setting(drafts_setting, drafts_to_json(drafts)); !saved)
            log(LogLevel::error, "draft_not_saved", {{"error", saved.error().message}});
    }
};

AppModel::AppModel(Parts parts)
    : parts_(std::move(parts)),
      jobs_([this](std::uint64_t generation, std::size_t page) { fetch_jobs(generation, page); }),
      assets_([this](std::uint64_t generation, std::size_t page) { fetch_assets(generation, page); }),
      library_({[this](std::function<void(Replica&)> work) { on_store(std::move(work)); }, [this](std::function<void()> result) { answer(std::move(result)); }}),
      procedures_({[this](std::function<void(Replica&)> work) { on_store(std::move(work)); }, [this](std::function<void()> result) { answer(std::move(result)); }}),
      shared_(std::make_shared<Shared>()),
      photos_({parts_.work, parts_.store, parts_.replica, parts_.inbox, parts_.photos,
               [this](const Uuid& target, Arguments arguments, std::function<void(bool)> then) {
                   perform("attach_file", target, std::move(arguments), [then = std::move(then)](const Edit* saved) { then(saved != nullptr); });
               },
               [this](const Words& words) { say(words); }}),
      reports_({parts_.work, parts_.store, parts_.replica, parts_.inbox, parts_.reports,
                [this](const Words& words, bool failed) { add_toast({words, failed, {}}); }}) {
    state_.settings.language = parts_.fallback_language;
}

void AppModel::on_store(std::function<void(Replica&)> work) {
    parts_.store.post([this, work = std::move(work)] {
        // A read that fails tells of a broken disk; the next one may do better, and nothing confirmed is lost.
        if (const auto done = parts_.replica.read([&] { work(parts_.replica); }); !done)
            log(LogLevel::error, "read_failed", {{"error", done.error().message}});
    });
}

void AppModel::answer(std::function<void()> result) {
    parts_.inbox.post(std::move(result));
}

void AppModel::start() {
    on_store([this](Replica& replica) {
        const auto settings = read_settings(replica, parts_.fallback_language);
        auto drafts = drafts_from_json(replica.setting(drafts_setting));
        shared_->drafts = drafts;
        answer([this, settings, drafts = std::move(drafts)] {
            state_.settings = settings;
            for (const auto& [key, text] : drafts) drafts_.emplace(key, text);
        });
    });
    refresh();
    parts_.store.post([this] {
        keep_written_about(parts_.replica, shared_->drafts);
        parts_.sync.start();
    });
}

bool AppModel::drain() {
    return parts_.inbox.drain();
}

void AppModel::changed() {
    if (shared_->stale.exchange(true)) return;
    answer([this] {
        shared_->stale = false;
        refresh();
    });
}

bool AppModel::filling() const {
    return state_.connection.first_pull && state_.connection.syncing;
}

void AppModel::refresh() {
    fetch_status();
    // Before that, nobody knows whose jobs to list. While a first pull fills tables that have no indexes yet, listing them anew
    // for each page would take longer than the pull.
    if (state_.ready && !filling()) refresh_records();
}

void AppModel::refresh_records() {
    jobs_.refresh();
    assets_.refresh();
    fetch_detail();
    fetch_sync();
    refresh_library();
}

JobQuery AppModel::job_query() const {
    JobQuery query;
    query.filter = state_.job_filter;
    query.sort = state_.job_sort;
    query.text = state_.job_text;
    if (!desk_side.has(state_.enrolment.role)) query.technician = state_.enrolment.person;
    query.now = now();
    const std::int64_t offset = state_.utc_offset_minutes * minute_ms;
    query.day_end = {((query.now.ms + offset) / day_ms + 1) * day_ms - offset};
    return query;
}

void AppModel::fetch_status() {
    on_store([this](Replica& replica) {
        AppState fresh;
        if (const auto enrolment = replica.enrolment()) {
            fresh.enrolled = true;
            fresh.enrolment = *enrolment;
            if (const auto record = replica.find(Kind::person, enrolment->person)) {
                const auto person = as<Person>(*record);
                fresh.person = person.name;
                if (const auto site = replica.find(Kind::location, person.site))
                    fresh.utc_offset_minutes = as<Location>(*site).utc_offset_minutes;
            }
        }
        const SyncStatus status = replica.status();
        const SyncProgress& progress = parts_.sync.progress();
        ConnectionState connection{contact_of(status, progress), progress.running,     status.queued, status.attention,
                                   status.last_contact,          status.disk_scarce, {},            {}};
        if (fresh.enrolled && !status.first_pull_done) connection.first_pull = FirstPull{status.first_pull_rows, status.first_pull_of};
        if (progress.error) connection.error = error_words(*progress.error);
        answer([this, fresh = std::move(fresh), connection = std::move(connection)] {
            const bool other_person = fresh.enrolment.person != state_.enrolment.person ||
                                      fresh.enrolment.role != state_.enrolment.role ||
                                      fresh.utc_offset_minutes != state_.utc_offset_minutes;
            state_.enrolled = fresh.enrolled;
            state_.enrolment = fresh.enrolment;
            state_.person = fresh.person;
            state_.utc_offset_minutes = fresh.utc_offset_minutes;
            const bool was_filling = filling();
            state_.connection = connection;
            if (was_filling && !filling()) refresh_records();
            if (!state_.enrolled) state_.view = View::enrol;
            else if (state_.view == View::enrol) state_.view = View::jobs;
            // Whose jobs, and which day is today, hang on the person.
            if (other_person || !state_.ready) jobs_.refresh(true);
            if (!std::exchange(state_.ready, true)) assets_.refresh(), fetch_detail(), fetch_sync();
        });
    });
}

void AppModel::fetch_jobs(std::uint64_t generation, std::size_t page) {
    on_store([this, query = job_query(), generation, page](Replica& replica) {
        auto out = std::make_shared<ListPage<JobRow>>();
        out->generation = generation;
        out->page = page;
        constexpr auto size = static_cast<std::int64_t>(PagedList<JobRow>::page_size);
        out->rows = list_jobs(replica, query, visits_with_unsent(replica), size, size * static_cast<std::int64_t>(page));
        const JobCounts counts = sigap::job_counts(replica, query);
        out->total = static_cast<std::size_t>(query.text.empty() ? count_of(counts, query.filter) : count_jobs(replica, query));
        answer([this, out, counts] {
            jobs_.take(out);
            job_counts_ = counts;
        });
    });
}

void AppModel::fetch_assets(std::uint64_t generation, std::size_t page) {
    on_store([this, query = AssetQuery{state_.asset_sort, state_.asset_text, state_.asset_status}, generation, page](Replica& replica) {
        auto out = std::make_shared<ListPage<AssetRow>>();
        out->generation = generation;
        out->page = page;
        constexpr auto size = static_cast<std::int64_t>(PagedList<AssetRow>::page_size);
        out->rows = list_assets(replica, query, size, size * static_cast<std::int64_t>(page));
        out->total = static_cast<std::size_t>(count_assets(replica, query));
        answer([this, out] { assets_.take(out); });
    });
}

void AppModel::fetch_detail() {
    if (state_.job)
        on_store([this, id = state_.job](Replica& replica) {
            answer([this, id, job = job_detail(replica, id, replica.clock().now())] {
                if (state_.job != id) return;
                // What somebody looks at or writes about does not go from under their hands: it turns read-only.
                if (!job && job_ && job_->visit.id == id) {
                    auto last = std::make_shared<JobDetail>(*job_);
                    last->given_away = true;
                    last->actions.clear();
                    job_ = last;
                    return;
                }
                job_ = job;
                job_missing_ = !job;
            });
        });
    if (state_.asset)
        on_store([this, id = state_.asset](Replica& replica) {
            answer([this, id, asset = asset_detail(replica, id, replica.clock().now())] {
                if (state_.asset != id) return;
                asset_ = asset;
                asset_missing_ = !asset;
            });
        });
}

void AppModel::fetch_sync() {
    if (state_.view != View::sync) return;
    on_store([this](Replica& replica) { answer([this, sync = sync_snapshot(replica, parts_.clock.now())] { sync_ = sync; }); });
}

void AppModel::refresh_library() {
    const View view = state_.view;
    if (in_library(view)) library_.refresh(view == View::person, view == View::analysis);
    if (in_library(view) || view == View::procedures || view == View::procedure) procedures_.refresh(view == View::procedure || view == View::procedures);
}

void AppModel::show(View view) {
    state_.view = view;
    fetch_sync();
    refresh_library();
}

void AppModel::open_job(const Uuid& visit) {
    if (state_.job != visit) job_ = nullptr, job_missing_ = false;
    state_.job = visit;
    state_.view = View::job;
    fetch_detail();
}

void AppModel::open_asset(const Uuid& asset) {
    if (state_.asset != asset) asset_ = nullptr, asset_missing_ = false;
    state_.asset = asset;
    state_.view = View::asset;
    fetch_detail();
}

void AppModel::open_procedure(const Uuid& procedure) {
    state_.view = View::procedure;
    procedures_.open(procedure);
    if (!procedures_.all()) procedures_.refresh();
}

void AppModel::open_article(const Uuid& article) {
    state_.view = View::article;
    library_.open(article);
    if (!library_.found()) library_.refresh();
}

void AppModel::open_person(const Uuid& person) {
    state_.view = View::person;
    library_.open_person(person);
}

void AppModel::open_analysis() {
    state_.view = View::analysis;
    const int offset = static_cast<int>(state_.utc_offset_minutes);
    library_.analyse(library_.month().empty() ? month_of(now(), offset) : library_.month(), offset);
}

void AppModel::set_jobs(JobFilter filter, JobSort sort, std::string text) {
    if (filter == state_.job_filter && sort == state_.job_sort && text == state_.job_text) return;
    state_.job_filter = filter;
    state_.job_sort = sort;
    state_.job_text = std::move(text);
    jobs_.refresh(true);
}

void AppModel::set_assets(AssetSort sort, std::optional<AssetStatus> status, std::string text) {
    if (sort == state_.asset_sort && status == state_.asset_status && text == state_.asset_text) return;
    state_.asset_sort = sort;
    state_.asset_status = status;
    state_.asset_text = std::move(text);
    assets_.refresh(true);
}

void AppModel::draft_changed(const std::string& key) {
    parts_.store.post([this, key, text = drafts_[key]] {
        std::string& draft = shared_->drafts[key];
        const bool began_or_ended = draft.empty() != text.empty();
        draft = text;
        if (began_or_ended) keep_written_about(parts_.replica, shared_->drafts);
        // From the first key that is not saved yet: who types on and on loses half a second at most.
        if (std::exchange(shared_->save_is_due, true)) return;
        parts_.store.post_after(parts_.draft_delay_ms, [this] { shared_->save(parts_.replica); });
    });
}

void AppModel::clear_draft(const std::string& key) {
    drafts_[key].clear();
    draft_changed(key);
}

void AppModel::save_drafts() {
    parts_.store.post([this] { shared_->save(parts_.replica); });
}

void AppModel::add_toast(Toast toast) {
    toasts_.push_back(std::move(toast));
}

void AppModel::perform(std::string command, const Uuid& target, Arguments arguments, Then then, Seen seen) {
    // An empty field of a form is an absent value, as everywhere.
    for (auto& [name, value] : arguments)
        if (const auto* text = std::get_if<std::string>(&value); text && trimmed(*text).empty()) value = Absent{};
    parts_.store.post([this, command = std::move(command), target, arguments = std::move(arguments), then = std::move(then), seen] {
        Toast toast;
        std::optional<Edit> saved;
        try {
            const auto edit = parts_.replica.perform(command, target, arguments, seen);
            toast.refused = !edit;
            if (edit) saved = *edit, toast.undo = edit->operation;
            toast.words = edit ? saved_words(command) : error_words(edit.error());
            if (!edit) {
                const auto named = parts_.replica.read([&] { toast.words = named_step(parts_.replica, target, toast.words); });
                if (!named) log(LogLevel::error, "read_failed", {{"error", named.error().message}});
            }
        } catch (const std::exception& bug) {
            // Whoever waits for the answer gets one, and a form keeps what was typed into it.
            log(LogLevel::error, "command_failed", {{"command", command}, {"reason", bug.what()}});
            toast = {error_words(fail(ErrorCode::storage, bug.what())), true, {}};
        }
        toast.quiet = !toast.refused && (command == "tick_step" || command == "untick_step");
        answer([this, toast, then, saved = toast.refused ? std::nullopt : saved] {
            add_toast(toast);
            if (then) then(saved ? &*saved : nullptr);
            if (saved) refresh();
            if (saved && filling()) fetch_detail();
        });
        if (toast.undo) parts_.sync.edited();
    });
}

void AppModel::add_note(const Uuid& about, const std::string& draft_key) {
    const std::string text = draft(draft_key);
    // A second tap before the store has answered means the same note.
    if (!saving_.insert(draft_key).second) return;
    perform("add_note", about, {{"text", text}}, [this, draft_key, text](const Edit* saved) {
        saving_.erase(draft_key);
        // What was typed on meanwhile stays.
        if (saved && draft(draft_key) == text) clear_draft(draft_key);
    });
}

void AppModel::find_people(std::string text, People which) {
    constexpr std::int64_t most = 4;
    people_asked_ = {text, which};
    if (text.empty() && which == People::anyone) return people_.clear();
    on_store([this, text = std::move(text), which](Replica& replica) {
        auto found = people_named(replica, text, most, which);
        answer([this, asked = std::pair(text, which), found = std::move(found)]() mutable {
            // What was typed on meanwhile has an answer of its own on the way.
            if (asked == people_asked_) people_ = std::move(found);
        });
    });
}

void AppModel::undo(const Uuid& operation) {
    parts_.store.post([this, operation] {
        const auto undone = take_back(parts_.replica, operation);
        Toast toast;
        toast.refused = !undone;
        toast.words = undone ? Words{"undone", {}, {}} : error_words(undone.error());
        if (undone) parts_.sync.edited();
        answer([this, toast = std::move(toast)] {
            add_toast(toast);
            refresh();
        });
    });
}

void AppModel::do_again(const Uuid& operation, Arguments changed, const Uuid& into, std::function<void(bool)> then) {
    parts_.store.post([this, operation, changed = std::move(changed), into, then = std::move(then)] {
        const auto edit = parts_.replica.do_again(operation, changed, into);
        Toast toast;
        toast.refused = !edit;
        toast.words = edit ? Words{"saved.other", {}, {}} : error_words(edit.error());
        if (edit) parts_.sync.edited();
        answer([this, toast = std::move(toast), then] {
            add_toast(toast);
            if (then) then(!toast.refused);
            refresh();
        });
    });
}

void AppModel::leave(const Uuid& operation) {
    parts_.store.post([this, operation] {
        const auto left = parts_.replica.leave(operation);
        answer([this, words = left ? Words{} : error_words(left.error())] {
            if (!words.empty()) add_toast({words, true, {}});
            refresh();
        });
    });
}

void AppModel::enrol(std::string url, std::string code) {
    state_.enrolling = true;
    state_.enrol_error = {};
    parts_.store.post([this, url = std::move(url), code = std::move(code)] {
        const auto enrolment = parts_.enrol(url, code);
        if (enrolment) parts_.sync.start();
        answer([this, words = enrolment ? Words{} : error_words(enrolment.error())] {
            state_.enrolling = false;
            state_.enrol_error = words;
            refresh();
        });
    });
}

void AppModel::call(const std::string& number) {
    if (parts_.open_link) parts_.work.post([this, url = "tel:" + number] { parts_.open_link(url); });
}

void AppModel::sync_now() {
    parts_.store.post([this] { parts_.sync.sync_now(); });
}

void AppModel::set_settings(const Settings& settings) {
    if (settings == state_.settings) return;
    state_.settings = settings;
    parts_.store.post([this, settings] {
        if (const auto written = write_settings(parts_.replica, settings); !written)
            log(LogLevel::error, "settings_not_saved", {{"error", written.error().message}});
    });
}

void AppModel::scan_machine(const Uuid& asset) {
    state_.scanning = true;
    state_.scan_error = {};
    parts_.work.post([this, asset] {
        auto facts = read_machine(parts_.files);
        if (!facts) {
            answer([this, words = error_words(facts.error())] {
                state_.scanning = false;
                state_.scan_error = words;
            });
            return;
        }
        on_store([this, asset, facts = std::move(*facts)](Replica& replica) {
            answer([this, scan = std::make_shared<const ScanResult>(judge_scan(replica, facts, asset, replica.clock().now()))] {
                state_.scanning = false;
                scan_ = scan;
            });
        });
    });
}

void AppModel::attach_scan(const Uuid& target) {
    if (scan_) perform("attach_scan", target, {{"facts", to_json(scan_->facts)}});
}

}  // namespace sigap
