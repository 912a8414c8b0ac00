#include "platform/window/image.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>

#include <stb/stb_image.h>
#include <stb/stb_image_write.h>

namespace sigap {

namespace {

constexpr int max_side = 8192;

std::size_t offset(const Image& image, int x, int y) {
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x)) * 4;
}

}  // namespace

Image Image::blank(int width, int height) {
    return {width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4)};
}

std::uint8_t* Image::at(int x, int y) { return rgba.data() + offset(*this, x, y); }
const std::uint8_t* Image::at(int x, int y) const { return rgba.data() + offset(*this, x, y); }

Result<std::string> encode_png(const Image& image) {
    if (image.width <= 0 || image.height <= 0 || image.width > max_side || image.height > max_side)
        return fail(ErrorCode::limit, "the picture is empty or larger than 8192 pixels a side");
    std::string bytes;
    const auto append = [](void* to, void* data, int size) {
        static_cast<std::string*>(to)->append(static_cast<const char*>(data), static_cast<std::size_t>(size));
    };
    if (!stbi_write_png_to_func(append, &bytes, image.width, image.height, 4, image.rgba.data(), image.width * 4))
        return fail(ErrorCode::limit, "the picture could not be encoded");
    return bytes;
}

Result<Image> decode_png(std::string_view bytes) {
    const auto* data = reinterpret_cast<const stbi_uc*>(bytes.data());
    const int size = static_cast<int>(bytes.size());
    int width = 0, height = 0, channels = 0;
    if (bytes.size() > 256u << 20 || !stbi_info_from_memory(data, size, &width, &height, &channels))
        return fail(ErrorCode::invalid, "not a PNG picture");
    if (width > max_side || height > max_side) return fail(ErrorCode::limit, "the picture is over 8192 pixels a side");
    const std::unique_ptr<stbi_uc, decltype(&std::free)> pixels(
        stbi_load_from_memory(data, size, &width, &height, &channels, 4), &std::free);
    if (!pixels) return fail(ErrorCode::invalid, "the picture is damaged");
    Image image = Image::blank(width, height);
    image.rgba.assign(pixels.get(), pixels.get() + image.rgba.size());
    return image;
}

Result<> write_png(const std::string& path, const Image& image) {
    auto bytes = encode_png(image);
    if (!bytes) return bytes.error();
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << *bytes << std::flush;
    if (!file) return fail(ErrorCode::storage, "cannot write " + path);
    return {};
}

Result<Image> read_png(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return fail(ErrorCode::storage, "cannot read " + path);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    return decode_png(bytes);
}

}  // namespace sigap
