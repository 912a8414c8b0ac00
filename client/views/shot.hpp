// A picture of one screen with a profile's data, drawn with no display. Any thread, one at a time.
#pragma once

#include <filesystem>

#include "client/model/app_model.hpp"

namespace sigap {
class Runtime;
}

namespace sigap::views {

struct ShotOptions {
    View view{};
    int width = 1280, height = 800;
    std::optional<Theme> theme;        // the profile's settings where nothing is given
    std::optional<Language> language;
    std::optional<int> zoom;           // per cent
};

// The first job or asset is opened for the screens that show one. Writes a PNG, wholly or not at all.
Result<void> take_shot(Runtime& runtime, const ShotOptions& options, const Clock& clock, const std::filesystem::path& file);

}  // namespace sigap::views
