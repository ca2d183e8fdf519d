"""Questions about doubtful rows: asked once, whatever how often the sheet comes again."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from qianshou.people import vault
from qianshou.people.models import ElderFile

from ..models import ReviewCase
from ..register.prepare import Prepared
from ..results import RowResult


def ask_questions(
    *, street_id: int, people: Sequence[Prepared], results: Mapping[int, RowResult], others: Mapping[int, int | None], now: datetime
) -> int:
    """Open a case for each doubtful row whose doubt was not raised before; returns how many. Runs in the caller's transaction."""
    if not people:
        return 0
    cases: dict[str, ReviewCase] = {}
    for one in people:
        result = results[one.row]
        mark = fingerprint(one, result)
        other = others.get(one.row)
        if result.person_id is not None and mark not in cases:
            cases[mark] = ReviewCase(
                street_id=street_id, person_id=result.person_id, other_id=other if other != result.person_id else None,
                fingerprint=mark, reasons=result.reasons, made_at=now,
            )  # fmt: skip
    asked = set(ReviewCase.objects.filter(street_id=street_id, fingerprint__in=cases).values_list("fingerprint", flat=True))
    new = [case for mark, case in cases.items() if mark not in asked]
    ReviewCase.objects.bulk_create(new, ignore_conflicts=True)
    ElderFile.objects.filter(pk__in=[case.person_id for case in new], in_review=False).update(in_review=True)
    settled = [case.person_id for mark, case in cases.items() if mark in asked]
    still = set(ReviewCase.objects.filter(person_id__in=settled, state=ReviewCase.State.OPEN).values_list("person_id", flat=True))
    ElderFile.objects.filter(pk__in=set(settled) - still, in_review=True).update(in_review=False)
    return len(new)


def fingerprint(one: Prepared, result: RowResult) -> str:
    """Equal for the same doubt about the same row of the same person; keyed, so that it tells nothing of the ID number."""
    codes = ",".join(sorted(reason["code"] for reason in result.reasons))
    return vault.blind(f"{codes}|{one.doubt}").hex()
