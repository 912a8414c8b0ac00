#include "tests/bench/bench_device.hpp"

#include <sstream>

#include "platform/net/compression.hpp"
#include "platform/net/curl_transport.hpp"
#include "platform/os/files.hpp"
#include "sync/engine/session.hpp"
#include "sync/replica/asset_list.hpp"
#include "tests/bench/measure.hpp"
#include "tests/support/harness.hpp"

namespace sigap::bench {

using testing::must;

namespace {

constexpr std::size_t changes = 50;
constexpr std::size_t idle_syncs = 200;

// Tells of each request before it is sent.
class Watched final : public Transport {
public:
    Watched(Transport& behind, std::function<void(const HttpRequest&)> before)
        : behind_(behind), before_(std::move(before)) {}
    Result<HttpResponse> send(const HttpRequest& request, std::stop_token stop) override {
        before_(request);
        return behind_.send(request, stop);
    }

private:
    Transport& behind_;
    std::function<void(const HttpRequest&)> before_;
};

class Device {
public:
    Device(const std::filesystem::path& folder, bool keyed) : file_(folder / "sigap.db") {
        OpenOptions options;
        options.path = file_;
        options.checkpoint_pages = Replica::checkpoint_pages;
        if (keyed) options.key = DatabaseKey{1, 2, 3};
        replica_ = must(Replica::open(must(Database::open(options)), catalogue(), clock_, random_));
    }

    void enrol(const std::filesystem::path& server_folder, const std::string& url, const std::string& code) {
        CurlTransportOptions options;
        options.base_url = url;
        options.authority_pem = must(read_file(server_folder / "authority.pem", 64U << 10U));
        options.key_pem = must(make_key());
        CurlTransportOptions anonymous = options;
        anonymous.key_pem.clear();
        const EnrolRequest request{code, must(make_request(options.key_pem, "bench")), "bench"};
        const auto answer = must(CurlTransport(anonymous).send(
            {"POST", std::string(route::enrol), {{"Content-Type", "application/json"}}, encode(request)}));
        const auto reply =
            must(read_enrol_reply(must(decode_content(header(answer, "Content-Encoding"), answer.body, 1U << 20U))));
        options.certificate_pem = reply.certificate;
        must(replica_->set_enrolment({reply.device, reply.device_number, reply.person, reply.login, reply.role,
                                      reply.organisation, reply.epoch, url}));
        transport_ = std::make_unique<CurlTransport>(std::move(options));
    }

    // One attempt to sync; `pull_seconds` tells its pull apart.
    Step sync(double* pull_seconds = nullptr) {
        const TransferTotals before = transport_->totals();
        Session session(*replica_);
        Step step;
        const StopWatch watch;
        double pull_begun = -1;
        Watched watched(*transport_, [&](const HttpRequest& request) {
            if (!pull_seconds || pull_begun >= 0 || request.target != route::pull) return;
            pull_begun = watch.seconds();
            step = so_far(before);
        });
        must(run_session(session, watched, std::launch::async));
        const double all = watch.seconds();
        if (!pull_seconds) step = so_far(before);
        step.seconds = pull_seconds ? pull_begun : all;
        if (pull_seconds) *pull_seconds = all - pull_begun;
        return step;
    }

    Step first_pull(std::size_t records) {
        const StopWatch watch;
        Step step = sync();
        const auto listed =
            must(replica_->read([&]() -> Result<std::vector<AssetRow>> { return list_assets(*replica_, {}, 50, 0); }));
        step.seconds = watch.seconds();
        ListQuery assets, orders;
        assets.kind = Kind::asset;
        orders.kind = Kind::work_order;
        const auto held = must(replica_->read(
            [&]() -> Result<std::int64_t> { return replica_->count(assets) + replica_->count(orders); }));
        if (static_cast<std::size_t>(held) != records || listed.empty())
            throw std::runtime_error("the first pull has not brought everything");
        return step;
    }

    double make_indexes() {
        const StopWatch watch;
        while (must(replica_->make_index())) {
        }
        const double seconds = watch.seconds();
        must(replica_->rows().database().checkpoint());
        return seconds;
    }

