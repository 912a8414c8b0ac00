// AppModel: the state of the app's screens and everything they may ask for. UI thread only; it touches no SQLite, network or
// file: it posts to the store's executor, and the answers come back through the inbox when drain() runs.
// Always holds: a draft changes by its user's hand alone; a fresh snapshot never touches it.
#pragma once

#include <atomic>
#include <map>
#include <set>

#include "client/model/inbox.hpp"
#include "client/model/library.hpp"
#include "client/model/paged_list.hpp"
#include "client/model/people.hpp"
#include "client/model/procedure_shelf.hpp"
#include "client/model/photos.hpp"
#include "client/model/report_maker.hpp"
#include "client/model/settings.hpp"
#include "client/model/snapshots.hpp"
#include "client/model/sync_driver.hpp"
#include "hardware/inventory/system_files.hpp"

namespace sigap {

enum class View : std::uint8_t { jobs, job, assets, asset, library, article, procedures, procedure, person, analysis, sync, settings, enrol };
template <>
inline constexpr std::string_view words_of<View>[] = {"jobs",      "job",    "assets",   "asset", "library",  "article", "procedures",
                                                      "procedure", "person", "analysis", "sync",  "settings", "enrol"};

using Arguments = std::vector<std::pair<std::string, Value>>;

// "Saved on this device", or what to do instead; shown once.
struct Toast {
    Words words;
    bool refused = false;
    Uuid undo;  // the operation that Undo takes back; nil: there is no Undo
    bool quiet = false;  // what was done shows on what it was done to: a line over it would be in the way of the next
};

// How far the first filling of this device is.
struct FirstPull {
    std::int64_t rows = 0;
    std::int64_t of = 0;  // 0: not known yet
    bool operator==(const FirstPull&) const = default;
};

struct ConnectionState {
    Contact contact = Contact::never;
    bool syncing = false;
    std::int64_t unsent = 0;
    std::int64_t attention = 0;  // refused, deferred, open conflicts
    Timestamp last_contact;
    bool disk_scarce = false;
    std::optional<FirstPull> first_pull;  // until it is done: not everything is on this device yet
    Words error;                 // why the last attempt failed and what to do
};

struct AppState {
    bool ready = false;                       // the first answer of the store has come
    bool enrolled = false;
    Enrolment enrolment;
    std::string person;                       // name
    std::int64_t utc_offset_minutes = 0;      // where the person works
    View view = View::jobs;
    Uuid job, asset;                          // selected; nil: none
    JobFilter job_filter = JobFilter::open;
    JobSort job_sort{};
    std::string job_text;
    AssetSort asset_sort{};
    std::string asset_text;
    std::optional<AssetStatus> asset_status;
    Settings settings;
    ConnectionState connection;
    bool enrolling = false, scanning = false;
    Words enrol_error, scan_error;
};

class AppModel {
public:
    struct Parts {
        Replica& replica;            // of the store's executor
        Executor& store;
        Executor& work;              // scans
        Inbox& inbox;
        SyncDriver& sync;            // of the store's executor
        const Clock& clock;
        const SystemFiles& files;
        std::function<Result<Enrolment>(const std::string& url, const std::string& code)> enrol;  // on the store's executor
        Language fallback_language = Language::id;
        std::int64_t draft_delay_ms = 500;
        Photos::Means photos{};
        ReportMaker::Means reports{};
        std::function<void(const std::string& url)> open_link = {};  // on the work's executor
    };
    explicit AppModel(Parts parts);
    AppModel(const AppModel&) = delete;
    AppModel& operator=(const AppModel&) = delete;

    // Asks for everything that the first frame needs, and starts to sync.
    void start();
    // Once a frame; true when something is new.
    bool drain();
    // Data changed elsewhere (the command line, a sync): on any thread.
    void changed();

    const AppState& state() const { return state_; }
    Timestamp now() const { return parts_.clock.now(); }

    // Where we are.
    void show(View view);
    void open_job(const Uuid& visit);
    void open_asset(const Uuid& asset);
    void open_article(const Uuid& article);
    void open_person(const Uuid& person);
    // Of this month, until another one is asked for.
    void open_analysis();
    void open_procedure(const Uuid& procedure);

