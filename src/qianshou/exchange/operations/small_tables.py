"""Rows of places, carers and menus into their tables: a few hundred rows, each by the area's own operation."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from qianshou.access.keys import sealer
from qianshou.access.models import Committee, Street
from qianshou.access.operations.streets import add_committee
from qianshou.care.operations.carers import CarerEntry, enrol_carer
from qianshou.care.operations.errors import Refused
from qianshou.kernel.copying import json_text
from qianshou.meals.operations import READ_IN, set_menu
from qianshou.packs.loader import load
from qianshou.people.models import Place
from qianshou.people.operations.bulk_places import import_place

from ..columns.mapping import Mapping
from ..raw import RawKeeper
from ..register.judge import Judged
from ..results import RowResult
from ..tables.carers import CarerRow
from ..tables.menu import MenuEntry
from ..tables.places import PlaceEntry


class RowWriter:
    """What the small tables have in common: a result for each row, written or not."""

    def __init__(self, *, street_id: int, mapping: Mapping, now: datetime) -> None:
        self._street = Street.objects.get(pk=street_id)
        self._raw, self._now = RawKeeper(mapping, sealer()), now

    def write(self, chunk: Sequence[Judged]) -> list[RowResult]:
        """Write a chunk inside the caller's transaction; one result a row, in order."""
        return [self._one(judged) for judged in chunk]

    def _one(self, judged: Judged) -> RowResult:
        result = RowResult(judged.row, judged.outcome, [reason.as_json() for reason in judged.reasons], json_text(self._raw.cells(judged)))
        if judged.person is not None:
            self._apply(judged, judged.person, result)
        return result

    def _apply(self, judged: Judged, entry: object, result: RowResult) -> None:
        raise TypeError("each kind of table writes its own rows")


class PlaceWriter(RowWriter):
    """Lanes with their coordinates."""

    def _apply(self, judged: Judged, entry: PlaceEntry, result: RowResult) -> None:
        committee_id = None
        if entry.committee:
            found = Committee.objects.filter(street=self._street, name__in=[entry.committee, f"{entry.committee}居委会"]).first()
            committee_id = (found or add_committee(street=self._street, name=entry.committee[:60], now=self._now)[0]).pk
        result.elder = entry.name
        result.understood = json_text({"lane": entry.name, "committee": entry.committee, "lon": entry.lon, "lat": entry.lat})
        if judged.twin is not None:
            result.change = "unchanged"
            return
        result.change = import_place(street_id=self._street.pk, name=entry.name, committee_id=committee_id, lon=entry.lon, lat=entry.lat, now=self._now)


class CarerWriter(RowWriter):
    """Carers by employee number. A lane not known is made, to be placed."""

    def _apply(self, judged: Judged, entry: CarerRow, result: RowResult) -> None:
        pack = load(self._street.pack)
        result.elder = entry.name
        tier = pack.tier_of(entry.tier)
        skills, unknown = [], []
        for word in entry.skills:
            code = pack.skill_of(word)
            (skills if code else unknown).append(code or word)
        understood = {"name": entry.name, "number": entry.number, "tier": tier or entry.tier, "skills": skills, "lane": entry.lane}
        if unknown:
            understood |= {"unknown_skills": unknown, "notes": ["skill_unknown"]}
        result.understood = json_text(understood)
        if judged.twin is not None:
            return
        if entry.lane and not Place.objects.filter(street=self._street, name=entry.lane).exists():
            import_place(street_id=self._street.pk, name=entry.lane, committee_id=None, lon=None, lat=None, now=self._now)
        try:
            carer, result.change = enrol_carer(street_id=self._street.pk, now=self._now, entry=CarerEntry(
                number=entry.number, name=entry.name, tier=tier or "", skills=skills, weekly_hours=Decimal(str(entry.hours)), sex=entry.sex,
                birth_date=entry.birth, birth_precision=entry.birth_precision, phone=entry.phone, start_place=entry.lane,
                dialects=entry.dialects, interests=entry.interests, joined_on=entry.since, raw=self._raw.file_raw(judged),
            ))  # fmt: skip
            result.person_id = carer.person_id
        except Refused as refusal:
            result.outcome = "reject"
            result.reasons = [*result.reasons, {"code": refusal.code, "params": {}}]


class MenuWriter(RowWriter):
    """A day's menu; a day that breaks the rule is written with its warnings."""

    def _apply(self, judged: Judged, entry: MenuEntry, result: RowResult) -> None:
        result.elder = f"{entry.day:%Y-%m-%d}"
        result.understood = json_text({"day": result.elder, "dishes": [list(dish) for dish in entry.dishes]})
        if judged.twin is not None:
            result.change = "unchanged"
            return
        result.change = set_menu(street_id=self._street.pk, day=entry.day, dishes=entry.dishes, now=self._now, reason=READ_IN, act="read")
