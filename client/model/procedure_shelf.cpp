#include "client/model/procedure_shelf.hpp"

namespace sigap {

namespace {

std::shared_ptr<const ProceduresSnapshot> all_procedures(Replica& replica) {
    auto out = std::make_shared<ProceduresSnapshot>();
    out->lines = procedure_lines(replica);
    out->unread = unread_procedures(out->lines);
    if (const auto enrolment = replica.enrolment()) {
        out->at_desk = desk_side.has(enrolment->role);
        out->may_publish = leads.has(enrolment->role);
    }
    return out;
}

std::shared_ptr<const ProcedureDetail> procedure_detail(Replica& replica, const Uuid& procedure, const Uuid& version) {
    const auto all = all_procedures(replica);
    for (const auto& line : all->lines) {
        if (line.procedure.id != procedure) continue;
        auto out = std::make_shared<ProcedureDetail>();
        out->line = line;
        out->version = line.version;
        out->versions = versions_of(replica, procedure);
        for (const auto& other : out->versions)
            if (other.id == version) out->version = other;
        out->text = text_of(line.procedure, out->version);
        if (all->at_desk) out->variance = variance(replica, line.procedure.code);
        return out;
    }
    return nullptr;
}

}  // namespace

void ProcedureShelf::open(const Uuid& procedure, const Uuid& version) {
    if (procedure != chosen_) detail_ = nullptr;
    chosen_ = procedure;
    version_ = version;
    fetch_detail();
}

void ProcedureShelf::fetch_detail() {
    if (!chosen_) return;
    parts_.on_store([this, procedure = chosen_, version = version_](Replica& replica) {
        parts_.answer([this, procedure, version, detail = procedure_detail(replica, procedure, version)] {
            if (procedure == chosen_ && version == version_) detail_ = detail;
        });
    });
}

void ProcedureShelf::refresh(bool open) {
    parts_.on_store([this](Replica& replica) { parts_.answer([this, all = all_procedures(replica)] { all_ = all; }); });
    if (open) fetch_detail();
}

}  // namespace sigap
