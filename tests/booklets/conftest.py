"""The cast with a month behind them."""

import pytest

from tests.booklets import november


@pytest.fixture
def street_month(cast, settings, tmp_path):
    """The cast, with dues, visits, taps and words of November 2026; files go into a directory of the test."""
    settings.DATA_DIR = tmp_path
    november.live(cast)
    return cast
