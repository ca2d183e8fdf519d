"""Reads for one carer's phone: her own stops of published rounds, and nobody else's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q

from qianshou.access.devices import digest, field_street
from qianshou.access.models import Street, User
from qianshou.care.models import STANDING, Carer, ClockEvent, VisitEvent
from qianshou.kernel import clock
from qianshou.meals.models import Delivery
from qianshou.people.models import Contact, Phone, SpareKey
from qianshou.people.queries.wall_codes import standing_codes
from qianshou.rounds.models import RoundDay, Stop
from qianshou.watch.models import DutyShift

WALL_HASH = 16  # letters of a code's hash, as js/doors.js compares them


def carer_of(user: User) -> Carer | None:
    """The carer behind an account, or None (a volunteer or driver without a carer's row)."""
    return Carer.objects.select_related("person", "street").filter(person__user=user).first()


def street_of(user: User, on: date) -> Street | None:
    """The street where this user works with the phone."""
    return Street.objects.filter(pk=field_street(user, on)).first()


def stops(*, carer: Carer, first: date, last: date) -> list[Stop]:
    """The carer's stops on published days, in the order of the round."""
    rows = Stop.objects.filter(
        carer=carer, round_day__day__range=(first, last), round_day__state=RoundDay.State.PUBLISHED, visit__street_id=carer.street_id,
        visit__elder__street_id=carer.street_id,  # whoever moved to another street is not on this phone any more
    )
    return list(rows.select_related("round_day", "visit__elder__place", "visit__elder__file").order_by("round_day__day", "position"))


def elders_at_stops(*, carer: Carer, first: date, last: date) -> set[int]:
    """Ids of the elders at a carer's stops of published days in [first, last]."""
    rows = Stop.objects.filter(
        carer=carer, round_day__day__range=(first, last), round_day__state=RoundDay.State.PUBLISHED, visit__street_id=carer.street_id,
        visit__elder__street_id=carer.street_id,
    )  # fmt: skip
    return set(rows.values_list("visit__elder_id", flat=True))


def elder_of_own_stop(*, carer: Carer, visit_id: int) -> str:
    """The elder's name, if this visit is or was on the carer's round; else "": an act may name any number."""
    name = Stop.objects.filter(carer=carer, visit_id=visit_id).values_list("visit__elder__name", flat=True).first()
    return name or ""


def elder_of_own_box(*, user: User, order_id: int) -> str:
    """The name on a box of this driver's own rounds; else "": an act may name any number."""
    return Delivery.objects.filter(driver=user, order_id=order_id).values_list("order__person__name", flat=True).first() or ""


def companions(*, carer: Carer, visit_ids: list[int]) -> dict[int, list[str]]:
    """Visit → names of the other carers who come to it."""
    found = defaultdict(list)
    others = Stop.objects.filter(visit_id__in=visit_ids).exclude(carer=carer).select_related("carer__person").order_by("carer_id")
    for stop in others:
        found[stop.visit_id].append(stop.carer.person.name)
    return found


def own_events(*, carer: Carer, visit_ids: list[int]) -> dict[int, dict[str, datetime]]:
    """Visit → when this carer said "arrived", "done" (made-at, the last of each; the latest last). What she took back is not in it."""
    found: dict[int, dict[str, datetime]] = defaultdict(dict)
    for event in VisitEvent.objects.filter(STANDING, carer=carer, visit_id__in=visit_ids).order_by("made_at", "pk"):
        found[event.visit_id].pop(event.kind, None)
        found[event.visit_id][event.kind] = event.made_at
    return found


def done_by_others(*, carer: Carer, visit_ids: list[int]) -> dict[int, list[str]]:
    """Visit → names of other carers who say that they have done their part."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = VisitEvent.objects.filter(STANDING, visit_id__in=visit_ids, visit__carers_needed__gt=1, kind="done", carer__isnull=False)
    for visit_id, name in rows.exclude(carer=carer).order_by("made_at").values_list("visit_id", "carer__person__name"):
        if name not in found[visit_id]:
            found[visit_id].append(name)
    return found


def walls(person_ids: Iterable[int]) -> dict[int, list[str]]:
    """Person → hashes of the codes by her door, not the codes: whoever finds the phone cannot say that he stood there."""
    return {pk: [digest(code)[:WALL_HASH] for code in codes] for pk, codes in standing_codes(list(person_ids)).items()}


def contacts(person_ids: list[int]) -> dict[int, list[Contact]]:
    """Elder → contacts in the order in which to call them."""
    found = defaultdict(list)
    for row in Contact.objects.filter(elder_id__in=person_ids):
        found[row.elder_id].append(row)
    return found


def phones(person_ids: list[int]) -> dict[int, list[Phone]]:
    """Person → own telephones."""
    found = defaultdict(list)
    for row in Phone.objects.filter(person_id__in=person_ids):
        found[row.person_id].append(row)
    return found


def spare_keys(person_ids: list[int], on: date) -> dict[int, SpareKey]:
    """Elder → who holds the spare key on a day."""
    rows = SpareKey.objects.filter(Q(until__isnull=True) | Q(until__gte=on), elder_id__in=person_ids, since__lte=on)
    return {row.elder_id: row for row in rows.order_by("since", "pk")}


def duty_phones(*, street_id: int, now: datetime) -> list[Phone]:
    """Telephones of whoever sits at the duty desk now."""
    users = DutyShift.objects.filter(street_id=street_id, starts_at__lte=now, ends_at__gt=now).values("user_id")
    return list(Phone.objects.filter(person__user_id__in=users).order_by("position", "pk"))


def last_clock(*, carer: Carer, day: date) -> ClockEvent | None:
    """The last coming or going of a day."""
    start, end = clock.day_bounds(day)
    return ClockEvent.objects.filter(STANDING, carer=carer, made_at__gte=start, made_at__lt=end).order_by("-made_at", "-pk").first()


def month_stays(*, carer: Carer, day: date) -> list[tuple[datetime | None, datetime | None, int]]:
    """(arrived, done, planned minutes) of each visit in which this carer did her part in the month of `day`."""
    start = clock.day_bounds(day.replace(day=1))[0]
    end = clock.day_bounds((day.replace(day=1) + timedelta(days=32)).replace(day=1))[0]
    rows = VisitEvent.objects.filter(STANDING, carer=carer, made_at__gte=start, made_at__lt=end)
    heard: dict[int, dict] = defaultdict(dict)
    for event in rows.select_related("visit").order_by("made_at"):
        heard[event.visit_id][event.kind] = event
    done = [kinds for kinds in heard.values() if "done" in kinds]
    return [(k["arrived"].made_at if "arrived" in k else None, k["done"].made_at, k["done"].visit.minutes) for k in done]


def days_at_work(*, carer: Carer, day: date) -> int:
    """Days of the month on which the carer clocked in."""
    start = clock.day_bounds(day.replace(day=1))[0]
    end = clock.day_bounds((day.replace(day=1) + timedelta(days=32)).replace(day=1))[0]
    rows = ClockEvent.objects.filter(STANDING, carer=carer, direction="in", made_at__gte=start, made_at__lt=end)
    return len({clock.local_date(moment) for moment in rows.values_list("made_at", flat=True)})
