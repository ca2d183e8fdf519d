"""The fixed cast: the same people in every test, so that a name tells who is who. All of them are invented.

`cast` (a fixture in conftest.py) puts them into the database. Times: tests pass `now=NOON` unless they need another.
Shen Yufang is the key elder; Tan answers for her, Shao is the backup. Wei sits in another street and must never get in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from qianshou.access.models import Committee, District, Street, User
from qianshou.access.operations import add_user, assign_role
from qianshou.care.models import Carer, KeyElder, Link, Rank, Shift
from qianshou.kernel.names import name_keys, search_text
from qianshou.people import vault
from qianshou.people.models import Contact, ElderFile, Living, Person, Phone, Place, SpareKey

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # Tuesday, 12:00 in Shanghai
DAY = date(2026, 11, 24)
LONG_AGO = date(2026, 1, 5)
PASSWORD = "pingliang-2004"


@dataclass
class Cast:
    """Everybody and every place by name. Staff are users; carers are Carer (with .person.user); elders are Person."""

    district: District
    street: Street  # Pingliang
    huaide: Committee
    huolan: Committee
    elsewhere: Street  # the outsider's street
    elsewhere_committee: Committee
    lane: Place
    lane_unplaced: Place  # "to be placed"
    admin: User
    officer: User
    district_officer: User
    committee_worker: User  # of 怀德
    assessor: User
    visiting: User  # the assessor's account for the tablet
    secretary: User
    desk: User  # the duty desk
    kitchen: User
    driver: User
    family: User
    outsider: User  # street officer elsewhere
    outsider_carer: Carer
    tan: Carer  # full-time, primary of Shen
    shao: Carer  # full-time, backup of Shen
    feng: Carer  # assistant
    aide: Carer  # Ji Wei
    volunteer: Carer  # Qiu
    shen: Person  # 沈玉芳, key elder, 怀德
    lu: Person  # 陆根宝, 霍兰
    bao: Person  # 鲍秀英, in hospital, 怀德
    stranger: Person  # an elder elsewhere


def make(now: datetime = NOON) -> Cast:
    """Write the cast into an empty database."""
    district = District.objects.create(code="yangpu", name="杨浦区")
    street = Street.objects.create(district=district, code="pingliang", name="平凉路街道")
    elsewhere = Street.objects.create(district=district, code="dinghai", name="定海路街道")
    huaide = Committee.objects.create(street=street, name="怀德居委会", position=0)
    huolan = Committee.objects.create(street=street, name="霍兰居委会", position=1)
    other = Committee.objects.create(street=elsewhere, name="海州居委会", position=0)
    lane = Place.objects.create(street=street, committee=huaide, name="怀德路454弄", lon=121.524956, lat=31.26081, placed_by="import")
    second = Place.objects.create(street=street, committee=huolan, name="怀德路20弄", lon=121.526253, lat=31.256078, placed_by="import")
    nowhere = Place.objects.create(street=street, committee=huolan, name="霍山路899弄")
    staff = {key: user(name, shown, role, now, **places) for key, name, shown, role, places in _staff(district, street, elsewhere, huaide)}
    carers = {
        "tan": carer(street, "专001", "谭美华", "full_time", lane, now, skills=["talking", "shopping", "cleaning", "walking"]),
        "shao": carer(street, "专002", "邵桂英", "full_time", second, now, skills=["talking", "shopping", "walking"]),
        "feng": carer(street, "助001", "冯秀萍", "assistant", lane, now, skills=["cleaning", "chamber_pot", "bedding", "talking"]),
        "aide": carer(street, "护001", "季伟", "aide", second, now, skills=["bathing", "medical", "rehabilitation"]),
        "volunteer": carer(street, "志001", "裘惠芬", "volunteer", second, now, skills=["talking", "counselling"]),
        "outsider_carer": carer(elsewhere, "专001", "卫兰", "full_time", None, now, skills=["talking"]),
    }
    elders = {
        "shen": elder(street, huaide, "沈玉芳", lane, "15号二楼前楼", date(1938, 3, 5), "310110193803052563", now, living=Living.ALONE),
        "lu": elder(street, huolan, "陆根宝", second, "3号101室", date(1941, 7, 19), "310110194107191919", now, sex="m"),
        "bao": elder(street, huaide, "鲍秀英", lane, "8号底层", date(1935, 11, 2), "310110193511022143", now, status="hospital"),
        "stranger": elder(elsewhere, other, "单国栋", None, "7号", date(1940, 1, 1), "310110194001011510", now, sex="m"),
    }
    shen = elders["shen"]
    telephone(shen, "13817001234")
    contact(shen, "沈明", "儿子", "13917005678")
    SpareKey.objects.create(elder=shen, holder_name="隔壁周阿姨", since=LONG_AGO)
    KeyElder.objects.create(elder=shen, street=street, since=LONG_AGO, reason="独居，腿脚不便")
    Link.objects.create(elder=shen, carer=carers["tan"], street=street, rank=Rank.PRIMARY, since=LONG_AGO, made_by=staff["officer"])
    Link.objects.create(elder=shen, carer=carers["shao"], street=street, rank=Rank.BACKUP, since=LONG_AGO, made_by=staff["officer"])
    return Cast(district=district, street=street, huaide=huaide, huolan=huolan, elsewhere=elsewhere, elsewhere_committee=other,
                lane=lane, lane_unplaced=nowhere, **staff, **carers, **elders)  # fmt: skip


def _staff(district, street, elsewhere, committee):
    """(name in Cast, user name, shown name, role, places) of everybody at a desk."""
    here = {"street_id": street.pk}
    return [
        ("admin", "admin", "管理员", "administrator", {}),
        ("officer", "wang", "王敏", "street_officer", here),
        ("district_officer", "qu", "瞿科长", "district_officer", {"district_id": district.pk}),
        ("committee_worker", "huaide", "怀德小李", "committee_worker", {**here, "committee_id": committee.pk}),
        ("assessor", "pinggu", "评估员", "assessor", here),
        ("visiting", "pinggu-pad", "评估员（平板）", "visiting_assessor", here),
        ("secretary", "mishu", "协会秘书", "association_secretary", here),
        ("desk", "zhiban", "值班室", "duty_desk", here),
        ("kitchen", "chufang", "助餐点", "kitchen", here),
        ("driver", "siji", "送餐员", "driver", here),
        ("family", "jiashu", "沈明", "family", here),
        ("outsider", "wei", "卫主任", "street_officer", {"street_id": elsewhere.pk}),
    ]


def user(username: str, shown: str, role: str, now: datetime, **places) -> User:
    """An account with one role; every password is PASSWORD."""
    made = add_user(username=username, display_name=shown, password=PASSWORD, now=now)
    assign_role(user=made, role=role, since=LONG_AGO, now=now, **places)
    return made


def person(street: Street, name: str, now: datetime, *, place: Place | None = None, door: str = "", **more) -> Person:
    """A person with search keys."""
    found_as = search_text(name=name, lane=place.name if place else "", door=door)
    return Person.objects.create(street=street, name=name, name_key=name_keys(name).sort_key, place=place, door=door, found_as=found_as,
                                 created_at=now, updated_at=now, **more)  # fmt: skip


def elder(street, committee, name, place, door, born, id_number, now, *, sex="f", status="active", living=Living.ALONE) -> Person:
    """An elder with a file."""
    sealed = vault.seal(id_number)
    made = person(street, name, now, place=place, door=door, committee=committee, sex=sex, birth_date=born, birth_precision="day",
                  id_sealed=sealed.sealed, id_blind=sealed.blind, dialects=["沪语"], interests=["编织"] if sex == "f" else ["象棋"])  # fmt: skip
    ElderFile.objects.create(person=made, street=street, status=status, living=living, opened_on=LONG_AGO, updated_at=now)
    return made


def carer(street, number, name, tier, place, now, *, skills) -> Carer:
    """A carer with an account without password, and working time Monday to Friday 8:00–17:00."""
    account = add_user(username=f"{street.code}-{number}", display_name=name, password=None, now=now)
    assign_role(user=account, role="volunteer" if tier == "volunteer" else "carer", since=LONG_AGO, now=now, street_id=street.pk)
    made = Carer.objects.create(person=person(street, name, now, place=place, user=account, sex="f", dialects=["沪语"]), street=street,
                                number=number, tier=tier, skills=skills, weekly_hours=40 if tier == "full_time" else 20,
                                start_place=place, joined_on=LONG_AGO)  # fmt: skip
    for weekday in range(1, 6):
        Shift.objects.create(carer=made, weekday=weekday, starts=time(8), ends=time(17), since=LONG_AGO)
    return made


def telephone(owner: Person, number: str) -> Phone:
    """A mobile number of one's own."""
    sealed = vault.seal(number)
    return Phone.objects.create(person=owner, kind="mobile", sealed=sealed.sealed, blind=sealed.blind)


def contact(owner: Person, name: str, relation: str, number: str) -> Contact:
    """Somebody to call."""
    sealed = vault.seal(number)
    return Contact.objects.create(elder=owner, name=name, relation=relation, sealed=sealed.sealed, blind=sealed.blind)
