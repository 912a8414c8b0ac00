#include "sync/replica/day_order.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sigap {

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t usual_minutes = 30;
constexpr double metres_a_minute = 75;

double metres(const std::pair<double, double>& from, const std::pair<double, double>& to) {
    constexpr double radian = 3.14159265358979323846 / 180, earth = 6'371'000;
    const double north = (to.first - from.first) * radian;
    const double east = (to.second - from.second) * radian * std::cos((from.first + to.first) / 2 * radian);
    return earth * std::hypot(north, east);
}

}  // namespace

double walking_minutes(const Spot& from, const Spot& to) {
    const bool one_building = from.building && from.building == to.building;
    if (one_building || (from.room && from.room == to.room)) {
        if (from.room == to.room) return 0;
        return from.floor && from.floor == to.floor ? 1 : 2;
    }
    if (from.degrees && to.degrees && *from.degrees != *to.degrees) return 3 + metres(*from.degrees, *to.degrees) / metres_a_minute;
    // Nobody has said how far it is: another building of the site, or another site.
    return from.site && from.site == to.site ? 8 : 40;
}

std::vector<std::size_t> day_order(const std::vector<Stop>& stops, Timestamp now) {
    std::vector<std::size_t> fixed, free, order;
    for (std::size_t i = 0; i < stops.size(); ++i) (stops[i].begun ? order : stops[i].fixed ? fixed : free).push_back(i);
    std::ranges::stable_sort(fixed, {}, [&](std::size_t i) { return stops[i].fixed; });
    const auto taken = [&](std::size_t i) { return (stops[i].minutes > 0 ? stops[i].minutes : usual_minutes) * minute_ms; };
    const auto way = [&](std::size_t to) -> std::int64_t {
        return order.empty() ? 0 : static_cast<std::int64_t>(walking_minutes(stops[order.back()].spot, stops[to].spot) * minute_ms);
    };
    std::int64_t clock = now.ms;
    for (const std::size_t i : order) clock += taken(i);
    const auto go = [&](std::size_t to) {
        clock += way(to) + taken(to);
        order.push_back(to);
    };
    // The nearest that is done, and left for the appointment, in time; the first of those that are as near.
    const auto nearest = [&](const Stop* before) {
        std::size_t best = free.size();
        std::int64_t shortest = std::numeric_limits<std::int64_t>::max();
        for (std::size_t k = 0; k < free.size(); ++k) {
            const std::int64_t minutes = way(free[k]);
            if (minutes >= shortest) continue;
            if (before) {
                const auto onward = static_cast<std::int64_t>(walking_minutes(stops[free[k]].spot, before->spot) * minute_ms);
                if (clock + minutes + taken(free[k]) + onward > before->fixed.ms) continue;
            }
            shortest = minutes;
            best = k;
        }
        return best;
    };
    const auto fill_until = [&](const Stop* before) {
        for (std::size_t k = nearest(before); k < free.size(); k = nearest(before)) {
            const std::size_t stop = free[k];
            free.erase(free.begin() + static_cast<std::ptrdiff_t>(k));
            go(stop);
        }
    };
    for (const std::size_t appointment : fixed) {
        fill_until(&stops[appointment]);
        clock = std::max(clock + way(appointment), stops[appointment].fixed.ms) + taken(appointment);
        order.push_back(appointment);
    }
    fill_until(nullptr);
    return order;
}

}  // namespace sigap
