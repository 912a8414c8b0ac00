#include "sync/model/kinds/part.hpp"

#include "sync/model/kinds/work.hpp"
#include "sync/model/rules/rules.hpp"

namespace sigap {

namespace {

constexpr std::int64_t most_at_once = 1'000'000;

// A store's is everybody's, a van's its holder's.
Result<Stock> stock_of(Judgement& judgement, const Uuid& id) {
    auto stock = judgement.get<Stock>(id);
    if (stock && stock->holder && stock->holder.id != judgement.actor().person && !desk_side.has(judgement.actor().role))
        return fail(ErrorCode::denied, "this stock is in somebody else's van; ask them or the desk", "not_your_stock");
    return stock;
}

// `sign` 1: taken for the visit; -1: brought back from it.
template <int sign>
Result<void> move_part(Judgement& judgement) {
    const auto visit = judgement.target<Visit>();
    if (!visit) return visit.error();
    auto stock = stock_of(judgement, judgement.id("stock"));
    if (!stock) return stock.error();
    const std::int64_t quantity = judgement.number("quantity");
    if (quantity < 1 || quantity > most_at_once)
        return Judgement::refuse("the quantity lies between 1 and " + std::to_string(most_at_once), "quantity");
    stock->quantity -= sign * quantity;
    judgement.save(*stock);
    PartUse use;
    use.visit = visit->id;
    use.part = stock->part;
    use.stock = stock->id;
    use.quantity = sign * quantity;
    use.taken_by = judgement.actor().person;
    use.at = judgement.at();
    use.serial = judgement.text("serial");
    judgement.create(use);
    return {};
}

// A count corrects by what it differs from the number that the counter saw: what others take meanwhile still counts.
Result<void> recount(Judgement& judgement) {
    auto stock = stock_of(judgement, judgement.command().target);
    if (!stock) return stock.error();
    // A count of none is a value that is left out: only the argument's name tells it from no count.
    if (!judgement.command().argument("counted")) return Judgement::refuse("recount_stock needs counted", "missing_counted");
    const std::int64_t counted = judgement.number("counted");
    if (counted < 0 || counted > most_at_once)
        return Judgement::refuse("the count lies between 0 and " + std::to_string(most_at_once), "quantity");
    const FieldInfo& quantity = field_of<&Stock::quantity>();
    const Value seen = judgement.seen(Kind::stock, stock->id, quantity);
    const Value correction = difference(quantity, seen, counted == 0 ? Value{} : Value{counted});
    judgement.change(Kind::stock, stock->id, quantity.number, plus(quantity, quantity.get(&*stock), correction));
    return {};
}

}  // namespace

std::vector<CommandInfo> part_rules() {
    const ArgumentInfo stock{"stock", FieldType::reference, Kind::stock, {}, true};
    const ArgumentInfo quantity{"quantity", FieldType::integer, Kind::none, {}, true, false, true};
    const ArgumentInfo counted{"counted", FieldType::integer, Kind::none, {}, false, false, true};
    return {
        {"take_part", Kind::visit, false, staff, {stock, quantity, argument<&PartUse::serial>()}, move_part<1>, true},
        {"return_part", Kind::visit, false, staff, {stock, quantity, argument<&PartUse::serial>()}, move_part<-1>, true},
        {"recount_stock", Kind::stock, false, staff, {counted}, recount},
    };
}

}  // namespace sigap
