// What people of the demo organisation report, and how it ended: the texts of its tickets. Immutable, any thread.
#pragma once

#include <span>
#include <string_view>

#include "sync/model/kinds/work.hpp"

namespace sigap::demo {

// {room} and {person} in a text stand for the requester's. Some write Indonesian, some English, as in life.
struct Story {
    std::string_view category;   // the procedures' word for it
    std::string_view equipment;  // category of the asset concerned; empty when none is
    std::string_view procedure;  // its code; empty when the desk can solve it alone
    JobType job_type;
    Level impact, urgency;
    std::string_view title, description, cause, resolution;
};

// What fills the past ninety days.
std::span<const Story> past_stories();

// A job that waits for a technician: the story, and when it is planned by the clock of their site.
struct PlannedJob {
    Story story;
    std::string_view room;  // "Keuangan", where its requester sits
    int day;                // from today
    int hour, minute;
    std::string_view note;  // of the desk, for the technician; may be empty
};
std::span<const PlannedJob> jobs_of_technician();
std::span<const PlannedJob> jobs_of_technician2();

}  // namespace sigap::demo
