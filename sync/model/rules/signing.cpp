#include "sync/model/kinds/signing.hpp"

#include <algorithm>

#include "platform/core/hex_text.hpp"
#include "platform/core/text.hpp"
#include "sync/model/rules/rules.hpp"
#include "sync/model/strokes.hpp"

namespace sigap {

namespace {

// A device asks for the right moment. The server takes what the client did in it, whatever became of the visit meanwhile.
Result<void> refuse_before_the_end(const Judgement& judgement, const Visit& visit) {
    if (judgement.rows().complete() || visit.status == VisitStatus::completed || visit.status == VisitStatus::partially_completed) return {};
    return Judgement::refuse(has_ended(visit.status) ? "the visit is " + std::string(word_of(visit.status)) + "; nothing was done that a client could sign"
                                                     : "the visit has not ended; complete it first, then let the client sign",
                             has_ended(visit.status) ? "nothing_done" : "not_ended");
}

Result<void> refuse_second(const Judgement& judgement, const Signature& given) {
    if (judgement.rows().complete()) return {};
    for (const auto& before : judgement.all<&Signature::visit>(given.visit)) {
        const bool better = !before.absent_reason.empty() && given.absent_reason.empty();
        if (before.signed_hash == given.signed_hash && !better)
            return Judgement::refuse(before.name.empty() ? "this is signed already as client absent" : "this is signed already, by " + before.name,
                                     "already_signed");
    }
    return {};
}

Result<void> sign(Judgement& judgement) {
    const auto visit = judgement.target<Visit>();
    if (!visit) return visit.error();
    Signature row;
    row.visit = visit->id;
    row.name = trimmed(judgement.text("name"));
    row.strokes = judgement.text("strokes");
    row.typed = judgement.number("typed") != 0;
    row.absent_reason = trimmed(judgement.text("absent_reason"));
    row.signed_hash = judgement.text("signed_hash");
    row.collected_by = judgement.actor().person;
    row.signed_at = judgement.at();
    const int ways = !row.strokes.empty() + row.typed + !row.absent_reason.empty();
    if (ways == 0)
        return Judgement::refuse("let the client sign on the pad or type their name, or say why they cannot sign", "missing_signature");
    if (ways > 1) return Judgement::refuse("a signature is drawn, typed, or left out with a reason: only one of them", "one_signature");
    if (row.name.empty() && row.absent_reason.empty()) return Judgement::refuse("write the name of who signs", "missing_name");
    if (!is_file_hash(row.signed_hash))
        return fail(ErrorCode::invalid, "what was signed is named by 64 lower-case hex digits, its SHA-256", "hash");
    if (!row.strokes.empty()) {
        const auto strokes = read_strokes(row.strokes);
        if (!strokes) return strokes.error();
        if (!is_signature(*strokes)) return Judgement::refuse("the pad is as good as empty; let the client sign again", "missing_signature");
    }
    SIGAP_TRY(refuse_before_the_end(judgement, *visit));
    SIGAP_TRY(refuse_second(judgement, row));
    judgement.create(row);
    return {};
}

Result<void> rate(Judgement& judgement) {
    const auto visit = judgement.target<Visit>();
    if (!visit) return visit.error();
    Rating row;
    row.visit = visit->id;
    row.stars = judgement.number("stars");
    row.remark = trimmed(judgement.text("remark"));
    row.rated_at = judgement.at();
    if (row.stars < 1 || row.stars > most_stars) return Judgement::refuse("give 1 to 5 stars", "stars");
    SIGAP_TRY(refuse_before_the_end(judgement, *visit));
    if (!judgement.rows().complete() && !judgement.all<&Rating::visit>(visit->id).empty())
        return Judgement::refuse("this visit has its rating already", "already_rated");
    // A device may not see the order; the server does.
    if (const auto order = judgement.get<WorkOrder>(visit->work_order)) row.ticket = order->ticket;
    judgement.create(row);
    return {};
}

}  // namespace

std::vector<CommandInfo> signing_rules() {
    constexpr Kind on = Kind::visit;
    return {
        {"sign_visit", on, false, staff,
         {argument<&Signature::name>(), argument<&Signature::strokes>(), argument<&Signature::typed>(), argument<&Signature::absent_reason>(),
          argument<&Signature::signed_hash>(true)},
         sign, true},
        {"rate_visit", on, false, staff, {argument<&Rating::stars>(), argument<&Rating::remark>()}, rate, true},
    };
}

}  // namespace sigap
