"""Make the demo street once, whole or not at all, and keep its days going at later starts."""

from __future__ import annotations

import time as watch
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from django.db import transaction

from qianshou.access.models import Street, User
from qianshou.booklets.operations import bind_month, bind_year
from qianshou.care import operations as care
from qianshou.care.operations.credits import credit_all_owed, credit_street
from qianshou.kernel import clock
from qianshou.runtime.demo import (
    assessing,
    associating,
    befriending,
    boxes,
    carting,
    closing,
    cooking,
    covering,
    electing,
    families,
    gathering,
    history,
    hours,
    inviting,
    members_list,
    net,
    papers,
    praising,
    reviewing,
    rights,
    staff,
    taking_in,
    today,
    watching,
)

CODE = "pingliang"


def ensure(*, data_dir: Path, seed: int, say: Callable[[str], None]) -> None:
    """The demo street with past weeks, and today as far as the clock has come. Idempotent; a start that was killed leaves nothing."""
    now = clock.now()
    if not Street.objects.filter(code=CODE).exists():
        began = watch.monotonic()
        say("Making the demo street (once; about a minute)…")
        with transaction.atomic():
            make(data_dir=data_dir, seed=seed, now=now, say=say)
        say(f"The demo street was made in {watch.monotonic() - began:.0f} s.")
    else:
        go_on(seed=seed, now=now)


def make(*, data_dir: Path, seed: int, now: datetime, say: Callable[[str], None]) -> None:
    """Everything, in one transaction."""
    rng, day = Random(seed), clock.local_date(now)
    first = beginning(day)
    with clock.frozen(clock.at(first, time(7)) - timedelta(days=3)):
        street = staff.make_street(now=clock.now())
        done = papers.read_in(CODE, month=day)
        say(f"  papers read in: {done}")
        users = staff.open_accounts(street=street, data_dir=data_dir, since=clock.today(), now=clock.now())
        say(f"  kitchen: {cooking.cook(street=street, officer=users['wang'], now=clock.now())}")
        say(f"  standing orders: {cooking.arrange(street=street, officer=users['wang'], now=clock.now())}")
        net.weave(street=street, officer=users["wang"], since=first, now=clock.now(), rng=rng)
    start = clock.at(first, time(6))
    care.make_visits(street_id=street.pk, first=first, days=(day - first).days + care.HORIZON_DAYS, now=start)
    watching.keep_roster(street=street, staff=users, today=day, now=start)
    counts = history.live_through(street=street, officer=users["wang"], desk=users["zhiban"], first=first, today=day, rng=rng)
    say(f"  past weeks: {counts}")
    credit_street(street_id=street.pk, first=first, last=day, now=now, by_id=users["wang"].pk, reason="begun")
    watching.raise_concerns(street=street, officer=users["wang"], now=now, rng=rng)
    watching.launch(street=street, officer=users["wang"], now=now)
    say(f"  lunch: {cooking.lunch(street=street, kitchen=users['chufang'], now=now)} portions")
    carting.park(street=street, officer=users["wang"], drivers=[users[name] for name in carting.DRIVERS], now=now)
    say(f"  carts: {carting.drive(street=street, officer=users['wang'], seed=seed, now=now)} boxes on the drivers' phones")
    carting.so_far(street=street, now=now)
    say(f"  boxes: {boxes.go_round(street=street, officer=users['wang'], kitchen=users['chufang'], now=now, rng=Random(seed))}")
    say(f"  assessments: {assessing.assess(street=street, assessor=users['pinggu'], now=now)}")
    say(f"  monthly reviews: {reviewing.review(street=street, month=first.replace(day=1), now=now, rng=Random(seed))}")
    say(f"  company: {befriending.befriend(street=street, officer=users['wang'], now=now, rng=Random(seed))}")
    say(f"  safeguards: {covering.cover(street=street, officer=users['wang'], now=now, rng=Random(seed))}")
    say(f"  invitations: {inviting.invite(street=street, officer=users['wang'], now=now, rng=Random(seed))}")
    say(f"  time bank: {hours.give(street=street, officer=users['wang'], secretary=users['mishu'], now=now, rng=Random(seed))}")
    by = {"officer": users["wang"], "secretary": users["mishu"]}
    say(f"  association: {associating.associate(street=street, **by, now=now, rng=Random(seed))}")
    say(f"  members' list: {members_list.hand_in(street=street, officer=users['wang'], now=now)}")
    say(f"  activity rooms: {gathering.gather(street=street, officer=users['wang'], now=now, rng=Random(seed))}")
    people = {"officer": users["wang"], "second": users["zhou"], "assessor": users["pinggu"]}
    say(f"  intake: {taking_in.take_in(street=street, **people, now=now, rng=Random(seed))}")
    care.make_visits(street_id=street.pk, first=day, days=care.HORIZON_DAYS, now=now, catch_up=False)  # of whom the intake took into the net
    readers = [users[name] for name in ("wang", "zhou", "zhiban")]
    say(f"  data rights: {rights.ask(street=street, officer=users['wang'], readers=readers, now=now, rng=Random(seed))}")
    say(f"  today: {live_today(street, users['wang'], users['zhiban'], seed, now, rng)}")
    say(f"  families: {families.settle(street=street, officer=users['wang'], now=now, rng=Random(seed))}")
    say(f"  appraisal: {praising.praise(street=street, officer=users['wang'], second=users['zhou'], now=now, rng=Random(seed))}")
    say(f"  ten best: {electing.elect(street=street, officer=users['wang'], second=users['zhou'], now=now, rng=Random(seed))}")
    month = first.replace(day=1)
    say(f"  attendance: {closing.keep_attendance(street=street, officer=users['wang'], month=month, now=now, rng=Random(seed))}")
    bind_month(street_id=street.pk, month=month, by_id=users["wang"].pk, now=now, language="zh-hans")
    bind_year(street_id=street.pk, year=month, by_id=users["wang"].pk, now=now, language="zh-hans")


