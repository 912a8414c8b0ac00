// The words of a command line, sorted into plain ones and options. Any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/core/result.hpp"

namespace sigap {

class Arguments {
public:
    // Options in `valued` take the next word (or what follows "="), those in `flags` none. Error{invalid}, detail
    // "usage".
    static Result<Arguments> parse(std::span<const std::string> words, std::span<const std::string_view> valued,
                                   std::span<const std::string_view> flags);

    const std::vector<std::string>& plain() const { return plain_; }
    bool has(std::string_view option) const;
    // The last one given, or the fallback.
    std::string value(std::string_view option, std::string_view fallback = {}) const;
    std::vector<std::string> values(std::string_view option) const;

private:
    std::vector<std::string> plain_;
    std::vector<std::pair<std::string, std::string>> options_;
};

inline Error usage_error(std::string message) { return fail(ErrorCode::invalid, std::move(message), "usage"); }

}  // namespace sigap
