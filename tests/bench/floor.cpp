#include "tests/bench/floor.hpp"

#include "sync/rows/row_store.hpp"
#include "tests/bench/measure.hpp"
#include "tests/support/harness.hpp"

namespace sigap::bench {

using testing::must;

namespace {

constexpr OwnColumn no_own{"own", "INTEGER", "excluded.own"};

std::string insert_sql(const KindInfo& kind) {
    std::string sql = "INSERT INTO " + sql_name(kind.name) + " VALUES(?";
    for (std::size_t i = 0; i < kind.fields.size() + 3; ++i) sql += ",?";
    return sql + ")";
}

std::string update_sql(const KindInfo& kind, const Arguments& fields) {
    std::string sql = "UPDATE " + sql_name(kind.name) + " SET seq=?";
    for (const auto& [name, value] : fields) sql += ',' + sql_name(name) + "=?";
    return sql + " WHERE id=?";
}

class Bare {
public:
    explicit Bare(const std::filesystem::path& file) {
        OpenOptions options;
        options.path = file;
        database_ = must(Database::open(options));
        for (const Kind kind : {Kind::work_order, Kind::asset}) {
            const KindInfo& info = catalogue().at(kind);
            database_->execute(create_table_sql(info, no_own));
            database_->execute("CREATE INDEX " + sql_name(std::string(info.name) + "_by_seq") + " ON " +
                               sql_name(info.name) + "(seq)");
            inserts_.emplace(kind, insert_sql(info));
        }
    }

    double insert(const std::vector<Record>& records) {
        const StopWatch watch;
        for (std::size_t at = 0; at < records.size(); at += 2000)
            must(database_->write([&] {
                for (std::size_t i = at; i < std::min(at + 2000, records.size()); ++i) insert_one(records[i]);
            }));
        return watch.seconds();
    }

    // The statements and their values are there beforehand.
    double update(const std::vector<Record>& records, const std::vector<std::size_t>& places, std::size_t commit) {
        std::vector<std::pair<std::string, Arguments>> edits;
        for (const std::size_t place : places) {
            Arguments edit = edit_of(records[place], 1);
            edits.emplace_back(update_sql(catalogue().at(records[place].kind), edit), std::move(edit));
        }
        const StopWatch watch;
        for (std::size_t at = 0; at < places.size(); at += commit)
            must(database_->write([&] {
                for (std::size_t i = at; i < std::min(at + commit, places.size()); ++i) {
                    auto query = database_->query(edits[i].first);
                    query.bind(1, ++seq_);
                    int index = 2;
                    for (const auto& [name, value] : edits[i].second) bind_value(query, index++, value);
                    query.bind(index, records[places[i]].id);
                    query.run();
                }
            }));
        return watch.seconds();
    }

    double select(const std::vector<Record>& records, const std::vector<std::size_t>& places) {
        const StopWatch watch;
        for (const std::size_t place : places) {
            auto query =
                database_->query("SELECT * FROM " + sql_name(catalogue().at(records[place].kind).name) + " WHERE id=?",
                                 records[place].id);
            if (!query.step()) throw std::logic_error("the floor has lost a row");
        }
        return watch.seconds() / static_cast<double>(places.size());
    }

private:
    void insert_one(const Record& record) {
        auto query = database_->query(inserts_.at(record.kind));
        query.bind(1, record.id);
        query.bind(2, ++seq_);
        int index = 3;
        for (const auto& value : record.values) bind_value(query, index++, value);
        query.run();
    }

    std::unique_ptr<Database> database_;
    std::unordered_map<Kind, std::string> inserts_;
    std::int64_t seq_ = 0;
};

}  // namespace

Floor measure_floor(const std::filesystem::path& folder, const Workload& workload, std::uint64_t seed) {
    Bare bare(folder / "floor.db");
    Floor floor;
    floor.inserts = bare.insert(workload.records);
    const auto places = edited_places(workload.records.size(), seed);
    floor.updates = bare.update(workload.records, places, 500);
    std::vector<double> commits;
    for (std::size_t i = 0; i < 50; ++i)
        commits.push_back(bare.update(workload.records, {places[i % places.size()]}, 1));
    floor.one_commit = median(commits);
    floor.point_select = bare.select(workload.records, places);
    return floor;
}

}  // namespace sigap::bench
