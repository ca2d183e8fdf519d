"""What is said at a door about one box: handed over, to a neighbour, nobody answers, refused, back to the kitchen; and taking it back.

Each word is evidence, kept once, in whatever order it is heard. Delivery, due, alarm and box account follow from all that stands.
"""

from datetime import datetime
from typing import NotRequired, TypedDict, Unpack

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from qianshou.access.operations import log
from qianshou.acts.operations import NotApplicableError
from qianshou.people.queries.consents import has_said_no
from qianshou.watch import operations as watch
from qianshou.watch.models import Concern

from ..models import Delivery, DeliveryEvent
from ..rules.deliveries import BACK, KINDS, NEIGHBOUR, NOBODY, REFUSED, SEEN, alarms
from ..rules.labels import order_in
from .door_facts import Effect, book_boxes, delivery_for, effect_of, follow, is_off, proofs, said_of, standing

NOTE_LENGTH = 500


class Tap(TypedDict):
    """One word at a door. `made_at` is the phone's time set right; `source` ("act:<uuid>") makes it count once.

    `text`: the neighbour's name, why it was refused, why it came back. `scan`: the square on the label, as read. `boxes_back`: empty ones.
    """

    order_id: int
    street_id: int
    by_id: int
    made_at: datetime
    received_at: datetime
    now: datetime
    source: NotRequired[str]
    place: NotRequired[dict | None]
    scan: NotRequired[str]
    tenths: NotRequired[int | None]
    boxes_back: NotRequired[int]
    text: NotRequired[str]


@transaction.atomic
def say(kind: str, **tap: Unpack[Tap]) -> Effect:
    """Keep what was said (`rules.deliveries.KINDS`) and let everything follow. Whoever stands in for another cart may say it: the door was
    opened to her. Returns {"order", "delivery", "event", "state"}, "repeated" when it was known, and what else it did: "due", "alert",
    "concern", "cold". NotApplicableError "unknown_order" for an order that the street does not have; ValueError for an unknown kind.
    """
    return _say(kind, tap, grade=_grade(tap))


@transaction.atomic
def write_down(kind: str, *, known: str, **tap: Unpack[Tap]) -> Effect:
    """The office writes down what became of a box (told by telephone, a driver without a phone). Needs a word on how it is known.

    As `say`, of the grade "desk". NotApplicableError "desk_needs_note" without that word.
    """
    if not known.strip():
        raise NotApplicableError("desk_needs_note")
    told = "；".join(filter(None, (tap.get("text", "").strip(), known.strip())))
    effect = _say(kind, {**tap, "text": told, "made_at": min(tap["made_at"], tap["now"])}, grade="desk")
    if "repeated" not in effect:
        log(act="meal.written_down", now=tap["now"], by_id=tap["by_id"], street_id=tap["street_id"], target="order", target_id=tap["order_id"], what=kind)
    return effect


@transaction.atomic
def retract(
    *, event_id: int, street_id: int, made_at: datetime, received_at: datetime, now: datetime, by_id: int, own: bool, reason: str = "", source: str = "",
) -> Effect:  # fmt: skip
    """Take a word back: by whoever said it (`own`), or by the office with a reason. Everything is judged anew by what still stands.

    A due that nothing meets any more is owed again, and alarms at once when its moment has passed; an alarm "nobody answers" ends unless
    somebody has taken it; boxes go back in the account. Repeating it changes nothing. Returns as `say`. NotApplicableError "retract_other"
    for somebody else's word; DeliveryEvent.DoesNotExist for one that the street does not have; ValueError for the office without a reason.
    """
    if not own and not reason.strip():
        raise ValueError("undoing needs a reason")
    here = DeliveryEvent.objects.values_list("delivery_id", flat=True).get(pk=event_id, delivery__street_id=street_id, takes_back__isnull=True)
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("order", "street").get(pk=here)
    gone = DeliveryEvent.objects.get(pk=event_id)
    if own and gone.by_id != by_id:
        raise NotApplicableError("retract_other", event=event_id)
    if known := DeliveryEvent.objects.filter(takes_back=gone).first():
        return effect_of(delivery, known, False)
    event = DeliveryEvent.objects.create(
        delivery=delivery, by_id=by_id, kind="retracted", made_at=made_at, received_at=received_at, grade="tap" if own and gone.grade != "desk" else "desk",
        note=reason.strip()[:NOTE_LENGTH], source=source, takes_back=gone,
    )  # fmt: skip
    events = standing(delivery)
    follow(delivery, events)
    book_boxes(delivery, events, because=event, now=now)
    effect = effect_of(delivery, event, True) | _judge_anew(delivery, events, gone, now, by_id)
    log(act="meal.retracted", now=now, by_id=by_id, street_id=street_id, target="order", target_id=delivery.order_id, event=gone.pk, reason=event.note)
    return effect


def _grade(tap: Tap) -> str:
    """A square that names another box proves nothing about this one."""
    if order_in(tap.get("scan", "")) == tap["order_id"]:
        return "scan"
    return "tap_place" if tap.get("place") else "tap"


