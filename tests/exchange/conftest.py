"""Somebody whose file moves to another street."""

import pytest

from qianshou.care.models import Carer
from qianshou.exchange.models import ReviewCase
from qianshou.people.operations.moving import NewHome
from tests.exchange.test_merge_files import twin  # noqa: F401  somebody with everything that can hang on a person


@pytest.fixture
def mover(cast, twin):  # noqa: F811
    """The twin without what keeps a file where it is: no carer's row, no open doubt; with a carer who was linked by hand and a key span."""
    Carer.objects.filter(person=twin).delete()
    ReviewCase.objects.all().delete()
    return twin


@pytest.fixture
def home(cast) -> NewHome:
    return NewHome(committee_id=cast.elsewhere_committee.pk, door="海州路 9 号")
