"""Company as it is shown: who waits, who offers, who would suit whom, which two belong together and what they did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q, QuerySet

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.assessment.models import Assessment
from qianshou.people.models import Person, Status
from qianshou.people.queries.consents import said_no
from qianshou.people.queries.files import people_seen
from qianshou.people.queries.restrictions import restricted
from qianshou.people.rules.restrictions import TALENTS as NO_ASKING

from ..models import Carer, Companionship, CompanyEntry, CompanyOffer, CompanyWish
from ..rules.company import Pair, Side, propose
from .vocabulary import Speech

SILENT_DAYS = 30  # a pair of which nothing was heard for so long is shown first
LONELINESS = ("lsns6", "gds15")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One pair with its people."""

    pair: Pair
    elder: Person
    carer: Carer


def _running() -> Q:
    return Q(until__isnull=True)


def waiting(*, scope: Scope, street: Street, today: date) -> QuerySet[CompanyWish]:
    """Elders at home who wish for company and have none, as far as the user may see them; nobody who said no to being found for her talents."""
    if not scope.may("company.read"):
        return CompanyWish.objects.none()
    has = Companionship.objects.filter(_running(), street=street).values("elder_id")
    rows = CompanyWish.objects.filter(street=street, wanted=True, elder__in=people_seen(scope, today), elder__file__status=Status.ACTIVE)
    rows = rows.exclude(elder__in=said_no(street.pk, "talents")).exclude(elder__in=restricted([street.pk], NO_ASKING))
    return rows.exclude(elder__in=has).select_related("elder__place", "elder__committee").order_by("asked_on", "pk")


def offers(*, scope: Scope, street: Street) -> QuerySet[CompanyOffer]:
    """Volunteers who offer company, with `has`: to how many they go."""
    if not scope.may("company.read"):
        return CompanyOffer.objects.none()
    rows = CompanyOffer.objects.filter(street=street, carer__left_on__isnull=True)
    has = Count("carer__companionships", filter=Q(carer__companionships__until__isnull=True))
    return rows.annotate(has=has).select_related("carer__person", "carer__start_place").order_by("carer__person__name_key", "pk")


def proposals(*, scope: Scope, street: Street, today: date) -> list[Proposal]:
    """Who would suit whom, the best for all together; the same as long as nothing changes. A handful of queries, however many people."""
    wishes, offered = list(waiting(scope=scope, street=street, today=today)), list(offers(scope=scope, street=street))
    lonely = _lsns([w.elder_id for w in wishes])
    ended = Companionship.objects.filter(street=street, until__isnull=False).values_list("elder_id", "carer_id")
    speech = Speech(street, today)
    pairs = propose([_elder(w, lonely, speech) for w in wishes], [_volunteer(o, speech) for o in offered], not_again=list(ended))
    people, carers = {w.elder_id: w.elder for w in wishes}, {o.carer_id: o.carer for o in offered}
    found = [Proposal(pair, people[pair.elder], carers[pair.volunteer]) for pair in pairs]
    return sorted(found, key=lambda p: (p.pair.weighed.cost, p.elder.name_key, p.elder.pk))


def _elder(wish: CompanyWish, lonely: dict[int, int], speech: Speech) -> Side:
    person = wish.elder
    return Side(
        person.pk, person.sex, wish.wishes_sex, speech.tastes(person.interests), frozenset(person.dialects), frozenset(wish.days), _at(person.place),
        lsns=lonely.get(person.pk),
    )  # fmt: skip


def _volunteer(offer: CompanyOffer, speech: Speech) -> Side:
    person = offer.carer.person
    return Side(
        offer.carer_id, person.sex, offer.wishes_sex, speech.tastes(person.interests), frozenset(person.dialects), frozenset(offer.days),
        _at(offer.carer.start_place or person.place), takes=max(0, offer.most - offer.has), has=offer.has,
    )  # fmt: skip


def _at(place) -> tuple[float, float] | None:
    return (place.lon, place.lat) if place is not None and place.placed else None


