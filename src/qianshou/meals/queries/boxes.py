"""The street's boxes: where they are, what each cart took out and brought back, the washing of a day.

The kitchen knows nothing of files: it sees numbers, and of a person only what stands on a box.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Case, F, Q, Sum, When
from django.db.models.functions import Coalesce

from qianshou.access.models import Street
from qianshou.access.scope import Scope
from qianshou.kernel.clock import day_bounds, local_date
from qianshou.packs.loader import load
from qianshou.packs.shapes_meals import BoxRule

from ..models import MOVE_STANDS, BoxHome, BoxMove, WashBatch
from ..rules.boxes import Stand, stand

READS = ("meals.kitchen", "meals.order")
DESK = "desk:"  # how the sources of desks' entries begin
KITCHEN = ("washing", "washed", "unwashed", "discarded", "surplus", "short")  # what the kitchen enters, and so may take back


@dataclass
class CartDay:
    """What one cart did on a day. name: "" for moves that name no cart. out, back, full: boxes; full ones came back unopened."""

    name: str = ""
    out: int = 0
    back: int = 0
    full: int = 0
    lost: int = 0


@dataclass
class BoxDay:
    """A day of the boxes.

    still, unexplained: boxes at homes, and those that came back though nobody wrote them out; `stand.homes` is their balance.
    """

    day: date
    stand: Stand
    still: int = 0
    unexplained: int = 0
    carts: list[CartDay] = field(default_factory=list)
    batches: list[WashBatch] = field(default_factory=list)


def may_read(scope: Scope) -> bool:
    """Whether a user sees the boxes of the street that is shown."""
    return bool(scope.street_id) and any(scope.may(name) for name in READS)


def box_rules(street_id: int, on: date) -> dict[str, BoxRule]:
    """What the street's pack asks of boxes on a day."""
    return load(Street.objects.get(pk=street_id).pack, on).box_rules


def stand_of_street(street_id: int) -> Stand:
    """Where the boxes are by all moves that stand. For operations, which hold the lock.

    A move that takes another back repeats it, so it is counted the other way round: looking each one's partner up would take ten times as long.
    """
    signed = Sum(Case(When(takes_back__isnull=True, then=F("boxes")), default=-F("boxes")))
    rows = BoxMove.objects.filter(street_id=street_id).annotate(of_person=Q(person__isnull=False)).order_by()
    return stand(rows.values_list("kind", "of_person").annotate(n=signed))


def box_day(*, scope: Scope, day: date) -> BoxDay:
    """Where the boxes are now, and what happened on a day."""
    if not may_read(scope):
        return BoxDay(day, Stand())
    homes = BoxHome.objects.filter(street_id=scope.street_id).aggregate(still=Coalesce(Sum("still"), 0), unexplained=Coalesce(Sum("unexplained"), 0))
    more = {"carts": carts_on(scope=scope, day=day), "batches": batches_on(scope=scope, day=day)}
    return BoxDay(day, stand_of_street(scope.street_id), **homes, **more)


def carts_on(*, scope: Scope, day: date) -> list[CartDay]:
    """Boxes out and back of a day by cart, in the order of the carts; what names no cart stands last."""
    if not may_read(scope):
        return []
    moved = Q(kind__in=("out", "returned", "unopened")) | Q(kind="lost", cart__isnull=False)
    rows = BoxMove.objects.filter(MOVE_STANDS, moved, street_id=scope.street_id, day=day)
    found: dict[int | None, CartDay] = {}
    columns = {"out": "out", "returned": "back", "unopened": "full", "lost": "lost"}
    sums = rows.values_list("cart_id", "cart__name", "kind").annotate(n=Sum("boxes"), at=Coalesce("cart__position", 32767))
    for cart_id, name, kind, n, _at in sums.order_by("at", "cart_id", "kind"):
        cart = found.setdefault(cart_id, CartDay(name or ""))
        setattr(cart, columns[kind], n)
    return list(found.values())


def batches_on(*, scope: Scope, day: date) -> list[WashBatch]:
    """Wash batches that began on a day, and those that still run; the newest first. A start by mistake is left out."""
    if not may_read(scope):
        return []
    first, end = day_bounds(day)
    wanted = Q(started_at__gte=first, started_at__lt=end) | Q(state=WashBatch.State.RUNNING, started_at__lt=end)
    rows = WashBatch.objects.filter(wanted, street_id=scope.street_id).exclude(state=WashBatch.State.UNDONE)
    return list(rows.select_related("started_by", "ended_by"))


def entries_on(*, scope: Scope, day: date) -> list[BoxMove]:
    """What desks entered for a day, the newest first, also what was taken back: what a user may take back has `mine` set."""
    if not may_read(scope):
        return []
    rows = BoxMove.objects.filter(street_id=scope.street_id, day=day, source__startswith=DESK, takes_back__isnull=True)
    found = list(rows.select_related("by", "cart", "person", "taken_back_by").order_by("-entered_at", "-pk"))
    for move in found:
        mine = scope.may("boxes.write") or (scope.may("meals.kitchen") and move.kind in KITCHEN)
        move.key = move.source.removeprefix(DESK)
        move.mine = mine and getattr(move, "taken_back_by", None) is None
    return found


def batch_of(*, scope: Scope, batch_id: int) -> WashBatch:
    """A batch of this kitchen; WashBatch.DoesNotExist otherwise."""
    return WashBatch.objects.get(pk=batch_id, street_id=scope.street_id if scope.may("meals.kitchen") else None)


def entry_of(*, scope: Scope, source: str) -> Sequence[BoxMove]:
    """The moves of one entry at a desk that this user may take back; BoxMove.DoesNotExist otherwise. The kitchen takes back its own kinds."""
    rows = BoxMove.objects.filter(street_id=scope.street_id, source=source, takes_back__isnull=True)
    found = list(rows if scope.may("boxes.write") else rows.filter(kind__in=KITCHEN) if scope.may("meals.kitchen") else rows.none())
    if not found:
        raise BoxMove.DoesNotExist
    return found


def failed_batches(*, scope: Scope, now: datetime) -> int:
    """How many wash batches failed today: the kitchen's line on the board."""
    first, end = day_bounds(local_date(now))
    return WashBatch.objects.filter(street_id=scope.street_id, state=WashBatch.State.FAILED, ended_at__gte=first, ended_at__lt=end).count()
