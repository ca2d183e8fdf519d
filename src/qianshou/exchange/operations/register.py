"""Rows of a register into files: committees and lanes first, then the people, then the questions for an officer."""

from array import array
from collections.abc import Sequence
from datetime import date, datetime

from qianshou.access.models import Committee, Street
from qianshou.access.operations.streets import add_committee
from qianshou.kernel.dates import read_date
from qianshou.people.models import Person, Place
from qianshou.people.operations.bulk import upsert_files
from qianshou.people.operations.bulk_rows import FileRow, Written

from ..register.judge import Judged
from ..register.person import PersonRow
from ..results import RawKeeper, RowResult
from .questions import ask_questions

# Reasons for which the row gets a file of its own, without the number that somebody else holds.
_APART = frozenset({"same_person_other_address", "id_two_names"})
_SUFFIXES = ("居民委员会", "居委会", "居民区", "居委", "社区", "村委会")


class RegisterWriter:
    """Writes the rows of one sheet, chunk by chunk, remembering which row became which person."""

    def __init__(self, *, street_id: int, raw: RawKeeper, now: datetime, today: date) -> None:
        self._street = Street.objects.get(pk=street_id)
        self._raw, self._now, self._today = raw, now, today
        self._committees = {_short(one.name): one.pk for one in Committee.objects.filter(street_id=street_id)}
        self._places = dict(Place.objects.filter(street_id=street_id).values_list("name", "id"))
        self._people = array("q")

    def write(self, chunk: Sequence[Judged]) -> list[RowResult]:
        """Write a chunk inside the caller's transaction; one result a row, in order."""
        people = [judged for judged in chunk if isinstance(judged.person, PersonRow)]
        self._make_places(people)
        written: dict[int, Written] = {}
        rows = {judged.row: self._file_row(judged, judged.person) for judged in people}
        for wave in _waves(people):
            found = upsert_files(street_id=self._street.pk, rows=[rows[judged.row] for judged in wave], opened_on=self._today, now=self._now)
            for judged, one in zip(wave, found, strict=True):
                written[judged.row] = one
                self._remember(judged.row, one.person_id)
        rivals = {one.rival for one in written.values() if one.rival}
        names = dict(Person.objects.filter(pk__in=rivals).values_list("id", "name")) if rivals else {}
        results = [self._result(judged, written.get(judged.row), names) for judged in chunk]
        self._ask(people, results, written)
        return results

    def _ask(self, people: list[Judged], results: list[RowResult], written: dict[int, Written]) -> None:
        """A question for each doubtful row, with the file it may be the same as."""
        doubtful = {result.row: result for result in results if result.outcome == "review"}
        others = {
            judged.row: written[judged.row].rival or (self._person_of(judged.twin) if judged.twin else None) for judged in people if judged.row in doubtful
        }
        ask_questions(street_id=self._street.pk, people=[j for j in people if j.row in doubtful], results=doubtful, others=others, now=self._now)

    def _result(self, judged: Judged, written: Written | None, names: dict[int, str]) -> RowResult:
        reasons = [reason.as_json() for reason in judged.reasons]
        outcome: str = judged.outcome
        if written is not None and written.rival and not any(reason["code"] in _APART for reason in reasons):
            reasons.append({"code": "id_taken", "params": {"name": names.get(written.rival, "")}})
            outcome = "review"
        result = RowResult(judged.row, outcome, reasons, self._raw.cells(judged))
        if written is not None and isinstance(judged.person, PersonRow):
            result.understood = judged.person.as_json()
            if written.kept:
                result.understood["kept_by_hand"] = list(written.kept)
            result.change, result.person_id, result.elder = written.change, written.person_id, judged.person.name
        return result

    def _file_row(self, judged: Judged, person: PersonRow) -> FileRow:
        birth, precision = person.birth
        codes = {reason.code for reason in judged.reasons}
        since = read_date(person.status_since, latest_year=self._today.year) if person.status_since else None
        return FileRow(
            name=person.name, sex=person.sex, birth_date=birth, birth_precision=precision, id_number=person.id.number,
            committee_id=self._committee(person.committee), place_id=self._places.get(person.lane), lane=person.lane, door=person.door,
            dialects=person.dialects, interests=person.interests,
            phones=tuple(("mobile" if phone.kind == "mobile" else "landline", phone.number) for phone in person.phones),
            contacts=tuple(_contacts(person)), status=person.status,
            status_since=date(since.year, since.month or 1, since.day or 1) if since else None, living=person.living,
            health=tuple(word[:40] for word in person.health), diet=tuple(word[:40] for word in person.diet),
            diet_unclear=bool(person.diet_unclear), meal_days=person.meal_days, hardship=person.hardship, remarks=person.remarks,
            raw=self._raw.file_raw(judged), doubtful=judged.outcome == "review", apart=bool(codes & _APART),
            fill_only=judged.twin is not None,
        )  # fmt: skip

    def _committee(self, name: str) -> int | None:
        """The committee by its name with or without 居委会; an unknown one is added."""
        if not name:
            return None
        short = _short(name)
        found = self._committees.get(short)
        if found is None:
            committee, _ = add_committee(street=self._street, name=name[:60], now=self._now)
            found = self._committees[short] = committee.pk
        return found

    def _make_places(self, people: list[Judged]) -> None:
        """Lanes not known yet are made without coordinates: the map page lists them as "to be placed"."""
        new: dict[str, int | None] = {}
        for judged in people:
            person = judged.person
            if person.lane and person.lane not in self._places and person.lane not in new:
                new[person.lane] = self._committee(person.committee)
        if new:
            Place.objects.bulk_create([Place(street=self._street, name=name, committee_id=committee) for name, committee in new.items()], ignore_conflicts=True)
            self._places.update(Place.objects.filter(street=self._street, name__in=new).values_list("name", "id"))

    def _remember(self, row: int, person_id: int) -> None:
        if row >= len(self._people):
            self._people.extend([0] * (row + 1 - len(self._people)))
        self._people[row] = person_id

    def _person_of(self, row: int) -> int | None:
        return (self._people[row] or None) if row < len(self._people) else None


def _waves(people: list[Judged]) -> list[list[Judged]]:
    """People of a chunk in groups in which nobody comes twice, in order."""
    waves: list[list[Judged]] = []
    count: dict[object, int] = {}
    for judged in people:
        person = judged.person
        apart = any(reason.code in _APART for reason in judged.reasons)
        key = (person.name, person.lane, person.door) if apart or not person.id.number else person.id.number
        wave = count.get(key, 0)
        count[key] = wave + 1
        if wave == len(waves):
            waves.append([])
        waves[wave].append(judged)
    return waves


def _contacts(person: PersonRow) -> list[tuple[str, str, str]]:
    """(name, relation as written, number): one line a telephone, for a contact row holds one."""
    found = []
    for one in person.contacts:
        for number in one.phones or ("",):
            found.append((one.name[:60], one.said[:20], number))
    return found


def _short(name: str) -> str:
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    return name
