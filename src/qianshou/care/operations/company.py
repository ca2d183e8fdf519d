"""Company: what two people wish and offer is written down, they are brought together, what they do is told, and it may end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.people.models import Person
from qianshou.people.models.person import Sex
from qianshou.people.operations.grants import NewGrant, end_grants, give_grants
from qianshou.people.queries.consents import has_said_no
from qianshou.people.queries.restrictions import allowed
from qianshou.people.rules.restrictions import TALENTS

from ..models import Carer, Companionship, CompanyEntry, CompanyOffer, CompanyWish
from .credits import credit_days
from .errors import Refused
from .locks import lock_street

MOST = 20


@dataclass(frozen=True, slots=True)
class Terms:
    """What one of the two wishes of the other: sex ("" for no wish), ISO weekdays, a word."""

    wishes_sex: str = ""
    days: Sequence[int] = ()
    note: str = ""

    def checked(self) -> dict:
        """As columns. Refused "sex", "days" for what makes no sense."""
        if self.wishes_sex not in Sex.values:
            raise Refused("sex")
        if not all(1 <= day <= 7 for day in self.days):
            raise Refused("days")
        return {"wishes_sex": self.wishes_sex, "days": sorted(set(self.days)), "note": self.note.strip()[:200]}


@transaction.atomic
def wish_for_company(*, elder_id: int, wanted: bool, terms: Terms, on: date, now: datetime, by_id: int) -> CompanyWish:
    """What an elder says about company; the last word holds."""
    elder = Person.objects.get(pk=elder_id, merged_into__isnull=True)
    lock_street(elder.street_id)
    values = terms.checked() | {"wanted": wanted, "asked_on": on, "asked_by_id": by_id}
    row, made = CompanyWish.objects.get_or_create(elder=elder, defaults=values | {"street_id": elder.street_id})
    if not made:
        CompanyWish.objects.filter(pk=row.pk).update(**values, version=F("version") + 1)
        row.refresh_from_db()
    log(act="company.wish", now=now, by_id=by_id, street_id=elder.street_id, target="person", target_id=elder.pk, wanted=wanted)
    return row


@transaction.atomic
def offer_company(*, carer_id: int, most: int, terms: Terms, on: date, now: datetime, by_id: int) -> CompanyOffer:
    """To how many a volunteer would go, and on which terms; 0 takes the offer back, those whom she goes to stay. Refused "most" beyond 20."""
    if not 0 <= most <= MOST:
        raise Refused("most", most=MOST)
    carer = Carer.objects.get(pk=carer_id)
    lock_street(carer.street_id)
    values = terms.checked() | {"most": most, "offered_on": on}
    row, made = CompanyOffer.objects.get_or_create(carer=carer, defaults=values | {"street_id": carer.street_id})
    if not made:
        CompanyOffer.objects.filter(pk=row.pk).update(**values, version=F("version") + 1)
        row.refresh_from_db()
    log(act="company.offer", now=now, by_id=by_id, street_id=carer.street_id, target="carer", target_id=carer.pk, most=most)
    return row


@transaction.atomic
def bring_together(*, elder_id: int, carer_id: int, since: date, reasons: Iterable = (), now: datetime, by_id: int) -> Companionship:
    """From this day these two belong together; the volunteer may see the file. Doing it twice returns the pair that runs.

    Refused "street" for two streets, "left" for a volunteer who has left, "not_wanted" when the elder said no, "talents" when she
    may not be found for hers, "restricted" when she had that restricted, "full" beyond what she offers.
    """
    elder = Person.objects.select_related("company_wish").get(pk=elder_id, merged_into__isnull=True)
    lock_street(elder.street_id)
    carer = Carer.objects.select_related("person").get(pk=carer_id)
    if running := Companionship.objects.filter(elder=elder, carer=carer, until__isnull=True).first():
        return running
    _check(elder, carer, since)
    pair = Companionship.objects.create(
        elder=elder, carer=carer, street_id=elder.street_id, since=since, reasons=[list(one) for one in reasons], made_by_id=by_id
    )
    if carer.person.user_id:
        grant = NewGrant(
            user_id=carer.person.user_id, person_id=elder.pk, street_id=elder.street_id, since=since, why="company", source=f"company:{pair.pk}"
        )
        give_grants(grants=[grant])
    log(act="company.together", now=now, by_id=by_id, street_id=elder.street_id, target="companionship", target_id=pair.pk, elder=elder.pk, carer=carer.pk)
    return pair


def _check(elder: Person, carer: Carer, since: date) -> None:
    if elder.street_id != carer.street_id:
        raise Refused("street")
    if carer.left_on is not None and carer.left_on < since:
        raise Refused("left")
    if not allowed(elder.pk, TALENTS):
        raise Refused("restricted")
    if has_said_no(elder.pk, "talents"):
        raise Refused("talents")
    wish = getattr(elder, "company_wish", None)
    if wish is not None and not wish.wanted:
        raise Refused("not_wanted")
    offer = CompanyOffer.objects.filter(carer=carer).first()
    has = Companionship.objects.filter(carer=carer, until__isnull=True).count()
    if offer is None or has >= offer.most:
        raise Refused("full", has=has)


@transaction.atomic
def not_these_two(*, elder_id: int, carer_id: int, reason: str, on: date, now: datetime, by_id: int) -> Companionship:
    """One of them would rather not: a pair that never began, so that it is not proposed again. Refused "reason" without one, "running"."""
    if not reason.strip():
        raise Refused("reason")
    elder, carer = Person.objects.get(pk=elder_id, merged_into__isnull=True), Carer.objects.get(pk=carer_id)
    lock_street(elder.street_id)
    if elder.street_id != carer.street_id:
        raise Refused("street")
    if Companionship.objects.filter(elder=elder, carer=carer, until__isnull=True).exists():
        raise Refused("running")
    pair = Companionship.objects.create(
        elder=elder, carer=carer, street_id=elder.street_id, since=on, until=on - timedelta(days=1), ended_reason=reason.strip()[:200], made_by_id=by_id
    )
    log(act="company.not_these", now=now, by_id=by_id, street_id=elder.street_id, target="companionship", target_id=pair.pk, reason=pair.ended_reason)
    return pair


@transaction.atomic
def part(*, companionship_id: int, last_day: date, reason: str, now: datetime, by_id: int) -> Companionship:
    """It ends after this day, and the volunteer's sight of the file with it. Refused "reason" without one, "ended" when it has ended."""
    if not reason.strip():
        raise Refused("reason")
    pair = Companionship.objects.select_for_update().get(pk=companionship_id)
    if pair.until is not None:
        raise Refused("ended")
    pair.until, pair.ended_reason = max(last_day, pair.since - timedelta(days=1)), reason.strip()[:200]
    Companionship.objects.filter(pk=pair.pk).update(until=pair.until, ended_reason=pair.ended_reason)
    end_grants(source=f"company:{pair.pk}", last_day=pair.until)
    log(act="company.parted", now=now, by_id=by_id, street_id=pair.street_id, target="companionship", target_id=pair.pk, reason=pair.ended_reason)
    return pair


