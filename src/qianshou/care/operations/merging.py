"""Two files of one person become one: links, key elder, plan, visits and a carer's own record go over to the staying file."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from qianshou.kernel import clock
from qianshou.people.models import Person
from qianshou.people.operations.grants import end_grants, resume_grants
from qianshou.people.operations.handing_over import hand_back, hand_over
from qianshou.people.operations.merging import NotMergeable

from ..models import Carer, Companionship, CompanyWish, FamilyNote, IntakeCase, KeyElder, Link, PlanItem, Visit
from ..rules.visits import OPEN
from .intake.merging import end_second_case, resume_cases
from .ladders import refresh_ladders
from .locks import lock_street
from .merging_invitations import hand_back_invitations, hand_over_invitations
from .office import status_changed
from .safeguards_merging import hand_back_safeguards, hand_over_safeguards

MERGED = gettext_noop("two files merged")  # why a link ended, as stored; translated when shown
TABLES = {
    "links": (Link, "elder_id"), "keys": (KeyElder, "elder_id"), "items": (PlanItem, "elder_id"), "visits": (Visit, "elder_id"),
    "carers": (Carer, "person_id"), "wishes": (CompanyWish, "elder_id"), "companions": (Companionship, "elder_id"),
    "intakes": (IntakeCase, "person_id"),
    "family_notes": (FamilyNote, "person_id"),
}  # fmt: skip


@transaction.atomic
def hand_over_elder(*, later: Person, earlier: Person, now: datetime, by_id: int) -> dict[str, list[int]]:
    """Everything of `later` belongs to `earlier`, history too. A link or key span that both hold ends with the later file's.

    Plans are added up: what both ask for is for the office to look at. Ladders follow, and visits of whoever is not at home now.
    Returns what `hand_back_elder` needs. NotMergeable when both are carers.
    """
    lock_street(later.street_id)
    if Carer.objects.filter(person__in=[later, earlier]).count() > 1:
        raise NotMergeable("carers")
    undo = {"ended_links": _end_links(later, earlier, now), "ended_keys": _end_key(later, earlier, now)}
    undo["ended_companions"] = _end_companions(later, earlier, now)
    undo |= hand_over_invitations(later=later, earlier=earlier, now=now, by_id=by_id)
    undo["ended_intakes"] = end_second_case(later=later, earlier=earlier, now=now, by_id=by_id)
    if CompanyWish.objects.filter(elder=earlier).exists():  # one word of one person: the staying file's
        undo["wishes"] = []
    undo |= {
        name: hand_over(model.objects.filter(**{field: later.pk}), field, earlier.pk) for name, (model, field) in TABLES.items() if name not in undo
    }
    undo |= hand_over_safeguards(later=later, earlier=earlier)
    _to_committee(undo["visits"], earlier)
    _follow(earlier, now, by_id)
    return undo


@transaction.atomic
def hand_back_elder(*, later: Person, earlier: Person, undo: dict[str, list[int]], now: datetime, by_id: int) -> list[str]:
    """Take that back, with the visits made meanwhile from plan items that go back. Returns the keys of all those visits' dues."""
    lock_street(later.street_id)
    own = Q(pk__in=undo["visits"]) | Q(item__in=undo["items"]) | Q(moved_from__in=undo["visits"])
    visits = sorted(set(Visit.objects.filter(own, elder=earlier).values_list("pk", flat=True)))
    for name, (model, field) in TABLES.items():
        hand_back(model, field, visits if name == "visits" else undo.get(name, []), held_by=earlier.pk, to=later.pk)
    hand_back_safeguards(later=later, earlier=earlier, undo=undo)
    hand_back_invitations(later=later, earlier=earlier, undo=undo, now=now, by_id=by_id)
    for pk in undo.get("ended_companions", []):
        if Companionship.objects.filter(pk=pk, elder=later, ended_reason=MERGED).update(until=None, ended_reason=""):
            resume_grants(source=f"company:{pk}")
    _to_committee(visits, later)
    resume_cases(undo.get("ended_intakes", []), person=later, now=now, by_id=by_id)
    for pk in undo["ended_links"]:
        if Link.objects.filter(pk=pk, elder=later, ended_reason=MERGED).update(until=None, ended_reason=""):
            resume_grants(source=f"link:{pk}")
    KeyElder.objects.filter(pk__in=undo["ended_keys"], elder=later).update(until=None)
    for person in (later, earlier):
        _follow(person, now, by_id)
    return [f"visit:{pk}" for pk in visits]


def _end_links(later: Person, earlier: Person, now: datetime) -> list[int]:
    """End the later file's running links whose rank is held for the staying one, or whose carer answers for it already."""
    held = list(Link.objects.filter(elder=earlier, until__isnull=True))
    twice = Q(rank__in=[link.rank for link in held]) | Q(carer__in=[link.carer_id for link in held])
    last_day = clock.local_date(now) - timedelta(days=1)
    ids = list(Link.objects.filter(twice, elder=later, until__isnull=True).values_list("pk", flat=True))
    Link.objects.filter(pk__in=ids).update(until=last_day, ended_reason=MERGED)
    for pk in ids:
        end_grants(source=f"link:{pk}", last_day=last_day)
    return ids


def _end_key(later: Person, earlier: Person, now: datetime) -> list[int]:
    if not KeyElder.objects.filter(elder=earlier, until__isnull=True).exists():
        return []
    running = KeyElder.objects.filter(elder=later, until__isnull=True)
    ids = list(running.values_list("pk", flat=True))
    KeyElder.objects.filter(pk__in=ids).update(until=clock.local_date(now))
    return ids


def _end_companions(later: Person, earlier: Person, now: datetime) -> list[int]:
    """With one volunteer a person goes once: where both files do, the later one's ends. Ids of those."""
    with_earlier = Companionship.objects.filter(elder=earlier, until__isnull=True).values("carer_id")
    ids = list(Companionship.objects.filter(elder=later, until__isnull=True, carer_id__in=with_earlier).values_list("pk", flat=True))
    last_day = clock.local_date(now)
    Companionship.objects.filter(pk__in=ids).update(until=last_day, ended_reason=MERGED)
    for pk in ids:
        end_grants(source=f"company:{pk}", last_day=last_day)
    return ids


def _to_committee(visits: list[int], person: Person) -> None:
    """Visits still to come are for the committee of the file that they belong to now; the past keeps its own."""
    Visit.objects.filter(pk__in=visits, state__in=OPEN).update(committee_id=person.committee_id)


def _follow(person: Person, now: datetime, by_id: int) -> None:
    refresh_ladders(street_id=person.street_id, elder_ids=[person.pk], now=now)
    if hasattr(person, "file"):
        status_changed(elder_id=person.pk, now=now, by_id=by_id)
