#include "sync/model/kinds/asset.hpp"

#include "platform/core/text.hpp"
#include "sync/model/kinds/work.hpp"
#include "sync/model/rules/rules.hpp"

namespace sigap {

namespace {

using enum AssetStatus;

bool may_become(AssetStatus from, AssetStatus to) {
    switch (from) {
        case ordered: return to == in_stock;
        case in_stock: return to == configuring || to == in_use || to == on_loan || to == in_repair || to == missing || to == retired;
        case configuring: return to == in_stock || to == in_use;
        case in_use: return to == on_loan || to == in_stock || to == in_repair || to == missing || to == retired;
        case on_loan: return to == in_use || to == in_stock || to == missing;
        case in_repair: return to == in_stock || to == in_use || to == retired;
        case missing: return to == in_stock || to == in_use || to == retired;
        case retired: return to == disposed || to == in_stock;
        case disposed: return false;
    }
    return false;
}

Result<void> create(Judgement& judgement) {
    if (judgement.text("status") == word_of(disposed))
        return Judgement::refuse("disposal needs the proof of the wipe: create it as retired, then set_asset_status", "missing_wipe_proof");
    return judge_create(judgement);
}

Result<void> set_status(Judgement& judgement) {
    auto asset = judgement.target<Asset>();
    if (!asset) return asset.error();
    AssetStatus to{};
    if (!from_word(judgement.text("status"), to)) return fail(ErrorCode::invalid, "status: no such word", "bad_value");
    if (to == asset->status) return {};
    if (!may_become(asset->status, to)) {
        std::vector<std::string_view> on;
        for (std::size_t i = 0; i < std::size(words_of<AssetStatus>); ++i)
            if (may_become(asset->status, static_cast<AssetStatus>(i))) on.push_back(words_of<AssetStatus>[i]);
        return illegal("asset", word_of(asset->status), word_of(to), on);
    }
    if (const auto proof = judgement.text("wipe_proof"); !proof.empty()) asset->wipe_proof = proof;
    if (to == disposed && trimmed(asset->wipe_proof).empty())
        return Judgement::refuse("disposal needs the proof of the wipe: wipe_proof=...", "missing_wipe_proof");
    asset->status = to;
    judgement.save(*asset);
    return {};
}

Result<void> move_asset(Judgement& judgement) {
    auto asset = judgement.target<Asset>();
    if (!asset) return asset.error();
    if (judgement.command().argument("location")) asset->location = judgement.id("location");
    if (judgement.command().argument("holder")) asset->holder = judgement.id("holder");
    judgement.save(*asset);
    return {};
}

// On an asset, or on a visit for the asset of its work order.
Result<void> attach_scan(Judgement& judgement) {
    Uuid id = judgement.command().target;
    if (judgement.command().target_kind == Kind::visit) {
        const auto visit = judgement.target<Visit>();
        if (!visit) return visit.error();
        const auto order = judgement.get<WorkOrder>(visit->work_order);
        if (!order) return order.error();
        if (!order->asset) return Judgement::refuse("this job names no equipment; choose the asset first", "no_asset");
        id = order->asset;
    } else if (judgement.command().target_kind != Kind::asset) {
        return fail(ErrorCode::invalid, "a scan is attached to a visit or to an asset", "shape");
    }
    auto asset = judgement.get<Asset>(id);
    if (!asset) return asset.error();
    asset->facts = judgement.text("facts");
    asset->scanned_at = judgement.at();
    judgement.save(*asset);
    return {};
}

}  // namespace

std::vector<CommandInfo> asset_rules() {
    constexpr Kind on = Kind::asset;
    std::vector<ArgumentInfo> at_birth;
    for (const auto& field : fields_of<Asset>)
        if (!field.by_rule || field.name == "status")
            at_birth.push_back(shape_of(field));
    return {
        {"create_asset", on, true, staff, at_birth, create},
        {"set_asset_status", on, false, staff, {argument<&Asset::status>(true), argument<&Asset::wipe_proof>()}, set_status},
        {"move_asset", on, false, staff, {argument<&Asset::location>(), argument<&Asset::holder>()}, move_asset},
        {"attach_scan", Kind::none, false, staff, {argument<&Asset::facts>(true)}, attach_scan, true},
    };
}

}  // namespace sigap
