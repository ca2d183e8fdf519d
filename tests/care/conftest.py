"""What the tests of care share: a weekly item in Shen's plan."""

from datetime import time

import pytest

from qianshou.care import operations as care
from qianshou.care.models import PlanItem
from tests.cast import DAY, NOON, Cast

WEEKDAYS = {
    "service": "talking", "weekdays": [1, 2, 3, 4, 5], "window_start": time(14), "window_end": time(16), "minutes": 30, "since": DAY,
}  # fmt: skip


@pytest.fixture
def item(cast: Cast) -> PlanItem:
    """Shen is talked to each working day at 14:00–16:00; the visits of the next days are made."""
    return care.add_item(elder_id=cast.shen.pk, values=WEEKDAYS, now=NOON, by_id=cast.officer.pk)
