"""What the phone is told of a carer's or a driver's day, as plain JSON. Only what is needed at the door."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta

from qianshou.access.models import Street, User
from qianshou.acts.models import Act
from qianshou.acts.queries import held_of
from qianshou.care.models import Carer, Visit
from qianshou.care.queries.credits import own_points
from qianshou.care.queries.family import family_words
from qianshou.kernel import clock
from qianshou.ledger.rules.points import BASE
from qianshou.merit.queries.leave import own_leave
from qianshou.merit.queries.own import own_sheet
from qianshou.packs import loader
from qianshou.packs.shapes import Pack
from qianshou.people import vault
from qianshou.people.models import Contact, SpareKey
from qianshou.people.queries.consents import said_no
from qianshou.rounds.models import Stop

from . import queries
from .drops import drops_of
from .rules import age_on, minutes_with_people, step_of
from .timebank_page import bank_body, people_of

HELD_DAYS = 30


def day_body(*, user: User, now: datetime) -> dict:
    """Today's and tomorrow's stops, the clock, the month and the held acts of one user."""
    today = clock.local_date(now)
    carer, street = queries.carer_of(user), queries.street_of(user, today)
    return {
        "name": user.display_name,
        "days": _days(user, carer, street, now),
        "clock": _clock(carer, today) if carer else None,
        "month": _month(carer, today) if carer else None,
        "points": _points(carer, today, now) if carer else None,
        "bank": bank_body(user=user, carer=carer, street=street, today=today),
        "sheet": own_sheet(carer, today, now) if carer else None,
        "leave": own_leave(carer, today) if carer else None,
        "held": [_held(act, carer, user) for act in held_of(user_id=user.pk, since=now - timedelta(days=HELD_DAYS))],
        "duty_phone": next((vault.phone(p) for p in queries.duty_phones(street_id=street.pk, now=now)), street.telephone or None) if street else None,
    }


def etag_of(body: dict) -> str:
    """A strong ETag: the same day has the same tag."""
    return '"' + hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32] + '"'


def _days(user: User, carer: Carer | None, street: Street | None, now: datetime) -> list[dict]:
    """Stops of a carer, drops of a driver; whoever is both has both."""
    today = clock.local_date(now)
    tomorrow = today + timedelta(days=1)
    rows = queries.stops(carer=carer, first=today, last=tomorrow) if carer else []
    facts = _Facts(carer, rows, now) if carer else None
    drops = drops_of(user=user, street_id=street.pk, first=today, last=tomorrow) if street else {}
    return [
        {"date": day.isoformat(), "stops": [facts.stop(r) for r in rows if r.round_day.day == day], "drops": drops.get(day, [])} for day in (today, tomorrow)
    ]


class _Facts:
    """What several stops need, fetched once: thirteen queries for a day, however many doors it has."""

    def __init__(self, carer: Carer, rows: list[Stop], now: datetime):
        people = [row.visit.elder_id for row in rows]
        visits = [row.visit_id for row in rows]
        self.today = today = clock.local_date(now)
        self.services = loader.load(carer.street.pack, today).services
        self.companions = queries.companions(carer=carer, visit_ids=visits)
        self.events = queries.own_events(carer=carer, visit_ids=visits)
        self.others = queries.done_by_others(carer=carer, visit_ids=visits)
        self.contacts = queries.contacts(people)
        self.phones = queries.phones(people)
        self.keys = queries.spare_keys(people, today)
        self.walls = queries.walls(people)
        self.family = family_words(person_ids=people, now=now)
        # What somebody said no to is not on the phone: illnesses are not shown there, and where it is is not written down.
        self.no_health, self.no_place = (set(said_no(carer.street_id, what).filter(person__in=people).values_list("person_id", flat=True)) for what in ("health", "place"))

    def stop(self, row: Stop) -> dict:
        visit, heard = row.visit, self.events[row.visit_id]
        service = self.services.get(visit.service)
        return {
            "visit": visit.pk,
            "from": _iso(row.starts_at),
            "to": _iso(row.ends_at),
            "state": step_of(state=visit.state, heard=heard, needed=visit.carers_needed),
            "arrived_at": _iso(heard.get("arrived") or (visit.arrived_at if visit.carers_needed < 2 else None)),
            "done_at": _iso(heard.get("done") or visit.done_at),
            "service": {"zh": service.zh, "en": service.en} if service else visit.service,
            "minutes": visit.minutes,
            "instructions": visit.note,
            "together": self.companions[visit.pk],
            "needed": visit.carers_needed,
            "done_by": self.others[visit.pk],
            "no_place": visit.elder_id in self.no_place,
            "wall": self.walls.get(visit.elder_id, []),
            "family": self.family.get(visit.elder_id, []),
            "elder": self._elder(visit),
            "contacts": [_contact(c) for c in self.contacts[visit.elder_id] if c.sealed],
        }

    def _elder(self, visit: Visit) -> dict:
        person = visit.elder
        file = getattr(person, "file", None)
        health = file.health if file and person.pk not in self.no_health else []
        notes = [*health, *person.dialects]
        return {
            "id": person.pk,
            "name": person.name,
            "age": age_on(person.birth_date, self.today),
            "address": person.address,
            "floor": file.access_note if file else "",
            "notes": notes,
            "key_holder": _key(self.keys.get(person.pk)),
            "phones": [vault.phone(p) for p in self.phones[person.pk]],
        }


def _contact(row: Contact) -> dict:
    return {"name": row.name, "relation": row.relation, "phone": vault.phone(row)}


def _key(row: SpareKey | None) -> str:
    if row is None:
        return ""
    return " · ".join(filter(None, [row.holder_name, vault.phone(row) if row.sealed else "", row.note]))


def _clock(carer: Carer, today: date) -> dict:
    last = queries.last_clock(carer=carer, day=today)
    return {"state": last.direction, "at": _iso(last.made_at)} if last else {"state": "out", "at": None}


def _month(carer: Carer, today: date) -> dict:
    stays = queries.month_stays(carer=carer, day=today)
    return {"minutes": minutes_with_people(stays), "visits": len(stays), "days": queries.days_at_work(carer=carer, day=today)}


def _points(carer: Carer, today: date, now: datetime) -> dict:
    """Her points of today and of the month; today's tasks and why each earned so many, in both languages."""
    found, pack = own_points(carer, today, now), loader.load(carer.street.pack, today)
    for task in found["tasks"]:
        task["reasons"] = [{**_said(pack, task["service"], rule), "points": points} for rule, points in task["reasons"]]
    return found


