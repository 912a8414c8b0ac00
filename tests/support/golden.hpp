// Golden pictures: tests/golden/NAME.png is what a person has looked at and found good.
// SIGAP_UPDATE_GOLDEN=1 in the environment writes them anew.
#pragma once

#include <string>

#include "platform/window/image.hpp"

namespace sigap::test {

struct PictureDifference {
    double share = 1;  // of the pixels that differ by more than 12 in a channel; 1 for another size
    double cell = 255;  // the most that the means of a small square differ, of 255; 255 for another size
    Image picture;     // the first picture, faded, with those pixels in red
};
PictureDifference compare_pictures(const Image& actual, const Image& expected);

// Empty when at most 0.5 % of the pixels differ and no word or icon is missing. Otherwise what is wrong, and NAME.actual.png and NAME.diff.png lie in
// the folder of `golden_output()`.
std::string golden_mismatch(const std::string& name, const Image& actual);
std::string golden_output();

}  // namespace sigap::test
