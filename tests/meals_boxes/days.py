"""A few boxes in Pingliang, and what doors say about them."""

from datetime import datetime, timedelta
from uuid import uuid4

from qianshou.meals import operations as meals
from qianshou.meals.models import BoxMove
from qianshou.meals.queries.boxes import stand_of_street
from tests.cast import NOON

DAYS = timedelta(days=1)


def buy(cast, boxes: int = 100) -> BoxMove:
    """Boxes onto the shelf."""
    return meals.buy_boxes(street_id=cast.street.pk, boxes=boxes, key=uuid4(), now=NOON, by_id=cast.officer.pk)


def door(person, *, out: int = 0, back: int = 0, full: int = 0, at: datetime = NOON, source: str = "", cart=None) -> str:
    """What a driver says at a door; the source under which it stands."""
    source = source or f"door:{uuid4()}"
    for kind, boxes in (("out", out), ("returned", back), ("unopened", full)):
        if boxes:
            meals.move_boxes(
                street_id=person.street_id, kind=kind, boxes=boxes, made_at=at, now=at, by_id=None, person_id=person.pk, cart_id=cart and cart.pk,
                source=source,
            )  # fmt: skip
    return source


def start(cast, boxes: int, **more):
    """A batch into the washer."""
    return meals.start_wash(**{"street_id": cast.street.pk, "boxes": boxes, "key": uuid4(), "now": NOON, "by_id": cast.kitchen.pk, **more})


def there(cast) -> dict[str, int]:
    """What is where, without what is nothing."""
    found = stand_of_street(cast.street.pk)
    return {place: n for place in ("shelf", "homes", "sink", "washer", "lost", "broken") if (n := getattr(found, place))}
