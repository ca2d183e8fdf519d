"""The past weeks of the demo street: who walked where and when, who came to work, and what went wrong and how it ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random

from qianshou.access.models import Street, User
from qianshou.care import operations as care
from qianshou.care.models import Carer, Link, Visit
from qianshou.care.operations import visits as doors
from qianshou.care.rules.eligibility import why_not
from qianshou.kernel import clock
from qianshou.packs.loader import load
from qianshou.runtime.demo.operations.past import Walk, clocked, walked
from qianshou.watch.models import Alert
from qianshou.watch.operations import close_alert, sweep, take_alert

NOTES = (
    "精神不错，聊了半个钟头家常",
    "血压 138/82，按时吃药",
    "晒了被子，心情好",
    "说膝盖疼，慢慢走了一圈",
    "女儿来电话，一起听了",
    "胃口一般，劝她多喝水",
)
EXCUSES = ("女儿回来，当天不用来", "去医院配药，改天", "亲戚接去住两天", "身体好，说今天不用来")
OUTCOMES = (
    ("well", ""), ("well", ""), ("helped", "门铃坏了没听见，已请居委修好"), ("away", "去女儿家吃饭，邻居证实"),
    ("hospital", "昨晚住进杨浦区中心医院，家属陪同"), ("helped", "摔了一跤，陪去社区医院，无大碍"),
)  # fmt: skip
LEFT_OPEN = ("silent", "nobody", "excused", "silent")  # yesterday's troubles: three of them are open alerts today
SILENT, NOBODY, EXCUSED = 0.008, 0.014, 0.02  # parts of all visits


class Walkers:
    """Gives the visits of a day to carers who may make them, one after the other, without overlap."""

    def __init__(self, street: Street, rng: Random) -> None:
        self.rng, self.services = rng, load(street.pack).services
        self.carers = list(Carer.objects.filter(street=street, left_on__isnull=True).select_related("person").order_by("pk"))
        self.primary = dict(Link.objects.filter(street=street, rank="primary").values_list("elder_id", "carer_id"))
        self.by_id = {carer.pk: carer for carer in self.carers}
        self.free: dict[int, datetime] = {}

    def day(self, visits: Iterable[Visit]) -> list[Walk]:
        """Walks for the visits of one day that somebody could make."""
        self.free = {}
        found = [self._walk(visit) for visit in sorted(visits, key=lambda v: (v.window_start, v.pk))]
        return [walk for walk in found if walk]

    def _walk(self, visit: Visit) -> Walk | None:
        fit = [c for c in self.carers if not why_not(self.services[visit.service], tier=c.tier, skills=c.skills, on=visit.day)]
        self.rng.shuffle(fit)
        first = self.by_id.get(self.primary.get(visit.elder_id))
        for carer in ([first] if first in fit else []) + fit:
            start = max(visit.window_start, self.free.get(carer.pk, visit.window_start)) + timedelta(minutes=self.rng.randint(4, 14))
            second = self._second(visit, fit, carer, start)
            if start <= visit.window_end and (second or visit.carers_needed < 2):
                done = start + timedelta(minutes=round(visit.minutes * self.rng.uniform(0.85, 1.1)))
                done = min(done, visit.window_end + timedelta(minutes=visit.minutes))  # in time: what was late stands apart
                self.free |= {one.pk: done for one in (carer, second) if one}
                return Walk(visit, carer, start, done, self.rng.choice(NOTES) if self.rng.random() < 0.2 else "", second)
        return None

    def _second(self, visit: Visit, fit: list[Carer], first: Carer, at: datetime) -> Carer | None:
        """Who comes along where two are needed: somebody else who is free by then."""
        if visit.carers_needed < 2:
            return None
        return next((c for c in fit if c.pk != first.pk and self.free.get(c.pk, at) <= at), None)


def live_through(*, street: Street, officer: User, desk: User, first: date, today: date, rng: Random) -> dict[str, int]:
    """Every day from `first` to yesterday. Returns counts. Yesterday's troubles are left open for whoever opens the program today."""
    visits = Visit.objects.filter(street=street, day__range=(first, today - timedelta(days=1)), state="planned")
    by_day: dict[date, list[Visit]] = defaultdict(list)
    for visit in visits.select_related("elder__place").order_by("pk"):
        by_day[visit.day].append(visit)
    walkers, counts, walks = Walkers(street, rng), defaultdict(int), []
    troubles: dict[date, list[Walk]] = {}
    yesterday = today - timedelta(days=1)
    for day, ones in sorted(by_day.items()):
        for index, walk in enumerate(walkers.day(ones)):
            luck = rng.random()
            sure = day == yesterday and index % 9 == 4 and index < 9 * len(LEFT_OPEN)  # something is waiting for whoever opens the program
            if sure or (day != yesterday and luck < SILENT + NOBODY + EXCUSED):
                troubles.setdefault(day, []).append(walk)
            else:
                walks.append(walk)
    counts["done"] = walked(walks=walks)
    for day in sorted(by_day):
        counts["troubles"] += _troubled_day(day, troubles.get(day, []), officer, desk, rng, leave_open=day == yesterday)
    counts["taps"] = clocked(days=list(_attendance(walkers.carers, first, today, rng)))
    return dict(counts)


