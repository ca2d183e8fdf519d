"""Whose door a scanned card hangs by."""

from collections.abc import Collection

from ..models import Person, WallCode
from ..rules.wall import code_in


def at_the_door(*, scanned: str, person_id: int) -> bool:
    """Does this scan say that somebody stood at this person's door? Cards of a file that was merged into this one still count."""
    code = code_in(scanned)
    return bool(code) and WallCode.objects.filter(code=code, ended_at=None, person__in=_same(person_id)).exists()


def whose_card(scanned: str) -> int | None:
    """The person whose card this is; of a file that was merged, the person it was merged into. None for what is no card's square."""
    code = code_in(scanned)
    row = WallCode.objects.filter(code=code, ended_at=None).select_related("person").first() if code else None
    return (row.person.merged_into_id or row.person_id) if row else None


def standing_codes(person_ids: Collection[int]) -> dict[int, list[str]]:
    """Person → the codes that hang by her door: of her own card, and of those of files merged into hers."""
    found: dict[int, list[str]] = {}
    rows = WallCode.objects.filter(ended_at=None)
    for person_id, code in rows.filter(person__in=person_ids).values_list("person_id", "code"):
        found.setdefault(person_id, []).append(code)
    for person_id, code in rows.filter(person__merged_into__in=person_ids).values_list("person__merged_into_id", "code"):
        found.setdefault(person_id, []).append(code)
    return found


def card_of(person_id: int) -> WallCode | None:
    """The card that hangs there now; None before the first was printed."""
    return WallCode.objects.filter(person_id=person_id, ended_at=None).first()


def _same(person_id: int) -> list[int]:
    return [person_id, *Person.objects.filter(merged_into=person_id).values_list("pk", flat=True)]
