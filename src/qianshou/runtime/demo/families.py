"""The demo's families and consents: who was asked for what, a daughter abroad who looks in and writes, a file that moves from street to street."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from qianshou.access.models import Street, User
from qianshou.access.operations import streets
from qianshou.care.models import KeyElder, Visit
from qianshou.care.operations.family import write_from_family
from qianshou.exchange.operations.moving import offer_file
from qianshou.kernel import clock
from qianshou.meals.models import Order
from qianshou.people.models import Consent, FamilyLink, FileMove, Person
from qianshou.people.operations import answer_consent, register_person, withdraw_consent
from qianshou.people.operations.family import Keys, Where, make_family_link, note_family_look, renew_family_link, shut_family_link
from qianshou.people.queries.family import family_scope
from qianshou.watch.operations import answer_concern

ASKED = 60  # elders who were asked
PURPOSES = ("health", "place", "talents", "family_page", "photos")
DAUGHTER, SON = "陈丽", "陈明"
PHONE = Where("203.0.113.24", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/605.1")
NEIGHBOUR = ("dinghai", "定海路街道")


def settle(*, street: Street, officer: User, now: datetime, rng: Random) -> dict[str, int]:
    """Write consents down, let a daughter look in and write, offer files to and from the neighbouring street. Once."""
    if FamilyLink.objects.filter(street=street).exists():
        return {"consents": 0, "notes": 0, "moves": 0}
    elder = watched(street, now)
    made = _consents(street, officer, elder, now, rng)
    notes = _daughter(elder, officer, now, rng) if elder else 0
    return {"consents": made, "notes": notes, "moves": _moves(street, officer, elder, now)}


def watched(street: Street, now: datetime) -> Person | None:
    """The key elder whose page is shown: one with a visit and a meal today, where there is one."""
    day = clock.local_date(now)
    keys = KeyElder.objects.filter(street=street, until__isnull=True).values("elder")
    visited = Visit.objects.filter(street=street, day=day, withdrawn=False, elder__in=keys).order_by("elder__name_key", "elder_id")
    fed = set(Order.objects.filter(street=street, day=day, state="ordered").values_list("person_id", flat=True))
    ids = list(dict.fromkeys(visited.values_list("elder_id", flat=True)))
    chosen = next((pk for pk in ids if pk in fed), ids[0] if ids else None)
    return Person.objects.filter(pk=chosen).first()


def _consents(street: Street, officer: User, elder: Person | None, now: datetime, rng: Random) -> int:
    asked = Consent.objects.filter(street=street).values("person")  # those who came in by an intake
    people = list(Person.objects.filter(street=street, file__isnull=False, merged_into__isnull=True).exclude(pk__in=asked).order_by("name_key", "pk")[:ASKED])
    made = 0
    for person in [*people, *([elder] if elder else [])]:
        at = now - timedelta(days=rng.randint(1, 40))
        for purpose in PURPOSES:
            given = person == elder or rng.random() < 0.85
            answer_consent(
                person_id=person.pk, purpose=purpose, given=given, how="spoken", witness="楼组长", now=at, by_id=officer.pk,
            )  # fmt: skip
            made += 1
    for row in Consent.objects.filter(street=street, given=True, ended_at=None, purpose="talents").exclude(person=elder).order_by("pk")[:3]:
        withdraw_consent(consent_id=row.pk, reason="不想参加活动了", now=now, by_id=officer.pk)
    return made


def _daughter(elder: Person, officer: User, now: datetime, rng: Random) -> int:
    """She looks in from abroad, has written twice, and was answered once; a son's link was shut."""
    began = now - timedelta(days=9)
    link, _ = make_family_link(person_id=elder.pk, name=DAUGHTER, relation="女儿", language="en", now=began, by_id=officer.pk)
    other, _ = make_family_link(person_id=elder.pk, name=SON, relation="儿子", now=began, by_id=officer.pk)
    shut_family_link(link=other, now=began + timedelta(days=1), by_id=officer.pk)
    for days in (8, 5, 2):
        link.refresh_from_db()
        note_family_look(link=link, where=PHONE, now=now - timedelta(days=days))
    texts = (
        ("message", "Please remind Mum to drink more water. Thank you!", 5),
        ("concern", "She sounded tired on the phone on Sunday.", 1),
    )
    notes = []
    for kind, text, days in texts:
        at = now - timedelta(days=days)
        batch = UUID(int=rng.getrandbits(128), version=4)
        notes.append(write_from_family(scope=family_scope(link, at), kind=kind, text=text, urgent=False, batch=batch, now=at))
    answer_concern(concern=notes[0].concern, user=officer, answer="关爱员每次去都会提醒，水杯放在床头了。", now=now - timedelta(days=4))
    return len(notes)


def _moves(street: Street, officer: User, elder: Person | None, now: datetime) -> int:
    """The neighbouring street offers a file; one of ours is offered to it."""
    there, _ = streets.add_street(code=NEIGHBOUR[0], name=NEIGHBOUR[1], district=street.district, now=now)
    committee, _ = streets.add_committee(street=there, name="海州居委会", now=now)
    born = clock.local_date(now).replace(year=clock.local_date(now).year - 82, day=1)
    comes = register_person(
        street_id=there.pk, name="单国栋", opened_on=clock.local_date(now), now=now,
        values={"sex": "m", "birth_date": born, "birth_precision": "month", "committee_id": committee.pk, "door": "海州路7号"},
    )  # fmt: skip
    offer_file(person_id=comes.pk, to_street_id=street.pk, reason="搬到平凉路和儿子同住", now=now, by_id=officer.pk)
    goes = Person.objects.filter(
        street=street, file__isnull=False, merged_into__isnull=True, carer__isnull=True, review_cases__isnull=True, user__isnull=True,
        intakes__isnull=True, rights_requests__isnull=True, erasures__isnull=True,
    )
    chosen = goes.exclude(pk=elder.pk if elder else 0).order_by("-name_key", "-pk").first()
    if chosen:
        offer_file(person_id=chosen.pk, to_street_id=there.pk, reason="搬到女儿家", now=now, by_id=officer.pk)
    return FileMove.objects.count()


def fresh_keys(*, now: datetime) -> tuple[str, Keys] | None:
    """Whose page, and new keys to it: those of the last start are kept nowhere."""
    link = FamilyLink.objects.filter(name=DAUGHTER, shut_at=None).select_related("person").order_by("pk").first()
    return (link.person.name, renew_family_link(link=link, now=now, by_id=link.made_by_id)) if link else None
