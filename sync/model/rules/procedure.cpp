#include "sync/model/kinds/procedure.hpp"

#include <algorithm>

#include "sync/model/procedure_text.hpp"
#include "sync/model/rules/rules.hpp"

namespace sigap {

namespace {

// The next version, from its Markdown; runs keep the one that they began with, and everybody has to read the new one.
Result<void> publish(Judgement& judgement) {
    auto procedure = judgement.target<Procedure>();
    if (!procedure) return procedure.error();
    const auto text = parse_procedure(judgement.text("text"));
    if (!text) return Judgement::refuse(text.error().message, text.error().detail);
    if (text->code != procedure->code)
        return Judgement::refuse("this is the text of " + text->code + ", not of " + procedure->code + "; choose the right one", "other_procedure");
    ProcedureVersion version;
    version.procedure = procedure->id;
    version.published_at = judgement.at();
    version.purpose_id = text->purpose.indonesian, version.purpose_en = text->purpose.english;
    version.steps = steps_as_json(text->steps);
    version.ordered = text->ordered;
    version.job_type = text->job_type;
    if (const auto now = judgement.get<ProcedureVersion>(procedure->current);
        now && now->steps == version.steps && now->ordered == version.ordered && now->job_type == version.job_type && now->purpose_id == version.purpose_id &&
        now->purpose_en == version.purpose_en)
        return Judgement::refuse("nothing is new in this text; change it first", "nothing_new");
    for (const auto& other : judgement.all<&ProcedureVersion::procedure>(procedure->id)) version.version = std::max(version.version, other.version);
    ++version.version;
    procedure->current = judgement.create(version);
    procedure->title_id = text->title.indonesian, procedure->title_en = text->title.english;
    procedure->category = text->category;
    procedure->minutes = text->minutes;
    judgement.save(*procedure);
    return {};
}

Result<void> acknowledge(Judgement& judgement) {
    const auto version = judgement.get<ProcedureVersion>(judgement.id("procedure_version"));
    if (!version) return version.error();
    for (const auto& other : judgement.all<&Acknowledgement::procedure_version>(version->id))
        if (other.person.id == judgement.actor().person) return {};
    judgement.create(Acknowledgement{{}, judgement.actor().person, version->id, judgement.at()});
    return {};
}

}  // namespace

std::vector<CommandInfo> procedure_rules() {
    return {
        {"publish_procedure", Kind::procedure, false, leads, {{"text", FieldType::text, Kind::none, {}, true, true}}, publish},
        {"acknowledge_procedure", Kind::acknowledgement, true, staff, {argument<&Acknowledgement::procedure_version>(true)}, acknowledge},
    };
}

}  // namespace sigap
