#include "sync/server/pull.hpp"

#include <algorithm>

#include "sync/protocol/message_parts.hpp"

namespace sigap {

namespace {

constexpr std::int64_t page_rows = 2000;
constexpr std::size_t page_bytes = 1U << 20U;

std::int64_t cursor_of(const PullRequest& request, const std::string& bucket) {
    for (const auto& cursor : request.cursors)
        if (cursor.bucket == bucket) return cursor.seq;
    return 0;
}

void append_names(std::string& out, const std::vector<std::string>& names) {
    out += '[';
    for (const auto& name : names) {
        if (out.back() != '[') out += ',';
        append_json_string(out, name);
    }
    out += ']';
}

// Buckets that have come far are served before those that were just gained: daily work before a first filling.
std::vector<std::string> choose_served(const std::vector<std::string>& buckets, const PullRequest& request,
                                       std::int64_t until, std::int64_t& from) {
    std::vector<std::string> served;
    from = -1;
    for (const auto& bucket : buckets)
        if (const auto cursor = cursor_of(request, bucket); cursor < until) from = std::max(from, cursor);
    for (const auto& bucket : buckets)
        if (cursor_of(request, bucket) == from) served.push_back(bucket);
    return served;
}

struct Page {
    std::string rows = "[";
    std::string outs = "[";
    std::int64_t next = 0;
};

Page read_page(Store& store, const std::vector<std::string>& served, std::int64_t from, std::int64_t until, std::size_t most_rows) {
    Page page;
    page.rows.reserve(page_bytes + page_bytes / 8);
    page.next = until;
    std::size_t count = 0;
    std::int64_t last = from;
    store.scope().changes(served, from, until, [&](const Membership& entry) {
        // A command's rows stay together, however many they are.
        if (entry.seq != last && (count >= most_rows || page.rows.size() + page.outs.size() >= page_bytes)) {
            page.next = last;
            return false;
        }
        last = entry.seq;
        ++count;
        if (entry.in != 0 && store.catalogue().find(entry.kind)) {
            const std::size_t before = page.rows.size();
            if (before > 1) page.rows += ',';
            if (!store.rows().append_row(page.rows, entry.kind, entry.id, entry.in)) page.rows.resize(before);
        }
        // A first pull has nothing to give back.
        if (entry.out != 0 && from > 0) {
            if (page.outs.size() > 1) page.outs += ',';
            page.outs += '[' + std::to_string(static_cast<int>(entry.kind)) + ",\"" + to_string(entry.id) + "\"," +
                         std::to_string(entry.seq) + ',' + std::to_string(entry.out) + ']';
        }
        return true;
    });
    page.rows += ']';
    page.outs += ']';
    return page;
}

std::int64_t rows_left(Store& store, const std::vector<std::string>& buckets, const PullRequest& request, std::int64_t until) {
    std::vector<Cursor> cursors;
    for (const auto& bucket : buckets) cursors.push_back({bucket, cursor_of(request, bucket)});
    return store.scope().count(cursors, until);
}

Result<void> check(const Store& store, const PullRequest& request, std::int64_t head) {
    const auto lost = [] {
        return fail(ErrorCode::protocol,
                    "this server was restored or replaced; offer again what was sent, then pull from the start",
                    "epoch");
    };
    // A point that is known proves more than the epoch's name, and was checked before.
    if (request.seen.empty() && request.epoch && request.epoch != store.epoch()) return lost();
    if (request.most_rows < 0) return fail(ErrorCode::protocol, "\"most_rows\" is negative", "malformed");
    if (request.until < 0) return fail(ErrorCode::protocol, "\"until\" is negative", "malformed");
    if (request.until > head) return lost();
    for (const auto& cursor : request.cursors) {
        if (cursor.seq < 0) return fail(ErrorCode::protocol, "a cursor is negative", "malformed");
        if (cursor.seq > head) return lost();
    }
    return {};
}

// Whether the device is at `until` with all its buckets, once it has this page.
bool done_by(const Page& page, const std::vector<std::string>& served, const std::vector<std::string>& buckets, const PullRequest& request,
             std::int64_t until) {
    if (page.next != until) return false;
    return std::ranges::all_of(buckets, [&](const std::string& bucket) {
        return cursor_of(request, bucket) == until || std::ranges::find(served, bucket) != served.end();
    });
}

}  // namespace

Result<std::string> pull(Store& store, const Person& person, const std::vector<std::string>& buckets,
                         const PullRequest& request) {
    return store.database().read([&]() -> Result<std::string> {
        const std::int64_t head = store.log().head();
        SIGAP_TRY(check(store, request, head));
        const std::int64_t until = request.until != 0 ? request.until : head;
        std::int64_t from = 0;
        const auto served = choose_served(buckets, request, until, from);
        const auto most_rows = static_cast<std::size_t>(request.most_rows == 0 ? page_rows : std::min(request.most_rows, page_rows));
        Page page = served.empty() ? Page{"[]", "[]", until} : read_page(store, served, from, until, most_rows);
        std::string out;
        out.reserve(page.rows.size() + page.outs.size() + 1024);
        JsonWriter writer(out);
        writer.id("epoch", store.epoch()).number("time", store.clock().now().ms).text("role", word_of(person.role));
        writer.number("until", until).number("next", page.next);
        if (request.count && request.until == 0) writer.number("left", rows_left(store, buckets, request, until));
        if (const auto mark = store.log().point(until).mark; !mark.empty()) writer.text("mark", mark);
        if (until == head && done_by(page, served, buckets, request, until))
            append_sums(writer, out, store.scope().sums(buckets, request.schema));
        append_names(writer.raw("subscriptions"), buckets);
        append_names(writer.raw("served"), served);
        writer.raw("rows") += page.rows;
        writer.raw("outs") += page.outs;
        writer.end();
        return out;
    });
}

bool has_more(Store& store, const std::vector<std::string>& buckets, const PullRequest& request) {
    return request.cursors.size() != buckets.size() || std::ranges::any_of(buckets, [&](const std::string& bucket) {
               const auto held = std::ranges::find(request.cursors, bucket, &Cursor::bucket);
               return held == request.cursors.end() || store.scope().newest(bucket) > held->seq;
           });
}

bool nothing_new(Store& store, const std::vector<std::string>& buckets, const PullRequest& request) {
    const std::int64_t head = store.log().head();
    const bool same = request.seen.empty() ? request.epoch == store.epoch() : request.seen.front() == store.log().point(head);
    if (!same || (request.until != 0 && request.until != head) ||
        request.cursors.size() != buckets.size())
        return false;
    return std::ranges::all_of(buckets, [&](const std::string& bucket) {
        return std::ranges::any_of(request.cursors,
                                   [&](const Cursor& cursor) { return cursor.bucket == bucket && cursor.seq == head; });
    });
}

}  // namespace sigap
