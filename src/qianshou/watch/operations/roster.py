"""Filling the duty roster. The ladder reads it at the moment it needs somebody, so a change here holds at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from qianshou.access.operations import log
from qianshou.kernel.clock import ZONE, at
from qianshou.watch.models import DutyShift
from qianshou.watch.rules.roster import SLOTS


@transaction.atomic
def assign_duty(*, street_id: int, user_id: int, day: date, slot: str, by_id: int | None, now: datetime, note: str = "") -> DutyShift:
    """Put somebody on duty in a slot ("day", "evening", "night") of a day; twice is nothing new. ValueError: no such slot."""
    if slot not in SLOTS:
        raise ValueError(f"unknown slot {slot!r}")
    begin, end = SLOTS[slot].span(day, ZONE)
    shift, made = DutyShift.objects.get_or_create(
        street_id=street_id, user_id=user_id, starts_at=begin, defaults={"ends_at": end, "note": note}
    )
    if made:
        log(
            act="duty.assigned", now=now, by_id=by_id, street_id=street_id, target="user", target_id=user_id, day=day.isoformat(), slot=slot
        )
    return shift


@transaction.atomic
def clear_duty(*, shift: DutyShift, by_id: int | None, now: datetime) -> None:
    """Take a shift off the roster; the log keeps that it was there."""
    gone, _ = DutyShift.objects.filter(pk=shift.pk).delete()
    if gone:
        log(
            act="duty.cleared", now=now, by_id=by_id, street_id=shift.street_id, target="user", target_id=shift.user_id,
            starts=shift.starts_at.isoformat(), ends=shift.ends_at.isoformat(),
        )  # fmt: skip


@transaction.atomic
def swap_duty(*, first: DutyShift, second: DutyShift, by_id: int | None, now: datetime) -> None:
    """Two people change places. ValueError across streets, with oneself, or when one already has the other's hours."""
    if first.street_id != second.street_id or first.user_id == second.user_id:
        raise ValueError("two shifts of two people in one street")
    rows = {s.pk: s for s in DutyShift.objects.select_for_update().filter(pk__in=(first.pk, second.pk)).order_by("pk")}
    one, two = rows[first.pk], rows[second.pk]
    for shift, user_id in ((one, two.user_id), (two, one.user_id)):
        others = DutyShift.objects.filter(street_id=shift.street_id, user_id=user_id, starts_at=shift.starts_at)
        if others.exclude(pk__in=rows).exists():
            raise ValueError("one of them is on duty then already")
    if one.starts_at == two.starts_at:
        return
    one_user, two_user = one.user_id, two.user_id
    DutyShift.objects.filter(pk=one.pk).update(user_id=two_user)
    DutyShift.objects.filter(pk=two.pk).update(user_id=one_user)
    log(
        act="duty.swapped",
        now=now,
        by_id=by_id,
        street_id=one.street_id,
        target="shifts",
        target_id=f"{one.pk},{two.pk}",
        users=[one_user, two_user],
    )


@transaction.atomic
def copy_week(*, street_id: int, monday: date, by_id: int | None, now: datetime) -> int:
    """The shifts of the week before, seven days later; what stands in the week stays. Returns how many were added."""
    week = timedelta(days=7)
    begin = at(monday, SLOTS["day"].start)
    before = DutyShift.objects.filter(street_id=street_id, starts_at__gte=begin - week, starts_at__lt=begin, user__is_active=True)
    rows = [
        DutyShift(street_id=street_id, user_id=s.user_id, starts_at=s.starts_at + week, ends_at=s.ends_at + week, note=s.note)
        for s in before
    ]
    held = DutyShift.objects.filter(street_id=street_id, starts_at__gte=begin, starts_at__lt=begin + week).count()
    DutyShift.objects.bulk_create(rows, ignore_conflicts=True)
    added = DutyShift.objects.filter(street_id=street_id, starts_at__gte=begin, starts_at__lt=begin + week).count() - held
    log(act="duty.week_copied", now=now, by_id=by_id, street_id=street_id, target="week", target_id=monday, added=added)
    return added
