"""Rows of a register into files: committees and lanes first, then the people, then the questions for an officer."""

from array import array
from collections.abc import Sequence
from datetime import date, datetime

from qianshou.access.models import Committee, Street
from qianshou.access.operations.streets import add_committee
from qianshou.kernel.copying import json_text
from qianshou.people.models import Person, Place
from qianshou.people.operations.bulk import upsert_files
from qianshou.people.rules.rows import Written

from ..register.prepare import APART, Prepared
from ..results import RowResult
from .questions import ask_questions

_SUFFIXES = ("居民委员会", "居委会", "居民区", "居委", "社区", "村委会")


class RegisterWriter:
    """Writes the rows of one sheet, chunk by chunk, remembering which row became which person."""

    def __init__(self, *, street_id: int, now: datetime, today: date) -> None:
        self._street = Street.objects.get(pk=street_id)
        self._now, self._today = now, today
        self._committees = {_short(one.name): one.pk for one in Committee.objects.filter(street_id=street_id)}
        self._by_spelling: dict[str, int] = {}
        self._places = dict(Place.objects.filter(street_id=street_id).values_list("name", "id"))
        self._people = array("q")

    def write(self, chunk: Sequence[Prepared]) -> list[RowResult]:
        """Write a chunk inside the caller's transaction; one result a row, in order."""
        people = [one for one in chunk if one.file is not None]
        self._make_places(people)
        for one in people:
            one.file.committee_id = self._committee(one.file.committee)
            one.file.place_id = self._places.get(one.file.lane)
        written: dict[int, Written] = {}
        for wave in _waves(people):
            found = upsert_files(street_id=self._street.pk, rows=[one.file for one in wave], opened_on=self._today, now=self._now)
            for one, became in zip(wave, found, strict=True):
                written[one.row] = became
                self._remember(one.row, became.person_id)
        rivals = {became.rival for became in written.values() if became.rival}
        names = dict(Person.objects.filter(pk__in=rivals).values_list("id", "name")) if rivals else {}
        results = [self._result(one, written.get(one.row), names) for one in chunk]
        self._ask(people, results, written)
        return results

    def _ask(self, people: list[Prepared], results: list[RowResult], written: dict[int, Written]) -> None:
        """A question for each doubtful row, with the file it may be the same as."""
        doubtful = {result.row: result for result in results if result.outcome == "review"}
        asked = [one for one in people if one.row in doubtful]
        others = {one.row: written[one.row].rival or (self._person_of(one.twin) if one.twin else None) for one in asked}
        ask_questions(street_id=self._street.pk, people=asked, results=doubtful, others=others, now=self._now)

    def _result(self, one: Prepared, written: Written | None, names: dict[int, str]) -> RowResult:
        result = RowResult(one.row, one.outcome, one.reasons, one.raw, one.understood)
        if written is None or one.file is None:
            return result
        if written.rival and not any(reason["code"] in APART for reason in one.reasons):
            result.reasons = [*one.reasons, {"code": "id_taken", "params": {"name": names.get(written.rival, "")}}]
            result.outcome = "review"
        if written.kept:
            result.understood = f'{one.understood[:-1]},"kept_by_hand":{json_text(list(written.kept))}}}'
        result.change, result.person_id, result.elder = written.change, written.person_id, one.file.name
        return result

    def _committee(self, name: str) -> int | None:
        """The committee by its name with or without 居委会; an unknown one is added."""
        if not name:
            return None
        if name not in self._by_spelling:
            short = _short(name)
            if short not in self._committees:
                committee, _ = add_committee(street=self._street, name=name[:60], now=self._now)
                self._committees[short] = committee.pk
            self._by_spelling[name] = self._committees[short]
        return self._by_spelling[name]

    def _make_places(self, people: list[Prepared]) -> None:
        """Lanes not known yet are made without coordinates: the map page lists them as "to be placed"."""
        new: dict[str, int | None] = {}
        for one in people:
            if one.file.lane and one.file.lane not in self._places and one.file.lane not in new:
                new[one.file.lane] = self._committee(one.file.committee)
        if new:
            Place.objects.bulk_create([Place(street=self._street, name=name, committee_id=committee) for name, committee in new.items()], ignore_conflicts=True)
            self._places.update(Place.objects.filter(street=self._street, name__in=new).values_list("name", "id"))

    def _remember(self, row: int, person_id: int) -> None:
        if row >= len(self._people):
            self._people.extend([0] * (row + 1 - len(self._people)))
        self._people[row] = person_id

    def _person_of(self, row: int) -> int | None:
        return (self._people[row] or None) if row < len(self._people) else None


def _waves(people: list[Prepared]) -> list[list[Prepared]]:
    """People of a chunk in groups in which nobody comes twice, in order."""
    waves: list[list[Prepared]] = []
    count: dict[object, int] = {}
    for one in people:
        row = one.file
        key = (row.name, row.lane, row.door) if row.apart or not row.id_blind else row.id_blind
        wave = count.get(key, 0)
        count[key] = wave + 1
        if wave == len(waves):
            waves.append([])
        waves[wave].append(one)
    return waves


def _short(name: str) -> str:
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    return name