def _say(kind: str, tap: Tap, *, grade: str) -> Effect:
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}")
    source = tap.get("source", "")
    delivery = delivery_for(order_id=tap["order_id"], street_id=tap["street_id"], now=tap["now"])
    if source and (known := DeliveryEvent.objects.filter(source=source, kind=kind, delivery=delivery).first()):
        return effect_of(delivery, known, False)
    if tap.get("place") and has_said_no(delivery.order.person_id, "place"):  # where the phone was is nobody's business then
        tap, grade = {**tap, "place": None}, "tap" if grade == "tap_place" else grade
    event = DeliveryEvent.objects.create(
        delivery=delivery, by_id=tap["by_id"], kind=kind, made_at=tap["made_at"], received_at=tap["received_at"], grade=grade, place=tap.get("place"),
        tenths=tap.get("tenths"), boxes_back=tap.get("boxes_back", 0), note=tap.get("text", "").strip()[:NOTE_LENGTH], source=source,
    )  # fmt: skip
    events = standing(delivery)
    follow(delivery, events)
    book_boxes(delivery, events, because=event, now=tap["now"])
    return effect_of(delivery, event, True) | _tell_watch(delivery, event, events, tap)


def _tell_watch(delivery: Delivery, event: DeliveryEvent, events: dict[int, DeliveryEvent], tap: Tap) -> Effect:
    """What a new word does to the due, its alarm and the file. An order that was cancelled alarms nobody: she was not to be brought a meal."""
    due, effect = {"street_id": delivery.street_id, "key": delivery.due_key}, {}
    found = proofs(delivery, events)
    try:
        watch.note_sign(**due, at=event.received_at)
        if event.kind == NOBODY:
            if not found:  # a neighbour's box alone met it until now: that is no proof any more
                watch.reopen(**due, standing=[], now=tap["now"], by_id=tap["by_id"])
            if alarms(said_of(events)) and not is_off(delivery):
                effect["alert"] = watch.raise_alert(**due, why="nobody", now=tap["now"], by_id=tap["by_id"]).pk
        for proof in found:
            if proof.evidence["event"] == event.pk:
                effect["due"] = str(
                    watch.meet(
                        **due, made_at=proof.made_at, received_at=proof.received_at, grade=proof.grade, evidence=proof.evidence, by_id=proof.by_id,
                        says_more=event.kind in SEEN,
                    )
                )  # fmt: skip
                effect |= {"cold": True} if proof.evidence.get("too_cold") else {}
    except ObjectDoesNotExist:
        effect["due"] = "none"  # cancelled before any round was published: nothing was owed, the evidence stands all the same
    if event.kind == REFUSED:
        effect["concern"] = _note_refusal(delivery, event, tap["now"]).pk
    return effect


def _note_refusal(delivery: Delivery, event: DeliveryEvent, now: datetime) -> Concern:
    """Somebody who sends her meal away was seen and is not fed: for the file, not an alarm. Written in the language of the office."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _("Refused the meal at the door: %(why)s") % {"why": event.note or _("without a reason")}
    return watch.report_concern(
        street_id=delivery.street_id, person_id=delivery.order.person_id, by_id=event.by_id, text=text, severity=Concern.Severity.NOTE,
        made_at=event.made_at, received_at=event.received_at, ref=f"door:{event.pk}", category="other", now=now,
    )  # fmt: skip


def _judge_anew(delivery: Delivery, events: dict[int, DeliveryEvent], gone: DeliveryEvent, now: datetime, by_id: int) -> Effect:
    """What a taken-back word leaves of due, alarm and concern."""
    due, effect, left = {"street_id": delivery.street_id, "key": delivery.due_key}, {}, said_of(events)
    found = proofs(delivery, events)
    try:
        if gone.kind == NOBODY and not any(s.kind == NOBODY for s in left):
            effect["alert"] = watch.take_back_alarm(**due, now=now, by_id=by_id)
            for proof in (p for p in found if p.evidence["what"] == NEIGHBOUR):  # now it is proof
                watch.meet(**due, made_at=proof.made_at, received_at=proof.received_at, grade=proof.grade, evidence=proof.evidence, by_id=proof.by_id)
        if gone.kind not in (NOBODY, BACK):
            effect["due"] = str(watch.reopen(**due, standing=found, now=now, by_id=by_id))
            if gone.kind in SEEN and alarms(left) and not is_off(delivery):  # somebody had seen her, and that is no longer so
                effect["alert"] = watch.raise_alert(**due, why="nobody", now=now, by_id=by_id).pk
    except ObjectDoesNotExist:
        effect["due"] = "none"
    if gone.kind == REFUSED and (concern := Concern.objects.filter(street_id=delivery.street_id, ref=f"door:{gone.pk}").first()):
        try:
            watch.take_back_concern(concern=concern, by_id=by_id, now=now)
        except watch.ConcernSeen:
            effect["concern"] = "kept"  # it stays with whoever sees to it
    return effect
