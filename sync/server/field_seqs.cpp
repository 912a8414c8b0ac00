#include "sync/server/field_seqs.hpp"

namespace sigap {

namespace {

void append_number(std::vector<std::uint8_t>& out, std::uint64_t number) {
    while (number >= 0x80) {
        out.push_back(static_cast<std::uint8_t>(number | 0x80));
        number >>= 7;
    }
    out.push_back(static_cast<std::uint8_t>(number));
}

bool take_number(std::span<const std::uint8_t>& bytes, std::uint64_t& number) {
    number = 0;
    for (unsigned shift = 0; shift < 63 && !bytes.empty(); shift += 7) {
        const std::uint8_t byte = bytes[0];
        bytes = bytes.subspan(1);
        number |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if (byte < 0x80) return true;
    }
    return false;
}

}  // namespace

FieldSeqs FieldSeqs::decode(std::span<const std::uint8_t> bytes) {
    FieldSeqs seqs;
    std::uint64_t field = 0;
    std::uint64_t seq = 0;
    if (take_number(bytes, seq)) seqs.birth_ = static_cast<std::int64_t>(seq);
    while (take_number(bytes, field) && take_number(bytes, seq))
        seqs.later_.emplace_back(static_cast<std::uint16_t>(field), static_cast<std::int64_t>(seq));
    return seqs;
}

std::vector<std::uint8_t> FieldSeqs::encode() const {
    std::vector<std::uint8_t> out;
    append_number(out, static_cast<std::uint64_t>(birth_));
    for (const auto& [field, seq] : later_) {
        append_number(out, field);
        append_number(out, static_cast<std::uint64_t>(seq));
    }
    return out;
}

std::int64_t FieldSeqs::of(std::uint16_t field) const {
    for (const auto& [known, seq] : later_)
        if (known == field) return seq;
    return birth_;
}

void FieldSeqs::set(std::uint16_t field, std::int64_t seq) {
    for (auto& [known, place] : later_)
        if (known == field) {
            place = seq;
            return;
        }
    later_.emplace_back(field, seq);
}

}  // namespace sigap
