// What an earlier version left is all there after the program was renewed, and goes on from where it was.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "sync/protocol/row_codec.hpp"
#include "tests/sync/engine/stored_organisation.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

void check_nothing_lost(const TableRows& before, const TableRows& after) {
    for (const auto& line : lost_rows(before, after)) {
        UNSCOPED_INFO(line);
        CHECK(line.empty());
    }
}

std::size_t edits_of(const TableRows& rows, const char* column, const char* value) {
    return static_cast<std::size_t>(std::ranges::count(rows.at("ledger"), value, [&](const auto& row) { return row.at(column); }));
}

std::int64_t times_in_log(Store& store, const Uuid& operation) {
    std::int64_t times = 0;
    store.log().each(0, [&](const LogEntry& entry) { return times += entry.operation == operation, true; });
    return times;
}

}  // namespace

TEST_CASE("a device opens what each earlier version left: no row, edit, cursor or setting is missing") {
    for (const auto& version : stored_versions) {
        INFO(version);
        StoredOrganisation stored(version);
        stored.open_device();
        Replica& replica = *stored.device.replica;
        CHECK(replica.integrity_check());
        REQUIRE(replica.enrolment());
        CHECK(replica.enrolment()->login == "technician");
        CHECK(replica.enrolment()->organisation == "Test organisation");
        CHECK(replica.setting("ui.language") == "id");
        CHECK(replica.setting("ui.theme") == "dark");
        CHECK(replica.setting("first_pull_done") == "1");

        const auto ledger = replica.ledger(100);
        REQUIRE(ledger.size() == stored.device_rows.at("ledger").size());
        const auto in_state = [&](EditState state) {
            return std::ranges::count_if(ledger, [&](const auto& entry) { return entry.state == state; });
        };
        CHECK(in_state(EditState::queued) >= 5);
        CHECK(in_state(EditState::accepted) >= 4);
        CHECK(in_state(EditState::merged) == 1);
        CHECK(in_state(EditState::refused) == 1);
        CHECK(in_state(EditState::withdrawn) == 1);
        // What people know the record by, although that version did not keep it.
        for (const auto& entry : ledger)
            if (replica.find(entry.about_kind, entry.about)) CHECK_FALSE(entry.title.empty());
        CHECK(replica.unanswered(100).size() == edits_of(stored.device_rows, "state", "'queued'"));
        // Screens show the edits that wait.
        CHECK(stored.device.all<Asset>().size() == stored.device_rows.at("asset").size());
        const auto assets = stored.device.all<Asset>();
        CHECK(std::ranges::any_of(assets, [](const auto& asset) { return asset.remarks == "The lid is scratched"; }));
        CHECK(std::ranges::any_of(assets, [](const auto& asset) { return asset.tag == "MON-7"; }));
        CHECK(stored.device.all<Conflict>().size() == 1);

        const auto now = stored.rows_now(StoredEnd::device);
        check_nothing_lost(stored.device_rows, now);
        // Opened once more it changes nothing.
        CHECK(stored.rows_now(StoredEnd::device) == now);
    }
}

TEST_CASE("a server opens what each earlier version left, whole and in the buckets of today") {
    for (const auto& version : stored_versions) {
        INFO(version);
        StoredOrganisation stored(version);
        stored.open_server();
        CHECK(stored.store->organisation() == "Test organisation");
        CHECK(stored.store->database().integrity_check());
        const auto whole = stored.check_server();
        INFO((whole ? std::string() : whole.error().message));
        CHECK(whole);
        const auto now = stored.rows_now(StoredEnd::server);
        check_nothing_lost(stored.server_rows, now);
        stored.open_server();
        CHECK(stored.rows_now(StoredEnd::server) == now);
    }
}

TEST_CASE("what waited on a device since before an upgrade arrives once, and both ends agree then") {
    for (const auto& version : stored_versions) {
        INFO(version);
        StoredOrganisation stored(version);
        stored.open_both();
        const auto waiting = stored.device.replica->unanswered(100);
        const auto report = must(stored.device.sync());
        // One was taken back: the server is told that it is none, for it counts them.
        CHECK(report.sent == static_cast<std::int64_t>(edits_of(stored.device_rows, "answered", "0")));
        CHECK(report.sent == static_cast<std::int64_t>(waiting.size()) + 1);
        CHECK(report.mended == 0);
        CHECK(stored.device.replica->unanswered(1).empty());
        for (const auto& entry : waiting) {
            INFO(entry.command.name << ' ' << entry.n);
            CHECK(times_in_log(*stored.store, entry.command.operation) == 1);
            const auto state = stored.device.replica->entry_of(entry.command.operation)->state;
            // The other job had been given away meanwhile.
            const bool given_away = entry.command.name == "travel_visit" && state == EditState::conflict;
            CHECK((state == EditState::accepted || state == EditState::merged || given_away));
        }
        must(stored.device.sync());
        const auto nothing = must(stored.device.sync());
        CHECK(nothing.sent + nothing.received + nothing.mended == 0);
        CHECK(stored.check_server());

        // Every row of the device is the server's, to the letter.
        std::size_t rows = 0;
        for (const auto& kind : catalogue().kinds()) {
            ListQuery all;
            all.kind = kind.kind;
            for (const auto& record : stored.device.replica->list(all)) {
                std::string here, there;
                append_row(here, kind, record, 0);
                REQUIRE(stored.store->rows().append_row(there, kind.kind, record.id, 0));
                CHECK(here == there);
                ++rows;
            }
        }
        CHECK(rows > 30);
        const auto laptops = stored.device.all<Asset>();
        const auto laptop = std::ranges::find(laptops, "LT-0001", &Asset::tag);
        REQUIRE(laptop != laptops.end());
        CHECK(laptop->remarks == "The lid is scratched");
        CHECK(laptop->cpu == "Core i5-1345U");
    }
}

TEST_CASE("a photo that an earlier version attached goes up after the upgrade and comes down to others") {
    for (const auto& version : {"with-files", "with-points", "with-articles"}) {
        INFO(version);
        StoredOrganisation stored(version);
        stored.open_both();
        for (const char* bytes : {"a second picture", "its small one"}) must(stored.device.files->put(bytes));
        must(stored.device.sync());
        CHECK(must(stored.device.sync_files()).sent == 2);
        for (const auto& attachment : stored.device.all<Attachment>())
            if (attachment.bytes == 16) CHECK(stored.files.size(attachment.sha256) == 16);
    }
}
