// The demo's rows in memory while it is made, and the only ways to change them: a birth, or a command that the
// catalogue's rules accept. Events run in the order of their times. One thread.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "sync/model/judgement.hpp"

namespace sigap::demo {

class World final : public Rows {
public:
    World(std::uint64_t seed, Timestamp now) : random_(seed), now_(now) {}

    Timestamp now() const { return now_; }
    // Uniform in [0, bound), and in [low, high].
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_.below(bound)); }
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(below(static_cast<std::size_t>(high - low + 1)));
    }
    bool chance(std::size_t percent) { return below(100) < percent; }
    template <typename T>
    const T& pick(const std::vector<T>& from) {
        return from.at(below(from.size()));
    }

    Uuid new_id(Timestamp at);

    // A row that was there before the first command; returns its id.
    template <typename T>
    Uuid add(T row, Timestamp at) {
        row.id = new_id(at);
        keep(record_of(row));
        return row.id;
    }
    // For what only the demo may say about a row that it has just added.
    template <typename T>
    void replace(const T& row) {
        keep(record_of(row));
    }

    using Arguments = std::vector<std::pair<std::string, Value>>;
    // Judged as the server judges it; returns the id of the row that a creating command gave birth to, else the target.
    // Throws std::logic_error where a rule says no: then the demo is wrong.
    Uuid command(const Uuid& actor, Timestamp at, std::string name, Kind kind, const Uuid& target, Arguments arguments);

    // `event` happens at `when`, unless that is after now: the future is left open.
    void at(Timestamp when, std::function<void(Timestamp)> event);
    void run_events();

    template <typename T>
    T get(const Uuid& id) const {
        return as<T>(rows_.at(places_.at({kind_of<T>.kind, id})));
    }
    template <typename T>
    std::vector<T> all() const {
        std::vector<T> out;
        for (const auto& row : rows_)
            if (row.kind == kind_of<T>.kind) out.push_back(as<T>(row));
        return out;
    }

    std::optional<Record> find(Kind kind, const Uuid& id) const override;
    std::vector<Record> referring(Kind kind, const FieldInfo& field, const Uuid& target) const override;
    bool complete() const override { return true; }

    std::vector<Record> take() { return std::move(rows_); }

private:
    void keep(Record record);

    SeededRandom random_;
    Timestamp now_;
    std::vector<Record> rows_;
    std::map<std::pair<Kind, Uuid>, std::size_t> places_;
    std::multimap<Timestamp, std::function<void(Timestamp)>> events_;
};

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t hour_ms = 60 * minute_ms;
constexpr std::int64_t day_ms = 24 * hour_ms;

inline Timestamp later(Timestamp time, std::int64_t ms) { return {time.ms + ms}; }

// `hour`:`minute` by a clock `offset_minutes` ahead of UTC, `days` after the day that `now` falls on there.
inline Timestamp local_time(Timestamp now, std::int64_t offset_minutes, std::int64_t days, std::int64_t hour,
                            std::int64_t minute = 0) {
    const std::int64_t offset = offset_minutes * minute_ms;
    const std::int64_t today = (now.ms + offset) / day_ms;
    return {(today + days) * day_ms + hour * hour_ms + minute * minute_ms - offset};
}

}  // namespace sigap::demo
