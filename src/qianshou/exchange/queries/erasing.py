"""Before an erasure: what would go, what stays, what must be settled first, and where others' rows name the person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from qianshou.care.models import Carer
from qianshou.kernel import clock
from qianshou.meals.models import Order
from qianshou.people import vault
from qianshou.people.models import Contact, Person, SpareKey
from qianshou.people.personal import OTHERS, ROW, Table, files, history_of, model_of, tables
from qianshou.people.personal.own import merged_with
from qianshou.people.personal.rows import old_rows_of, rows_of
from qianshou.watch.models import WANTS_ANSWER, Concern

TEXT = (models.CharField, models.TextField, models.JSONField, ArrayField)
MOST = 500  # mentions shown: a name that stands in more rows is no name to look for


@dataclass(frozen=True, slots=True)
class Line:
    """One table of the preview: rows that go, rows that stay emptied, old rows in the history."""

    table: Table
    goes: int
    stays: int
    old: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A row of somebody else, or of nobody, in which the person is named. `text` is the column as it reads now."""

    table: str
    row: str
    column: str
    text: str
    of: str = ""  # whose row it is

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.table}|{self.row}|{self.column}"


def preview(person: Person) -> tuple[list[Line], list[str]]:
    """Tables with rows of the person and of files merged into it, and the files that hold them."""
    ids, lines = merged_with([person.pk]), []
    for table in tables():
        if table.how is OTHERS:
            continue
        number = rows_of(table, ids).count()
        history = history_of(model_of(table))
        old = old_rows_of(table, history, ids).count() if history and table.of else 0
        if number or old:
            lines.append(Line(table, number if table.how is ROW else 0, 0 if table.how is ROW else number, old))
    return lines, sorted({path for one in files() for path in one.find(ids)})


def hindrances(person: Person) -> list[str]:
    """Codes of what must be settled first: "carer" (in service), "meals" (ordered from today on), "concerns" (that want an answer)."""
    ids, today = merged_with([person.pk]), clock.today()
    found = []
    if Carer.objects.filter(person__in=ids).filter(Q(left_on__isnull=True) | Q(left_on__gt=today)).exists():
        found.append("carer")
    if Order.objects.filter(person__in=ids, day__gte=today, state="ordered").exists():
        found.append("meals")
    if Concern.objects.filter(person__in=ids, state__in=WANTS_ANSWER, severity__gt=Concern.Severity.NOTE).exists():
        found.append("concerns")
    return found


def words_of(person: Person) -> list[str]:
    """What the person is named by in free text: names of all the merged files, whole telephone and ID numbers."""
    rows = Person.objects.filter(pk__in=merged_with([person.pk])).prefetch_related("phones")
    found = {one.name for one in rows} | {vault.id_number(one) for one in rows} | {vault.phone(phone) for one in rows for phone in one.phones.all()}
    return sorted(word for word in found if len(word) > 1)


def mentions(person: Person) -> list[Mention]:
    """Rows of others that name the person, or that point to the person (a contact, a holder of a key); at most MOST.

    Every personal column of text is read through, old rows too, in every street: a person may have moved.
    """
    ids, words = merged_with([person.pk]), words_of(person)
    found: dict[str, Mention] = {one.key: one for one in _pointing(ids)}
    for table in tables():
        for model in (model_of(table), history_of(model_of(table))):
            if model is not None and len(found) < MOST:
                found |= {one.key: one for one in _named(table, model, ids, words)}
    return list(found.values())[:MOST]


def _pointing(ids: Sequence[int]) -> Iterator[Mention]:
    for row in Contact.objects.filter(person__in=ids).exclude(elder__in=ids).select_related("elder"):
        yield Mention("people.Contact", str(row.pk), "name", f"{row.name} {row.relation}".strip(), row.elder.name)
    for row in SpareKey.objects.filter(holder__in=ids).exclude(elder__in=ids).select_related("elder"):
        yield Mention("people.SpareKey", str(row.pk), "holder_name", row.holder_name, row.elder.name)


def _named(table: Table, model: type[models.Model], ids: Sequence[int], words: Sequence[str]) -> Iterator[Mention]:
    kept = {f.name for f in model._meta.concrete_fields}
    columns = [c for c in table.kinds if c in kept and isinstance(model._meta.get_field(c), TEXT)]
    if not columns or not words or table.label == "people.Person":  # who has the same name is somebody else
        return
    theirs = rows_of(table, ids).values("pk") if model is model_of(table) else old_rows_of(table, model, ids).values("pk")
    for column in columns:
        text = f"{column}_text"
        named = Q()
        for word in words:
            named |= Q(**{f"{text}__contains": word})
        rows = model._default_manager.annotate(**{text: Cast(column, TextField())}).filter(named).exclude(pk__in=theirs)
        for pk, said in rows.values_list("pk", text)[:MOST]:
            yield Mention(model._meta.label, str(pk), column, _around(said, words))


def _around(said: str, words: Sequence[str], side: int = 40) -> str:
    """The words around the name: what a person needs to decide."""
    at = min((said.find(word) for word in words if word in said), default=0)
    start, end = max(0, at - side), at + side
    return f"{'…' if start else ''}{said[start:end]}{'…' if end < len(said) else ''}"