    double edit(std::size_t records, std::uint64_t seed) {
        // Ids and texts come from the workload, made again here so that its memory is given back before the measuring
        // goes on.
        const Workload workload = make_workload(records, seed);
        const auto places = edited_places(records, seed);
        Database& database = replica_->rows().database();
        // Nothing of this is measured as the push, and 10,000 waits for the disk are a minute.
        database.execute("PRAGMA synchronous = OFF");
        const StopWatch watch;
        for (const std::size_t place : places) {
            const Record& record = workload.records[place];
            must(replica_->perform(record.kind == Kind::asset ? "edit_asset" : "edit_work_order", record.id,
                                   edit_of(record, 1)));
        }
        const double seconds = watch.seconds();
        must(database.checkpoint());
        database.execute("PRAGMA synchronous = FULL");
        return seconds;
    }

    Step push(double& pull_back) {
        const Step step = sync(&pull_back);
        const auto status = must(replica_->read([&]() -> Result<SyncStatus> { return replica_->status(); }));
        if (status.queued != 0 || status.attention != 0) throw std::runtime_error("the push has left edits behind");
        return step;
    }

    std::int64_t size() const { return database_size(file_); }

private:
    Step so_far(const TransferTotals& before) const {
        const TransferTotals now = transport_->totals();
        return {0, now.sent - before.sent, now.received - before.received};
    }

    std::filesystem::path file_;
    SystemClock clock_;
    SystemRandom random_;
    std::unique_ptr<Replica> replica_;
    std::unique_ptr<CurlTransport> transport_;
};

Step middle(const std::vector<Step>& steps) {
    std::vector<double> seconds;
    std::vector<std::uint64_t> up, down;
    for (const auto& step : steps) {
        seconds.push_back(step.seconds);
        up.push_back(step.bytes_up);
        down.push_back(step.bytes_down);
    }
    return {median(seconds), median(up), median(down)};
}

}  // namespace

std::string to_line(const DeviceFigures& figures) {
    std::ostringstream line;
    line.precision(9);
    for (const Step* step : {&figures.first_pull, &figures.push, &figures.one_change, &figures.idle})
        line << step->seconds << ' ' << step->bytes_up << ' ' << step->bytes_down << ' ';
    line << figures.indexing << ' ' << figures.editing << ' ' << figures.pull_back << ' ' << figures.database_bytes << ' ' << figures.peak_bytes;
    return line.str();
}

DeviceFigures from_line(const std::string& text) {
    std::istringstream line(text);
    DeviceFigures figures;
    for (Step* step : {&figures.first_pull, &figures.push, &figures.one_change, &figures.idle})
        line >> step->seconds >> step->bytes_up >> step->bytes_down;
    line >> figures.indexing >> figures.editing >> figures.pull_back >> figures.database_bytes >> figures.peak_bytes;
    if (!line) throw std::runtime_error("the device's process told no figures");
    return figures;
}

DeviceFigures measure_device(const std::filesystem::path& folder, const std::filesystem::path& server_folder,
                             Lines& server, std::size_t records, std::uint64_t seed, bool keyed) {
    Device device(folder, keyed);
    const std::string url = server.read();
    device.enrol(server_folder, url, server.read());
    DeviceFigures figures;
    figures.first_pull = device.first_pull(records);
    figures.indexing = device.make_indexes();
    figures.database_bytes = device.size();
    figures.peak_bytes = peak_memory();
    figures.editing = device.edit(records, seed);
    figures.push = device.push(figures.pull_back);
    std::vector<Step> steps;
    for (std::size_t i = 0; i < changes; ++i) {
        server.write("change " + std::to_string(i * records / changes) + " " + std::to_string(i + 2));
        server.read();
        steps.push_back(device.sync());
    }
    figures.one_change = middle(steps);
    steps.clear();
    for (std::size_t i = 0; i < idle_syncs; ++i) steps.push_back(device.sync());
    figures.idle = middle(steps);
    return figures;
}

}  // namespace sigap::bench
