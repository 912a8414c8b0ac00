#include "sync/engine/ballast.hpp"

#include "sync/files/file_store.hpp"

namespace sigap {

Result<void> Ballast::take(Random& random) {
    if (const auto held = files_.size(file_); held && *held >= bytes) return {};
    const auto space = files_.space(file_.parent_path());
    if (!space) return space.error();
    if (space->free < reserved_bytes) return {};
    std::string noise(bytes, '\0');
    random.fill(std::as_writable_bytes(std::span(noise)));
    SIGAP_TRY(files_.write(file_, 0, noise));
    return files_.sync(file_);
}

bool Ballast::give_up() {
    const auto held = files_.size(file_);
    return held && *held > 0 && files_.remove(file_);
}

}  // namespace sigap
