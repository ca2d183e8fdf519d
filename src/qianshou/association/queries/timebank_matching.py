"""Who could go to whom: asks and givers as the rules see them, in a handful of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum

from qianshou.access.scope import Scope
from qianshou.care.queries.vocabulary import Speech
from qianshou.packs.loader import load

from ..models import TimebankAsk, TimebankHours, TimebankMatch, TimebankMember
from ..rules.timebank import Numbers, Place
from ..rules.timebank_matching import Asked, Giver, Match, in_line, propose, suiting
from .timebank import asks, members
from .timebank_places import places_in_line

LATELY = 30  # days of which the load is counted


@dataclass(frozen=True, slots=True)
class InLine:
    """An open ask with its place, and who would suit best (None: nobody is free)."""

    ask: TimebankAsk
    place: Place
    match: Match | None
    member: TimebankMember | None


def queue(scope: Scope, today: date) -> list[InLine]:
    """Open asks in the order in which they are served, each with a proposal; those for which somebody was asked already have none."""
    rows = list(asks(scope, state=TimebankAsk.State.OPEN))
    if not rows:
        return []
    street = rows[0].street
    places = places_in_line(street, {one.elder_id for one in rows}, today)
    asked_already = set(TimebankMatch.objects.filter(ask__in=rows, state="proposed").values_list("ask_id", flat=True))
    speech = Speech(street, today)
    seen = _asked(rows, places, speech)
    givers = _givers(scope, speech, today)
    free = [one for one in seen if one.id not in asked_already]
    matches = {one.ask: one for one in propose(free, [giver for _, giver in givers.values()], farthest=_numbers(street, today).way_minutes)}
    by_id = {one.pk: one for one in rows}
    return [
        InLine(by_id[one.id], one.place, match := matches.get(one.id), givers[match.giver][0] if match else None) for one in in_line(seen)
    ]


def candidates(scope: Scope, ask: TimebankAsk, today: date, limit: int = 8) -> list[tuple[Match, TimebankMember]]:
    """Who could go there, the best first."""
    speech = Speech(ask.street, today)
    (one,) = _asked([ask], places_in_line(ask.street, {ask.elder_id}, today), speech)
    givers = _givers(scope, speech, today)
    found = suiting(one, [giver for _, giver in givers.values()], farthest=_numbers(ask.street, today).way_minutes)
    return [(match, givers[match.giver][0]) for match in found[:limit]]


def _numbers(street, on: date) -> Numbers:
    return Numbers.read(load(street.pack, on).time_bank)


def _asked(rows: list[TimebankAsk], places: dict[int, Place], speech: Speech) -> list[Asked]:
    said_no = defaultdict(set)
    for ask_id, member_id in TimebankMatch.objects.filter(ask__in=rows, state="declined").values_list("ask_id", "member_id"):
        said_no[ask_id].add(member_id)
    return [
        Asked(
            id=one.pk, elder=one.elder_id, service=one.service, on=one.on, minutes=one.minutes, place=places[one.elder_id], part=one.part,
            asked=int(one.asked_at.timestamp()), at=_at(one.elder.place), interests=speech.tastes(one.elder.interests), dialects=frozenset(one.elder.dialects),
            refused=frozenset(said_no[one.pk]),
        )
        for one in rows
    ]  # fmt: skip


def _givers(scope: Scope, speech: Speech, today: date) -> dict[int, tuple[TimebankMember, Giver]]:
    """Member id → the member, and as the rules see her."""
    rows = {one.pk: one for one in members(scope)}
    busy, weeks, lately, knows = defaultdict(set), defaultdict(lambda: defaultdict(int)), {}, defaultdict(set)
    monday = today - timedelta(days=today.weekday())
    for member_id, on, part, minutes in TimebankMatch.objects.filter(
        member__in=rows, state__in=("proposed", "agreed"), ask__state__in=("open", "matched"), ask__on__gte=monday
    ).values_list("member_id", "ask__on", "ask__part", "ask__minutes"):
        busy[member_id].add((on, part))
        weeks[member_id][on.isocalendar()[:2]] += minutes
    counted = TimebankHours.objects.filter(member__in=rows, state__in=("logged", "confirmed", "disputed"))
    for member_id, on, minutes in counted.filter(on__gte=monday).values_list("member_id", "on", "minutes"):
        weeks[member_id][on.isocalendar()[:2]] += minutes
    for member_id, minutes in counted.filter(on__gt=today - timedelta(days=LATELY)).order_by().values_list("member_id").annotate(n=Sum("minutes")):
        lately[member_id] = minutes
    for member_id, elder_id in counted.order_by().values_list("member_id", "elder_id").distinct():
        knows[member_id].add(elder_id)
    return {
        pk: (one, Giver(
            id=pk, person=one.person_id, services=frozenset(one.services), days=frozenset(one.days), parts=frozenset(one.parts), week_most=one.week_most,
            week_taken=dict(weeks[pk]), busy=frozenset(busy[pk]), lately=lately.get(pk, 0), at=_at(one.person.place), interests=speech.tastes(one.person.interests),
            dialects=frozenset(one.person.dialects), knows=frozenset(knows[pk]),
        ))
        for pk, one in rows.items()
    }  # fmt: skip


def _at(place) -> tuple[float, float] | None:
    return (place.lon, place.lat) if place is not None and place.placed else None
