"""The people at desks of the demo street, and how they sign in."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from qianshou.access.models import Committee, Street, User
from qianshou.access.operations import streets
from qianshou.access.operations.accounts import open_account

LOGINS = "demo-logins.json"  # in the data directory: passwords are made up for each installation
TELEPHONE = "021-6500 0000"  # invented, like everybody here
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else


@dataclass(frozen=True)
class Post:
    """One person at a desk. `at`: where the role holds."""

    username: str
    shown: str
    role: str
    at: str = "street"  # system | district | street | committee


POSTS = (
    Post("wang", "王敏", "street_officer"),
    Post("zhou", "周建国", "street_officer"),
    Post("zhiban", "值班室", "duty_desk"),
    Post("huaide", "怀德居委 李红", "committee_worker", "committee"),
    Post("pinggu", "评估员 章芸", "assessor"),
    Post("pinggu-pad", "评估员 章芸（平板）", "visiting_assessor"),
    Post("mishu", "协会秘书 裘惠芬", "association_secretary"),
    Post("chufang", "助餐点 陈师傅", "kitchen"),
    Post("siji", "送餐员 老周", "driver"),
    Post("siji2", "送餐员 小林", "driver"),
    Post("siji3", "送餐员 阿康", "driver"),
    Post("siji4", "送餐员 老徐", "driver"),
    Post("siji5", "送餐员 小马", "driver"),
    Post("siji6", "送餐员 老丁", "driver"),
    Post("siji7", "送餐员 阿芳", "driver"),
    Post("jiashu", "家属 沈明", "family"),
    Post("qu", "区里 瞿科长", "district_officer", "district"),
    Post("admin", "系统管理员", "administrator", "system"),
)


def make_street(*, now: datetime) -> Street:
    """Yangpu district with Pingliang street; its committees come with the papers."""
    district, _ = streets.add_district(code="yangpu", name="杨浦区", now=now)
    street, _ = streets.add_street(code="pingliang", name="平凉路街道", district=district, now=now)
    streets.set_telephone(street_id=street.pk, telephone=TELEPHONE, now=now)
    return street


def open_accounts(*, street: Street, data_dir: Path, since: date, now: datetime) -> dict[str, User]:
    """Make every post's account; returns users by user name. The passwords go into the data directory, readable by us only."""
    committee = Committee.objects.filter(street=street, name__startswith="怀德").first() or Committee.objects.filter(street=street).first()
    places = {
        "system": {},
        "district": {"district_id": street.district_id},
        "street": {"street_id": street.pk},
        "committee": {"street_id": street.pk, "committee_id": committee.pk},
    }
    users, logins = {}, {}
    for post in POSTS:
        password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(2))
        users[post.username] = open_account(username=post.username, display_name=post.shown, password=password, role=post.role,
                                            since=since, now=now, **places[post.at])  # fmt: skip
        logins[post.username] = password
    file = data_dir / LOGINS
    file.touch(mode=0o600)
    file.write_text(json.dumps(logins, indent=1))
    return users
