"""What the rounds ask of the meals: which orders go out, which carts there are, who may drive them."""

from datetime import date

from django.db.models import Q, QuerySet

from qianshou.access.models import RoleAssignment, User
from qianshou.access.scope import Scope

from ..models import Cart, CutOff, Delivery, Eats, Order
from ..rules.orders import ABSENT

# What rounds and their pages need of a person: the rest of a file stays where it is.
SHOWN = (
    "person__name", "person__door", "person__place__name", "person__place__lon", "person__place__lat", "person__file__access_note", "committee__name",
)  # fmt: skip


def delivered_orders(*, street_id: int, day: date, meal: str) -> list[Order]:
    """The boxes of a meal that are brought to a door, with person, lane and file; nobody who is not at home. By lane and door."""
    rows = Order.objects.filter(street_id=street_id, day=day, meal=meal, state=Order.State.ORDERED, place=Eats.DELIVERED)
    rows = rows.exclude(person__file__status__in=ABSENT).select_related("person__place", "person__file", "committee")
    return list(rows.order_by("person__place__name", "person__door", "pk").only(*(f.attname for f in Order._meta.concrete_fields), *SHOWN))


def is_taken(*, street_id: int, day: date, meal: str) -> bool:
    """Whether the cut-off of the meal has run."""
    return CutOff.objects.filter(street_id=street_id, day=day, meal=meal).exists()


def carts_in_service(*, street_id: int, day: date) -> list[Cart]:
    """The carts that could drive on a day."""
    return list(Cart.objects.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=day), street_id=street_id).select_related("driver"))


def carts(scope: Scope) -> list[Cart]:
    """All carts of the street that is shown, those out of service last."""
    if not scope.may("carts.read"):
        return []
    return sorted(Cart.objects.filter(street_id=scope.street_id).select_related("driver"), key=lambda c: c.retired_on is not None)


def cart_of(*, scope: Scope, cart_id: int) -> Cart:
    """A cart of this street; Cart.DoesNotExist otherwise."""
    return Cart.objects.get(pk=cart_id, street_id=scope.street_id if scope.may("carts.read") else None)


def drivers(*, street_id: int, day: date) -> QuerySet[User]:
    """Who may drive in this street on a day: accounts with the role."""
    held = RoleAssignment.objects.filter(Q(until__isnull=True) | Q(until__gte=day), street_id=street_id, role="driver", since__lte=day)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("display_name", "pk")


def ended_orders(*, street_id: int, day: date, meal: str) -> set[int]:
    """Orders whose delivery has ended: handed over, or how else."""
    rows = Delivery.objects.filter(street_id=street_id, day=day, meal=meal).exclude(state=Delivery.State.PLANNED)
    return set(rows.values_list("order_id", flat=True))
