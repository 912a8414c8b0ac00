// A report for tests, as long as one likes. One thread.
#pragma once

#include "client/report/report_pdf.hpp"

namespace sigap::testing {

struct SampleSize {
    std::size_t steps = 4, photos = 0, notes = 1, parts = 2;
    bool long_names = false;
};
Report sample_report(const SampleSize& size = {});
// A picture for each of its photos.
report::Pictures sample_pictures(const Report& report);
std::string sample_jpeg(int width, int height, unsigned seed);

}  // namespace sigap::testing
