"""What the watch, the net and the review desk hold of the people of a district."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta

KINDS = ("visit", "visit", "visit", "call", "meal")
KEY_ELDERS, CARERS = 400, 100  # a street; a carer is first helper of four


def copy_care(cursor, people: dict[int, list[tuple[int, int]]], now: datetime, rng: random.Random) -> None:
    """Dues with their alerts, concerns, carers with key elders and links, doubtful rows; `people` are (person, committee) by street."""
    for number, (street, rows) in enumerate(people.items()):
        _dues(cursor, number, street, rows, now)
        _concerns(cursor, street, rows, now)
        _net(cursor, street, rows, now, rng)
        _cases(cursor, street, rows, now)
    cursor.execute("SELECT setval(pg_get_serial_sequence('watch_due', 'id'), (SELECT max(id) FROM watch_due))")


def _dues(cursor, number: int, street: int, rows: list, now: datetime) -> None:
    """Each day's dues: the past met, today half done, some late; an alert for each late one, and those of the past, ended."""
    from qianshou.kernel import clock

    from .fill import DAYS, DUES_A_DAY, copy

    today, dues, alerts = clock.local_date(now), [], []
    pk = number * DAYS * DUES_A_DAY
    for back in range(DAYS):
        day = today - timedelta(days=back)
        start, _ = clock.day_bounds(day)
        for n in range(DUES_A_DAY):
            pk += 1
            person, committee = rows[pk % len(rows)]
            by = start + timedelta(hours=8, minutes=n % 560)
            state = "late" if back < 2 and n % 35 == 0 else "open" if back == 0 and n % 2 else "met_late" if n % 90 == 0 else "met"
            met = (by, by, "tap") if state.startswith("met") else (None, None, "")
            kind = KINDS[n % len(KINDS)]
            dues.append((pk, street, committee, f"{kind}:{pk}", kind, person, json.dumps({"code": kind}), "{}", day, start, by, by + timedelta(minutes=30), [1, 2, 3], state, *met, "{}", "", start))
            if state == "late":
                alerts.append((street, committee, pk, person, "late", "raised", by + timedelta(minutes=30), "", None))
            elif state == "met_late":
                alerts.append((street, committee, pk, person, "late", "closed", by + timedelta(minutes=30), "well", by + timedelta(hours=1)))
    copy(cursor, "watch_due", "id street_id committee_id key kind person_id title ref day opens_at by_at late_at ladder state met_made_at met_received_at grade evidence excuse made_at", dues)
    copy(cursor, "watch_alert", "street_id committee_id due_id person_id why state raised_at outcome closed_at rung outcome_note", [(*row, 1, "") for row in alerts])


def _concerns(cursor, street: int, rows: list, now: datetime) -> None:
    """Three a day; a dozen still open."""
    from .fill import DAYS, copy

    made = []
    for n in range(DAYS * 3):
        person, committee = rows[n * 7]
        at = now - timedelta(hours=8 * n)
        made.append((street, committee, person, "body", 2, "今天说头晕，没吃早饭", at, at, "", "open" if n < 12 else "answered", "" if n < 12 else "已陪同就诊", None if n < 12 else at))
    copy(cursor, "watch_concern", "street_id committee_id person_id category severity text made_at received_at ref state answer answered_at", made)


def _net(cursor, street: int, rows: list, now: datetime, rng: random.Random) -> None:
    """Full-time carers, key elders with first helper and backup; every fortieth has a hole."""
    from qianshou.access.models import Street
    from qianshou.care.models import Carer
    from qianshou.kernel import clock
    from qianshou.kernel.names import name_keys, search_text
    from qianshou.people.models import Person

    from .fill import GIVEN_NAMES, SURNAMES, copy

    at, since = Street.objects.get(pk=street), clock.local_date(now) - timedelta(days=300)
    carers = []
    for n in range(CARERS):
        name = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN_NAMES, k=2))
        own = Person(id=10**7 + street * 1000 + n, street=at, name=name, name_key=name_keys(name).sort_key, found_as=search_text(name=name), created_at=now, updated_at=now)
        carers.append(Carer(person=own, street=at, number=f"专{n:03}", tier="full_time", weekly_hours=40, joined_on=since))
    Person.objects.bulk_create([carer.person for carer in carers])
    Carer.objects.bulk_create(carers)
    keys = [person for person, _ in rows[5 :: len(rows) // KEY_ELDERS][:KEY_ELDERS]]
    links = [(person, carers[n // 4 % CARERS].pk, street, "primary", since, "[]", "") for n, person in enumerate(keys)]
    links += [(person, carers[(n // 4 + 7) % CARERS].pk, street, "backup", since, "[]", "") for n, person in enumerate(keys) if n % 40]
    copy(cursor, "care_keyelder", "elder_id street_id since reason", [(person, street, since, "独居") for person in keys])
    copy(cursor, "care_link", "elder_id carer_id street_id rank since reasons ended_reason", links)


def _cases(cursor, street: int, rows: list, now: datetime) -> None:
    """An open case for each file in review."""
    from .fill import STREETS, copy

    cases = [(street, person, f"bench:{person}", '[{"code": "id_missing", "params": {}}]', "open", now, "", "", "{}") for person, _ in rows if person // STREETS % 200 == 0]
    copy(cursor, "exchange_reviewcase", "street_id person_id fingerprint reasons state made_at action note undo", cases)
