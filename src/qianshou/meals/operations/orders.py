"""The day's orders: taken at the cut-off, once; afterwards they follow what is said, one by one, and are marked."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused
from qianshou.kernel.clock import local_date
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack
from qianshou.people.models import Person
from qianshou.people.rules import age_on

from ..models import CutOff, Eats, Order
from ..queries.facts import decision_of, decisions
from ..rules import Decision, Payer, cut_off_at, over_at, owed, price_of
from ..rules.orders import ABSENT
from .deliveries import follow_order
from .kitchen import owe_kitchen, owe_kitchens
from .locks import lock_meals

NOT_AT_HOME = gettext_noop("not at home")  # why an order was taken away, as stored; translated when shown


@transaction.atomic
def take_orders(*, street_id: int, day: date, meal: str, now: datetime, by_id: int | None = None) -> CutOff:
    """Work out the orders of a meal and write them down. Once taken, they are taken: a second run changes nothing and returns the first.

    All or nothing in one transaction: a run that is killed anywhere leaves no trace, and the next one does the whole.
    Refused before the cut-off, for a meal that the pack does not have; NoPrice when it has no price.
    """
    street = Street.objects.get(pk=street_id)
    lock_meals(street_id)
    if done := CutOff.objects.filter(street=street, day=day, meal=meal).first():
        return done
    pack = load(street.pack, day)
    when = pack.meal_times.get(meal)
    if when is None:
        raise Refused("meal", meal=meal)
    if now < cut_off_at(when, day):
        raise Refused("before_cut_off", at=cut_off_at(when, day).isoformat())
    wanted = [d for d in decisions(street_id=street_id, day=day, meal=meal) if d.portions]
    people = Person.objects.select_related("file").only(*_PAYER, "committee_id").in_bulk([d.person_id for d in wanted])
    rows = [_order(street_id, people[d.person_id], day, meal, d, pack, now) for d in wanted]
    Order.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)  # whatever is there already stays as it is
    done = CutOff.objects.create(
        street=street, day=day, meal=meal, due_at=cut_off_at(when, day), ran_at=now, orders=len(rows), portions=sum(r.portions for r in rows)
    )
    owe_kitchen(street=street, day=day, meal=meal, when=when, now=now)
    log(act="meals.taken", now=now, by_id=by_id, street_id=street_id, target="cut_off", target_id=done.pk, day=str(day), meal=meal, orders=len(rows))
    return done


def take_owed_orders(*, street_id: int, now: datetime) -> list[CutOff]:
    """Every meal whose cut-off has been and which can still be cooked, each in a transaction of its own. Those taken already stay as they are."""
    street = Street.objects.get(pk=street_id)
    meals = load(street.pack, local_date(now)).meal_times
    return [take_orders(street_id=street_id, day=day, meal=meal, now=now) for day, meal in owed(meals, now)]


def settle(*, person: Person, day: date, meal: str, reason: str, now: datetime, by_id: int | None, may_add: bool) -> Order | None:
    """Let one order that was taken follow what is now decided, in the caller's transaction; the order if it changed.

    Nothing before the cut-off was run: the run will see it. `may_add`: whether an order may come back or be added by this act;
    otherwise it can only become less. The street must be locked.
    """
    if not CutOff.objects.filter(street_id=person.street_id, day=day, meal=meal).exists():
        return None
    decision = decision_of(person=person, day=day, meal=meal)
    wanted = decision.portions if decision else 0
    held = Order.objects.select_for_update().filter(street_id=person.street_id, day=day, meal=meal, person=person).first()
    has, came_home = (held.portions, _is_brought(held)) if held else (0, False)
    if (not has and not wanted) or (not has and not may_add) or not reason:
        return None
    if held and has == wanted and (held.place, held.point_id) == (decision.place, decision.point_id):
        return None
    pack = load(person.street.pack, day)
    if held is None:
        row = _order(person.street_id, person, day, meal, decision, pack, now)
        row.changed_after, row.reason, row.changed_at, row.changed_by_id = True, reason, now, by_id
        Order.objects.bulk_create([row])
        return _said(row, False, now, by_id)
    more = _priced(person, day, meal, decision, pack) if wanted else {"state": Order.State.CANCELLED, "portions": 0, "price_fen": 0, "subsidy_fen": 0, "price_reasons": []}
    Order.objects.filter(pk=held.pk).update(**more, changed_after=True, reason=reason[:200], changed_at=now, changed_by_id=by_id)
    held.refresh_from_db()
    return _said(held, came_home, now, by_id)


def settle_taken(*, person: Person, reason: str, now: datetime, by_id: int | None, may_add: bool) -> list[Order]:
    """`settle` for every meal of this person that was taken and is not over."""
    meals = load(person.street.pack, local_date(now)).meal_times
    taken = CutOff.objects.filter(street_id=person.street_id, day__gte=local_date(now)).values_list("day", "meal")
    open_still = [(day, meal) for day, meal in taken if meal in meals and now < over_at(meals[meal], day)]
    done = [settle(person=person, day=day, meal=meal, reason=reason, now=now, by_id=by_id, may_add=may_add) for day, meal in sorted(open_still)]
    return [order for order in done if order]


@transaction.atomic
def status_changed(*, elder_id: int, now: datetime, by_id: int | None = None) -> int:
    """Call it in the transaction that changed an elder's status: whoever is not at home gets no box. Returns how many orders were taken away."""
    person = Person.objects.select_related("street", "file").get(pk=elder_id)
    lock_meals(person.street_id)
    return len(settle_taken(person=person, reason=NOT_AT_HOME, now=now, by_id=by_id, may_add=False)) if person.file.status in ABSENT else 0


