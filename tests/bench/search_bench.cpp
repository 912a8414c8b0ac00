#include "tests/bench/search_bench.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "platform/core/text.hpp"
#include "sync/model/kinds/asset.hpp"
#include "sync/model/kinds/work.hpp"
#include "sync/replica/search.hpp"
#include "sync/server/demo/article_file.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/workload.hpp"
#include "tests/support/harness.hpp"
#include "tests/support/source_folder.hpp"

namespace sigap::bench {

using testing::must;

namespace {

constexpr std::uint64_t seed = 2026;

std::vector<Article> shipped_articles() {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(testing::source_folder() + "/assets/articles")) paths.push_back(entry.path());
    std::ranges::sort(paths);
    std::vector<Article> out;
    for (const auto& path : paths) {
        std::ifstream in(path, std::ios::binary);
        out.push_back(must(parse_article(std::string(std::istreambuf_iterator<char>(in), {}))));
    }
    return out;
}

// Articles of the shipped ones' words, each as frequent as it is there.
class ArticleMaker {
public:
    explicit ArticleMaker(const std::vector<Article>& shipped) : random_(seed) {
        for (const auto& article : shipped) {
            add(titles_id_, article.title_id), add(titles_en_, article.title_en), add(bodies_id_, article.body_id);
            add(bodies_en_, article.body_en), add(keywords_, article.keywords);
            categories_.push_back(article.category);
        }
    }
    Article make() {
        Article article;
        clock_.advance(1);
        article.id = make_uuid(clock_, random_);
        article.title_id = some(titles_id_, 5);
        article.title_en = some(titles_en_, 5);
        article.keywords = some(keywords_, 6);
        article.category = categories_[random_.below(categories_.size())];
        article.body_id = some(bodies_id_, 200);
        article.body_en = some(bodies_en_, 220);
        article.status = ArticleStatus::published;
        return article;
    }

private:
    using Texts = std::vector<std::string>;
    static void add(Texts& to, const std::string& text) {
        for (const auto line : split(text, '\n'))
            for (const auto word : split(line, ' '))
                if (!word.empty()) to.emplace_back(word);
    }
    std::string some(const Texts& of, std::size_t count) {
        std::string out;
        for (std::size_t i = 0; i < count; ++i) (out += i == 0 ? "" : " ") += of[random_.below(of.size())];
        return out;
    }

    ManualClock clock_{bench_time};
    SeededRandom random_;
    Texts titles_id_, titles_en_, bodies_id_, bodies_en_, keywords_, categories_;
};

// As the person of the desk, who holds everything.
void fill(Replica& replica, const Workload& workload, const SearchOptions& options) {
    Enrolment enrolment;
    enrolment.device = enrolment.epoch = workload.desk;
    enrolment.device_number = 1;
    enrolment.person = workload.desk;
    enrolment.login = "desk";
    enrolment.role = Role::desk;
    enrolment.organisation = "Bench";
    enrolment.url = "https://127.0.0.1:1";
    must(replica.set_enrolment(enrolment));
    std::vector<Record> records = workload.reference;
    ArticleMaker maker(shipped_articles());
    for (std::size_t i = 0; i < options.articles; ++i) records.push_back(record_of(maker.make()));
    records.insert(records.end(), workload.records.begin(), workload.records.end());
    PullReply reply;
    reply.epoch = enrolment.epoch;
    reply.role = Role::desk;
    reply.until = static_cast<std::int64_t>(records.size());
    reply.subscriptions = reply.served = {"desk"};
    for (std::size_t at = 0; at < records.size(); at += 2000) {
        reply.rows.clear();
        for (std::size_t i = at; i < std::min(at + 2000, records.size()); ++i) {
            records[i].seq = static_cast<std::int64_t>(i + 1);
            reply.rows.push_back({records[i], 1});
        }
        reply.next = reply.rows.back().record.seq;
        must(replica.take(reply));
    }
}

std::vector<std::string> questions(const Workload& workload) {
    std::vector<std::string> out{
        "kertas macet di printer lantai tiga", "printer tidak bisa mencetak", "wifi lambat di ruang rapat", "lupa kata sandi windows",
        "laptop mati total", "komputer lemot sekali", "monitor kedua tidak tampil", "email tidak terkirim", "memulihkan berkas terhapus",
        "vpn tidak tersambung dari rumah", "suara tidak terdengar saat rapat", "tautan mencurigakan diklik", "paper jam in the printer",
        "printer offline documents stay in the queue", "no network over the cable", "forgot my password", "laptop does not start",
        "second monitor stays black on the dock", "mailbox full", "restore deleted files", "budi santoso", "requester 17", "room 240"};
    SeededRandom random(seed);
    for (int i = 0; i < 60; ++i) {
        const Record& record = workload.records[random.below(workload.records.size())];
        if (record.kind == Kind::work_order) {
            const auto order = as<WorkOrder>(record);
            out.push_back(i % 2 == 0 ? order.title : order.number);
        } else {
            const auto asset = as<Asset>(record);
            out.push_back(i % 3 == 0 ? asset.tag : i % 3 == 1 ? asset.serial : asset.name);
        }
    }
    return out;
}

}  // namespace

