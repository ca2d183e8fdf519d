"""From a judged row to one that is ready to be written, in two steps: its texts, then its file, sealed and with its search line.

Two steps, so that a process of its own can take the first (`exchange.apart`). Pure: the sealer is given.
"""

from dataclasses import dataclass
from datetime import date

from qianshou.exchange.columns.mapping import Mapping
from qianshou.exchange.raw import RawKeeper
from qianshou.kernel.copying import json_text
from qianshou.kernel.dates import read_date
from qianshou.kernel.names import name_keys, search_text
from qianshou.kernel.sealing import Sealer
from qianshou.kernel.sending import quick_to_send
from qianshou.people.rules.rows import FileRow

from .judge import Judged
from .person import PersonRow

# Reasons for which the row gets a file of its own, without the number that somebody else holds.
APART = frozenset({"same_person_other_address", "id_two_names"})


@quick_to_send
@dataclass(slots=True)
class Worded:
    """A judged row with its JSON texts made and what is secret in its raw cells sealed. `person` is there for ok and review."""

    row: int
    outcome: str
    reasons: list[dict]
    raw: str
    understood: str = "{}"
    file_raw: str = "{}"
    twin: int | None = None
    person: PersonRow | None = None


class Wording:
    """Words the judged rows of one sheet."""

    def __init__(self, mapping: Mapping, sealer: Sealer) -> None:
        self._raw = RawKeeper(mapping, sealer)

    def word(self, judged: Judged) -> Worded:
        """One row."""
        worded = Worded(judged.row, judged.outcome, [reason.as_json() for reason in judged.reasons], json_text(self._raw.cells(judged)))
        person = judged.person
        if isinstance(person, PersonRow):
            worded.understood, worded.file_raw = json_text(person.as_json()), json_text(self._raw.file_raw(judged))
            worded.twin, worded.person = judged.twin, person
        return worded


@dataclass(slots=True)
class Prepared:
    """A row ready to be written. `raw` and `understood` are JSON texts; `file` is there for ok and review.

    `twin`: the earlier row of the same person. `doubt`: what tells this doubt from any other, once its reasons are known.
    """

    row: int
    outcome: str
    reasons: list[dict]
    raw: str
    understood: str
    twin: int | None
    doubt: str = ""
    file: FileRow | None = None


class Preparer:
    """Prepares the worded rows of one register."""

    def __init__(self, sealer: Sealer, today: date) -> None:
        self._sealer = sealer
        self._today = today

    def prepare(self, worded: Worded) -> Prepared:
        """One row."""
        row = Prepared(worded.row, worded.outcome, worded.reasons, worded.raw, worded.understood, worded.twin)
        if person := worded.person:
            birth = person.birth
            row.doubt = f"{person.name}|{person.id.digits}|{birth[0]}|{person.address}|{person.sex_cell}"
            row.file = self._file(worded, person, birth)
        return row

    def _file(self, worded: Worded, person: PersonRow, birth: tuple[date | None, str]) -> FileRow:
        since = read_date(person.status_since, latest_year=self._today.year) if person.status_since else None
        number, seal, blind = person.id.number, self._sealer.seal, self._sealer.blind
        return FileRow(
            name=person.name, name_key=name_keys(person.name).sort_key[:120], sex=person.sex, birth_date=birth[0], birth_precision=birth[1],
            id_sealed=seal(number) if number else b"", id_blind=blind(number) if number else b"",
            committee=person.committee, lane=person.lane, door=person.door, dialects=person.dialects, interests=person.interests,
            found_as=search_text(name=person.name, phones=[phone.number for phone in person.phones], lane=person.lane, door=person.door),
            phones=tuple(
                ("mobile" if phone.kind == "mobile" else "landline", seal(phone.number), blind(phone.number)) for phone in person.phones
            ),
            contacts=tuple((name, relation, seal(digits), blind(digits)) for name, relation, digits in _contacts(person)),
            status=person.status, status_since=date(since.year, since.month or 1, since.day or 1) if since else None, living=person.living,
            health=tuple(word[:40] for word in person.health), diet=tuple(word[:40] for word in person.diet),
            diet_unclear=bool(person.diet_unclear), meal_days=person.meal_days, hardship=person.hardship, remarks=person.remarks,
            raw=worded.file_raw, doubtful=worded.outcome == "review",
            apart=any(reason["code"] in APART for reason in worded.reasons), fill_only=worded.twin is not None,
        )  # fmt: skip


def _contacts(person: PersonRow) -> list[tuple[str, str, str]]:
    """(name, relation as written, number): one line a telephone, for a contact row holds one."""
    found = []
    for one in person.contacts:
        for number in one.phones or ("",):
            found.append((one.name[:60], one.said[:20], number))
    return found
