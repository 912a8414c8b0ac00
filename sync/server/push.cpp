#include "sync/server/push.hpp"

#include "platform/core/json_writer.hpp"
#include "platform/core/log.hpp"
#include "sync/server/late.hpp"

namespace sigap {

namespace {

// What is undone where a command fails after it has begun to write: itself, by a savepoint of its own, or the whole batch, which is
// then taken anew in the other way. Hardly any command fails so late, and the savepoints are a tenth of the work.
enum class Undo { command, batch };

constexpr std::string_view undo_batch = "undo_batch";

class Push {
public:
    Push(Store& store, const Device& device, const Person& person, Undo undo)
        : store_(store), device_(device), actor_{person.id, person.role, device.id}, undo_(undo), last_n_(device.last_n) {}

    // Error "undo_batch", with Undo::batch only: the transaction must be rolled back.
    Result<std::vector<PushResult>> take(const PushRequest& request) {
        store_.log().begin();
        store_.scope().forget();
        std::vector<PushResult> results;
        results.reserve(request.commands.size());
        for (const auto& pushed : request.commands) {
            auto result = pushed.n <= last_n_ ? replay(pushed) : next(pushed);
            if (!result) return result.error();
            results.push_back(std::move(*result));
        }
        if (undo_ == Undo::batch) store_.scope().write_sums();
        if (last_n_ != device_.last_n) store_.devices().set_last_n(device_.id, last_n_);
        return results;
    }

private:
    Result<PushResult> replay(const PushedCommand& pushed) {
        auto entry = store_.log().by_count(device_.id, pushed.n);
        if (!entry) entry = store_.log().by_operation(pushed.command.operation);
        auto result = entry ? read_result(entry->result) : Result<PushResult>(fail(ErrorCode::protocol, ""));
        // What stepped aside lives on under a later n: who brings it under this one, or has taken it back there, is a copy of the
        // device of before.
        const bool aside = result && result->outcome == Outcome::skipped && entry->operation != result->operation &&
                           (!pushed.skip || pushed.withdrawn);
        if (!result || result->operation != pushed.command.operation || aside)
            return fail(
                ErrorCode::protocol,
                "command " + std::to_string(pushed.n) +
                    " of this device was another one: its disk was copied or restored; enrol it again as a new device",
                "cloned");
        result->n = pushed.n;
        return result;
    }

    Result<PushResult> next(const PushedCommand& pushed) {
        if (pushed.n != last_n_ + 1)
            return fail(
                ErrorCode::protocol,
                "expected command " + std::to_string(last_n_ + 1) + " of this device, not " + std::to_string(pushed.n),
                "gap");
        last_n_ = pushed.n;
        // The same operation under another count: a device that was enrolled anew, or a server that was restored.
        // A skip of what was done all the same is told so; what one copy of a disk took back, the other one is told of.
        const auto known = store_.log().by_operation(pushed.command.operation);
        if (known) {
            auto result = read_result(known->result);
            if (result && known->person == actor_.person) {
                result->n = pushed.n;
                return result;
            }
        }
        if (pushed.skip) return keep(pushed, {0, {}, Outcome::skipped, 0, {}, {}, {}});
        auto result = known ? refused(fail(ErrorCode::denied, "this operation is another person's", "operation_taken"))
                            : judge_one(pushed.command);
        if (!result) return result;
        return keep(pushed, std::move(*result));
    }

    // For push(), which sees to it; no device is told.
    static Error batch_undone() { return fail(ErrorCode::refused, "", std::string(undo_batch)); }

    static PushResult refused(const Error& error) {
        return {0,
                {},
                Outcome::refused,
                0,
                error.detail.empty() ? std::string(name_of(error.code)) : error.detail,
                error.message,
                {}};
    }

