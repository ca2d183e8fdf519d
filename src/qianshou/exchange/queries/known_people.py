"""People of a street by name, as far as it helps to tell which of them a row means."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from qianshou.association.models import Member
from qianshou.care.models import Carer
from qianshou.people.models import Person
from qianshou.people.models.file import Status

from ..tables.same_person import Known


def _people(street_id: int) -> QuerySet[Person]:
    return Person.objects.filter(street_id=street_id, merged_into__isnull=True).select_related("place", "committee", "file")


def known_by_name(*, street_id: int, names: Iterable[str]) -> dict[str, list[Known]]:
    """Everybody of these names, by name."""
    people = list(_people(street_id).filter(name__in=set(names)).prefetch_related("phones").order_by("pk"))
    running = {one.person_id: one for one in Member.objects.filter(street_id=street_id, person__in=people, left__isnull=True)}
    found: dict[str, list[Known]] = {}
    for one in people:
        member, file = running.get(one.pk), getattr(one, "file", None)
        found.setdefault(one.name, []).append(Known(
            person_id=one.pk, phones=frozenset(bytes(phone.blind) for phone in one.phones.all()), id_blind=bytes(one.id_blind), sex=one.sex, birth=one.birth_date,
            precision=one.birth_precision, lane=one.place.name if one.place else "", door=one.door, card=member.card if member else "",
            joined=member.joined if member else None, gone=file is not None and file.status in (Status.DEAD, Status.MOVED),
        ))  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person to choose, with what an officer knows her by."""

    person: Person
    card: str  # of a running membership
    is_carer: bool
    gone: bool


def candidates(*, street_id: int, ids: Iterable[int]) -> dict[int, Candidate]:
    """These people of the street, by id; who was merged away since is left out."""
    carer = Carer.objects.filter(person=OuterRef("pk"), left_on__isnull=True)
    people = list(_people(street_id).filter(pk__in=set(ids)).annotate(is_carer=Exists(carer)))
    cards = dict(Member.objects.filter(street_id=street_id, person__in=people, left__isnull=True).values_list("person_id", "card"))
    return {
        one.pk: Candidate(one, cards.get(one.pk, ""), one.is_carer, getattr(one, "file", None) is not None and one.file.status in (Status.DEAD, Status.MOVED))
        for one in people
    }
