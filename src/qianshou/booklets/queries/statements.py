"""The points of a street's carers in a month as the volume prints them: two queries, however many carers."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from qianshou.access.models import Street
from qianshou.care.models import PointCredit, PointObjection
from qianshou.care.operations.credits import HAND
from qianshou.ledger.rules.points import BASE, kind_of
from qianshou.packs.loader import load
from qianshou.packs.shapes import Pack

from ..carers import Credited, PointsMonth, statement_words
from ..rules import next_month


def statements(street: Street, month: date, language: str) -> dict[int, PointsMonth]:
    """Carer → her points of the month as they stand now: what is worth nothing any more is left out."""
    last, pack = next_month(month) - timedelta(days=1), load(street.pack, month)
    tasks: dict[int, list[Credited]] = defaultdict(list)
    objections: dict[int, list[tuple[date, str, str, str]]] = defaultdict(list)
    rows = PointCredit.objects.filter(street=street, day__range=(month, last), points__gt=0).order_by("day", "made_at", "pk")
    for carer_id, day, task, service, points, reasons in rows.values_list("carer_id", "day", "task", "service", "points", "reasons"):
        tasks[carer_id].append(Credited(day, _task(pack, task, service, language), points, _extra(pack, reasons, language)))
    said = PointObjection.objects.filter(street=street, day__range=(month, last)).order_by("day", "pk")
    for carer_id, *words in said.values_list("carer_id", "day", "text", "state", "answer"):
        objections[carer_id].append(tuple(words))
    return {pk: PointsMonth(tasks[pk], objections[pk]) for pk in {*tasks, *objections}}


def _task(pack: Pack, task: str, code: str, language: str) -> str:
    """What was done: the service of a visit, or the kind of the task."""
    if (kind := kind_of(task)) in statement_words(language)["kinds"]:
        return statement_words(language)["kinds"][kind]
    return pack.services[code].name(language) if code in pack.services else code or statement_words(language)["by-hand"]


def _extra(pack: Pack, reasons: Iterable[Iterable], language: str) -> list[tuple[str, int]]:
    """What the rules added or took; the points of the task itself need no words."""
    own = {BASE, *(code for code, rule in pack.point_rules.items() if rule.kind == "earns")}
    found = [(rule, points) for rule, points in reasons if rule not in own]
    return [(statement_words(language)["by-hand"] if rule == HAND else pack.point_rules[rule].name(language) if rule in pack.point_rules else rule, points) for rule, points in found]
