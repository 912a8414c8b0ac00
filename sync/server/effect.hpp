// The effect of one accepted command: its changes merged field by field into the rows, with a conflict record for each
// value that lost (sync/PROTOCOL.md, "Merging"). One thread, the store's; inside
// the transaction or savepoint of a push, which undoes it where it fails after writing.
#pragma once

#include "sync/server/store.hpp"

namespace sigap {

class Effect {
public:
    // All that the command does stands at `seq`. The arguments must outlive this.
    Effect(Store& store, const Command& command, const Actor& actor, std::int64_t seq)
        : store_(store), command_(command), actor_(actor), seq_(seq) {}

    // Error{refused}: "duplicate", or "id_taken" where a birth takes the id of a row that is there.
    Result<void> apply(const Changes& changes);
    // To whom a job was given, and at which place in the order.
    struct Given {
        Uuid holder;
        std::int64_t seq = 0;
    };
    // Records a value that the command wanted and may not write: the row stays as it is. `given`: because the job was.
    void propose(const StoredRow& row, const FieldInfo& field, const Value& wanted, const std::optional<Given>& given);
    // Whether the changes would give a record to somebody else past a desk that did so meanwhile, unseen by the author: such a
    // command is done whole or not at all.
    bool moves_unseen_owner(const Changes& changes);
    // Writes the memberships that follow; call it last.
    void finish() { store_.scope().settle(seq_); }

    const std::vector<Uuid>& conflicts() const { return conflicts_; }
    // The seq of the row that the author saw; nothing where the command names no such row.
    std::optional<std::int64_t> base_of(Kind kind, const Uuid& id) const;
    // Whether this device can have known what the field held when it made the command.
    bool saw(const StoredRow& row, const FieldInfo& field, std::int64_t base);

    // Error{refused} where a conflict could not be kept, because its id is taken: nothing of the command may stand then.
    Result<void> check_ids() const;

private:
    struct Author {
        Uuid person;
        Uuid device;
        Timestamp at;
    };
    Author author_at(std::int64_t seq) const;
    Author author_of(const StoredRow& row, const FieldInfo& field) const { return author_at(row.seqs.of(field.number)); }
    bool desk_wrote(const Author& author) const;
    Result<void> bear(const RowChange& change);
    Result<void> change(const RowChange& change);
    // Whether the command's value wins over one that its author did not see.
    bool wins(const FieldInfo& field, const Author& other) const;
    // Whether the wanted value would lose to one that its author did not see.
    bool loses(const StoredRow& row, const FieldInfo& field, const Value& wanted);
    // What the author saw in the field, where the command says so.
    const Value* seen_value(Kind kind, const Uuid& id, const FieldInfo& field) const;
    // The change that the field takes, as a FieldChange carries it; nothing where it stays as it is. Records what loses.
    std::optional<Value> merge(const StoredRow& row, const FieldInfo& field, const Value& wanted, std::optional<std::int64_t> base);
    std::optional<Value> merge_prose(const StoredRow& row, const FieldInfo& field, const Value& seen, const Value& wanted);
    std::optional<Value> merge_words(const StoredRow& row, const FieldInfo& field, const Value& wanted, std::int64_t base);
    // Labels that others put on the row after `base`.
    std::set<std::string> added_unseen(const StoredRow& row, std::int64_t base) const;

    struct Sides {
        std::string kept, lost;  // as value_to_text writes them
        bool incoming_wins = false;
        std::string_view late_command;
        std::optional<Given> given = {};
    };
    void record(const StoredRow& row, const FieldInfo& field, const Sides& sides);
    void record(const StoredRow& row, const FieldInfo& field, const Value& incoming, bool incoming_wins);

    Store& store_;
    const Command& command_;
    const Actor& actor_;
    std::int64_t seq_;
    std::vector<Uuid> conflicts_;
    bool id_taken_ = false;
};

}  // namespace sigap
