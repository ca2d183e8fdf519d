"""The cast with a month behind them."""

import pytest

from qianshou.booklets import render
from tests.booklets import november


@pytest.fixture(autouse=True)
def one_process(monkeypatch):
    """Volumes are set in this process: a process for each of some fifty volumes would cost half a minute. test_render.py sets one apart."""
    monkeypatch.setattr("qianshou.booklets.operations.binding.volume_pdf", render.pdf)


@pytest.fixture
def street_month(cast, settings, tmp_path):
    """The cast, with dues, visits, taps and words of November 2026; files go into a directory of the test."""
    settings.DATA_DIR = tmp_path
    november.live(cast)
    return cast
