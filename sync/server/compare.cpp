#include "sync/server/compare.hpp"

namespace sigap {

namespace {

constexpr std::size_t most_rows = 2000;
constexpr std::size_t most_bytes = 1U << 20U;

using Place = std::pair<Kind, Uuid>;

std::size_t size_of(const Record& record) {
    std::size_t bytes = 100 + record.extra.size();
    for (const auto& value : record.values)
        if (const auto* text = std::get_if<std::string>(&value)) bytes += text->size();
    return bytes;
}

class Comparison {
public:
    Comparison(Store& store, const CompareRequest& request) : store_(store), request_(request) {}

    CompareReply run() {
        const auto end = request_.last || request_.rows.empty() ? std::nullopt
                                                                : std::optional(Place(request_.rows.back().kind, request_.rows.back().id));
        auto members = store_.database().query(
            "SELECT kind,id,seq,out FROM member WHERE (kind,id)>(?,?) AND bucket=(SELECT id FROM bucket WHERE name=?) ORDER BY kind,id",
            static_cast<int>(request_.after.kind), request_.after.id, std::string_view(request_.bucket));
        while (!full() && members.step()) {
            const Place place(static_cast<Kind>(members.int64(0)), members.uuid(1));
            if (end && place > *end) break;
            drop_until(place);
            if (full()) break;
            const KindInfo* kind = store_.catalogue().find(place.first);
            const bool known = kind && kind->since <= request_.schema;
            const RowVersion* theirs = next_ < request_.rows.size() && place_of(request_.rows[next_]) == place ? &request_.rows[next_++] : nullptr;
            // What changed after the device's cursor comes with its next pull.
            if (!known || members.int64(2) > request_.until) continue;
            if (members.int64(3) == 0) give(place, theirs);
            else if (theirs) drop(place);
        }
        if (!full()) drop_until(std::nullopt);
        return std::move(reply_);
    }

private:
    static Place place_of(const RowVersion& row) { return {row.kind, row.id}; }
    bool full() const { return reply_.reached.kind != Kind::none; }

    // The device's rows before the place are in no list of ours.
    void drop_until(const std::optional<Place>& place) {
        for (; !full() && next_ < request_.rows.size() && (!place || place_of(request_.rows[next_]) < *place); ++next_)
            drop(place_of(request_.rows[next_]));
    }

    void drop(const Place& place) {
        reply_.outs.push_back({place.first, place.second, 1, request_.until});
        count(place, 60);
    }

    void give(const Place& place, const RowVersion* theirs) {
        auto record = store_.rows().find(place.first, place.second);
        if (!record || (theirs && theirs->seq == record->seq)) return;
        const std::size_t bytes = size_of(*record);
        reply_.rows.push_back({std::move(*record), 1});
        count(place, bytes);
    }

    void count(const Place& place, std::size_t bytes) {
        bytes_ += bytes;
        if (reply_.rows.size() + reply_.outs.size() >= most_rows || bytes_ >= most_bytes) reply_.reached = {place.first, place.second, 0};
    }

    Store& store_;
    const CompareRequest& request_;
    CompareReply reply_;
    std::size_t next_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace

Result<CompareReply> compare(Store& store, const CompareRequest& request) {
    return store.database().read([&]() -> Result<CompareReply> {
        if (request.until < 0 || request.until > store.log().head()) return fail(ErrorCode::protocol, "\"until\" is not known here", "malformed");
        return Comparison(store, request).run();
    });
}

}  // namespace sigap
