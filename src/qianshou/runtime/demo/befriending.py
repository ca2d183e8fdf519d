"""The demo's company: volunteers who offer it, elders who wish for it, some pairs with what they did; the rest waits for proposals."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from qianshou.access.models import Street, User
from qianshou.access.scope import Scope
from qianshou.care.models import Carer, CompanyOffer
from qianshou.care.operations import company
from qianshou.care.queries.company import proposals
from qianshou.kernel import clock
from qianshou.people.models import ElderFile, Status

WISHES, PAIRS, PLACES = 40, 8, 2
TOLD = (("visit", 60, "一起听越剧，聊了半天"), ("visit", 45, "教她用手机看照片"), ("outing", 90, "推轮椅去滨江走了走"), ("call", 15, "打电话问候"))


def befriend(*, street: Street, officer: User, now: datetime, rng: Random) -> dict[str, int]:
    """Write wishes and offers down, bring the first pairs together, tell what they did. Once."""
    if CompanyOffer.objects.filter(street=street).exists():
        return {"wishes": 0, "pairs": 0}
    today = clock.local_date(now)
    for carer in Carer.objects.filter(street=street, tier="volunteer", left_on__isnull=True).order_by("pk"):
        days = sorted(rng.sample(range(1, 8), 3))
        company.offer_company(carer_id=carer.pk, most=PLACES, terms=company.Terms(days=days), on=today, now=now, by_id=officer.pk)
    files = ElderFile.objects.filter(street=street, status=Status.ACTIVE).exclude(person__interests=[]).order_by("person__name_key", "pk")
    wishes = list(files.values_list("pk", flat=True)[:WISHES])
    for pk in wishes:
        company.wish_for_company(elder_id=pk, wanted=True, terms=company.Terms(days=sorted(rng.sample(range(1, 8), 4))), on=today, now=now, by_id=officer.pk)
    found = proposals(scope=Scope.system(street.pk), street=street, today=today)[:PAIRS]
    for n, one in enumerate(found):
        reasons = [(r.code, r.what, r.points) for r in one.pair.weighed.reasons]
        pair = company.bring_together(
            elder_id=one.elder.pk, carer_id=one.carer.pk, since=today - timedelta(days=60), reasons=reasons, now=now, by_id=officer.pk
        )
        for k in range(n % 5):
            kind, minutes, text = TOLD[k % len(TOLD)]
            company.tell(
                companionship_id=pair.pk, kind=kind, on=today - timedelta(days=7 * k + n), minutes=minutes, text=text, now=now, by_id=officer.pk,
                batch=UUID(int=rng.getrandbits(128), version=4),
            )  # fmt: skip
    return {"wishes": len(wishes), "pairs": len(found)}