void run_search_bench(const SearchOptions& options) {
    const testing::TempFolder folder;
    const SystemClock clock;
    SystemRandom random;
    OpenOptions database;
    database.path = folder.path() / "sigap.db";
    database.key = DatabaseKey{1, 2, 3};
    database.checkpoint_pages = Replica::checkpoint_pages;
    const auto replica = must(Replica::open(must(Database::open(database)), catalogue(), clock, random));
    const Workload workload = make_workload(options.records, seed);
    std::fprintf(stderr, "sigap-bench: filling the device\n");
    fill(*replica, workload, options);
    std::fprintf(stderr, "sigap-bench: making its indexes\n");
    const StopWatch indexing;
    double longest_part = 0;
    for (bool more = true; more;) {
        const StopWatch part;
        more = must(replica->make_index());
        longest_part = std::max(longest_part, part.seconds());
    }
    const double index_seconds = indexing.seconds();
    must(replica->rows().database().checkpoint());

    std::vector<double> keystrokes;
    std::pair<double, std::string> slowest;
    std::size_t hits = 0;
    for (const auto& question : questions(workload))
        for (std::size_t length = 1; length <= question.size(); ++length) {
            const SearchQuery query{question.substr(0, length), Kind::none, 50};
            const StopWatch watch;
            const auto found = must(replica->read([&]() -> Result<SearchFound> { return search(*replica, query); }));
            keystrokes.push_back(watch.seconds() * 1000);
            hits += found.hits.size();
            slowest = std::max(slowest, std::pair(keystrokes.back(), query.text));
        }
    const double p50 = quantile(keystrokes, 0.5), p99 = quantile(keystrokes, 0.99);
    const auto bytes = database_size(database.path);
    if (options.json)
        std::printf(R"({"keystrokes":%zu,"p50_ms":%.3f,"p99_ms":%.3f,"max_ms":%.3f,"index_seconds":%.3f,"longest_part_ms":%.1f,)"
                    R"("database_bytes":%lld,"records":%zu,"articles":%zu})"
                    "\n",
                    keystrokes.size(), p50, p99, slowest.first, index_seconds, longest_part * 1000, static_cast<long long>(bytes),
                    options.records, options.articles);
    else
        std::printf("%zu records and %zu articles, keyed\n\n%zu keystrokes: p50 %.2f ms, p99 %.2f ms, longest %.2f ms (\"%s\"); %.1f hits each\n"
                    "after the first pull: %.2f s to make the indexes, the longest part %.0f ms\ndevice: %.1f MB database\n",
                    options.records, options.articles, keystrokes.size(), p50, p99, slowest.first, slowest.second.c_str(),
                    static_cast<double>(hits) / static_cast<double>(keystrokes.size()), index_seconds, longest_part * 1000,
                    static_cast<double>(bytes) / 1e6);
}

}  // namespace sigap::bench
