#include "platform/net/compression.hpp"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>

#include "platform/core/text.hpp"

namespace sigap {
namespace {

constexpr std::size_t block_bytes = 64U << 10U;
// Window bits of zlib: the largest window, in gzip's frame.
constexpr int gzip_window = 15 + 16;
// A frame may ask its reader for so much window memory: 2^23 bytes, what RFC 8878 says every reader should bear.
constexpr int zstd_window_log = 23;
constexpr std::size_t most_ratio_ahead = 64;

Error too_large(std::size_t most) {
    return fail(ErrorCode::limit, "The decompressed data passes " + std::to_string(most) + " bytes.");
}

Error damaged() { return fail(ErrorCode::protocol, "The compressed data is damaged."); }

}  // namespace

std::string zstd_compress(std::string_view bytes, int level) {
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    // Kept for the thread: its tables are larger than most bodies.
    thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), ZSTD_freeCCtx);
    if (!context) throw std::bad_alloc();
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_windowLog, bytes.size() >> zstd_window_log != 0 ? zstd_window_log : 0);
    const std::size_t size = ZSTD_compress2(context.get(), out.data(), out.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(size) != 0) throw std::bad_alloc();
    out.resize(size);
    return out;
}

Result<std::string> zstd_decompress(std::string_view bytes, std::size_t most) {
    thread_local const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
    if (!context) throw std::bad_alloc();
    ZSTD_DCtx_reset(context.get(), ZSTD_reset_session_only);
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, zstd_window_log);
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    std::string out;
    // The size in the frame is a hint from outside: it allocates no more than a multiple of what has come.
    const unsigned long long promised = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    const bool told = promised < ZSTD_CONTENTSIZE_ERROR;
    if (told && promised > most) return too_large(most);
    if (told && promised / most_ratio_ahead <= bytes.size()) out.reserve(promised + 1);
    for (;;) {
        const std::size_t had = out.size();
        const std::size_t step = std::max({block_bytes, had, had == 0 ? out.capacity() : 0});
        const std::size_t room = std::min(step, most + 1 - had);
        out.resize(had + room);
        ZSTD_outBuffer block{out.data() + had, room, 0};
        const std::size_t left = ZSTD_decompressStream(context.get(), &block, &in);
        out.resize(had + block.pos);
        if (ZSTD_isError(left) != 0) return damaged();
        if (out.size() > most) return too_large(most);
        if (left == 0) return in.pos == in.size ? Result<std::string>(std::move(out)) : damaged();
        if (in.pos == in.size && block.pos < block.size) return damaged();
    }
}

std::string gzip_compress(std::string_view bytes, int level) {
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
    const std::unique_ptr<z_stream, decltype(&deflateEnd)> owner(&stream, deflateEnd);
    std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END) throw std::bad_alloc();
    out.resize(stream.total_out);
    return out;
}

Result<std::string> gzip_decompress(std::string_view bytes, std::size_t most) {
    z_stream stream{};
    if (inflateInit2(&stream, gzip_window) != Z_OK) throw std::bad_alloc();
    const std::unique_ptr<z_stream, decltype(&inflateEnd)> owner(&stream, inflateEnd);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string out;
    for (;;) {
        const std::size_t had = out.size();
        const std::size_t room = std::min({std::max(block_bytes, had), most + 1 - had, std::size_t{1} << 30U});
        out.resize(had + room);
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + had);
        stream.avail_out = static_cast<uInt>(room);
        const int state = inflate(&stream, Z_NO_FLUSH);
        out.resize(had + room - stream.avail_out);
        if (out.size() > most) return too_large(most);
        if (state == Z_STREAM_END) return stream.avail_in == 0 ? Result<std::string>(std::move(out)) : damaged();
        if (state != Z_OK) return damaged();
    }
}

Result<std::string> decode_content(std::string_view encoding, std::string_view bytes, std::size_t most) {
    const std::string name = lower_ascii(trimmed(encoding));
    if (name == "zstd") return zstd_decompress(bytes, most);
    if (name == "gzip" || name == "x-gzip") return gzip_decompress(bytes, most);
    if (!name.empty() && name != "identity") {
        return fail(ErrorCode::invalid, "The content encoding must be zstd, gzip or none.");
    }
    if (bytes.size() > most) return too_large(most);
    return std::string(bytes);
}

}  // namespace sigap