    Result<PushResult> judge_one(const Command& command) {
        if (command.by != actor_.person)
            return refused(
                fail(ErrorCode::denied, "this device is another person's; they must do it themselves", "not_you"));
        if (stands_on_nothing(command))
            return PushResult{0, {},        Outcome::deferred,
                              0, "depends", "it builds on an edit of yours that was not accepted; look at that one first",
                              {}};
        try {
            const std::int64_t before = store_.database().total_changes();
            auto done = undo_ == Undo::batch ? effect(command) : effect_alone(command);
            if (done) return done;
            if (undo_ == Undo::batch && store_.database().total_changes() != before) return batch_undone();
            return refused(done.error());
        } catch (const StorageFailure&) {
            throw;
        } catch (const std::exception& bug) {
            if (undo_ == Undo::batch) return batch_undone();
            // One command that our code cannot digest must not hold up the others.
            log(LogLevel::error, "command_failed", {{"command", command.name}, {"reason", bug.what()}});
            return refused(
                fail(ErrorCode::refused, "the server could not judge this; tell your administrator", "server_fault"));
        }
    }

    bool stands_on_nothing(const Command& command) {
        for (const auto& base : command.bases) {
            if (!base.operation) continue;
            const auto entry = store_.log().by_operation(base.operation);
            const auto result = entry ? read_result(entry->result) : Result<PushResult>(fail(ErrorCode::protocol, ""));
            const Outcome outcome = result ? result->outcome : Outcome::refused;
            if (outcome == Outcome::refused || outcome == Outcome::deferred || outcome == Outcome::skipped) return true;
        }
        return false;
    }

    Result<PushResult> effect_alone(const Command& command) {
        store_.scope().forget();
        return store_.database().savepoint([&] {
            auto done = effect(command);
            if (done) store_.scope().write_sums();
            return done;
        });
    }

    Result<PushResult> effect(const Command& command) {
        const std::int64_t seq = store_.log().next();
        Effect edit(store_, command, actor_, seq);
        PushResult result{0, {}, Outcome::applied, seq, {}, {}, {}};
        auto changes = judge(store_.catalogue(), command, actor_, store_.rows(), store_.clock().now());
        if (changes && edit.moves_unseen_owner(*changes)) {
            propose_whole(store_, edit, command, actor_, *changes);
            SIGAP_TRY(edit.check_ids());
            result.outcome = Outcome::conflict;
        } else if (changes) {
            SIGAP_TRY(edit.apply(*changes));
            if (!edit.conflicts().empty()) result.outcome = Outcome::merged;
        } else {
            const auto late = take_late(store_, edit, command, actor_, changes.error());
            if (!late) return changes.error();
            SIGAP_TRY(edit.check_ids());
            result.outcome = *late;
        }
        edit.finish();
        result.conflicts = edit.conflicts();
        return result;
    }

    PushResult keep(const PushedCommand& pushed, PushResult result) {
        result.n = pushed.n;
        result.operation = pushed.command.operation;
        LogEntry entry;
        // An operation that stepped aside comes again under a new count: its id stays free.
        const bool taken = (pushed.skip && (!pushed.withdrawn || store_.log().by_operation(pushed.command.operation))) ||
                           result.code == "operation_taken";
        entry.operation = taken ? make_uuid(store_.clock(), store_.random()) : pushed.command.operation;
        entry.device = device_.id;
        entry.n = pushed.n;
        entry.person = actor_.person;
        entry.at = pushed.command.at;
        entry.received_at = store_.clock().now();
        if (pushed.skip) JsonWriter(entry.command).text("name", "skip").id("operation", pushed.command.operation).end();
        else append_command(entry.command, pushed.command);
        append_result(entry.result, result);
        store_.log().append(entry);
        return result;
    }

    Store& store_;
    const Device& device_;
    Actor actor_;
    Undo undo_;
    std::int64_t last_n_;
};

}  // namespace

Result<std::vector<PushResult>> push(Store& store, const Device& device, const Person& person,
                                     const PushRequest& request, std::int64_t skew_ms) {
    const auto take = [&](Undo undo) {
        return store.database().write([&] {
            store.devices().seen(device.id, store.clock().now(), skew_ms);
            return Push(store, device, person, undo).take(request);
        });
    };
    auto results = take(Undo::batch);
    return !results && results.error().detail == undo_batch ? take(Undo::command) : results;
}

}  // namespace sigap
