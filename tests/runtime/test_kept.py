"""The cast that is put back in one statement is the cast that cast.py makes; a test that committed leaves nothing behind."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, transaction

from qianshou.access.models import Street
from tests import cast as people
from tests import kept

PLAIN = ("CharField", "TextField", "DateField", "IntegerField", "BooleanField", "FloatField")
CHANGING = ("password", "target_id")  # a salt; a key written as text


def rows() -> dict[str, list[str]]:
    """Every table of ours with its plain columns: no keys, nothing sealed with chance, no moment of the database's own clock."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        fields = [f.attname for f in model._meta.concrete_fields if f.get_internal_type() in PLAIN and f.attname not in CHANGING]
        if model._meta.managed and fields:
            found[model._meta.label] = sorted(map(str, model.objects.values_list(*fields)))
    return {label: lines for label, lines in found.items() if lines}


@pytest.mark.django_db
def test_put_back_it_is_as_made(cluster):
    before = rows()
    with transaction.atomic():
        people.make()
        made = rows()
        transaction.set_rollback(True)
    assert rows() == before
    cast = kept.put_cast(cluster.data_dir)
    assert rows() == made and len(made) > 15
    cast.shen.refresh_from_db()
    assert (cast.shen.name, cast.tan.person.user.username, cast.shen.street) == ("沈玉芳", "pingliang-专001", cast.street)
    assert Street.objects.create(district=cast.district, code="new", name="新").pk not in (cast.street.pk, cast.elsewhere.pk)


@pytest.mark.django_db(transaction=True)
def test_what_was_committed_is_gone_and_what_was_migrated_stands(cluster):
    kept.begin_again()
    before = rows()
    kept.put_cast(cluster.data_dir)
    assert rows() != before
    kept.begin_again()
    assert rows() == before and "auth.Permission" in before
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        assert cursor.fetchone()[0] > 50
