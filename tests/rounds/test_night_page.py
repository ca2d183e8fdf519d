"""The page of a night, and its command: who sees which streets, what it says of each, what its buttons do."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from qianshou.__main__ import main
from qianshou.kernel import clock
from qianshou.rounds import operations
from qianshou.rounds.models import NightRun, RoundDay
from qianshou.runtime import context
from tests.cast import DAY, NOON

from .days import MORNING, six

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


def url(name: str = "rounds-night") -> str:
    return reverse(name, args=[DAY.isoformat()])


def signed_in(client, user):
    client.force_login(user, backend="qianshou.access.backends.PasswordBackend")
    return client


def page(client, user) -> str:
    return signed_in(client, user).get(url()).content.decode()


def ask(client, user, **fields):
    return signed_in(client, user).post(url("rounds-night-ask"), fields, headers={"HX-Request": "true"})


def run_of(street) -> NightRun:
    return NightRun.objects.get(street=street, day=DAY)


def test_who_sees_which_streets(client, cast):
    assert client.get(url()).status_code == 302 and client.post(url("rounds-night-ask")).status_code == 302
    for user in (cast.kitchen, cast.family, cast.committee_worker, cast.secretary):
        assert signed_in(client, user).get(url()).status_code == 403
        assert client.post(url("rounds-night-ask")).status_code == 403
    operations.ask_night(street_ids=[cast.street.pk, cast.elsewhere.pk], first=DAY, seconds=1, by_id=None, now=MORNING)
    for user, seen in {cast.officer: (1, 0), cast.outsider: (0, 1), cast.district_officer: (1, 1), cast.admin: (1, 1)}.items():
        shown = page(client, user).partition('id="night"')[2]
        assert ("平凉路街道" in shown, "定海路街道" in shown) == tuple(map(bool, seen)), user
        assert "沈玉芳" not in shown


def test_an_officer_asks_for_her_street_only_and_foreign_ids_are_404(client, cast):
    six(cast)
    assert ask(client, cast.officer).status_code == 200
    assert list(NightRun.objects.values_list("street_id", "asked_by_id")) == [(cast.street.pk, cast.officer.pk)]
    assert ask(client, cast.officer, street=cast.elsewhere.pk).status_code == 404
    assert ask(client, cast.outsider, street=cast.street.pk, again="1").status_code == 404
    assert ask(client, cast.officer, street="x").status_code == 400
    assert not NightRun.objects.filter(street=cast.elsewhere).exists()


def test_a_district_asks_for_all_and_asking_twice_does_nothing_twice(client, cast):
    for _ in range(2):
        assert "every 2s" in ask(client, cast.district_officer, days="2").content.decode()
    assert NightRun.objects.count() == 4
    answer = signed_in(client, cast.district_officer).post(url("rounds-night-ask"), {})
    assert answer.status_code == 302 and answer.url == url()


def test_the_page_goes_through_the_night(client, cast):
    six(cast)
    empty = page(client, cast.officer)
    assert "还没有人安排排班" in empty and "every 2s" not in empty
    assert "没有后台进程在运行" in ask(client, cast.officer).content.decode(), "nobody works in a test, and the page says so"
    NightRun.objects.update(state="planning", worker="host:7", begun_at=NOON, seen_at=NOON, percent=40, tries=2)
    shown = page(client, cast.officer)
    assert "host:7 在排" in shown and 'value="40"' in shown and "什么也没丢" in shown
    NightRun.objects.update(seen_at=NOON - timedelta(seconds=91))
    shown = page(client, cast.officer)
    assert "没有动静" in shown and "失败的再排一次" in shown
    operations.plan_night_run(run_id=run_of(cast.street).pk, worker="host:8", ask_clock=lambda: NOON, moves=150)
    shown = page(client, cast.officer)
    assert "已排好（草稿）" in shown and "every 2s" not in shown
    assert reverse("rounds-day", args=[DAY.isoformat()]) in shown.partition('id="night"')[2]
    assert reverse("rounds-day", args=[DAY.isoformat()]) not in page(client, cast.district_officer).partition('id="night"')[2]
    assert "style=" not in shown


def test_what_failed_says_how_to_mend_it_and_is_planned_again(client, cast):
    six(cast)
    ask(client, cast.officer)
    NightRun.objects.update(state="failed", why={"code": "error", "params": {"error": "MemoryError"}}, ended_at=NOON)
    shown = page(client, cast.officer)
    assert "出错：MemoryError" in shown and "日志里有详情" in shown
    ask(client, cast.officer, again="1")
    assert run_of(cast.street).state == "waiting" and run_of(cast.street).why == {}


@pytest.mark.parametrize("code", ["past", "no_visits", "published", "being_planned", "planned", "changed", "unsound", "error"])
def test_every_reason_has_its_words(client, cast, code):
    ask(client, cast.officer)
    NightRun.objects.update(state="left", why={"code": code, "params": {"by": "王敏"}})
    assert f">{code}<" not in page(client, cast.officer)


def test_the_door_leads_to_the_next_night(client, cast):
    home = reverse("rounds-night-home")
    assert signed_in(client, cast.officer).get(home).url == reverse("rounds-night", args=["2026-11-25"])
    assert client.get(home, {"day": "2026-11-24"}).url == url()
    assert client.get(home, {"day": "x"}).status_code == client.get("/rounds/night/x/").status_code == 404
    for language in ("zh-hans", "en"):
        cast.officer.language = language
        cast.officer.save()
        assert home in client.get("/rounds/2026-11-24/").content.decode(), "the menu has it"


@pytest.fixture
def command(transactional_db, own_directory, monkeypatch, capsys):
    monkeypatch.delenv(context.OURS, raising=False)
    monkeypatch.setattr(context, "setup_django", lambda: None)

    def run(*words) -> tuple[int, dict, str]:
        code = main(["plan", "night", "--date", DAY.isoformat(), *words, "--json", "--data", str(own_directory)])
        printed = capsys.readouterr()
        return code, json.loads(printed.out), printed.err

    return run


def test_the_command_queues_says_and_waits(command):
    from tests.cast import make

    cast = make()
    six(cast)
    code, said, heard = command("--streets", "pingliang")
    assert code == 0 and said["night"]["asked"] == 1 and "No worker is running" in heard
    assert [(s["street"], s["state"]) for s in said["night"]["streets"]] == [("pingliang", "waiting")]
    assert command("--wait", "--most", "0")[0] == 1, "what has not ended in time has not worked"
    for run in NightRun.objects.all():
        operations.plan_night_run(run_id=run.pk, worker="host:1", ask_clock=lambda: NOON, moves=0)
    code, said, _ = command("--wait")
    assert code == 0 and said["night"]["counts"] == {"done": 1, "left": 1} and said["night"]["already"] == 2
    assert RoundDay.objects.get(street=cast.street).state == "draft"
    assert command("--streets", "nowhere")[0] == command("--days", "9")[0] == 1
