// For one row, the place in the order (seq) at which each of its fields last changed. Any thread.
// A field that never changed after the row's birth has the birth's seq, so that most rows need five bytes.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace sigap {

class FieldSeqs {
public:
    explicit FieldSeqs(std::int64_t birth = 0) : birth_(birth) {}
    // As encode() wrote it: LEB128 numbers, the birth's seq and then pairs of field and seq. What is cut short ends
    // there.
    static FieldSeqs decode(std::span<const std::uint8_t> bytes);
    std::vector<std::uint8_t> encode() const;

    std::int64_t of(std::uint16_t field) const;
    void set(std::uint16_t field, std::int64_t seq);

private:
    std::int64_t birth_;
    std::vector<std::pair<std::uint16_t, std::int64_t>> later_;
};

}  // namespace sigap