@transaction.atomic
def withdraw_absent(*, street_id: int, now: datetime) -> int:
    """`status_changed` for a whole street, as after an import: orders of whoever is not at home are taken away. Returns how many."""
    lock_meals(street_id)
    standing = Order.objects.filter(street_id=street_id, day__gte=local_date(now), state=Order.State.ORDERED, person__file__status__in=ABSENT)
    people = Person.objects.select_related("street", "file").filter(pk__in=standing.values("person_id")).order_by("pk")
    return sum(len(settle_taken(person=p, reason=NOT_AT_HOME, now=now, by_id=None, may_add=False)) for p in people)


@transaction.atomic
def follow_day(*, street_id: int, now: datetime) -> int:
    """What nobody said at this desk: orders of whoever is not at home any more go, and dishes written late are owed their samples."""
    withdrawn = withdraw_absent(street_id=street_id, now=now)
    owe_kitchens(street_id=street_id, now=now)
    return withdrawn


_PAYER = ("birth_date", "file__hardship", "file__health", "file__living", "file__status")


def _order(street_id: int, person: Person, day: date, meal: str, decision: Decision, pack: Pack, now: datetime) -> Order:
    return Order(
        street_id=street_id, committee_id=person.committee_id, person=person, day=day, meal=meal, made_at=now,
        **_priced(person, day, meal, decision, pack),
    )  # fmt: skip


def _priced(person: Person, day: date, meal: str, decision: Decision, pack: Pack) -> dict:
    """What an order for this decision holds, price and subsidy frozen."""
    file = getattr(person, "file", None)
    payer = Payer(
        age=age_on(person.birth_date, day), hardship=file.hardship if file else (), health=file.health if file else (), living=file.living if file else ""
    )
    price = price_of(meal=meal, place=decision.place, portions=decision.portions, payer=payer, prices=pack.meal_prices, subsidies=pack.meal_subsidies)
    return {
        "state": Order.State.ORDERED, "why": decision.why, "portions": decision.portions, "place": decision.place, "point_id": decision.point_id,
        "price_fen": price.price_fen, "subsidy_fen": price.subsidy_fen, "price_reasons": list(price.reasons), "pack": pack.version,
    }  # fmt: skip


def _is_brought(order: Order) -> bool:
    return order.state == Order.State.ORDERED and order.place == Eats.DELIVERED


def _said(order: Order, came_home: bool, now: datetime, by_id: int | None) -> Order:
    """`came_home`: whether it was to be brought to a door before this change."""
    if _is_brought(order) != came_home:
        follow_order(order=order, now=now, by_id=by_id)
    log(act="order.changed", now=now, by_id=by_id, street_id=order.street_id, target="order", target_id=order.pk, portions=order.portions, reason=order.reason)
    return order