def go_on(*, seed: int, now: datetime) -> None:
    """A later start: the visits of the coming days, and a plan for today when there is none yet."""
    street, officer = Street.objects.get(code=CODE), User.objects.get(username="wang")
    day = clock.local_date(now)
    cooking.lunch(street=street, kitchen=User.objects.get(username="chufang"), now=now)
    if carting.drive(street=street, officer=officer, seed=seed, now=now):
        carting.so_far(street=street, now=now)
    assessing.assess(street=street, assessor=User.objects.get(username="pinggu"), now=now)
    befriending.befriend(street=street, officer=officer, now=now, rng=Random(seed))
    covering.cover(street=street, officer=officer, now=now, rng=Random(seed))
    inviting.invite(street=street, officer=officer, now=now, rng=Random(seed))
    hours.give(street=street, officer=officer, secretary=User.objects.get(username="mishu"), now=now, rng=Random(seed))
    associating.associate(street=street, officer=officer, secretary=User.objects.get(username="mishu"), now=now, rng=Random(seed))
    gathering.gather(street=street, officer=officer, now=now, rng=Random(seed))
    people = {name: User.objects.get(username=login) for name, login in (("officer", "wang"), ("second", "zhou"), ("assessor", "pinggu"))}
    taking_in.take_in(street=street, **people, now=now, rng=Random(seed))
    care.make_visits(street_id=street.pk, first=day, days=care.HORIZON_DAYS, now=now, catch_up=False)
    today.plan(street=street, officer=officer, day=day, seed=seed, now=now)
    families.settle(street=street, officer=officer, now=now, rng=Random(seed))
    praising.praise(street=street, officer=officer, second=User.objects.get(username="zhou"), now=now, rng=Random(seed))
    electing.elect(street=street, officer=officer, second=people["second"], now=now, rng=Random(seed))


def live_today(street: Street, officer: User, desk: User, seed: int, now: datetime, rng: Random) -> dict[str, int]:
    """Rounds of today and tomorrow, and what happened until now."""
    day = clock.local_date(now)
    for offset in (0, 1):
        today.plan(street=street, officer=officer, day=day + timedelta(days=offset), seed=seed, now=min(now, clock.at(day, time(7))))
    counts = today.so_far(street=street, now=now, rng=rng)
    credit_all_owed(now=now)
    return {**counts, "calls": watching.greet(desk=desk, now=now, rng=rng)}


def beginning(day: date) -> date:
    """The first day of last month: at least four whole weeks, and a whole month to bind."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)