@transaction.atomic
def tell(*, companionship_id: int, kind: str, on: date, minutes: int, text: str, batch: UUID, now: datetime, by_id: int) -> CompanyEntry:
    """What the two did, or what came of it; the volunteer's points follow. `batch` names the entry: sent twice it is one. Refused "kind", "minutes", "future", "text"."""
    if known := CompanyEntry.objects.filter(batch=batch, companionship_id=companionship_id).first():
        return known
    if kind not in CompanyEntry.Kind.values:
        raise Refused("kind")
    if not 0 <= minutes <= 24 * 60:
        raise Refused("minutes")
    if on > clock.local_date(now):
        raise Refused("future")
    if kind == CompanyEntry.Kind.RESULT and not text.strip():
        raise Refused("text")
    pair = Companionship.objects.get(pk=companionship_id)
    entry = CompanyEntry.objects.create(
        companionship=pair, kind=kind, on=on, minutes=minutes, text=text.strip()[:500], entered_at=now, entered_by_id=by_id, batch=batch
    )
    log(act="company.told", now=now, by_id=by_id, street_id=pair.street_id, target="companionship", target_id=pair.pk, kind=kind)
    if kind != CompanyEntry.Kind.RESULT:
        credit_days(carer_id=pair.carer_id, days=[on], now=now, by_id=by_id)
    return entry


@transaction.atomic
def take_back_entry(*, entry_id: int, now: datetime, by_id: int) -> bool:
    """It was a mistake: the entry stays written down and counts for nothing, nor does it earn. False when it was taken back before."""
    done = CompanyEntry.objects.filter(pk=entry_id, taken_back_at__isnull=True).update(taken_back_at=now)
    if done:
        street, carer_id, on = CompanyEntry.objects.values_list("companionship__street_id", "companionship__carer_id", "on").get(pk=entry_id)
        log(act="company.taken_back", now=now, by_id=by_id, street_id=street, target="company_entry", target_id=entry_id)
        credit_days(carer_id=carer_id, days=[on], now=now, by_id=by_id, reason="taken back")
    return bool(done)
