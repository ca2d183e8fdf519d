"""What phones sent: an act says by numbers which visit, order or person it is about, so this room, which knows them all, finds a person's."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from qianshou.acts.models import Act, ActConflict, UnreadableAct
from qianshou.care.models import ClockEvent, Visit
from qianshou.meals.models import Order
from qianshou.people.personal import BLANK, OTHERS, ROW, Table, declare


def acts_of(ids: Sequence[int]) -> QuerySet[Act]:
    """Acts about these persons, and those they made themselves as carers."""
    visits = list(Visit.objects.filter(elder__in=ids).values_list("pk", flat=True))
    orders = list(Order.objects.filter(person__in=ids).values_list("pk", flat=True))
    about = Q(payload__visit__in=visits) | Q(payload__order__in=orders) | Q(payload__person__in=list(ids))
    clocked = ClockEvent.objects.filter(carer__person__in=ids, source__startswith="act:").values_list("source", flat=True)
    return Act.objects.filter(about | Q(user__person__in=ids) | Q(pk__in=[source.removeprefix("act:") for source in clocked]))


def conflicts_of(ids: Sequence[int]) -> QuerySet[ActConflict]:
    """Second contents under the ids of those acts."""
    return ActConflict.objects.filter(act__in=acts_of(ids))


def unreadable_of(ids: Sequence[int]) -> QuerySet[UnreadableAct]:
    """Damaged items from the phones of these persons."""
    return UnreadableAct.objects.filter(device__user__person__in=ids)


declare(
    Table(
        "acts.Act", "phone", BLANK, personal={"words": "payload body reason effect settled_note", "place": "place"}, plain="kind content_hash state",
        rows=acts_of,
    ),
    Table("acts.ActConflict", "phone", BLANK, personal={"words": "body"}, plain="content_hash choice", rows=conflicts_of),
    Table("acts.UnreadableAct", "phone", ROW, personal={"words": "body"}, plain="code body_hash", rows=unreadable_of),
    Table("acts.Epoch", "technical", OTHERS),
)  # fmt: skip
