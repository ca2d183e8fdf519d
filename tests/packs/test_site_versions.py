"""A place's own versions of the pack's files: kept from a day on, whole or not at all, never written over."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qianshou.access.models import LogEntry
from qianshou.kernel import clock
from qianshou.packs import loader, site
from qianshou.packs.errors import PackError
from qianshou.packs.shapes import Safeguard
from qianshou.packs.writing import begun_on, safeguards_text
from tests.cast import DAY, NOON

NAMES = {n: (f"无忧{n}", f"No worry {n}") for n in range(1, 9)}


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "packs" / "yangpu"


def named(day: date, names=NAMES) -> str:
    return safeguards_text(names=names, known=loader.load("yangpu", day).safeguards, holds_from=day, source="区文件 〔2026〕 8 号")


def keep(text: str, day: date = DAY, kind: str = "safeguards") -> str:
    return site.keep_version(name="yangpu", kind=kind, text=text, holds_from=day, today=DAY, now=NOON)


def test_names_hold_from_their_day_and_old_days_keep_theirs():
    keep(named(DAY + timedelta(days=3)), DAY + timedelta(days=3))
    assert {one.zh for one in loader.load("yangpu", DAY).safeguards.values()} == {""}
    later = loader.load("yangpu", DAY + timedelta(days=3)).safeguards
    assert [one.zh for one in later.values()] == [f"无忧{n}" for n in range(1, 9)]


def test_of_one_day_the_places_own_goes_before_what_is_shipped():
    shipped = loader.versions("yangpu", "services", DAY)[0]
    keep(begun_on(loader.text_of("yangpu", shipped).replace("minutes = 15", "minutes = 25"), DAY), kind="services")
    assert loader.load("yangpu", DAY).services["chamber_pot"].minutes == 25
    first = loader.versions("yangpu", "services", DAY)[0]
    assert first.own and first.file == f"services-{DAY}.toml" and not first.withdrawable


@pytest.mark.parametrize(
    ("kind", "old", "new", "said"),
    [("services", "minutes = 15", "minutes = 9999", "minutes"), ("safeguards", "number = 2", "number = 1", "number"), ("services", "[[service]]", "[[servise]]", "servise"),
     ("safeguards", "code =", "code", "TOML")],
)  # fmt: skip
def test_what_does_not_hang_together_is_refused_and_nothing_changes(place, kind, old, new, said):
    text = begun_on(loader.text_of("yangpu", loader.versions("yangpu", kind, DAY)[0]), DAY)
    before = loader.load("yangpu", DAY)
    assert old in text
    with pytest.raises(PackError, match=said):
        keep(text.replace(old, new), kind=kind)
    assert not place.exists() and loader.load("yangpu", DAY) is before


def test_a_version_of_the_past_is_refused():
    with pytest.raises(ValueError, match="past"):
        keep(named(DAY - timedelta(days=1)), DAY - timedelta(days=1))


def test_a_text_that_begins_on_another_day_than_said_is_refused():
    with pytest.raises(PackError, match="holds_from"):
        keep(named(DAY + timedelta(days=9)), DAY)


def test_what_is_replaced_or_withdrawn_is_kept_aside(place):
    day = DAY + timedelta(days=2)
    keep(named(day), day)
    keep(named(day, NAMES | {1: ("改过", "changed")}), day)
    site.withdraw_version(name="yangpu", file=f"safeguards-{day}.toml", today=DAY, now=NOON + timedelta(minutes=1))
    assert len(list((place / "withdrawn").iterdir())) == 2 and loader.load("yangpu", day).safeguards["safeguard_1"].zh == ""
    keep(named(DAY))
    with pytest.raises(ValueError, match="past"):
        site.withdraw_version(name="yangpu", file=f"safeguards-{DAY}.toml", today=DAY, now=NOON)
    for file in ("../../key", "services.toml", "safeguards-2030-01-01.toml"):
        with pytest.raises(FileNotFoundError):
            site.withdraw_version(name="yangpu", file=file, today=DAY, now=NOON)


@settings(suppress_health_check=[HealthCheck.too_slow])  # drawing texts on a busy machine, not the code under test
@given(st.dictionaries(st.integers(1, 8), st.tuples(st.text(max_size=30), st.text(max_size=30))))
def test_any_words_are_written_so_that_they_are_read_again(names):
    """Whatever somebody types: quotes, backslashes, line ends, Chinese."""
    import tomllib

    known = {f"safeguard_{n}": Safeguard(code=f"safeguard_{n}", zh="", en="", number=n) for n in range(1, 9)}
    clean = {n: tuple(t.replace("\x7f", "").encode("utf-8", "ignore").decode() for t in pair) for n, pair in names.items()}
    raw = tomllib.loads(safeguards_text(names=clean, known=known, holds_from=DAY, source="x"))
    assert {row["number"]: (row["zh"], row["en"]) for row in raw["safeguard"] if row["number"] in clean} == clean


def test_who_runs_the_installation_names_the_eight_and_a_street_officer_only_reads(cast, client):
    page, names = reverse("packs-kind", args=["yangpu", "safeguards"]), reverse("packs-names", args=["yangpu", "safeguards"])
    sent = {"day": clock.today().isoformat(), "source": "区文件"} | {f"zh-{n}": f"无忧{n}" for n in range(1, 9)}
    client.force_login(cast.officer, backend="qianshou.access.backends.PasswordBackend")
    assert client.get(page).status_code == 200 and client.post(names, sent).status_code == 403 and client.post(page, {"text": "x"}).status_code == 404
    client.force_login(cast.admin, backend="qianshou.access.backends.PasswordBackend")
    assert client.post(names, sent | {"source": ""}).status_code == 302 and loader.load().safeguards["safeguard_1"].zh == ""
    assert client.post(names, sent).status_code == 302
    assert loader.load().safeguards["safeguard_8"].zh == "无忧8" and LogEntry.objects.get(act="pack.version").user_id == cast.admin.pk
    wrong = client.post(page, {"text": "[[safeguard]]", "day": clock.today().isoformat()})
    assert wrong.status_code == 422 and "[[safeguard]]" in wrong.content.decode(), "what was typed is not lost"
    assert client.get(reverse("packs-kind", args=["nowhere", "safeguards"])).status_code == 404
    assert client.get(reverse("packs-download", args=["yangpu", "safeguards", "key.toml"])).status_code == 404
