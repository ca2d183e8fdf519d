"""The kitchen's book: a sample of every dish, a core temperature of every dish; both are owed to the kitchen day and seen when missing."""

from datetime import date, datetime, timedelta

from django.db import transaction

from qianshou.access.models import Street
from qianshou.access.operations import log
from qianshou.access.queries import ladder_of_roles
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.packs.shapes_meals import MealTime
from qianshou.watch import operations as watch
from qianshou.watch.models import Due
from qianshou.watch.rules import NewDue

from ..models import CoreTemperature, CutOff, Dish, FoodSample
from ..rules import cut_off_at
from ..rules.samples import COLDEST, COOKED, HOTTEST, SAMPLE, STAGES, TEMPERATURE, due_key, is_hot_enough, keep_until, sample_faults
from .arrangements import known_meal

GRACE = timedelta(minutes=15)  # a full pair of hands writes it down a little later
LADDER = ("kitchen", "street_officer", "duty_desk")  # who is told, in this order


def owe_kitchen(*, street: Street, day: date, meal: str, when: MealTime, now: datetime) -> int:
    """Owe a sample and a temperature of every dish of a meal that somebody eats, by the time the first box leaves. Once, in the caller's transaction.

    Lunch is the menu; a meal for which the day has no dishes owes nothing. Returns how many dues were new.
    """
    if not CutOff.objects.filter(street=street, day=day, meal=meal, portions__gt=0).exists():
        return 0
    by_at = clock.at(day, when.window[0])
    ladder = ladder_of_roles(street_id=street.pk, roles=LADDER, on=day)
    dues = [
        NewDue(street_id=street.pk, key=due_key(kind, day, meal, dish), kind=kind, person_id=None, title={"code": kind, "params": {"dish": dish}},
               opens_at=min(cut_off_at(when, day), by_at), by_at=by_at, grace=GRACE, ladder=ladder, ref={"meal": meal, "dish": dish})
        for dish in dishes_of(street.pk, day, meal)
        for kind in (SAMPLE, TEMPERATURE)
    ]  # fmt: skip
    made = watch.owe_many(dues=dues, now=now)
    if made:
        _meet_early(street.pk, day, meal)
    return made


def _meet_early(street_id: int, day: date, meal: str) -> None:
    """What the kitchen wrote down before it was owed counts all the same."""
    here = {"street_id": street_id, "day": day, "meal": meal, "withdrawn_at": None}
    for s in FoodSample.objects.filter(**here):
        _meet(street_id, due_key(SAMPLE, day, meal, s.dish), {"grams": s.grams}, s.taken_at, s.taken_by_id)
    for t in CoreTemperature.objects.filter(**here, stage=COOKED, hot_enough=True):
        _meet(street_id, due_key(TEMPERATURE, day, meal, t.dish), {"tenths": t.tenths}, t.measured_at, t.measured_by_id)


@transaction.atomic
def owe_kitchens(*, street_id: int, now: datetime) -> int:
    """`owe_kitchen` for every meal of the day that was taken: a menu that was written or changed after the cut-off owes its dishes too."""
    street, today = Street.objects.get(pk=street_id), clock.local_date(now)
    taken = CutOff.objects.filter(street=street, day=today).values_list("meal", flat=True)
    return sum(owe_kitchen(street=street, day=today, meal=meal, when=known_meal(street, meal, today), now=now) for meal in sorted(taken))


def dishes_of(street_id: int, day: date, meal: str) -> list[str]:
    """The dishes that are cooked for a meal, each once, in the menu's order. The street's menu is its lunch."""
    if meal != "lunch":
        return []
    names = Dish.objects.filter(menu__street_id=street_id, menu__day=day).order_by("position", "id").values_list("name", flat=True)
    return list(dict.fromkeys(names))


@transaction.atomic
def take_sample(*, street_id: int, day: date, meal: str, dish: str, grams: int, now: datetime, by_id: int) -> FoodSample:
    """A sample was put away: it meets what is owed. Refused when it is too little, and for a dish that the day does not have."""
    when = _cooked_here(street_id, day, meal, dish)
    if faults := sample_faults(grams=grams, meal=when):
        raise Refused(faults[0], least=when.sample_grams)
    sample = FoodSample.objects.create(
        street_id=street_id, day=day, meal=meal, dish=dish, grams=grams, taken_at=now, taken_by_id=by_id, keep_until=keep_until(now, when)
    )
    _meet(street_id, due_key(SAMPLE, day, meal, dish), {"grams": grams}, now, by_id)
    log(act="kitchen.sample", now=now, by_id=by_id, street_id=street_id, target="sample", target_id=sample.pk, dish=dish, grams=grams)
    return sample


@transaction.atomic
def discard_sample(*, sample_id: int, now: datetime, by_id: int) -> FoodSample:
    """It was thrown away. Refused before its hours are over. Twice changes nothing."""
    sample = FoodSample.objects.select_for_update().get(pk=sample_id)
    if sample.discarded_at is None:
        if now < sample.keep_until:
            raise Refused("keep_until", at=sample.keep_until.isoformat())
        FoodSample.objects.filter(pk=sample_id).update(discarded_at=now, discarded_by_id=by_id)
        log(act="kitchen.sample_discarded", now=now, by_id=by_id, street_id=sample.street_id, target="sample", target_id=sample_id, dish=sample.dish)
        sample.refresh_from_db()
    return sample


