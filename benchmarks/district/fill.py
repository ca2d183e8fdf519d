"""Streets, lanes and people by COPY, then what the watch and the net hold of them."""

from __future__ import annotations

import json
import random
from datetime import date, datetime, timedelta

# The first are the common ones: every tenth surname is 王, 李 or 张, as in a real register.
SURNAMES = "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕单区"
WEIGHTS = [8, 8, 7, 6, 5, 4, 3, 3, 3, 2] + [1] * (len(SURNAMES) - 10)
GIVEN_NAMES = "国建明秀英桂兰珍凤玉华荣芳根宝福德生林海金银妹娣娥月红梅仁义礼信文武永康祥云龙素惠淑美雪莲仙彩"
STREETS, DAYS, DUES_A_DAY = 12, 60, 700
LANES = [f"怀德路{n * 3 + 3}弄" for n in range(90)]  # one road, the worst that a search can meet: there is a 12弄 and no 13弄
RAW = {"姓名": "", "性别": "女", "地址": "怀德路12弄7号201室", "电话": "65123456、13812345678", "身体状况": "高血压、糖尿病，腿脚不便，耳背", "子女情况": "一子一女，儿子在浦东，女儿在国外", "备注": "每周三需陪同配药；敲门要久一点", "饮食": "少盐，软饭"}


def fill(files: int):
    """Everything, from a seed; returns the officer of the first street. Dates are relative to today."""
    from django.db import connection

    from qianshou.access.models import User
    from qianshou.access.operations import add_user, assign_role
    from qianshou.access.operations.streets import add_committee, add_street
    from qianshou.kernel import clock
    from qianshou.kernel.place import Place
    from qianshou.people.operations import add_place
    from qianshou.runtime.schema import as_owner

    from .care import copy_care

    now, rng = clock.now(), random.Random(1)
    streets = [add_street(code=f"street{n}", name=f"第{n + 1}街道", now=now)[0] for n in range(STREETS)]
    committees = {s.pk: [add_committee(street=s, name=f"第{n + 1}居委会", now=now)[0].pk for n in range(12)] for s in streets}
    lanes = {
        s.pk: [
            add_place(street_id=s.pk, name=name, committee_id=committees[s.pk][n % 12], point=Place(121.5 + n / 5000, 31.25) if n else None, now=now)[0]
            for n, name in enumerate(LANES)
        ]
        for s in streets
    }  # fmt: skip
    with connection.cursor() as cursor:
        people = _copy_people(cursor, files, streets, committees, lanes, now, rng)
        copy_care(cursor, people, now, rng)
        for table in ("people_person", "people_phone", "people_contact"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
    with as_owner() as owner, owner.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum would, within minutes
    officer = add_user(username="bench", display_name="王敏", password=None, now=now)
    assign_role(user=officer, role="street_officer", since=date(2020, 1, 1), now=now, street_id=streets[0].pk)
    return User.objects.get(pk=officer.pk)


def _copy_people(cursor, files: int, streets: list, committees: dict, lanes: dict, now: datetime, rng: random.Random) -> dict[int, list[tuple[int, int]]]:
    """Persons, files, telephones and contacts; (person, committee) of each street. The streets' rows lie between one another's."""
    from qianshou.kernel.names import name_keys, search_text
    from qianshou.people import vault

    people, own, numbers, ids = [], [], [], []
    found: dict[int, list[tuple[int, int]]] = {street.pk: [] for street in streets}
    for n in range(1, files + 1):
        street, k = streets[n % STREETS], n // STREETS
        lane, committee = lanes[street.pk][k % 90], committees[street.pk][k % 90 % 12]
        name = rng.choices(SURNAMES, WEIGHTS)[0] + "".join(rng.choices(GIVEN_NAMES, k=rng.choice((1, 2, 2, 2))))
        door, number = f"{k % 61 + 1}号{k % 6 + 1}0{k % 4 + 1}室", f"138{rng.randrange(10**8):08d}"
        born = date(1926, 1, 1) + timedelta(days=k % 14_000)
        found[street.pk].append((n, committee))
        people.append((n, street.pk, committee, name, name_keys(name).sort_key[:120], "fm"[k % 2], born, "day", lane.pk, door, [], [], search_text(name=name, phones=(number,), lane=lane.name, door=door), 1, now, now))
        status = "hospital" if k % 30 == 0 else "dead" if k % 41 == 0 else "active"
        own.append((n, street.pk, status, "alone" if k % 4 == 0 else "with_family", ["高血压"], [], False, [], [], "", "", json.dumps(RAW | {"姓名": name}, ensure_ascii=False), [], k % 200 == 0, born, now))
        numbers.append(number)
        ids.append(f"310110{born:%Y%m%d}{n % 10_000:04}")
    sealed = vault.seal_many(numbers)
    people = [(*row, s.sealed, s.blind) for row, s in zip(people, vault.seal_many(ids), strict=True)]
    phones = [(n, n, 0, "mobile", s.sealed, s.blind) for n, s in enumerate(sealed, start=1)]
    contacts = [(n, n, 0, "王明", "儿子", s.sealed, s.blind, "") for n, s in enumerate(sealed, start=1) if n % 5]
    copy(cursor, "people_person", "id street_id committee_id name name_key sex birth_date birth_precision place_id door dialects interests found_as version created_at updated_at id_sealed id_blind", people)
    copy(cursor, "people_elderfile", "person_id street_id status living health diet diet_unclear meal_days hardship access_note remarks raw by_hand in_review opened_on updated_at", own)
    copy(cursor, "people_phone", "id person_id position kind sealed blind", phones)
    copy(cursor, "people_contact", "id elder_id position name relation sealed blind note", contacts)
    return found


def copy(cursor, table: str, columns: str, rows: list) -> None:
    """Rows into a table."""
    with cursor.copy(f"COPY {table} ({', '.join(columns.split())}) FROM STDIN") as out:
        for row in rows:
            out.write_row(row)
