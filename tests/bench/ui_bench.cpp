#include "tests/bench/ui_bench.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <sstream>
#include <thread>

#include "client/model/runtime.hpp"
#include "client/views/app.hpp"
#include "platform/media/jpeg.hpp"
#include "platform/os/files.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/process.hpp"
#include "tests/bench/workload.hpp"
#include "tests/support/harness.hpp"

namespace sigap::bench {

using testing::must;

namespace {

constexpr std::uint64_t seed = 2026;
constexpr int starts = 7;
constexpr std::uint64_t photos = 5;
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

struct PhotoTimes {
    double saved_ms = 0, longest_frame_ms = 0;
    int frames = 0;
};

// 12 megapixels with the noise of a sensor over a slow change of light, about as many bytes as a camera makes of them.
void write_photo(const std::filesystem::path& file, std::uint64_t number) {
    SeededRandom random(number);
    RgbPixels pixels{4000, 3000, {}};
    pixels.rgb.resize(std::size_t{4000} * 3000 * 3);
    std::string noise(1U << 16U, '\0');
    for (auto& byte : noise) byte = static_cast<char>(random.below(48));
    for (std::size_t i = 0; i < pixels.rgb.size(); ++i)
        pixels.rgb[i] = static_cast<unsigned char>(i / 3 % 4000 / 40 + i / 12000 / 40 + static_cast<unsigned char>(noise[(i * 7 + i / 4001) & 0xffff]));
    must(atomic_write(file, must(write_jpeg(pixels, 90))));
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
    // A photo is let fall on the window with the first job open; until it is saved and its row has come back. The window draws meanwhile.
    PhotoTimes add_photo(const std::filesystem::path& file) {
        AppModel& model = runtime_->model();
        if (!model.job()) model.open_job(model.jobs().row(0)->visit);
        while (!model.job()) window_->step(draw_);
        const std::size_t before = model.job()->files.size();
        InputEvent dropped;
        dropped.kind = InputEvent::Kind::dropped;
        dropped.text = file.string();
        window_->post(dropped);
        PhotoTimes times;
        const StopWatch whole;
        while (model.job()->files.size() == before || !model.photos().pending().empty()) {
            const StopWatch frame;
            window_->redraw();
            window_->step(draw_);
            times.longest_frame_ms = std::max(times.longest_frame_ms, frame.seconds() * 1000);
            ++times.frames;
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            if (whole.seconds() > 60) throw std::runtime_error("the photo was never saved");
        }
        times.saved_ms = whole.seconds() * 1000;
        return times;
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

struct Added {
    double saved_ms = 0, longest_frame_ms = 0, bytes = 0;
    int frames = 0;
};

Added add_photos(const std::string& profile, const std::filesystem::path& folder) {
    Child child([&](Lines& lines) {
        std::vector<double> saved, frames, counts;
        double bytes = 0;
        Screen screen(profile);
        screen.show_jobs();
        for (std::uint64_t i = 0; i < photos; ++i) {
            const auto file = folder / ("photo" + std::to_string(i) + ".jpg");
            write_photo(file, i);
            bytes = static_cast<double>(std::filesystem::file_size(file));
            const auto times = screen.add_photo(file);
            saved.push_back(times.saved_ms);
            frames.push_back(times.longest_frame_ms);
            counts.push_back(times.frames);
        }
        char text[128];
        std::snprintf(text, sizeof text, "%f %f %f %d", median(saved), quantile(frames, 1), bytes, static_cast<int>(median(counts)));
        lines.write(text);
    });
    std::istringstream line(child.lines().read());
    Added out;
    line >> out.saved_ms >> out.longest_frame_ms >> out.bytes >> out.frames;
    child.join();
    return out;
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
    std::fprintf(stderr, "sigap-bench: adding photos\n");
    const Added added = add_photos(profile, folder.path());
    const double first = median(first_frames);
    if (options.json) {
        std::printf(R"({"first_frame_ms":%.1f,"frame_ms":{"median":%.3f,"p99":%.3f},"rows":%zu,"rss_bytes":%lld,"photo_ms":%.1f,"photo_frame_ms":%.2f})"
                    "\n",
                    first, scrolled.median_ms, scrolled.p99_ms, scrolled.rows,
                    static_cast<long long>(scrolled.resident), added.saved_ms, added.longest_frame_ms);
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
    std::printf("a photo of 12 megapixels, %4.1f MB: saved after              %8.1f ms  (median of %d; aim 1000)\n",
                added.bytes / 1e6, added.saved_ms, static_cast<int>(photos));
    std::printf("    frames drawn meanwhile, and the longest of all           %8d     %.1f ms\n", added.frames,
                added.longest_frame_ms);
}

}  // namespace sigap::bench
