"""A person with a past, and a second officer."""

import pytest

from qianshou.booklets import render
from qianshou.kernel import clock
from tests.cast import NOON, user
from tests.rights.past import Past


@pytest.fixture
def past(cast, settings, tmp_path, monkeypatch):
    """Somebody every value of whom is a mark; files lie in a directory of the test."""
    monkeypatch.setattr("qianshou.booklets.operations.binding.volume_pdf", render.pdf)  # a process for each volume would cost seconds
    settings.DATA_DIR = tmp_path
    with clock.frozen(NOON):
        yield Past(cast)


@pytest.fixture
def second(cast):
    """Another officer of the same street."""
    return user("zhao", "赵科员", "street_officer", NOON, street_id=cast.street.pk)
