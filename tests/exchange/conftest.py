"""Somebody whose file moves to another street."""

import pytest

from qianshou.care.models import Carer, IntakeCase
from qianshou.exchange.models import ReviewCase
from qianshou.people.models import RightsRequest
from qianshou.people.operations.moving import NewHome
from tests.exchange.twins import twin  # noqa: F401  somebody with everything that can hang on a person
from tests.intake import way


@pytest.fixture
def mover(cast, twin):  # noqa: F811
    """The twin without what keeps a file where it is: no carer's row, no open doubt, nothing under way; with a carer who was linked by hand and a key span."""
    Carer.objects.filter(person=twin).delete()
    ReviewCase.objects.all().delete()
    RightsRequest.objects.filter(person=twin).update(state=RightsRequest.State.TAKEN_BACK)
    way.act(IntakeCase.objects.get(person=twin), "withdraw", cast.officer, reason="不办了", by_name="沈亮")
    return twin


@pytest.fixture
def home(cast) -> NewHome:
    return NewHome(committee_id=cast.elsewhere_committee.pk, door="海州路 9 号")
