"""An office that comes from an earlier version finds its people as before."""

from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.db import connection

from qianshou.access.scope import scope_of
from qianshou.people.models import Person
from qianshou.people.queries import search
from tests.cast import DAY

migration = import_module("qianshou.people.migrations.0003_found_as")


def test_people_of_an_earlier_version_get_their_line(cast, monkeypatch):
    monkeypatch.setattr(migration, "BATCH", 3)
    before = dict(Person.objects.values_list("pk", "found_as"))
    Person.objects.update(found_as="")
    migration.work_out(apps, SimpleNamespace(connection=connection))
    after = dict(Person.objects.values_list("pk", "found_as"))
    assert after.pop(cast.shen.pk) == before.pop(cast.shen.pk) + "1234", "with the end of her telephone"
    assert after == before
    assert [p.name for p in search(scope=scope_of(cast.officer, DAY), text="syf", today=DAY).people] == ["沈玉芳"]
    assert search(scope=scope_of(cast.outsider, DAY), text="syf", today=DAY).total == 0
