"""Covers written, renewed for one person or a whole list, ended early, taken back; each follows or excuses what the watch is owed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from qianshou.access.operations import log
from qianshou.people.models import Paper, Person
from qianshou.watch import operations as watch
from qianshou.watch.models import Due

from ..models import Safeguard
from ..models.safeguard import KINDS
from ..rules.safeguards import Cover, overlaps, renewal
from .errors import Refused
from .locks import lock_street

MOST = 5_000  # people in one act
STANDS = Q(taken_back_at__isnull=True)
TAKEN_BACK = "taken_back"  # the excuse of a due whose cover was a mistake; shown in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a cover says. Money in fen, None for not known; `until` is the last day covered."""

    kind: int
    provider: str
    since: date
    until: date
    cover: str = ""
    policy: str = ""
    premium_fen: int | None = None
    amount_fen: int | None = None

    def checked(self) -> dict:
        """As columns. Refused "kind", "provider", "span", "money"."""
        if not 1 <= self.kind <= KINDS:
            raise Refused("kind")
        if not self.provider.strip():
            raise Refused("provider")
        if self.until < self.since:
            raise Refused("span")
        if any(fen is not None and fen < 0 for fen in (self.premium_fen, self.amount_fen)):
            raise Refused("money")
        words = {"provider": self.provider.strip()[:80], "cover": self.cover.strip()[:300], "policy": self.policy.strip()[:60]}
        return words | {"kind": self.kind, "premium_fen": self.premium_fen, "amount_fen": self.amount_fen}


@dataclass(frozen=True, slots=True)
class Many:
    """What came of an act on a list: covers written, and persons left out because they are covered already."""

    made: list[Safeguard]
    covered: list[int]


@transaction.atomic
def cover_person(*, person_id: int, terms: Terms, batch: UUID, now: datetime, by_id: int) -> Safeguard:
    """One person is covered from this day to that. `batch` names the act: sent twice it is one.

    What the watch was owed for a cover before it is met. Refused "overlap" (with `since`, `until`, `provider` of the other), and as `Terms.checked`.
    """
    person = Person.objects.get(pk=person_id, merged_into__isnull=True)
    lock_street(person.street_id)
    if known := Safeguard.objects.filter(batch=batch, person=person).first():
        return known
    held = _standing([person.pk], terms.kind).get(person.pk, [])
    if other := _other(held, terms.since, terms.until):
        raise Refused("overlap", since=other.since, until=other.last, provider=other.provider)
    row = Safeguard(
        person=person, street_id=person.street_id, since=terms.since, until=terms.until, batch=batch, made_at=now, made_by_id=by_id, **terms.checked()
    )
    row.save()
    _meet_earlier([row], now, by_id)
    log(
        act="safeguard.covered",
        now=now,
        by_id=by_id,
        street_id=person.street_id,
        target="person",
        target_id=person.pk,
        safeguard=row.pk,
        kind=row.kind,
    )
    return row


@transaction.atomic
def cover_many(*, street_id: int, person_ids: Collection[int], terms: Terms, batch: UUID, now: datetime, by_id: int) -> Many:
    """One policy for a whole list, as one act. Whoever is covered on the first day begins on the day after.

    Whoever is covered to the end already is left out. Refused "nobody", "too_many", and as `Terms.checked`. Sent twice it is one.
    """
    values, ids = terms.checked(), sorted(set(person_ids))
    if not ids:
        raise Refused("nobody")
    if len(ids) > MOST:
        raise Refused("too_many", most=MOST)
    lock_street(street_id)
    if known := list(Safeguard.objects.filter(batch=batch, street_id=street_id)):
        return Many(known, [])
    held, rows, covered = _standing(ids, terms.kind), [], []
    for person in Person.objects.filter(pk__in=ids, street_id=street_id, merged_into__isnull=True).order_by("pk").only("pk"):
        covers = [_cover(one) for one in held.get(person.pk, [])]
        since = renewal((one for one in covers if one.since <= terms.since), wanted=terms.since)
        if since > terms.until or overlaps(covers, since, terms.until):
            covered.append(person.pk)
            continue
        rows.append(
            Safeguard(person=person, street_id=street_id, since=since, until=terms.until, batch=batch, made_at=now, made_by_id=by_id, **values)
        )
    Safeguard.objects.bulk_create(rows, batch_size=2000)
    _meet_earlier(rows, now, by_id)
    log(
        act="safeguard.covered_many",
        now=now,
        by_id=by_id,
        street_id=street_id,
        target="safeguards",
        target_id=str(batch),
        people=len(rows),
        kind=terms.kind,
    )
    return Many(rows, covered)


@transaction.atomic
def attach_paper(*, safeguard_id: int, paper_id: int, now: datetime, by_id: int) -> None:
    """The scan of its policy; an earlier one stays among the person's papers. Refused "paper" for somebody else's."""
    row = Safeguard.objects.select_for_update().get(pk=safeguard_id)
    if not Paper.objects.filter(pk=paper_id, person_id=row.person_id).exists():
        raise Refused("paper")
    Safeguard.objects.filter(pk=row.pk).update(paper_id=paper_id)
    log(
        act="safeguard.paper",
        now=now,
        by_id=by_id,
        street_id=row.street_id,
        target="person",
        target_id=row.person_id,
        safeguard=row.pk,
        paper=paper_id,
    )


