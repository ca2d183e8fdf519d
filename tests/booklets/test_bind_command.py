"""`qianshou booklets`, the background job, and a worker that is killed in the middle."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from qianshou.booklets import commands, tasks
from qianshou.booklets.models import Volume
from qianshou.booklets.operations import bind_month, bind_waiting
from qianshou.kernel import clock
from tests.booklets import november

SLOW_WORKER = """
import sys, time, django
django.setup()
from datetime import date, datetime, UTC
from pathlib import Path
from django.conf import settings
from qianshou.booklets import operations
from qianshou.booklets.operations import binding
settings.DATA_DIR = Path(sys.argv[2])
binding.keep = lambda *_: time.sleep(600)
operations.bind_waiting(street_id=int(sys.argv[1]), month=date(2026, 11, 1), language="zh-hans", now=datetime(2026, 12, 1, 2, tzinfo=UTC))
"""


def arguments(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    commands.add_arguments(parser)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(words)


def test_the_command_binds_and_names_the_files(street_month, capsys):
    with clock.frozen(november.AFTER):
        assert commands.handle(arguments("--month", "2026-11", "--street", "pingliang", "--wait", "--json")) == 0
    found = json.loads(capsys.readouterr().out)
    assert {one["state"] for one in found} == {"bound"} and len(found) == 3
    assert all(os.path.isfile(one["file"]) for one in found)


def test_without_wait_it_is_left_to_the_worker(street_month, capsys):
    with clock.frozen(november.AFTER):
        assert commands.handle(arguments("--month", "2026-11")) == 0
    said = capsys.readouterr().out
    assert "pingliang forms" in said and "dinghai forms" in said
    assert set(Volume.objects.values_list("state", flat=True)) == {"waiting"}


def test_a_street_nobody_knows(street_month, capsys):
    assert commands.handle(arguments("--month", "2026-11", "--street", "nowhere")) == 1
    with pytest.raises(SystemExit):
        arguments("--month", "november")
    assert not Volume.objects.exists()


def test_the_job_does_it_and_done_twice_does_nothing(street_month):
    bind_month(street_id=street_month.street.pk, month=november.MONTH, by_id=None, now=november.AFTER)
    with clock.frozen(november.AFTER):
        for _ in range(2):
            tasks.bind.func(street_id=street_month.street.pk, month="2026-11-01", language="zh-hans")
    assert set(Volume.objects.values_list("state", flat=True)) == {"bound"}


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_is_followed_by_another(request, settings, tmp_path):
    cast = request.getfixturevalue("cast")
    settings.DATA_DIR = tmp_path
    november.live(cast)
    bind_month(street_id=cast.street.pk, month=november.MONTH, by_id=None, now=november.AFTER)
    worker = subprocess.Popen(
        [sys.executable, "-c", SLOW_WORKER, str(cast.street.pk), str(tmp_path)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "qianshou.settings"},
    )
    try:
        deadline = time.monotonic() + 60
        while not Volume.objects.filter(state="binding", total__gt=0).exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert Volume.objects.filter(state="binding").count() == 1
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert bind_waiting(street_id=cast.street.pk, month=november.MONTH, language="zh-hans", now=november.AFTER) == 3
    assert set(Volume.objects.values_list("state", flat=True)) == {"bound"}
    assert not [file for file in tmp_path.rglob(".*") if file.is_file()]
