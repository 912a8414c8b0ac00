// Rows as they are, but for some fields: a command judged as if somebody still held the job, or as if its state had not moved.
// One thread; what it refers to outlives it.
#pragma once

#include <functional>

#include "sync/model/judgement.hpp"

namespace sigap {

struct FieldPatch {
    Kind kind{};
    Uuid id;
    std::size_t field = 0;  // its place among the kind's fields
    Value value;
};

class PatchedRows final : public Rows {
public:
    PatchedRows(const Rows& rows, const std::vector<FieldPatch>& patches) : rows_(rows), patches_(patches) {}
    std::optional<Record> find(Kind kind, const Uuid& id) const override;
    std::vector<Record> referring(Kind kind, const FieldInfo& field, const Uuid& target) const override;
    bool complete() const override { return rows_.complete(); }

private:
    void patch(Record& record) const;
    const Rows& rows_;
    const std::vector<FieldPatch>& patches_;
};

// A row and those that it follows, nearest first; at most six.
std::vector<Record> path_of(const Catalogue& catalogue, const Rows& rows, Kind kind, const Uuid& id);

inline bool is_state(const FieldInfo& field) {
    return field.type == FieldType::choice && field.merge == Merge::status;
}

// What `attempt` (a judging of a command on the rows that it is given) says where the rows refuse for their state: it is asked
// again for each word of each of `states`, until one lets it pass. Nothing where none does; another refusal ends it at once.
std::optional<Changes> judge_in_any_state(const Catalogue& catalogue, const Rows& rows, std::vector<FieldPatch> patches,
                                          const std::vector<FieldPatch>& states,
                                          const std::function<Result<Changes>(const Rows&)>& attempt);

}  // namespace sigap
