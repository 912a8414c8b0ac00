// What a correct program meets on a bad day, as a value: Result<T> holds a T or an Error.
// Any thread; a Result is checked before its value is taken (taking the wrong side throws std::logic_error).
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

namespace sigap {

enum class ErrorCode {
    invalid,        // the input is wrong; the message says what to change
    not_found,      // no such record, file or command
    refused,        // a rule said no
    denied,         // this person or device may not
    busy,           // somebody else holds it; try again
    offline,        // the other end was not reached
    untrusted,      // the other end is not who it should be
    protocol,       // the other end said something that makes no sense
    limit,          // a stated bound was passed
    storage,        // disk or database failed
    expired,        // a code or a certificate is past its time
};

std::string_view name_of(ErrorCode code);

struct Error {
    ErrorCode code = ErrorCode::invalid;
    std::string message;  // one clear line, in English, that says what to do
    std::string detail;   // stable word for programs and translations, e.g. "step_open"
};

template <typename T = void>
class [[nodiscard]] Result;

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}
    explicit operator bool() const { return !error_; }
    const Error& error() const {
        if (!error_) throw std::logic_error("error() of a good Result");
        return *error_;
    }

private:
    std::optional<Error> error_;
};

template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::move(value)) {}
    Result(Error error) : state_(std::move(error)) {}
    explicit operator bool() const { return state_.index() == 0; }
    T& value() & { return check(), std::get<0>(state_); }
    const T& value() const& { return check(), std::get<0>(state_); }
    T&& value() && { return check(), std::get<0>(std::move(state_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    const Error& error() const {
        if (*this) throw std::logic_error("error() of a good Result");
        return std::get<1>(state_);
    }

private:
    void check() const {
        if (!*this) throw std::logic_error("value() of a failed Result: " + std::get<1>(state_).message);
    }
    std::variant<T, Error> state_;
};

inline Error fail(ErrorCode code, std::string message, std::string detail = {}) {
    return Error{code, std::move(message), std::move(detail)};
}

}  // namespace sigap

// Leaves the function with the error of a failed Result; for expressions of type Result<void>.
#define SIGAP_TRY(expression)                                  \
    do {                                                       \
        if (auto sigap_try_result = (expression); !sigap_try_result) \
            return sigap_try_result.error();                   \
    } while (false)
