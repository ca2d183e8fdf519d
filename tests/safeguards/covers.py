"""Covers of the cast, written in one line."""

from datetime import date, timedelta
from uuid import uuid4

from qianshou.care.models import Safeguard
from qianshou.care.operations import claims, safeguards
from tests.cast import DAY, NOON


def days(n: int) -> timedelta:
    return timedelta(days=n)


def terms(kind=1, since=DAY, until=None, provider="平安", **more) -> safeguards.Terms:
    return safeguards.Terms(kind=kind, provider=provider, since=since, until=until or since + days(364), **more)


def cover(cast, person=None, *, batch=None, now=NOON, **more) -> Safeguard:
    return safeguards.cover_person(person_id=(person or cast.shen).pk, terms=terms(**more), batch=batch or uuid4(), now=now, by_id=cast.officer.pk)


def incident(cast, row: Safeguard, on: date = DAY, text="在家滑倒，手腕骨折", batch=None):
    return claims.note_incident(
        safeguard_id=row.pk, happened_on=on, text=text, reported_by="女儿", batch=batch or uuid4(), now=NOON, by_id=cast.officer.pk
    )


def step(cast, incident, state, on=DAY, note="", paid_fen=None, batch=None):
    return claims.step_claim(
        incident_id=incident.pk, state=state, on=on, note=note, paid_fen=paid_fen, batch=batch or uuid4(), now=NOON, by_id=cast.officer.pk
    )
