#include "tests/bench/ui_bench.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <sstream>
#include <thread>

#include "client/model/runtime.hpp"
#include "client/views/app.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/process.hpp"
#include "tests/bench/workload.hpp"
#include "tests/support/harness.hpp"

namespace sigap::bench {

using testing::must;

namespace {

constexpr std::uint64_t seed = 2026;
constexpr int starts = 7;
constexpr int scrolled_frames = 600;
constexpr auto frame_time = std::chrono::milliseconds(16);
constexpr auto longest_wait = std::chrono::seconds(60);

std::int64_t steady_ns() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

// A profile, keyed like any, that has pulled all of it.
void fill_profile(const std::filesystem::path& folder, std::size_t rows) {
    const SystemClock clock;
    SystemRandom random;
    const auto profile = must(Profile::open(folder, catalogue(), clock, random));
    const Workload workload = make_workload(1, seed);
    Replica& replica = profile->replica();
    Enrolment enrolment;
    enrolment.device = enrolment.epoch = make_uuid(clock, random);
    enrolment.device_number = 1;
    enrolment.person = workload.technician;
    enrolment.login = "technician";
    enrolment.role = Role::technician;
    enrolment.organisation = "Bench";
    enrolment.url = "https://127.0.0.1:1";
    must(replica.set_enrolment(enrolment));
    std::vector<Record> records = workload.reference;
    for (auto& record : make_jobs(workload, rows, seed)) records.push_back(std::move(record));
    PullReply reply;
    reply.epoch = enrolment.epoch;
    reply.role = Role::technician;
    reply.until = static_cast<std::int64_t>(records.size());
    reply.subscriptions = reply.served = {"reference"};
    for (std::size_t at = 0; at < records.size(); at += 2000) {
        reply.rows.clear();
        for (std::size_t i = at; i < std::min(at + 2000, records.size()); ++i) {
            records[i].seq = static_cast<std::int64_t>(i + 1);
            reply.rows.push_back({records[i], 1});
        }
        reply.next = reply.rows.back().record.seq;
        must(replica.take(reply));
    }
    must(replica.rows().database().checkpoint());
}

// The app as run_window() composes it, with a picture instead of a display. It does not sync: there is no server.
class Screen {
public:
    explicit Screen(const std::string& profile)
        : window_(must(Window::open({.headless = true, .scale = 1}, clock_))),
          runtime_(must(Runtime::open({profile, Language::id, false}, clock_, random_))),
          ui_(*window_, clock_),
          app_(ui_, runtime_->model()) {
        runtime_->inbox().set_wake([this] { window_->wake(); });
        runtime_->model().start();
        draw_ = ui_.drawing([this] {
            app_.draw();
            auto& jobs = runtime_->model().jobs();
            shown_ = jobs.loaded() && jobs.size() > 0 && jobs.row(0) != nullptr;
        });
    }
    ~Screen() { runtime_->inbox().set_wake({}); }

    void show_jobs() {
        const auto end = std::chrono::steady_clock::now() + longest_wait;
        while (!shown_) {
            window_->step(draw_);
            if (window_->wants_frame() || shown_) continue;
            if (std::chrono::steady_clock::now() > end) throw std::runtime_error("the list of jobs never came");
            std::this_thread::sleep_for(std::chrono::microseconds(100));
        }
    }

