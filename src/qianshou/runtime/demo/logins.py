"""What a demo prints at its start: the address and one login for each role."""

from __future__ import annotations

import json
from pathlib import Path

from django.db import transaction

from qianshou.access.models import User
from qianshou.access.operations.devices import issue_card
from qianshou.access.roles import ROLES
from qianshou.care.models import Carer
from qianshou.kernel import clock
from qianshou.merit.rules.election_codes import shown
from qianshou.people.rules.family import shown_code
from qianshou.runtime.demo import electing, families
from qianshou.runtime.demo.staff import LOGINS, POSTS


def table(data_dir: Path, *, address: str) -> str:
    """Plain text: one line a role. Carers and volunteers get a fresh card each time, for they have no password."""
    passwords = json.loads((data_dir / LOGINS).read_text())
    lines, seen = [], set()
    for post in POSTS:
        if post.role not in seen:
            seen.add(post.role)
            lines.append(f"  {post.role.replace('_', ' '):<22} {post.username:<9} {passwords[post.username]}")
    for role, name, code in cards():
        lines.append(f"  {role:<22} {name}: on a phone (or in another browser) {address}field/#card={code}")
    if page := families.fresh_keys(now=clock.now()):
        whose, keys = page
        lines.append(f"  {'family page':<22} of {whose}: {address}family/{keys.token}/  code {shown_code(keys.code)}")
    if vote := electing.fresh_code(now=clock.now()):
        slug, code = vote
        lines.append(f"  {'a vote':<22} for the ten best: {address}vote/{slug}/#{code}  code {shown(code)}")
    return "\n".join(["", f"Qianshou answers at {address}", "", *lines, ""])


@transaction.atomic
def cards() -> list[tuple[str, str, str]]:
    """(role, name, code) of a fresh card for one full-time carer and one volunteer who have no phone yet."""
    found = []
    officer = User.objects.get(username=POSTS[0].username)
    for tier, role in (("full_time", "carer"), ("volunteer", "volunteer")):
        carers = Carer.objects.filter(street__code="pingliang", tier=tier, person__user__isnull=False, left_on__isnull=True)
        carer = carers.filter(person__user__devices__isnull=True).order_by("number").first() or carers.order_by("number").first()
        if carer:
            _, code = issue_card(user=carer.person.user, now=clock.now(), by=officer)
            found.append((role, f"{carer.person.name} {carer.number}", code))
    return found


assert {post.role for post in POSTS} | {"carer", "volunteer"} == set(ROLES), "a role without a demo login"
