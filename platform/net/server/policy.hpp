// Which request heads are taken at all: RFC 9112 where it leaves one reading, and nothing where it forgives. Pure
// functions, any thread. Beast then parses the same bytes, so that a request passes two readers that must agree.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "platform/net/http_server.hpp"

namespace sigap {

struct Refusal {
    int status;
    std::string_view reason;
};

// Looks for the end of a head in bytes that arrive piece by piece.
class HeadScanner {
public:
    explicit HeadScanner(std::size_t most_bytes) : most_bytes_(most_bytes) {}
    struct Found {
        std::size_t head_bytes = 0;  // with the blank line; 0 while there is more to come
        std::optional<Refusal> refusal;
    };
    // All that has come of this head so far. Refuses a bare CR or LF, and other control bytes, as soon as one is there.
    Found scan(std::string_view bytes);

private:
    std::size_t most_bytes_;
    std::size_t seen_ = 0;
};

struct HeadFacts {
    std::uint64_t content_length = 0;
    bool chunked = false;
    bool close = false;             // the client wants no further request on this connection
    bool expects_continue = false;  // and sends its body only after an interim answer
};

// `head` as HeadScanner found it. Fills the facts where nothing is refused.
std::optional<Refusal> judge_head(std::string_view head, const ServerLimits& limits, HeadFacts& facts);

}  // namespace sigap
