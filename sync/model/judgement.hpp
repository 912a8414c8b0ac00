// What a rule sees and does while it judges one command: the rows as they are, and the changes it makes to them.
// One thread; nothing is written: the changes are taken by the caller when the rule has said yes.
#pragma once

#include <algorithm>
#include <map>

#include "sync/model/catalogue.hpp"
#include "sync/model/relative_change.hpp"

namespace sigap {

// No clock of the judging end's own.
inline constexpr Timestamp end_of_time{INT64_MAX};

class Judgement {
public:
    Judgement(const Catalogue& catalogue, const CommandInfo& info, const Command& command, const Actor& actor, const Rows& rows,
              Timestamp now = end_of_time)
        : catalogue_(catalogue), info_(info), command_(command), actor_(actor), rows_(rows), now_(now) {}

    const Catalogue& catalogue() const { return catalogue_; }
    const CommandInfo& info() const { return info_; }
    const Command& command() const { return command_; }
    const Actor& actor() const { return actor_; }
    const Rows& rows() const { return rows_; }
    Timestamp at() const { return command_.at; }
    // The same, but not later than the judging end's own clock: for what must not be there before its time, whatever a device's clock says.
    Timestamp at_or_now() const { return std::min(command_.at, now_); }

    // The row as this command has left it so far.
    std::optional<Record> find(Kind kind, const Uuid& id) const;
    std::vector<Record> referring(Kind kind, const FieldInfo& field, const Uuid& target) const;

    template <typename T>
    Result<T> get(const Uuid& id) const {
        if (auto record = find(kind_of<T>.kind, id)) return as<T>(*record);
        return missing(kind_of<T>.name);
    }
    template <typename T>
    Result<T> target() const {
        return get<T>(command_.target);
    }
    // All rows whose reference `Member` names the target.
    template <auto Member>
    auto all(const Uuid& target) const {
        using T = typename detail::MemberOf<decltype(Member)>::struct_type;
        std::vector<T> out;
        for (const auto& record : referring(kind_of<T>.kind, field_of<Member>(), target)) out.push_back(as<T>(record));
        return out;
    }

    // An argument as given; absent where it was not.
    Value value(std::string_view name) const;
    std::string text(std::string_view name) const;
    Uuid id(std::string_view name) const;
    Timestamp time(std::string_view name) const;
    std::int64_t number(std::string_view name) const;
    // What the author saw in this field, where the command says so; else what it holds.
    Value seen(Kind kind, const Uuid& id, const FieldInfo& field) const;

    // Writes the row as it should be; only the fields that differ become changes.
    template <typename T>
    void save(const T& row) {
        save_record(record_of(row));
    }
    // Gives birth to a row with an id that both ends derive alike; returns the id.
    template <typename T>
    Uuid create(T row) {
        row.id = next_id();
        create_record(record_of(row));
        return row.id;
    }
    Uuid next_id() { return derived_id(births_of_, births_++); }
    // From here on ids are derived from this, so that whoever else does the same makes the same rows.
    void give_birth_for(const Uuid& name) { births_of_ = name, births_ = 0; }
    void create_record(const Record& record);
    void save_record(const Record& record);
    // `value` is what the field shall hold. One that it holds already is a change, too: of nothing, but logged.
    void change(Kind kind, const Uuid& id, std::uint16_t field, Value value);

    // Takes over what another rule has done to the same rows.
    void adopt(const Changes& changes);

    Changes take_changes() { return std::move(changes_); }

    static Error missing(std::string_view kind);
    static Error refuse(std::string message, std::string detail) {
        return fail(ErrorCode::refused, std::move(message), std::move(detail));
    }

private:
    RowChange& row_change(Kind kind, const Uuid& id);

    const Catalogue& catalogue_;
    const CommandInfo& info_;
    const Command& command_;
    const Actor& actor_;
    const Rows& rows_;
    Timestamp now_;
    Changes changes_;
    std::map<std::pair<Kind, Uuid>, Record> written_;
    Uuid births_of_ = command_.operation;
    std::uint16_t births_ = 0;
};

// The one function that says who may do what: role, scope, and nothing by default. Roles of the desk see all rows; a technician
// may act only on what is theirs (an owner on the way up from the row) and on what is nobody's.
Result<void> authorise(const Catalogue& catalogue, const CommandInfo& info, const Command& command, const Actor& actor, const Rows& rows);

// Checks the command's shape, authorises it, applies its rule. The changes end with the row of the activity log. `now`: the server's clock.
Result<Changes> judge(const Catalogue& catalogue, const Command& command, const Actor& actor, const Rows& rows, Timestamp now = end_of_time);

// What a device asks for where somebody does a command now, over and above the rule (ArgumentInfo::asked).
Result<void> check_asked(const CommandInfo& info, const Command& command);

// {"field":value,...} of what the command was given; texts past `longest` bytes are left out.
std::string arguments_as_json(const CommandInfo& info, const Command& command, std::size_t longest);
// The reverse. Error{invalid} where it is none of its writing; names that the command does not know are passed over.
Result<std::vector<std::pair<std::string, Value>>> arguments_from_json(const CommandInfo& info, std::string_view json);

// Applies changes to a record (of the catalogue's shape); a field that the catalogue does not know is passed over.
void apply(const KindInfo& kind, Record& record, const RowChange& change);
Record born_record(const KindInfo& kind, const Uuid& id);

}  // namespace sigap
