"""A street's month scored: gathered, weighed by the pack, compared. Nothing is written here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.care.models import Carer
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack

from ..rules.appraisal import Measure, Score, result_of, score
from ..rules.appraisal_fair import Group, Standing, Tally, expected, groups, standing
from . import appraisal_evidence as evidence
from .appraisal_doors import Doors, Ref, doors, rule
from .attendance import carers as carers_there


@dataclass(frozen=True, slots=True)
class CarerScore:
    """One carer's month. `refs`: kind → (key of the record, worth); `like_hers` and `everywhere` as rules.appraisal_fair.Expected."""

    carer: Carer
    score: Score
    result: str
    refs: Mapping[str, list[Ref]]
    load: int
    group: Group
    standing: Standing
    like_hers: int | None
    everywhere: int | None

    def parts(self) -> list[dict]:
        """As an appraisal keeps them."""
        return [
            {"code": p.code, "kind": p.kind, "weight": p.weight, "records": p.records, "share": p.share, "allowance": p.allowance, "points": p.points, "why": p.why,
             "refs": [list(ref) for ref in self.refs.get(p.kind, ())]}
            for p in self.score.parts
        ]  # fmt: skip

    def compared(self) -> dict:
        """As an appraisal keeps it."""
        s, g = self.standing, self.group
        return {"load": self.load, "band": g.band, "width": g.width, "count": s.count, "middle": s.middle, "place": s.place, "like_hers": self.like_hers,
                "everywhere": self.everywhere}  # fmt: skip


def month_end(first: date) -> date:
    """The first day of the month after."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def score_street(*, street: Street, first: date, now: datetime) -> list[CarerScore]:
    """Every carer who was there in the month, by number of employment, from what stands at `now`."""
    end = month_end(first)
    pack = load(street.pack, first)
    carers = list(carers_there(Scope.system(street.pk), first, end).filter(street=street).select_related("person"))
    own = doors(street=street, carers=carers, pack=pack, first=first, end=end, now=now)
    of_street = {"street": street, "pack": pack, "first": first}
    found = {
        "concerns": evidence.concerns(**of_street, carers=carers, doors=own, end=end, now=now),
        "callbacks": evidence.callbacks(**of_street),
        "spot": evidence.spots(**of_street, end=end),
        "training": evidence.training(**of_street, end=end),
        "feedback": evidence.feedback(**of_street, end=end),
    }
    refs = {pk: {"done": d.done, "evidence": d.evidence} | {kind: rows.get(pk, []) for kind, rows in found.items()} for pk, d in own.items()}
    return _compared(carers, own, refs, pack)


def _compared(carers: list[Carer], own: Mapping[int, Doors], refs: Mapping[int, Mapping[str, list[Ref]]], pack: Pack) -> list[CarerScore]:
    everybody: dict[int, Tally] = {}
    for one in own.values():
        for sort, tally in one.sorts.items():
            everybody[sort] = everybody.get(sort, Tally()) + tally
    results = {code: mark.percent for code, mark in pack.appraisal_marks.items() if mark.scale == "result"}
    made, like = {}, {}
    for carer in carers:
        mine = own[carer.pk].sorts
        others = {sort: tally - mine.get(sort, Tally()) for sort, tally in everybody.items()}
        like[carer.pk] = expected(mine, others, rule(pack, "allowance_most"))
        measures = {kind: Measure([worth for _, worth in rows]) for kind, rows in refs[carer.pk].items()}
        measures["done"] = Measure(measures["done"].worths, like[carer.pk].allowance)
        made[carer.pk] = score(pack.appraisal.values(), measures, rule(pack, "said_least"))
    peers = groups({c.pk: (c.tier, own[c.pk].load) for c in carers}, rule(pack, "band_light"), rule(pack, "band_heavy")) if carers else {}
    found = []
    for carer in carers:
        mine, group = made[carer.pk], peers[carer.pk]
        others = [made[pk].tenths for pk in group.ids if pk != carer.pk and made[pk].tenths is not None]
        found.append(CarerScore(carer, mine, result_of(mine.tenths, results), refs[carer.pk], own[carer.pk].load, group, standing(mine.tenths, others),
                                like[carer.pk].like_hers, like[carer.pk].everywhere))  # fmt: skip
    return found
