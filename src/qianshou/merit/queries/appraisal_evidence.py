"""What an appraisal finds beside the doors: concerns, call-backs, spot visits, training, praise and complaints. One or two reads each for a street."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Q

from qianshou.access.models import Street
from qianshou.care.models import Carer, Link
from qianshou.kernel import clock
from qianshou.packs.shapes import Pack
from qianshou.watch.models import Concern

from ..models import CallBack, Feedback, SpotVisit, TrainingSeat
from .appraisal_doors import Doors, Ref, rule, worths

NOTE = Concern.Severity.NOTE
Found = dict[int, list[Ref]]  # carer → (key, worth) of each record


def concerns(*, street: Street, carers: Iterable[Carer], doors: Mapping[int, Doors], pack: Pack, first: date, end: date, now: datetime) -> Found:
    """What she reported, and whether she looked in again within the days of the pack (a note for the file needs no second look; while the days run she is
    given them). What others had to notice although she had been there in as many days before counts against her as the first carer."""
    worth, span = worths(pack), timedelta(days=rule(pack, "follow_days"))
    users = {carer.person.user_id: carer.pk for carer in carers if carer.person.user_id}
    visits = _when(doors)
    start, stop = clock.day_bounds(first)[0], clock.day_bounds(end)[0]
    rows = Concern.objects.filter(street=street, made_at__gte=start, made_at__lt=stop).exclude(state="taken_back")
    rows = list(rows.values_list("pk", "reported_by_id", "person_id", "made_at", "severity"))
    primary = _primaries(street, first, end)
    own = {(users[by], elder) for _, by, elder, _, _ in rows if by in users}
    found: Found = defaultdict(list)
    for pk, by, elder, made_at, severity in rows:
        key = f"concern:{pk}"
        if by in users:
            again = _within(visits[users[by], elder], made_at + timedelta(minutes=90), made_at + span)
            found[users[by]].append((key, worth["followed" if again or severity == NOTE or now < made_at + span else "reported"]))
            continue
        carer_id = _first_carer(primary.get(elder, ()), clock.local_date(made_at))
        if carer_id and (carer_id, elder) not in own and _within(visits[carer_id, elder], made_at - span, made_at):
            found[carer_id].append((key, worth["unnoticed"]))
    return found


def _when(doors: Mapping[int, Doors]) -> dict[tuple[int, int], list[datetime]]:
    """(carer, elder) → the moments at which she was there, in order."""
    found: dict[tuple[int, int], list[datetime]] = defaultdict(list)
    for carer_id, own in doors.items():
        for elder, moment in own.there:
            insort(found[carer_id, elder], moment)
    return found


def _within(moments: list[datetime], since: datetime, until: datetime) -> bool:
    at = bisect_left(moments, since)
    return at < len(moments) and moments[at] <= until


def _primaries(street: Street, first: date, end: date) -> dict[int, list[tuple[date, date | None, int]]]:
    """Elder → spans of those who answered for them first."""
    rows = Link.objects.filter(Q(until__isnull=True) | Q(until__gte=first), street=street, rank="primary", since__lt=end)
    found = defaultdict(list)
    for elder, since, until, carer_id in rows.values_list("elder_id", "since", "until", "carer_id"):
        found[elder].append((since, until, carer_id))
    return found


def _first_carer(spans: Iterable[tuple[date, date | None, int]], on: date) -> int | None:
    return next((carer_id for since, until, carer_id in spans if since <= on and (until is None or until >= on)), None)


def callbacks(*, street: Street, pack: Pack, first: date) -> Found:
    """What the elders said who were reached: the mean of their answers."""
    worth, found = worths(pack), defaultdict(list)
    for pk, carer_id, answers in CallBack.objects.filter(street=street, month=first, state="reached").values_list("pk", "carer_id", "answers"):
        if answers:
            found[carer_id].append((f"callback:{pk}", sum(worth[said] for said in answers.values()) // len(answers)))
    return found


def spots(*, street: Street, pack: Pack, first: date, end: date) -> Found:
    """How much of what was looked at was as it should be; what could not be seen is left out."""
    worth, found = worths(pack), defaultdict(list)
    rows = SpotVisit.objects.filter(street=street, on__gte=first, on__lt=end, taken_back_at__isnull=True)
    for pk, carer_id, checks in rows.values_list("pk", "carer_id", "checks"):
        seen = [worth[said] for said in checks.values() if said in ("yes", "no")]
        if seen:
            found[carer_id].append((f"spot:{pk}", sum(seen) // len(seen)))
    return found


def training(*, street: Street, pack: Pack, first: date, end: date) -> Found:
    """Trainings to which she was called; who was excused is not counted."""
    worth, found = worths(pack), defaultdict(list)
    rows = TrainingSeat.objects.filter(training__street=street, training__on__gte=first, training__on__lt=end, training__taken_back_at__isnull=True)
    for training_id, carer_id, state in rows.exclude(state="excused").values_list("training_id", "carer_id", "state"):
        found[carer_id].append((f"training:{training_id}", worth[state]))
    return found


def feedback(*, street: Street, pack: Pack, first: date, end: date) -> Found:
    """Praise, and complaints of which it was found out that they are so, or partly; what waits or is not so counts for nobody."""
    worth, found = worths(pack), defaultdict(list)
    rows = Feedback.objects.filter(street=street, on__gte=first, on__lt=end, taken_back_at__isnull=True)
    for pk, carer_id, kind, finding in rows.values_list("pk", "carer_id", "kind", "finding"):
        code = "praise" if kind == "praise" else finding
        if code in ("praise", "justified", "partly_right"):
            found[carer_id].append((f"feedback:{pk}", worth[code]))
    return found
