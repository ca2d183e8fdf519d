"""The demo's intakes stand at every step, each act at an hour of the office, and are told once."""

from random import Random

from qianshou.care.models import IntakeCase, IntakeEntry
from qianshou.kernel import clock
from qianshou.runtime.demo.taking_in import STORIES, take_in
from tests.cast import NOON


def test_somebody_waits_at_every_step(cast):
    people = {"officer": cast.officer, "second": cast.desk, "assessor": cast.assessor}
    assert take_in(street=cast.street, **people, now=NOON, rng=Random(7)) == {"intakes": len(STORIES)}
    states = list(IntakeCase.objects.values_list("state", flat=True))
    assert set(states) == {"check", "assess", "decide", "plan", "consent", "booklet", "net", "done", "refused", "deferred", "withdrawn"}
    assert IntakeCase.objects.get(person__name="臧美玲").appeals.filter(closed_at=None).exists()
    hours = {at.astimezone(clock.ZONE).hour for at in IntakeEntry.objects.values_list("at", flat=True)}
    assert min(hours) >= 9 and max(hours) < 17 and not IntakeEntry.objects.filter(at__gt=NOON).exists()
    assert take_in(street=cast.street, **people, now=NOON, rng=Random(7)) == {"intakes": 0}
