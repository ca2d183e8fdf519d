"""The cast is what the other tests lean on."""

from qianshou.access.scope import scope_of
from qianshou.people import vault
from qianshou.people.models import Person
from tests.cast import DAY


def test_everybody_is_there_and_the_outsider_is_outside(cast):
    officer, outsider = scope_of(cast.officer, DAY), scope_of(cast.outsider, DAY)
    assert set(Person.objects.filter(officer.rows())) >= {cast.shen, cast.lu, cast.bao}
    assert cast.shen not in Person.objects.filter(outsider.rows())
    assert vault.id_number(cast.shen) == "310110193803052563"


def test_committee_worker_sees_one_committee(cast):
    scope = scope_of(cast.committee_worker, DAY)
    seen = Person.objects.filter(scope.rows())
    assert cast.shen in seen and cast.lu not in seen
