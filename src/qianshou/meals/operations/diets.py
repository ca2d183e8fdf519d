"""Writes of diets: somebody who knows enters them, ends them, and settles what a register's words mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from qianshou.access.operations import log
from qianshou.care.operations.errors import Refused
from qianshou.packs.loader import load
from qianshou.people.models import Person
from qianshou.people.operations import update_file

from ..models import Diet, DietAnswer
from ..queries.diets import book_of, diet_of
from ..rules.diets import FLAG, Book


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody enters: kind and target as in the pack; hard None: as strict as the pack has it."""

    kind: str
    target: str = ""
    hard: bool | None = None


@transaction.atomic
def add_diet(*, person_id: int, entry: Entry, now: datetime, by_id: int, note: str = "") -> Diet:
    """Write down what a person must not or will not eat. One that holds already is given back as it is, made strict where it was soft and is hard now.

    Refused "kind" for a kind that the pack does not have, "target" for one that lacks what it is about.
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("street").get(pk=person_id)
    entry = _checked(entry, book_of(load(person.street.pack)))
    running = Diet.objects.filter(person=person, kind=entry.kind, target=entry.target, ended_at=None)
    if held := running.filter(hard=entry.hard).first() or running.filter(hard=True).first():
        return held
    made = Diet.objects.create(
        person=person, street_id=person.street_id, kind=entry.kind, target=entry.target, hard=entry.hard, note=note.strip()[:200],
        entered_by_id=by_id, entered_at=now,
    )  # fmt: skip
    log(act="diet.added", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=person.pk, diet=made.pk)
    return made


@transaction.atomic
def end_diet(*, diet_id: int, reason: str, now: datetime, by_id: int) -> Diet:
    """A diet holds no more; it stays written down. Refused "reason" without one, "ended" when it ended already."""
    if not reason.strip():
        raise Refused("reason")
    diet = Diet.objects.get(pk=diet_id)
    if not Diet.objects.filter(pk=diet_id, ended_at=None).update(ended_at=now, ended_by_id=by_id, ended_reason=reason.strip()[:200]):
        raise Refused("ended")
    log(act="diet.ended", now=now, by_id=by_id, street_id=diet.street_id, target="person", target_id=diet.person_id, diet=diet.pk)
    return Diet.objects.get(pk=diet_id)


@transaction.atomic
def settle(*, person_id: int, words: str, means: Sequence[Entry], note: str, now: datetime, by_id: int) -> DietAnswer:
    """Answer a question of `queries.diets`: its words mean these diets, or with none of them nothing for food.

    Refused "no_question" when nothing like it is open, "note" when it is to mean nothing and nobody is named who said so.
    """
    person = Person.objects.select_for_update(of=("self",)).select_related("file", "street").get(pk=person_id)
    if words not in diet_of(person.street_id, person.pk).questions:
        raise Refused("no_question")
    if not means and not note.strip():
        raise Refused("note")
    made = [add_diet(person_id=person.pk, entry=entry, note=note, now=now, by_id=by_id).pk for entry in means]
    answer = DietAnswer.objects.create(
        person=person, street_id=person.street_id, words=words, diets=made, note=note.strip()[:200], by_id=by_id, at=now
    )
    if words == FLAG:  # the mark itself was the question: answered, it is taken off the file
        update_file(person=person, version=person.version, values={"diet_unclear": False}, now=now, by_id=by_id)
    log(act="diet.settled", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=person.pk, answer=answer.pk, diets=made)
    return answer


@transaction.atomic
def take_back(*, answer_id: int, now: datetime, by_id: int) -> DietAnswer:
    """An answer was a mistake: the question is open again, and diets made by it end. Refused "undone" when it was taken back already."""
    answer = DietAnswer.objects.select_related("person__file").get(pk=answer_id)
    if not DietAnswer.objects.filter(pk=answer_id, taken_back_at=None).update(taken_back_at=now):
        raise Refused("undone")
    others = set().union(*DietAnswer.objects.filter(person=answer.person_id, taken_back_at=None).values_list("diets", flat=True))
    own = Diet.objects.filter(pk__in=set(answer.diets) - others, ended_at=None, entered_at=answer.at)  # not one that was there before
    own.update(ended_at=now, ended_by_id=by_id, ended_reason="taken back")
    if answer.words == FLAG:
        person = answer.person
        update_file(person=person, version=person.version, values={"diet_unclear": True}, now=now, by_id=by_id)
    log(act="diet.taken_back", now=now, by_id=by_id, street_id=answer.street_id, target="person", target_id=answer.person_id, answer=answer_id)
    return answer


def _checked(entry: Entry, book: Book) -> Entry:
    kind = book.kinds.get(entry.kind)
    if kind is None:
        raise Refused("kind")
    target = "" if kind.target == "none" else entry.target.strip()[:40]
    if kind.target != "none" and not target:
        raise Refused("target")
    return Entry(entry.kind, target, kind.strength == "hard" if entry.hard is None else entry.hard)
