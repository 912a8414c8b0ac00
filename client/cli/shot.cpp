#include "client/cli/shot.hpp"

#include <charconv>

#include "client/model/runtime.hpp"

namespace sigap::cli {

namespace {

bool whole(std::string_view text, int least, int most, int& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc{} && end == text.data() + text.size() && out >= least && out <= most;
}

Error wrong(std::string_view option, std::string_view takes) {
    return fail(ErrorCode::invalid, std::string(option) + " takes " + std::string(takes));
}

}  // namespace

Result<views::ShotOptions> shot_options(const Invocation& invocation) {
    views::ShotOptions options;
    if (!from_word(invocation.operands.at(0), options.view))
        return fail(ErrorCode::invalid, "no view \"" + invocation.operands[0] + "\"; there are jobs, job, assets, asset, library, article, procedures, procedure, person, analysis, sync, settings and enrol");
    if (invocation.has("--size")) {
        const std::string size = invocation.option("--size");
        const auto cross = size.find('x');
        if (cross == std::string::npos || !whole(std::string_view(size).substr(0, cross), 320, 8192, options.width) ||
            !whole(std::string_view(size).substr(cross + 1), 240, 8192, options.height))
            return wrong("--size", "WIDTHxHEIGHT in pixels, 320x240 to 8192x8192");
    }
    if (invocation.has("--theme")) {
        Theme theme{};
        if (!from_word(invocation.option("--theme"), theme)) return wrong("--theme", "light, dark or auto");
        options.theme = theme;
    }
    if (invocation.has("--lang")) {
        Language language{};
        if (!from_word(invocation.option("--lang"), language)) return wrong("--lang", "id or en");
        options.language = language;
    }
    if (invocation.has("--zoom")) {
        int zoom = 0;
        if (!whole(invocation.option("--zoom"), 80, 200, zoom)) return wrong("--zoom", "per cent, 80 to 200");
        options.zoom = zoom;
    }
    return options;
}

ControlReply run_shot(const std::filesystem::path& profile, const Invocation& invocation, const Clock& clock, Random& random) {
    const auto options = shot_options(invocation);
    if (!options) return failure(options.error());
    auto runtime = Runtime::open({.folder = profile, .fallback_language = Language::id, .syncs = false}, clock, random);
    if (!runtime && runtime.error().code == ErrorCode::busy)
        return failure(fail(ErrorCode::busy, "the window has this profile open; close it, then take the picture"));
    if (!runtime) return failure(runtime.error());
    const std::filesystem::path file = std::filesystem::absolute(invocation.operands.at(1));
    const auto taken = views::take_shot(**runtime, *options, clock, file);
    if (!taken) return failure(taken.error());
    return {0, {}, {}};
}

}  // namespace sigap::cli