def _lsns(person_ids: list[int]) -> dict[int, int]:
    """Person → total of the newest LSNS-6 that stands."""
    rows = Assessment.objects.filter(person_id__in=person_ids, instrument="lsns6", state=Assessment.State.DONE, replaced=False, total__isnull=False)
    return dict(rows.order_by("person_id", "-made_on", "-pk").distinct("person_id").values_list("person_id", "total"))


def pairs(*, scope: Scope, street: Street, today: date, ended: bool = False, text: str = "") -> QuerySet[Companionship]:
    """Those who belong together now (or did), those of whom nothing was heard the longest first; with `last` and `lately` (entries in 30 days)."""
    if not scope.may("company.read"):
        return Companionship.objects.none()
    rows = Companionship.objects.filter(street=street, until__isnull=not ended, elder__in=people_seen(scope, today))
    if text.strip():
        rows = rows.filter(Q(elder__name__contains=text.strip()[:40]) | Q(carer__person__name__contains=text.strip()[:40]))
    stands = Q(entries__taken_back_at__isnull=True) & ~Q(entries__kind=CompanyEntry.Kind.RESULT)
    lately = stands & Q(entries__on__gt=today - timedelta(days=SILENT_DAYS))
    rows = rows.annotate(last=Max("entries__on", filter=stands), lately=Count("entries", filter=lately))
    return rows.select_related("elder__committee", "elder__place", "carer__person").order_by("last", "since", "pk")


def is_silent(pair: Companionship, today: date) -> bool:
    """Nothing was heard of a running pair for a month, counted from its beginning where nothing was ever heard."""
    return pair.until is None and (today - (pair.last or pair.since)).days > SILENT_DAYS


def pair_of(*, scope: Scope, companionship_id: int, today: date) -> Companionship:
    """One pair; Companionship.DoesNotExist for another street's or somebody whom the user may not see."""
    rows = Companionship.objects.filter(elder__in=people_seen(scope, today)) if scope.may("company.read") else Companionship.objects.none()
    return rows.select_related("elder__committee", "elder__place", "carer__person", "street").get(pk=companionship_id)


def entry_of(*, scope: Scope, entry_id: int, today: date) -> CompanyEntry:
    """One entry of a thread that the user may see; CompanyEntry.DoesNotExist otherwise."""
    rows = CompanyEntry.objects.filter(companionship__elder__in=people_seen(scope, today)) if scope.may("company.write") else CompanyEntry.objects.none()
    return rows.select_related("companionship").get(pk=entry_id)


def thread(pair: Companionship) -> list[CompanyEntry]:
    """What they did, the newest first, taken-back entries too."""
    return list(pair.entries.select_related("entered_by"))


def loneliness(person_id: int) -> dict[str, list[tuple[date, int]]]:
    """Instrument → (day, total) in time: how loneliness moved."""
    found: dict[str, list[tuple[date, int]]] = {}
    rows = Assessment.objects.filter(person_id=person_id, instrument__in=LONELINESS, state=Assessment.State.DONE, replaced=False, total__isnull=False)
    for code, on, total in rows.order_by("made_on", "pk").values_list("instrument", "made_on", "total"):
        found.setdefault(code, []).append((on, total))
    return found


def sides_of(person: Person, carer: Carer, today: date) -> tuple[Side, Side]:
    """The two as the rules see them, whether they wish and offer anything or not."""
    speech = Speech(person.street, today)
    wish, offer = CompanyWish.objects.filter(elder=person).first(), CompanyOffer.objects.filter(carer=carer).first()
    has = Companionship.objects.filter(carer=carer, until__isnull=True).count()
    elder = Side(
        person.pk, person.sex, wish.wishes_sex if wish else "", speech.tastes(person.interests), frozenset(person.dialects),
        frozenset(wish.days if wish else ()), _at(person.place),
    )  # fmt: skip
    other = carer.person
    volunteer = Side(
        carer.pk, other.sex, offer.wishes_sex if offer else "", speech.tastes(other.interests), frozenset(other.dialects),
        frozenset(offer.days if offer else ()), _at(carer.start_place or other.place), takes=1, has=has,
    )  # fmt: skip
    return elder, volunteer