def _troubled_day(day: date, walks: list[Walk], officer: User, desk: User, rng: Random, *, leave_open: bool) -> int:
    """What went wrong on one day: excused by the office, nobody at the door, or silence until the sweep found it."""
    for index, walk in enumerate(walks):
        kind = LEFT_OPEN[index] if leave_open else rng.choices(("excused", "nobody", "silent"), (EXCUSED, NOBODY, SILENT))[0]
        if kind == "excused":
            before = walk.visit.window_start - timedelta(hours=2)
            care.cancel_visit(visit_id=walk.visit.pk, reason=rng.choice(EXCUSES), now=before, by_id=officer.pk)
        elif kind == "nobody":
            doors.unanswered(visit_id=walk.visit.pk, carer_id=walk.carer.pk, made_at=walk.arrived, received_at=walk.arrived, now=walk.arrived,
                             payload={"text": "敲门没人应，电话也不接"})  # fmt: skip
    evening = clock.at(day, time(18, 30))
    sweep(now=evening)
    # What became late only after the evening's sweep before is found by this one: nothing of earlier days is left open.
    found = Alert.objects.filter(due__day__lt=day, state="raised") if leave_open else Alert.objects.filter(due__day__lte=day, state="raised")
    for alert in found.order_by("pk"):
        outcome, note = rng.choice(OUTCOMES)
        at = max(alert.raised_at, evening if alert.why == "late" else alert.raised_at) + timedelta(minutes=rng.randint(3, 25))
        take_alert(alert_id=alert.pk, user=desk, now=at)
        close_alert(
            alert_id=alert.pk,
            user=desk,
            outcome=outcome,
            note=note or "电话里讲了几句，一切都好",
            now=at + timedelta(minutes=rng.randint(5, 40)),
        )
    return len(walks)


def _attendance(carers: list[Carer], first: date, today: date, rng: Random):
    """(carer, in, out) of each working day; sometimes she is late, sometimes she forgets to tap out."""
    for carer in carers:
        shifts = list(carer.shifts.all())
        for offset in range((today - first).days):
            day = first + timedelta(days=offset)
            spans = [s for s in shifts if s.weekday == day.isoweekday()]
            if not spans or rng.random() < 0.03:
                continue
            came = clock.at(day, min(s.starts for s in spans)) + timedelta(minutes=rng.choice((-9, -6, -4, -3, -2, 0, 1, 7)))
            went = clock.at(day, max(s.ends for s in spans)) + timedelta(minutes=rng.randint(0, 14))
            yield carer, came, (None if rng.random() < 0.02 else went)
