#include "client/model/kept_file.hpp"

#include "platform/core/text.hpp"
#include "platform/media/photo.hpp"
#include "platform/media/thumbnail.hpp"
#include "sync/model/kinds/attachment.hpp"

namespace sigap {

namespace {

constexpr std::size_t most_bytes_for_picture = 64U << 20U;

// What the file is called, without what may not be in a name that is shown.
std::string shown_name(const std::filesystem::path& path) {
    std::string name;
    for (const char c : path.filename().string())
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f && c != '\\') name += c;
    constexpr std::size_t longest = 255;
    std::size_t end = 0;
    while (end < name.size()) {
        const std::size_t length = std::max<std::size_t>(utf8_length_at(name, end), 1);
        if (end + length > longest) break;
        end += length;
    }
    return name.substr(0, end);
}

// A photo takes the type that it was made into.
void take_type(KeptFile& kept, const std::string& photo) {
    const std::string type = media_type_of(photo, {});
    if (type == kept.type) return;
    kept.type = type;
    kept.name = std::filesystem::path(kept.name).replace_extension(".jpg").string();
}

Result<void> add_thumbnail(FileStore& files, std::string_view picture, KeptFile& kept) {
    const auto small = make_thumbnail(picture);
    if (!small) return {};
    const auto stored = files.put(*small);
    if (!stored) return stored.error();
    kept.thumbnail = *stored;
    return {};
}

}  // namespace

Result<KeptFile> keep_file(FileStore& files, FileSystem& disk, const std::filesystem::path& path, Keep how) {
    const auto size = disk.size(path);
    if (!size) return size.error();
    if (*size == 0) return fail(ErrorCode::refused, "the file is empty; choose another", "empty_file");
    if (*size > std::uint64_t{most_attachment_bytes})
        return fail(ErrorCode::refused, "the file is larger than 2 GiB; attach a smaller one", "too_large");
    auto first = disk.read(path, 0, *size <= most_bytes_for_picture ? static_cast<std::size_t>(*size) : file_chunk_bytes);
    if (!first) return first.error();
    const bool whole = first->size() == *size;
    if (how == Keep::pictures_only) {
        if (!whole) return fail(ErrorCode::refused, "the picture is larger than 64 MiB; choose a smaller one", "too_large");
        return keep_picture(files, *first, path.filename().string());
    }
    KeptFile kept;
    kept.name = shown_name(path);
    kept.type = media_type_of(*first, kept.name);
    const bool picture = kept.type.starts_with("image/") && whole;
    // What is no picture that we read is kept as it is, and travels without a small one.
    auto photo = picture && how == Keep::ready ? kept_photo(*first) : Result<std::string>(fail(ErrorCode::invalid, "", ""));
    if (!photo && how == Keep::ready && kept.type.starts_with("image/"))
        kept.as_it_is = whole ? photo.error().message : std::string("it is larger than 64 MiB");
    if (photo) take_type(kept, *photo);
    if (picture) SIGAP_TRY(add_thumbnail(files, photo ? *photo : *first, kept));
    auto original = photo ? files.put(*photo)
                          : files.put([&](std::uint64_t offset, std::size_t most) { return disk.read(path, offset, most); },
                                      std::uint64_t{most_attachment_bytes});
    if (!original) return original.error();
    kept.original = *original;
    return kept;
}

Result<KeptFile> keep_picture(FileStore& files, std::string_view bytes, std::string name) {
    KeptFile kept;
    kept.name = shown_name(name);
    kept.type = media_type_of(bytes, kept.name);
    const auto photo = kept_photo(bytes);
    if (!photo) return photo.error();
    take_type(kept, *photo);
    SIGAP_TRY(add_thumbnail(files, *photo, kept));
    const auto original = files.put(*photo);
    if (!original) return original.error();
    kept.original = *original;
    return kept;
}

std::vector<std::pair<std::string, Value>> attach_arguments(const KeptFile& file, const std::string& caption) {
    std::vector<std::pair<std::string, Value>> arguments{{"sha256", file.original.hash},
                                                         {"bytes", static_cast<std::int64_t>(file.original.bytes)},
                                                         {"type", file.type},
                                                         {"name", file.name}};
    if (file.thumbnail) {
        arguments.emplace_back("thumbnail", file.thumbnail->hash);
        arguments.emplace_back("thumbnail_bytes", static_cast<std::int64_t>(file.thumbnail->bytes));
    }
    if (!caption.empty()) arguments.emplace_back("caption", caption);
    return arguments;
}

}  // namespace sigap
