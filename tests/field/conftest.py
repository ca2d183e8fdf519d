"""A phone in Tan's hand, and a published round of hers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianshou.care.models import Visit
from qianshou.kernel import clock
from qianshou.rounds.models import RoundDay, Stop
from tests.association.timebank_street import small  # noqa: F401
from tests.cast import DAY, NOON
from tests.field.phone import Phone, bound


def visit(cast, elder, *, minute: int = 0, service: str = "talking", day=DAY, carers: int = 1) -> Visit:
    """A planned visit with its due, starting at 13:00 plus some minutes."""
    from qianshou.watch.operations import owe_many
    from qianshou.watch.rules import NewDue

    start = clock.day_bounds(day)[0] + timedelta(hours=13, minutes=minute)
    made = Visit.objects.create(
        street=elder.street, committee=elder.committee, elder=elder, service=service, day=day, window_start=start,
        window_end=start + timedelta(minutes=30), minutes=30, carers_needed=carers, note="带上次的毛线样子", made_at=NOON,
    )  # fmt: skip
    due = NewDue(
        street_id=elder.street_id, key=made.due_key, kind="visit", person_id=elder.pk, title={"code": "visit", "params": {}},
        opens_at=start, by_at=start + timedelta(hours=1), ref={"visit": made.pk},
    )  # fmt: skip
    owe_many(dues=[due], now=NOON)
    return made


def publish(cast, day, *stops) -> RoundDay:
    """A published day: (carer, visit) in order."""
    round_day, _ = RoundDay.objects.get_or_create(street=cast.street, day=day, defaults={"state": "published", "published_at": NOON})
    places: dict[int, int] = {}
    for carer, one in stops:
        places[carer.pk] = position = places.get(carer.pk, 0) + 1
        ends = one.window_start + timedelta(minutes=one.minutes)
        Stop.objects.create(round_day=round_day, carer=carer, visit=one, position=position, arrives_at=one.window_start, starts_at=one.window_start, ends_at=ends)
    return round_day


@pytest.fixture(autouse=True)
def quick_pins(settings):
    """A PIN's hash need not be slow here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def phone(cast) -> Phone:
    return bound(cast.tan.person.user, by=cast.officer, now=NOON)


@pytest.fixture
def tans_round(cast) -> list[Visit]:
    """Today Shen, then Lu together with Shao; tomorrow Shen again. Shao alone visits Bao (somebody else's door)."""
    shen, lu, other = visit(cast, cast.shen), visit(cast, cast.lu, minute=40, service="bathing", carers=2), visit(cast, cast.bao, minute=90)
    next_day = visit(cast, cast.shen, day=DAY + timedelta(days=1))
    publish(cast, DAY, (cast.tan, shen), (cast.tan, lu), (cast.shao, lu), (cast.shao, other))
    publish(cast, DAY + timedelta(days=1), (cast.tan, next_day))
    return [shen, lu, other, next_day]


@pytest.fixture
def noon():
    """The clock stands at NOON."""
    with clock.frozen(NOON):
        yield NOON