    // Lists.
    PagedList<JobRow>& jobs() { return jobs_; }
    const JobCounts& job_counts() const { return job_counts_; }
    void set_jobs(JobFilter filter, JobSort sort, std::string text);
    PagedList<AssetRow>& assets() { return assets_; }
    void set_assets(AssetSort sort, std::optional<AssetStatus> status, std::string text);

    // Details; nullptr until they have come. missing() tells that the record is not (or no longer) on this device.
    std::shared_ptr<const JobDetail> job() const { return job_; }
    std::shared_ptr<const AssetDetail> asset() const { return asset_; }
    bool job_missing() const { return job_missing_; }
    bool asset_missing() const { return asset_missing_; }
    std::shared_ptr<const SyncSnapshot> sync() const { return sync_; }

    // Proposals for a name that is being typed, a few at most; "" ends them, but of colleagues it gives the first. They come as soon as the store has them.
    void find_people(std::string text, People which = People::anyone);
    LibraryModel& library() { return library_; }
    ProcedureShelf& procedures() { return procedures_; }
    const std::vector<PersonRow>& people() const { return people_; }

    Photos& photos() { return photos_; }
    ReportMaker& reports() { return reports_; }

    // Drafts of notes and forms, by a key of the screen's own ("note.VISIT"). Saved half a second after the last key and back
    // after a restart. The reference stays valid; after writing to it call draft_changed.
    std::string& draft(const std::string& key) { return drafts_[key]; }
    void draft_changed(const std::string& key);
    void clear_draft(const std::string& key);
    // What is not saved yet, at once: before the end.
    void save_drafts();

    // The one way in, from any thread. A toast says how it went; `then` hears it too (to clear a draft), on the UI thread: nullptr where it was refused.
    using Then = std::function<void(const Edit* saved)>;
    void perform(std::string command, const Uuid& target, Arguments arguments = {}, Then then = {}, Seen seen = {});
    // add_note with the draft's text, which is cleared when it was saved.
    void add_note(const Uuid& about, const std::string& draft_key);
    void undo(const Uuid& operation);
    // A refused edit, once more: with another value for one of its fields, or merged into another record; or left as it is.
    void do_again(const Uuid& operation, Arguments changed = {}, const Uuid& into = {}, std::function<void(bool done)> then = {});
    void leave(const Uuid& operation);
    std::vector<Toast> take_toasts() { return std::exchange(toasts_, {}); }

    // For what a screen says of itself, not of a command.
    void say(Words words) { add_toast({std::move(words), true, {}}); }

    // By the telephone program of this machine, where it has one.
    void call(const std::string& number);
    void enrol(std::string url, std::string code);
    void sync_now();
    void set_settings(const Settings& settings);

    // Reads the machine that the app runs on and compares it with `asset` (nil: with all equipment on this device).
    void scan_machine(const Uuid& asset = {});
    std::shared_ptr<const ScanResult> scan() const { return scan_; }
    void clear_scan() { scan_ = nullptr; }
    // To an asset, or to a visit for its asset.
    void attach_scan(const Uuid& target);

private:
    struct Shared;
    void on_store(std::function<void(Replica&)> work);
    void answer(std::function<void()> result);
    void refresh();
    void refresh_records();
    void refresh_library();
    bool filling() const;  // a first pull is under way
    void fetch_status();
    void fetch_detail();
    void fetch_sync();
    void fetch_jobs(std::uint64_t generation, std::size_t page);
    void fetch_assets(std::uint64_t generation, std::size_t page);
    JobQuery job_query() const;
    void add_toast(Toast toast);

    Parts parts_;
    AppState state_;
    PagedList<JobRow> jobs_;
    PagedList<AssetRow> assets_;
    JobCounts job_counts_;
    std::shared_ptr<const JobDetail> job_;
    std::shared_ptr<const AssetDetail> asset_;
    bool job_missing_ = false, asset_missing_ = false;
    std::shared_ptr<const SyncSnapshot> sync_;
    LibraryModel library_;
    ProcedureShelf procedures_;
    std::vector<PersonRow> people_;
    std::pair<std::string, People> people_asked_;  // what they were asked for by
    std::shared_ptr<const ScanResult> scan_;
    std::map<std::string, std::string> drafts_;
    std::set<std::string> saving_;    // drafts on their way to the store
    std::shared_ptr<Shared> shared_;  // of the store's executor
    std::vector<Toast> toasts_;
    Photos photos_;
    ReportMaker reports_;
};

}  // namespace sigap
