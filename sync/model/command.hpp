// A command: the one way in which anything changes, made on a device or a desk, judged by the same rule on both ends. Any thread.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sync/model/record.hpp"

namespace sigap {

// What a command does to one field: the new value. In a row that is there, a field merged as `delta` takes the number to
// add, and one merged as `set` the words that come and go (sync/model/relative_change.hpp).
struct FieldChange {
    std::uint16_t field = 0;
    Value value;
    bool operator==(const FieldChange&) const = default;
};

// What its author saw of one row that the command changes: the server's place of it, and the author's own latest
// unacknowledged operation on it, if any.
struct Base {
    Kind kind{};
    Uuid id;
    std::int64_t seq = 0;
    Uuid operation;
    std::vector<FieldChange> saw = {};  // the values of the prose and the counts that it changes
    bool operator==(const Base&) const = default;
};

struct Command {
    Uuid operation;  // fresh for each command, the same on every retry
    std::string name;
    Kind target_kind{};
    Uuid target;     // nil for one that creates
    Uuid by;         // the person
    Timestamp at;    // the device's clock: for people, never for judging
    std::vector<std::pair<std::string, Value>> arguments;
    std::vector<Base> bases;

    const Value* argument(std::string_view argument_name) const {
        for (const auto& [key, value] : arguments)
            if (key == argument_name) return &value;
        return nullptr;
    }
};

struct Actor {
    Uuid person;
    Role role{};
    Uuid device;
};

// What one command does to one row.
struct RowChange {
    Kind kind{};
    Uuid id;
    bool born = false;
    std::vector<FieldChange> fields;
    bool operator==(const RowChange&) const = default;
};
using Changes = std::vector<RowChange>;

// The rows that a rule may look at: a device's copy or the server's store. One thread, inside one transaction.
class Rows {
public:
    virtual ~Rows() = default;
    virtual std::optional<Record> find(Kind kind, const Uuid& id) const = 0;
    // The rows of `kind` whose reference `field` names `target`, in the order of their ids.
    virtual std::vector<Record> referring(Kind kind, const FieldInfo& field, const Uuid& target) const = 0;
    // Whether a row that is not found does not exist (the server), or may only be out of sight (a device).
    virtual bool complete() const = 0;
};

// What a command or a field takes.
struct ArgumentInfo {
    std::string_view name;
    FieldType type = FieldType::text;
    Kind target = Kind::none;
    std::span<const std::string_view> words = {};
    bool required = false;
    bool long_text = false;
    bool below_zero = false;
    // A person is not let go without it, and of `words` they choose one; an edit made before that was asked is taken without.
    bool asked = false;
};

inline ArgumentInfo shape_of(const FieldInfo& field) {
    return {field.name, field.type, field.target, field.words, field.required, field.long_text, field.below_zero};
}

class Judgement;

struct CommandInfo {
    std::string name;
    Kind on = Kind::none;   // what it is done to; none: any kind of record
    bool creates = false;   // it has no target; it gives birth to a row of `on`
    Roles roles;            // who may; technicians only on what is theirs
    std::vector<ArgumentInfo> arguments;
    Result<void> (*judge)(Judgement&) = nullptr;
    bool adds = false;      // it only adds: welcome from who held the job when it was done, whoever holds it now
};

// An argument with the name and type of a declared field.
template <auto Member>
ArgumentInfo argument(bool required = false) {
    ArgumentInfo shape = shape_of(field_of<Member>());
    shape.required = required;
    return shape;
}

}  // namespace sigap
