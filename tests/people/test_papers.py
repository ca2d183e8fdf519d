"""Papers lie sealed with the person's key: read through the desk only, and never again once the key is destroyed."""

import pytest
from django.conf import settings

from qianshou.access.models import LogEntry
from qianshou.kernel.sealing import SealingError
from qianshou.people import papers
from qianshou.people.models import Paper, PersonKey
from qianshou.people.operations import destroy_key, keep_paper
from tests.cast import NOON

PNG = b"\x89PNG\r\n\x1a\n" + b"shen yufang" * 40


@pytest.fixture
def scan(cast) -> Paper:
    return keep_paper(person_id=cast.shen.pk, kind="scan", name="同意书.png", data=PNG, now=NOON, by_id=cast.officer.pk)


def test_kept_sealed_and_read_again(scan):
    lying = papers.file_of(scan).read_bytes()
    assert b"shen yufang" not in lying and (settings.DATA_DIR / scan.path).stat().st_size == len(PNG) + 30
    assert papers.read(scan) == PNG and scan.media_type == "image/png"


def test_two_people_have_two_keys(cast, scan):
    other = keep_paper(person_id=cast.lu.pk, kind="scan", name="", data=PNG, now=NOON, by_id=None)
    assert other.key_id != scan.key_id
    other.sha256, other.path = scan.sha256, scan.path
    with pytest.raises(SealingError):
        papers.read(other)


def test_once_the_key_is_destroyed_nobody_reads_it_and_no_new_key_is_made(cast, scan):
    destroy_key(person=cast.shen, now=NOON, by_id=None)
    destroy_key(person=cast.shen, now=NOON, by_id=None)
    with pytest.raises(SealingError):
        papers.read(Paper.objects.select_related("key").get(pk=scan.pk))
    with pytest.raises(SealingError):
        keep_paper(person_id=cast.shen.pk, kind="scan", name="", data=PNG, now=NOON, by_id=None)
    assert bytes(PersonKey.objects.get(person=cast.shen).sealed) == b""


@pytest.mark.parametrize(("data", "code"), [(b"", "empty"), (b"<html><script>", "kind"), (b"%PDF-" + b"0" * papers.MOST_BYTES, "too_big")])
def test_bytes_that_are_no_paper_are_refused_and_leave_nothing(cast, data, code):
    with pytest.raises(papers.PaperRefused, match=code):
        keep_paper(person_id=cast.shen.pk, kind="scan", name="x.pdf", data=data, now=NOON, by_id=None)
    assert not Paper.objects.exists()


def test_a_file_that_was_changed_on_the_disk_is_not_shown(scan):
    papers.file_of(scan).write_bytes(b"A1" + b"0" * 400)
    with pytest.raises(SealingError, match="not what was kept"):
        papers.read(scan)


def test_the_desk_reads_it_and_that_is_written_down_and_an_outsider_does_not(cast, scan, client):
    url = f"/papers/{scan.pk}/"
    client.force_login(cast.outsider)
    assert client.get(url).status_code == 404 and not LogEntry.objects.filter(act="paper.read").exists()
    client.logout()
    assert client.get(url).status_code == 302
    client.force_login(cast.officer)
    answer = client.get(url)
    assert answer.content == PNG and "sandbox" in answer["Content-Security-Policy"]
    assert LogEntry.objects.filter(act="paper.read", target_id=str(cast.shen.pk), user_id=cast.officer.pk).count() == 1
    destroy_key(person=cast.shen, now=NOON, by_id=None)
    assert client.get(url).status_code == 404
