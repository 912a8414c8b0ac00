// Seeds that once failed, each with what it found. A seed means another life after each change of the simulation, so each of
// these faults has a test of its own, too; the seeds are run because they are cheap.
#pragma once

#include <cstdint>

namespace sigap::simulation {

inline constexpr std::uint64_t kept_seeds[] = {
    24,  // a device copied with its outbox; a partly pulled copy judged by itself
    62,  // a withdrawal of what a copy of the device had sent
    69,  // what one copy of a device took back, taken for done when the other one brought it
    80,  // an accepted edit out of sight: its row changed again between the pages of a pull
    92,  // an accepted edit out of sight below a later one, of a row that had gone to somebody else
    323,  // no fault: an edit taken back by its author after it had reached the server, then written over
    2337,  // a visit accepted after all, whose order stayed unscheduled; giving it to somebody had no effect
    5393,  // the pages of a pull: an accepted edit over a newer row, and an edit that claimed to have seen what was under it
    5701,  // an edit upon an unanswered one, which hid what somebody had written since
    577,  // a disk that failed where a request's buckets were read ended the server's work on it without an answer
    1'000'548,  // all pulled anew: an accepted edit below a later one of a row that had gone to somebody else
    1'001'257,  // a file whose name was not durable yet, told to be here
    2'000'065,  // a photo whose row was taken back too late, and given away: nobody owed its file any more
    5'008'014,  // a photo that an older copy of the server's data lacks, put back without a word: nobody asked whether it was there
    6'010'395,  // the same, where its author had made a new visit, and the old one was not cancelled after all
    6'021'286,  // an edit taken back on one copy of a disk, which had stepped aside on the other one and took effect after all
    6'021'843,  // no fault: somebody who gave a job to two people in turn, a visit of which they did not know
    6'008'790,  // no fault: an edit that found it so, because the same one before it had met a visit that its author did not know
    2'001'336,  // an edit that stepped aside, taken back although it had been sent
};

}  // namespace sigap::simulation