    // The wheel turns over the list without a pause, 60 frames a second; milliseconds of each frame.
    std::vector<double> scroll() {
        std::vector<double> frames;
        InputEvent move;
        move.kind = InputEvent::Kind::pointer_move;
        move.x = 300, move.y = 500;
        window_->post(move);
        InputEvent wheel;
        wheel.kind = InputEvent::Kind::wheel;
        auto next = std::chrono::steady_clock::now();
        for (int i = 0; i < scrolled_frames; ++i) {
            wheel.y = -3;
            window_->post(wheel);
            const auto drawn = window_->frames_drawn();
            window_->step(draw_);
            if (window_->frames_drawn() != drawn) frames.push_back(window_->last_frame_ms());
            std::this_thread::sleep_until(next += frame_time);
        }
        return frames;
    }
    std::size_t rows() { return runtime_->model().jobs().size(); }

private:
    SystemClock clock_;
    SystemRandom random_;
    std::unique_ptr<Window> window_;
    std::unique_ptr<Runtime> runtime_;
    ui::Ui ui_;
    views::App app_;
    Window::Draw draw_;
    bool shown_ = false;
};

double start_once(const std::string& profile) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    std::string words[] = {"sigap-bench", "first-frame", profile, std::to_string(steady_ns())};
    char* arguments[] = {words[0].data(), words[1].data(), words[2].data(), words[3].data(), nullptr};
    pid_t pid = -1;
    const int failed = posix_spawn(&pid, "/proc/self/exe", &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    char text[64] = {};
    const auto got = failed == 0 ? read(ends[0], text, sizeof text - 1) : 0;
    close(ends[0]);
    int status = 0;
    if (failed == 0) waitpid(pid, &status, 0);
    if (got <= 0 || status != 0) throw std::runtime_error("the app that was started has shown nothing");
    return std::stod(text);
}

struct Scrolled {
    double median_ms = 0, p99_ms = 0;
    std::size_t rows = 0;
    std::int64_t resident = 0;
};

Scrolled scroll_once(const std::string& profile) {
    Child child([&](Lines& lines) {
        Screen screen(profile);
        screen.show_jobs();
        const auto frames = screen.scroll();
        char text[128];
        std::snprintf(text, sizeof text, "%f %f %zu %lld", median(frames), quantile(frames, 0.99), screen.rows(),
                      static_cast<long long>(resident_memory()));
        lines.write(text);
    });
    std::istringstream line(child.lines().read());
    Scrolled out;
    line >> out.median_ms >> out.p99_ms >> out.rows >> out.resident;
    child.join();
    return out;
}

}  // namespace

void show_first_frame(const std::string& profile, const std::string& started) {
    Screen screen(profile);
    screen.show_jobs();
    const std::int64_t now = steady_ns();
    std::printf("%.3f\n", static_cast<double>(now - std::stoll(started)) / 1e6);
    std::fflush(stdout);
}

void run_ui_bench(const UiOptions& options) {
    const testing::TempFolder folder;
    const std::string profile = folder.path() / "profile";
    std::fprintf(stderr, "sigap-bench: filling a profile with %zu jobs\n", options.rows);
    Child([&](Lines&) { fill_profile(profile, options.rows); }).join();
    start_once(profile);  // warm
    std::vector<double> first_frames;
    for (int i = 0; i < starts; ++i) first_frames.push_back(start_once(profile));
    std::fprintf(stderr, "sigap-bench: scrolling\n");
    const Scrolled scrolled = scroll_once(profile);
    const double first = median(first_frames);
    if (options.json) {
        std::printf(R"({"first_frame_ms":%.1f,"frame_ms":{"median":%.3f,"p99":%.3f},"rows":%zu,"rss_bytes":%lld})"
                    "\n",
                    first, scrolled.median_ms, scrolled.p99_ms, scrolled.rows,
                    static_cast<long long>(scrolled.resident));
        return;
    }
    std::printf("%zu jobs in the list, 1280x800, no GPU, keyed profile\n\n", scrolled.rows);
    std::printf("first frame with the jobs, from the start of the process  %8.1f ms  (median of %d, warm; aim 200)\n",
                first, starts);
    std::printf("a frame on the UI thread while scrolling                  %8.3f ms  (median; aim 1)\n",
                scrolled.median_ms);
    std::printf("                                                          %8.3f ms  (99 of 100)\n", scrolled.p99_ms);
    std::printf("resident memory                                           %8.1f MB (aim 100)\n",
                static_cast<double>(scrolled.resident) / 1e6);
}

}  // namespace sigap::bench
