"""Reads of doubtful rows: those that wait, the one at hand, what the two files say side by side."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from qianshou.access.scope import Scope
from qianshou.people.models import Person

from ..cells.simple import cell_text
from ..models import ReviewCase
from ..results import open_cell
from .sealed import opened

# A member without a file and the file that came later: settled where it is asked, on the member's page (operations.joining).
JOINED, APART = "joined", "apart"
OF_MEMBERS = (JOINED, APART)


def cases(scope: Scope, *, reason: str = "", committee_id: int | None = None, state: str = "open") -> QuerySet[ReviewCase]:
    """Cases of the scope's streets (committee workers: of their committee), the oldest first."""
    found = ReviewCase.objects.filter(scope.rows(committee="person__committee_id"), state=state)
    if reason:
        found = found.filter(reasons__contains=[{"code": reason}])
    if committee_id:
        found = found.filter(person__committee_id=committee_id)
    return found.select_related("person__file", "person__committee", "person__place", "other__file", "other__committee", "other__place", "import_row").order_by("made_at", "pk")


def case(scope: Scope, case_id: int) -> ReviewCase:
    """One case, open or settled; ReviewCase.DoesNotExist for outsiders."""
    return ReviewCase.objects.filter(scope.rows(committee="person__committee_id")).exclude(action__in=OF_MEMBERS).select_related(
        "person__file", "person__committee", "person__place", "other__file", "other__committee", "other__place", "import_row__batch", "settled_by"
    ).get(pk=case_id)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the officer is."""

    open: int
    settled: int

    @property
    def total(self) -> int:
        """All that were ever asked."""
        return self.open + self.settled


def progress(scope: Scope) -> Progress:
    """Open and settled cases that the user may see."""
    counts = dict(
        ReviewCase.objects.filter(scope.rows(committee="person__committee_id")).exclude(action__in=OF_MEMBERS).values_list("state").annotate(count=Count("pk")).values_list("state", "count")
    )
    return Progress(counts.get("open", 0), counts.get("settled", 0))


def reason_counts(scope: Scope) -> dict[str, int]:
    """Open cases by reason code."""
    counts: dict[str, int] = {}
    for reasons in cases(scope).values_list("reasons", flat=True):
        for reason in reasons:
            counts[reason["code"]] = counts.get(reason["code"], 0) + 1
    return counts


def raw_cells(found: ReviewCase) -> list[tuple[str, str]]:
    """The row as the sheet had it: (heading, cell), blanks left out. With ID number and telephones: the officer must compare them."""
    if found.import_row is None:
        return []
    [row] = opened([found.import_row])
    headings = [column["heading"] for column in row.batch.mapping.get("columns", [])]
    pairs = []
    for index, cell in enumerate(row.raw):
        text = cell_text(open_cell(cell))
        if text:
            pairs.append((headings[index] if index < len(headings) else "", text))
    return pairs


def same_person(found: ReviewCase) -> Person | None:
    """Another file that may be this person's: the one named by the case, else one with the same name and year of birth."""
    if found.other_id:
        return found.other if found.other.merged_into_id is None else None
    person = found.person
    if not person.birth_date:
        return None
    like = Person.objects.filter(
        street_id=person.street_id, name_key=person.name_key, name=person.name, birth_date__year=person.birth_date.year, file__isnull=False,
        merged_into__isnull=True,
    )  # fmt: skip
    return like.exclude(pk=person.pk).select_related("file", "committee", "place").first()
