"""What an order costs and what the street pays of it, in whole fen, with the reasons. Pure; the amounts are pack data."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from qianshou.packs.shapes_meals import MealPrice, MealSubsidy

AGE_UNKNOWN = "age_unknown"  # a reason why a subsidy by age was not given


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """What a subsidy asks of a person: full years on the day of the meal (None: not known), and the words of the file."""

    age: int | None = None
    hardship: Collection[str] = ()
    health: Collection[str] = ()
    living: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """price_fen: of the whole order. subsidy_fen: what the street pays of it, never more. reasons: codes of the subsidies that made it up."""

    price_fen: int
    subsidy_fen: int
    reasons: tuple[str, ...] = ()


class NoPrice(LookupError):
    """The pack has no price for the meal."""


def price_of(
    *, meal: str, place: str, portions: int, payer: Payer, prices: Mapping[str, MealPrice], subsidies: Mapping[str, MealSubsidy]
) -> Price:
    """The price of an order. The subsidy is for the person's own portion, the first; whoever takes two pays the second.

    NoPrice when the pack names none for the meal: an order may not become free because somebody forgot a line.
    """
    unit = next((p.fen for wanted in (place, "any") for p in prices.values() if (p.meal, p.place) == (meal, wanted)), None)
    if unit is None:
        raise NoPrice(meal)
    fitting = [s for s in subsidies.values() if _fits(s, payer)]
    best = max((s for s in fitting if s.how == "best"), key=lambda s: s.fen, default=None)
    counted = ([best] if best else []) + [s for s in fitting if s.how == "adds"]
    reasons = tuple(s.code for s in counted)
    if payer.age is None and any(s.age_from for s in subsidies.values()):
        reasons += (AGE_UNKNOWN,)
    given = min(unit, sum(s.fen for s in counted)) if portions else 0
    return Price(unit * portions, given, reasons if portions else ())


def _fits(subsidy: MealSubsidy, payer: Payer) -> bool:
    if subsidy.age_from and (payer.age is None or payer.age < subsidy.age_from):
        return False
    words = ((subsidy.hardship, payer.hardship), (subsidy.health, payer.health), (subsidy.living, (payer.living,)))
    return all(not asked or set(asked) & set(held) for asked, held in words)
