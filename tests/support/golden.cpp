#include "tests/support/golden.hpp"
#include "tests/support/source_folder.hpp"

#include <cmath>
#include <cstdlib>
#include <filesystem>

namespace sigap::test {

namespace {

constexpr int channel_tolerance = 12;
constexpr double pixel_tolerance = 0.005;
constexpr int cell = 16;              // pixels a side
constexpr double cell_tolerance = 16; // of 255, between the means of a cell: a letter more or less, but no edge drawn a little softer

// The largest difference between the means of a channel in the same cell of both.
double largest_cell_difference(const Image& actual, const Image& expected) {
    double largest = 0;
    for (int top = 0; top + cell <= actual.height; top += cell)
        for (int left = 0; left + cell <= actual.width; left += cell)
            for (int channel = 0; channel < 3; ++channel) {
                int sum = 0;
                for (int y = top; y < top + cell; ++y)
                    for (int x = left; x < left + cell; ++x) {
                        const auto at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(actual.width) + static_cast<std::size_t>(x)) * 4 +
                                        static_cast<std::size_t>(channel);
                        sum += actual.rgba[at] - expected.rgba[at];
                    }
                largest = std::max(largest, std::abs(sum) / double{cell * cell});
            }
    return largest;
}

std::string golden_path(const std::string& name) { return sigap::testing::source_folder() + "/tests/golden/" + name + ".png"; }

}  // namespace

PictureDifference compare_pictures(const Image& actual, const Image& expected) {
    PictureDifference out{1, 255, actual};
    if (actual.width != expected.width || actual.height != expected.height) return out;
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < actual.rgba.size(); i += 4) {
        bool same = true;
        for (std::size_t channel = 0; channel < 3; ++channel)
            same = same && std::abs(actual.rgba[i + channel] - expected.rgba[i + channel]) <= channel_tolerance;
        wrong += !same;
        for (std::size_t channel = 0; channel < 3; ++channel) {
            const int faded = 192 + actual.rgba[i + channel] / 4;
            out.picture.rgba[i + channel] = static_cast<std::uint8_t>(same ? faded : channel == 0 ? 255 : 0);
        }
    }
    out.share = static_cast<double>(wrong) / (static_cast<double>(actual.rgba.size()) / 4);
    out.cell = largest_cell_difference(actual, expected);
    return out;
}

std::string golden_output() {
    const char* chosen = std::getenv("SIGAP_GOLDEN_OUTPUT");
    const std::string folder = chosen ? chosen : sigap::testing::source_folder() + "/build/golden";
    std::filesystem::create_directories(folder);
    return folder;
}

std::string golden_mismatch(const std::string& name, const Image& actual) {
    const std::string path = golden_path(name);
    const char* update = std::getenv("SIGAP_UPDATE_GOLDEN");
    if (update && std::string(update) == "1") {
        std::filesystem::create_directories(std::filesystem::path(path).parent_path());
        const auto written = write_png(path, actual);
        return written ? "" : written.error().message;
    }
    const std::string output = golden_output() + "/" + name;
    const auto expected = read_png(path);
    if (!expected) {
        const auto written = write_png(output + ".actual.png", actual);
        return "no golden picture " + path + (written ? "; look at " + output + ".actual.png" : "");
    }
    const PictureDifference difference = compare_pictures(actual, expected.value());
    if (difference.share <= pixel_tolerance && difference.cell <= cell_tolerance) return {};
    const bool written = write_png(output + ".actual.png", actual) && write_png(output + ".diff.png", difference.picture);
    return name + ": " + std::to_string(difference.share * 100) + " % of the pixels differ, a place by " +
           std::to_string(static_cast<int>(difference.cell)) + " of 255" +
           (written ? "; see " + output + ".diff.png" : "");
}

}  // namespace sigap::test
