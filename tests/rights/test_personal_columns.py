"""Every column that may hold personal data is declared, and what is declared exists."""

import pytest
from django.apps import apps
from django.db import models

from qianshou.people.personal import OTHERS, ROW, Table, history_of, model_of, needs_a_word, table_of, tables
from qianshou.people.personal.blanking import blanks
from qianshou.people.personal.register import tracked
from qianshou.people.personal.rows import rows_of


def kept_models() -> list[type[models.Model]]:
    """Every table of the program and of the packages it uses; views over them keep nothing of their own."""
    return [m for m in apps.get_models(include_auto_created=True) if (m._meta.managed and not m._meta.proxy) or m._meta.app_label == "procrastinate"]


def undeclared(model: type[models.Model], table: Table | None) -> list[str]:
    """Columns nobody has thought about."""
    return [f"{model._meta.label}.{name}" for name in needs_a_word(model) if table is None or name not in table.named]


def test_no_column_of_text_is_undeclared():
    wrong = [name for model in kept_models() for name in undeclared(model, table_of(model))]
    assert not wrong, "say in the room's personal.py what these hold:\n" + "\n".join(wrong)


def test_no_table_is_undeclared():
    assert not [m._meta.label for m in kept_models() if table_of(m) is None and m._meta.label != "auth.Group_permissions"
                and m._meta.label not in ("procrastinate.ProcrastinateWorker", "axes.AccessAttemptExpiration")]  # fmt: skip


def test_a_column_that_nobody_named_is_seen():
    from qianshou.people.models import Contact

    table = table_of(Contact)
    without_note = Table(table.label, table.record, table.how, table.of, {"contact": "name relation sealed blind"})
    assert undeclared(Contact, without_note) == ["people.Contact.note"]
    assert undeclared(Contact, None) == [f"people.Contact.{name}" for name in ("name", "relation", "sealed", "blind", "note")]


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.label)
def test_what_is_declared_exists(table):
    columns = {f.name for f in model_of(table)._meta.concrete_fields}
    assert table.named | set(table.unlink.split()) <= columns
    assert not set(table.kinds) & set(table.plain.split())


@pytest.mark.django_db
@pytest.mark.parametrize("table", tables(), ids=lambda table: table.label)
def test_rows_of_a_person_can_be_asked_for(table):
    assert list(rows_of(table, [1])) == []
    if table.how not in (ROW, OTHERS):
        blanks(table)


@pytest.mark.django_db
def test_every_relation_to_a_person_leads_into_a_declaration():
    from qianshou.people.models import Person

    wrong = []
    for model in kept_models():
        table = table_of(model)
        for field in model._meta.concrete_fields:
            if field.related_model is Person and tracked(model) is None and field.name not in {*table.of.split(), *table.unlink.split()} and model is not Person:
                wrong.append(f"{model._meta.label}.{field.name}")
    assert not wrong


def test_old_rows_share_the_declaration_of_their_table():
    from qianshou.people.models import Contact

    assert table_of(history_of(Contact)) is table_of(Contact)
