"""Two files of one person become one: what each did and got in the time bank goes over, and back. Accounts: ledger.operations.merging."""

from datetime import datetime

from django.db import transaction

from qianshou.kernel import clock
from qianshou.people.models import Person
from qianshou.people.operations.handing_over import hand_back, hand_over

from ..models import TimebankAsk, TimebankHours, TimebankMember, TimebankTransfer

DOUBLE = "two files merged"
_KEYS = (("asks", TimebankAsk, "elder_id"), ("hours", TimebankHours, "elder_id"), ("heirs", TimebankMember, "heir_id"), ("sent", TimebankTransfer, "person_id"),
         ("came", TimebankTransfer, "taken_as_id"))  # fmt: skip


@transaction.atomic
def hand_over_timebank(*, later: Person, earlier: Person, now: datetime) -> dict:
    """Every row of `later` belongs to `earlier`. Where both take part the later's membership ends; its hours stay with it.

    Whoever had named the other of the two as heir names nobody: they are one. Returns what `hand_back_timebank` needs.
    """
    today = clock.local_date(now)
    standing = TimebankMember.objects.filter(left_on__isnull=True)
    both = standing.filter(person=later).filter(street_id__in=standing.filter(person=earlier).values("street_id"))
    ended = sorted(both.values_list("pk", flat=True))
    TimebankMember.objects.filter(pk__in=ended).update(left_on=today, left_why=DOUBLE)
    own_heirs = [list(row) for row in TimebankMember.objects.filter(person__in=(later, earlier), heir__in=(later, earlier)).values_list("pk", "heir_id")]
    TimebankMember.objects.filter(pk__in=[pk for pk, _ in own_heirs]).update(heir=None)
    moved = {name: hand_over(model.objects.filter(**{column: later.pk}), column, earlier.pk) for name, model, column in _KEYS}
    return {"members": hand_over(TimebankMember.objects.filter(person=later), "person_id", earlier.pk), "ended": ended, "own_heirs": own_heirs, **moved}


@transaction.atomic
def hand_back_timebank(*, later: Person, earlier: Person, undo: dict) -> None:
    """Take that back."""
    hand_back(TimebankMember, "person_id", undo.get("members", []), held_by=earlier.pk, to=later.pk)
    TimebankMember.objects.filter(pk__in=undo.get("ended", []), left_why=DOUBLE).update(left_on=None, left_why="")
    for pk, heir_id in undo.get("own_heirs", []):
        TimebankMember.objects.filter(pk=pk, heir__isnull=True).update(heir_id=heir_id)
    for name, model, column in _KEYS:
        hand_back(model, column, undo.get(name, []), held_by=earlier.pk, to=later.pk)
