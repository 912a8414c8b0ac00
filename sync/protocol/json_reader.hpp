// Reading one JSON object's members with a type each; the first that is missing or wrong makes the reader bad. Any thread.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "platform/core/ids.hpp"

namespace sigap {

class JsonReader {
public:
    // Depth is bounded at 32 (a deeper document is bad).
    explicit JsonReader(std::string_view document) : value_(parse(document, &memory_)) {
        if (!value_.is_object()) spoil("it is no JSON object");
        else object_ = &value_.get_object();
    }
    explicit JsonReader(const boost::json::value& value) {
        if (!value.is_object()) spoil("an entry is no JSON object");
        else object_ = &value.get_object();
    }

    std::string text(std::string_view key) {
        const auto* value = member(key);
        if (!value) return {};
        if (!value->is_string()) return spoil(key), std::string{};
        return std::string(value->get_string());
    }
    std::int64_t number(std::string_view key) {
        const auto* value = member(key);
        if (!value) return 0;
        if (!value->is_int64()) return spoil(key), 0;
        return value->get_int64();
    }
    bool flag(std::string_view key) {
        const auto* value = member(key);
        if (!value) return false;
        if (!value->is_bool()) return spoil(key), false;
        return value->get_bool();
    }
    Uuid id(std::string_view key) {
        const std::string written = text(key);
        if (written.empty()) return {};
        auto parsed = parse_uuid(written);
        if (!parsed) return spoil(key), Uuid{};
        return *parsed;
    }
    // The members of an array; none where it is missing.
    const boost::json::array& list(std::string_view key) {
        static const boost::json::array none;
        const auto* value = member(key);
        if (!value) return none;
        if (!value->is_array()) return spoil(key), none;
        return value->get_array();
    }
    bool has(std::string_view key) { return member(key) != nullptr; }
    const boost::json::object& object() const { return *object_; }

    void spoil(std::string_view what) {
        if (problem_.empty()) problem_ = what;
    }
    bool good() const { return problem_.empty(); }
    Error error() const {
        return fail(ErrorCode::protocol, "the message cannot be read: \"" + problem_ + "\" is missing or wrong", "malformed");
    }

private:
    const boost::json::value* member(std::string_view key) {
        return object_ ? object_->if_contains(boost::json::string_view(key.data(), key.size())) : nullptr;
    }

    // Null where it is no JSON.
    static boost::json::value parse(std::string_view document, boost::json::storage_ptr memory) {
        boost::json::parse_options options;
        options.max_depth = 32;
        boost::json::error_code error;
        return boost::json::parse(boost::json::string_view(document.data(), document.size()), error, std::move(memory), options);
    }

    // A page holds some hundred thousand values, which live and go together.
    boost::json::monotonic_resource memory_;
    boost::json::value value_;
    const boost::json::object* object_ = nullptr;
    std::string problem_;
};

}  // namespace sigap
