// One device's replica and a hand that plays the server for it: what the tests of the replica share. One thread.
#pragma once

#include "sync/model/kinds/asset.hpp"
#include "sync/model/kinds/note.hpp"
#include "sync/model/kinds/person.hpp"
#include "sync/model/kinds/procedure.hpp"
#include "sync/model/kinds/work.hpp"
#include "sync/replica/replica.hpp"
#include "tests/support/temp_folder.hpp"

namespace sigap::testing {

struct Device {
    explicit Device(std::string vfs = {}, std::uint64_t seed = 1) : random(seed) {
        options.path = vfs.empty() ? folder.path() / "sigap.db" : std::filesystem::path("/sigap.db");
        options.vfs = std::move(vfs);
        options.cache_kib = 256;
        me = make_uuid(clock, random);
        other = make_uuid(clock, random);
        epoch = make_uuid(clock, random);
        jobs = "jobs:" + to_string(me);
        subscriptions = {"reference", jobs};
    }

    Result<void> open(const Catalogue& with = catalogue()) {
        replica.reset();
        auto database = Database::open(options);
        if (!database) return database.error();
        auto opened = Replica::open(std::move(*database), with, clock, random);
        if (!opened) return opened.error();
        replica = std::move(*opened);
        return {};
    }
    Result<void> enrol() { return replica->set_enrolment({derived_id(me, 1), 7, me, "technician", Role::technician, "Test", epoch, "https://x"}); }
    // Opened and enrolled; throws.
    Device& ready() {
        if (!open() || !enrol()) throw std::runtime_error("the device cannot be made");
        return *this;
    }

    template <typename T>
    T get(const Uuid& id) const {
        const auto record = replica->find(kind_of<T>.kind, id);
        if (!record) throw std::runtime_error("no such row on this device");
        return as<T>(*record);
    }
    template <typename T>
    bool has(const Uuid& id) const {
        return replica->find(kind_of<T>.kind, id).has_value();
    }

    // A row as the server gives it: at the next place in its order. `buckets`: bit 0 reference, bit 1 jobs.
    template <typename T>
    WireRow row(const T& value, std::uint64_t buckets = 2) {
        WireRow out{record_of(value), buckets};
        out.record.seq = ++head;
        return out;
    }
    OutRow out(Kind kind, const Uuid& id, std::uint64_t buckets = 2) { return {kind, id, buckets, ++head}; }
    PullReply page(std::vector<WireRow> rows, std::vector<OutRow> outs = {}) {
        PullReply reply;
        reply.epoch = epoch;
        reply.server_time = clock.now();
        reply.role = Role::technician;
        reply.until = reply.next = head;
        reply.subscriptions = reply.served = subscriptions;
        reply.rows = std::move(rows);
        reply.outs = std::move(outs);
        // Sums of nothing that is here: they say that the server has not gone on since the pull began.
        reply.sums = {{"none", 0, 0}};
        return reply;
    }
    void pull(std::vector<WireRow> rows, std::vector<OutRow> outs = {}) {
        auto taken = replica->take(page(std::move(rows), std::move(outs)));
        if (!taken) throw std::runtime_error(taken.error().message);
    }

    Uuid asset(const std::string& name) {
        Asset asset;
        asset.id = make_uuid(clock, random);
        asset.name = name;
        pull({row(asset)});
        return asset.id;
    }
    Edit perform(std::string_view command, const Uuid& target, std::vector<std::pair<std::string, Value>> arguments = {}) {
        auto edit = replica->perform(command, target, std::move(arguments));
        if (!edit) throw std::runtime_error(edit.error().message);
        return *edit;
    }
    PushRequest push() {
        auto request = replica->next_push(500, 1 << 20);
        if (!request) throw std::runtime_error(request.error().message);
        return std::move(*request);
    }
    // Every edit of the request with this outcome, each at the next place in the order.
    PushReply answer(const PushRequest& request, Outcome outcome) {
        PushReply reply{epoch, clock.now(), {}};
        for (const auto& pushed : request.commands) {
            PushResult result{pushed.n, pushed.command.operation, outcome, 0, {}, {}, {}};
            if (outcome == Outcome::refused || outcome == Outcome::deferred) result.code = "state", result.message = "it came too late";
            else result.seq = ++head;
            if (outcome == Outcome::merged) result.conflicts = {derived_id(pushed.command.operation, 0x8000)};
            reply.results.push_back(std::move(result));
        }
        return reply;
    }
    Result<std::int64_t> push_and_answer(Outcome outcome) { return replica->take(answer(push(), outcome)); }

    ManualClock clock;
    SeededRandom random;
    TempFolder folder;
    OpenOptions options;
    Uuid me, other, epoch;
    std::string jobs;
    std::vector<std::string> subscriptions;
    std::int64_t head = 0;
    std::unique_ptr<Replica> replica;
};

}  // namespace sigap::testing