@transaction.atomic
def measure(*, street_id: int, day: date, meal: str, dish: str, tenths: int, now: datetime, by_id: int, stage: str = COOKED) -> CoreTemperature:
    """A core temperature (tenths of a degree Celsius). One that is hot enough meets what is owed; a colder one is kept, and does not.

    Refused for a number that no kitchen thermometer shows, and for a dish that the day does not have.
    """
    when = _cooked_here(street_id, day, meal, dish)
    if not COLDEST <= tenths <= HOTTEST or stage not in STAGES:
        raise Refused("temperature")
    hot = is_hot_enough(tenths=tenths, stage=stage, meal=when)
    row = CoreTemperature.objects.create(
        street_id=street_id, day=day, meal=meal, dish=dish, stage=stage, tenths=tenths, hot_enough=hot, measured_at=now, measured_by_id=by_id
    )
    if hot and stage == COOKED:
        _meet(street_id, due_key(TEMPERATURE, day, meal, dish), {"tenths": tenths}, now, by_id)
    log(act="kitchen.temperature", now=now, by_id=by_id, street_id=street_id, target="temperature", target_id=row.pk, dish=dish, tenths=tenths, stage=stage)
    return row


@transaction.atomic
def take_back_sample(*, sample_id: int, now: datetime, by_id: int) -> bool:
    """A tap by mistake: the sample counts for nothing, and what it met is owed again unless another one stands. Whether anything changed."""
    sample = FoodSample.objects.select_for_update().get(pk=sample_id)
    if sample.withdrawn_at or sample.discarded_at:
        return False
    FoodSample.objects.filter(pk=sample_id).update(withdrawn_at=now)
    same = FoodSample.objects.filter(street_id=sample.street_id, day=sample.day, meal=sample.meal, dish=sample.dish, withdrawn_at__isnull=True)
    proofs = [_proof(s.taken_at, s.taken_by_id, {"grams": s.grams}) for s in same]
    _reopen(sample, due_key(SAMPLE, sample.day, sample.meal, sample.dish), proofs, now, by_id)
    return True


@transaction.atomic
def take_back_temperature(*, temperature_id: int, now: datetime, by_id: int) -> bool:
    """A wrong number was written: it counts for nothing, and what it met is owed again unless another one stands."""
    row = CoreTemperature.objects.select_for_update().get(pk=temperature_id)
    if row.withdrawn_at:
        return False
    CoreTemperature.objects.filter(pk=temperature_id).update(withdrawn_at=now)
    same = CoreTemperature.objects.filter(
        street_id=row.street_id, day=row.day, meal=row.meal, dish=row.dish, stage=COOKED, hot_enough=True, withdrawn_at__isnull=True
    )
    proofs = [_proof(t.measured_at, t.measured_by_id, {"tenths": t.tenths}) for t in same]
    _reopen(row, due_key(TEMPERATURE, row.day, row.meal, row.dish), proofs, now, by_id)
    return True


def _proof(at: datetime, by_id: int, evidence: dict) -> watch.Proof:
    return watch.Proof(made_at=at, received_at=at, grade="desk", evidence=evidence, by_id=by_id)


def _reopen(row: FoodSample | CoreTemperature, key: str, proofs: list[watch.Proof], now: datetime, by_id: int) -> None:
    if Due.objects.filter(street_id=row.street_id, key=key).exists():
        watch.reopen(street_id=row.street_id, key=key, standing=proofs, now=now, by_id=by_id)
    log(act="kitchen.taken_back", now=now, by_id=by_id, street_id=row.street_id, target="kitchen", target_id=row.pk, dish=row.dish)


@transaction.atomic
def not_cooked(*, street_id: int, day: date, meal: str, dish: str, reason: str, now: datetime, by_id: int) -> int:
    """A dish of the menu is not cooked after all: nothing is owed for it, with the name and the reason. Returns how many dues that were."""
    if not reason.strip():
        raise Refused("reason")
    keys = [due_key(kind, day, meal, dish) for kind in (SAMPLE, TEMPERATURE)]
    return watch.cancel(street_id=street_id, keys=keys, by_id=by_id, reason=reason, now=now)


def _cooked_here(street_id: int, day: date, meal: str, dish: str) -> MealTime:
    if dish not in dishes_of(street_id, day, meal):
        raise Refused("dish", dish=dish)
    return known_meal(Street.objects.get(pk=street_id), meal, day)


def _meet(street_id: int, key: str, evidence: dict, now: datetime, by_id: int) -> None:
    if Due.objects.filter(street_id=street_id, key=key).exists():  # before the cut-off nothing is owed yet: see `_meet_early`
        watch.meet(street_id=street_id, key=key, made_at=now, received_at=now, grade="desk", evidence=evidence, by_id=by_id)