def _said(pack: Pack, service: str, rule: str) -> dict:
    """A reason in words: the service itself, or a rule of the pack."""
    one = pack.services.get(service) if rule == BASE else pack.point_rules.get(rule)
    return {"zh": one.zh, "en": one.en} if one else {"zh": rule, "en": rule}


def _held(act: Act, carer: Carer | None, user: User) -> dict:
    visit, order = act.payload.get("visit"), act.payload.get("order")
    name = queries.elder_of_own_stop(carer=carer, visit_id=visit) if carer and isinstance(visit, int) else ""
    name = queries.elder_of_own_box(user=user, order_id=order) if isinstance(order, int) else name
    return {"id": str(act.pk), "kind": act.kind, "made_at": _iso(act.made_at), "elder": name, "person": act.payload.get("person"), "reason": act.reason.get("code", "error")}


def _iso(moment: datetime | None) -> str | None:
    """UTC with milliseconds and Z, as the phone writes it."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def people_on(body: dict) -> list[int]:
    """Whom a day or a table tells of: elders at the stops, those who get a box, those of her time bank, those whose forms are handed out."""
    if "packets" in body:
        return [packet["person"]["id"] for packet in body["packets"]]
    stops = [stop["elder"]["id"] for day in body["days"] for stop in day["stops"]]
    drops = [box["person"] for day in body["days"] for trip in day["drops"] for door in trip["doors"] for box in door["boxes"]]
    return [*stops, *drops, *people_of(body["bank"])]
