"""Each place that a restriction names obeys it; lists that leave the office have decided whether they do."""

import ast
from pathlib import Path

import pytest

from qianshou.exchange.operations.rights import answer_request, record_request
from qianshou.kernel import clock
from qianshou.people.models import Restriction
from qianshou.people.operations.restrictions import lift_restriction
from qianshou.people.rules.restrictions import PURPOSES
from tests.cast import DAY, NOON
from tests.rights.places import PLACES

WEB = Path(__file__).resolve().parents[2] / "src/qianshou/web"


def restricts(cast, *purposes, person=None, kind="restriction"):
    """She asks for it and the officer grants it: the restrictions."""
    person = person or cast.shen
    asked = record_request(person_id=person.pk, kind=kind, identity="身份证已看", words="不要再用", asked_on=DAY, now=NOON, by_id=cast.officer.pk)
    answer_request(request_id=asked.pk, state="done", answer="按本人要求限制", purposes=purposes, now=NOON, by_id=cast.officer.pk)
    return list(Restriction.objects.filter(request=asked).order_by("pk"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", PLACES)
def test_a_place_obeys(name, cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with clock.frozen(NOON):
        place = PLACES[name]
        made = place.set_up(cast)
        assert place.ask(cast, made), "without a restriction she is there: else this test would say nothing"
        restricts(cast, *(one for one in PURPOSES if one != place.purpose))
        assert place.ask(cast, made), "what is restricted for other purposes goes on here"
        restricts(cast, place.purpose, person=cast.lu)
        assert place.ask(cast, made), "somebody else's restriction is somebody else's"
        (held,) = restricts(cast, place.purpose)
        assert not place.ask(cast, made)
        lift_restriction(restriction_id=held.pk, why="asked", reason="本人来电", now=NOON, by_id=cast.officer.pk)
        assert place.ask(cast, made), "lifted, it works as before"


def test_every_purpose_has_its_places():
    assert {place.purpose for place in PLACES.values()} == set(PURPOSES) == set(Restriction.Purpose.values)


# Lists with personal data that go on all the same, and why. A new list stands here, or says by `about` whom it is about.
GOES_ON = {
    "safety": {"watch/dues.py", "watch/alerts.py", "watch/concerns.py", "calls/views.py", "campaigns/views.py", "family/desk.py", "roster/views.py"},
    "the day's work at her door": {"care/visits.py", "net/views.py", "rounds/views.py", "rounds/compare.py", "intake/views.py", "booklets/forms.py"},
    "meals that were ordered": {"carts/views.py", "diets/views.py", "orders/day.py", "fed/day.py", "fed/back.py", "boxes/page.py"},
    "books and what the law asks for": {"ledger/views.py", "ledger/receipts.py", "rights/reads.py", "rights/requests.py", "rights/restrictions.py", "moves/views.py", "people/views.py", "acts/views.py"},
    "a contract with her": {"halls/fees.py", "halls/classes.py", "timebank/asks.py", "timebank/hours.py", "timebank/person.py", "timebank/pot.py", "timebank/transfers.py"},
    "a vote and who was there": {"elections/roll.py", "association/room.py"},
    "carers, accounts and things": {
        "net/carers.py", "attendance/acts.py", "attendance/closing.py", "attendance/leave.py", "attendance/views.py", "appraisal/records.py", "appraisal/views.py", "honours/views.py", "points/views.py",
        "elections/desk.py", "users/views.py", "cards/views.py", "channels/views.py", "carts/fleet.py", "places/views.py",
    },
    "numbers without names": {"appraisal/calls.py"},  # the draw, beside the list of calls
}  # fmt: skip


def undecided(tree: ast.AST) -> list[int]:
    """Lines of the lists of a module that hold personal data and do not say whom they are about."""
    lists = [one for one in ast.walk(tree) if isinstance(one, ast.Call) and getattr(one.func, "id", "") == "Listing"]
    open_to_all = lambda call: any(k.arg == "capability" and isinstance(k.value, ast.Constant) and k.value.value == "" for k in call.keywords)
    return [call.lineno for call in lists if not open_to_all(call) and not any(k.arg == "about" for k in call.keywords)]


def test_every_list_that_leaves_the_office_is_decided():
    kept = set().union(*GOES_ON.values())
    found = {str(path.relative_to(WEB)): undecided(ast.parse(path.read_text())) for path in WEB.rglob("*.py")}
    assert {name: lines for name, lines in found.items() if lines and name not in kept} == {}
    assert kept - {name for name, lines in found.items() if lines} == set(), "no such list any more"


def test_a_list_that_says_nothing_would_be_seen():
    assert undecided(ast.parse("Listing(title=1, rows=2, columns=[])")) == [1]
    assert undecided(ast.parse('Listing(title=1, rows=2, about="pk")\nListing(title=1, capability="")')) == []
