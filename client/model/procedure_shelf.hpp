// What the place of procedures shows: all of them with their unread marks, and the one that is open. UI thread; it asks the store
// and never waits: an answer about another procedure than the one open by now is dropped.
#pragma once

#include <functional>
#include <memory>

#include "client/model/procedures.hpp"
#include "client/model/variance.hpp"

namespace sigap {

struct ProceduresSnapshot {
    std::vector<ProcedureLine> lines;
    std::size_t unread = 0;
    bool at_desk = false;      // sees who has read what
    bool may_publish = false;
};

struct ProcedureDetail {
    ProcedureLine line;
    ProcedureVersion version;                  // the one shown: the current one, or an older one that was asked for
    ProcedureText text;                        // of it
    std::vector<ProcedureVersion> versions;    // oldest first
    std::vector<ProcedureVariance> variance;   // at the desk
};

class ProcedureShelf {
public:
    struct Parts {
        std::function<void(std::function<void(Replica&)>)> on_store;
        std::function<void(std::function<void()>)> answer;
    };
    explicit ProcedureShelf(Parts parts) : parts_(std::move(parts)) {}

    // nullptr before the first answer.
    std::shared_ptr<const ProceduresSnapshot> all() const { return all_; }
    // `version` nil: the current one.
    void open(const Uuid& procedure, const Uuid& version = {});
    const Uuid& chosen() const { return chosen_; }
    std::shared_ptr<const ProcedureDetail> detail() const { return detail_; }
    // The data has changed: the list is made anew; the open procedure, whose runs are counted, only where it is shown.
    void refresh(bool open = false);

private:
    void fetch_detail();

    Parts parts_;
    std::shared_ptr<const ProceduresSnapshot> all_;
    Uuid chosen_, version_;
    std::shared_ptr<const ProcedureDetail> detail_;
};

}  // namespace sigap