@transaction.atomic
def end_cover(*, safeguard_id: int, on: date, reason: str, now: datetime, by_id: int) -> Safeguard:
    """It ends early: `on` is the last day covered. What was owed for its renewal is excused with the reason.

    Refused "reason" without one, "ended" when it has ended or was taken back, "outside" for a day that it does not cover.
    """
    if not reason.strip():
        raise Refused("reason")
    row = Safeguard.objects.select_for_update().get(pk=safeguard_id)
    if row.ended_on or row.taken_back_at:
        raise Refused("ended")
    if not row.since <= on <= row.until:
        raise Refused("outside", since=row.since, until=row.until)
    row.ended_on, row.ended_reason = on, reason.strip()[:200]
    Safeguard.objects.filter(pk=row.pk).update(ended_on=row.ended_on, ended_reason=row.ended_reason)
    watch.cancel(street_id=row.street_id, keys=[row.due_key], by_id=by_id, reason=row.ended_reason, now=now)
    log(
        act="safeguard.ended",
        now=now,
        by_id=by_id,
        street_id=row.street_id,
        target="person",
        target_id=row.person_id,
        safeguard=row.pk,
        reason=row.ended_reason,
    )
    return row


@transaction.atomic
def undo_end(*, safeguard_id: int, now: datetime, by_id: int) -> Safeguard:
    """It did not end after all. Refused "overlap" when another cover has taken its place since; "not_ended" when it runs."""
    row = Safeguard.objects.select_for_update().get(pk=safeguard_id)
    if row.ended_on is None or row.taken_back_at:
        raise Refused("not_ended")
    try:
        with transaction.atomic():
            Safeguard.objects.filter(pk=row.pk).update(ended_on=None, ended_reason="")
    except IntegrityError as error:
        other = _other([one for one in _standing([row.person_id], row.kind).get(row.person_id, []) if one.pk != row.pk], row.since, row.until)
        if other is None:
            raise
        raise Refused("overlap", since=other.since, until=other.last, provider=other.provider) from error
    row.ended_on, row.ended_reason = None, ""
    if _wants_renewal(row) and Due.objects.filter(street_id=row.street_id, key=row.due_key, state="excused").exists():
        watch.owe_again(street_id=row.street_id, key=row.due_key, now=now)
    log(act="safeguard.end_undone", now=now, by_id=by_id, street_id=row.street_id, target="person", target_id=row.person_id, safeguard=row.pk)
    return row


@transaction.atomic
def take_back_cover(*, batch: UUID, street_id: int, now: datetime, by_id: int, person_id: int | None = None) -> int:
    """What one act wrote (of it only one person's, where one is named) was a mistake.

    Its covers count for nothing and stay readable; what they had met is owed again. Returns how many.

    Refused "incidents" when something was written down under one of them.
    """
    of = {"person_id": person_id} if person_id else {}
    rows = list(Safeguard.objects.select_for_update().filter(STANDS, batch=batch, street_id=street_id, **of).order_by("pk"))
    if _has_incidents(rows):
        raise Refused("incidents")
    ids = [one.pk for one in rows]
    done = Safeguard.objects.filter(STANDS, pk__in=ids).update(taken_back_at=now)
    watch.cancel(street_id=street_id, keys=[one.due_key for one in rows], by_id=by_id, reason=TAKEN_BACK, now=now)
    people = {one.person_id for one in rows}
    met = Due.objects.filter(street_id=street_id, person_id__in=people, kind="safeguard", evidence__safeguard__in=ids)
    for due in list(met):
        before = Safeguard.objects.filter(pk=due.ref["safeguard"]).first()
        if before and _wants_renewal(before):
            watch.reopen(street_id=street_id, key=due.key, standing=[], now=now, by_id=by_id)
    if done:
        log(act="safeguard.taken_back", now=now, by_id=by_id, street_id=street_id, target="safeguards", target_id=str(batch), people=done)
    return done


def _wants_renewal(row: Safeguard) -> bool:
    """Whether it is the last one of its person and kind, and was not ended on purpose."""
    later = Safeguard.objects.filter(STANDS, person_id=row.person_id, kind=row.kind, since__gt=row.until)
    return row.taken_back_at is None and row.ended_on is None and not later.exists()


def _has_incidents(rows: list[Safeguard]) -> bool:
    return Safeguard.objects.filter(pk__in=[one.pk for one in rows], incidents__isnull=False, incidents__taken_back_at__isnull=True).exists()


def _standing(person_ids: Collection[int], kind: int) -> dict[int, list[Safeguard]]:
    """Person → covers of the kind that stand, oldest first."""
    found: dict[int, list[Safeguard]] = {}
    for row in Safeguard.objects.filter(STANDS, person_id__in=person_ids, kind=kind, doubled=False).order_by("since", "pk"):
        found.setdefault(row.person_id, []).append(row)
    return found


def _cover(row: Safeguard) -> Cover:
    return Cover(row.pk, row.since, row.last)


def _other(rows: Iterable[Safeguard], since: date, until: date) -> Safeguard | None:
    """The first of these that shares a day with the span."""
    return next((row for row in rows if overlaps([_cover(row)], since, until)), None)


def _meet_earlier(rows: list[Safeguard], now: datetime, by_id: int) -> None:
    """A new cover meets what is owed for those before it, of the same person and kind."""
    by_slot = {(row.person_id, row.kind): row for row in rows}
    streets, people = {row.street_id for row in rows}, {row.person_id for row in rows}
    pending = Due.objects.filter(street_id__in=streets, kind="safeguard", state__in=("open", "late"), person_id__in=people)
    evidence: dict[str, dict] = {}
    for key, person_id, ref in pending.values_list("key", "person_id", "ref"):
        new = by_slot.get((person_id, ref.get("number")))
        if new and new.since > date.fromisoformat(ref["last"]):
            evidence[key] = {"safeguard": new.pk}
    for street_id in streets:
        watch.meet_many(street_id=street_id, evidence=evidence, made_at=now, received_at=now, grade="desk", by_id=by_id)
