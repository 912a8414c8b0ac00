// Writing one JSON object member by member into a string. Any thread.
#pragma once

#include "platform/core/ids.hpp"
#include "platform/core/json_text.hpp"

namespace sigap {

class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : out_(out) { out_ += '{'; }

    JsonWriter& text(std::string_view key, std::string_view value) {
        name(key);
        append_json_string(out_, value);
        return *this;
    }
    // Absent members (nil, 0) are left out.
    JsonWriter& id(std::string_view key, const Uuid& value) { return value ? text(key, to_string(value)) : *this; }
    JsonWriter& number(std::string_view key, std::int64_t value) {
        if (value == 0) return *this;
        name(key);
        out_ += std::to_string(value);
        return *this;
    }
    // The caller appends the value itself.
    std::string& raw(std::string_view key) {
        name(key);
        return out_;
    }
    void end() { out_ += '}'; }

private:
    void name(std::string_view key) {
        if (!first_) out_ += ',';
        first_ = false;
        append_json_string(out_, key);
        out_ += ':';
    }
    std::string& out_;
    bool first_ = true;
};

}  // namespace sigap
