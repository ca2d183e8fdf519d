"""Each number of the board leads to its list, and the list is as long as the number says, for whoever looks."""

from datetime import timedelta
from random import Random

import pytest

from qianshou.care.models import Absence, KeyElder
from qianshou.exchange.models import ReviewCase
from qianshou.kernel import clock
from qianshou.people.models import ElderFile
from qianshou.watch.models import Due
from tests.cast import DAY, LONG_AGO, NOON


@pytest.fixture
def years(cast):
    """Dues of today and of years, some late and never answered; holes; doubtful files, one of somebody who died."""
    rng = Random(11)
    people = [(cast.street, cast.huaide, cast.shen), (cast.street, cast.huolan, cast.lu), (cast.street, cast.huaide, cast.bao), (cast.elsewhere, cast.elsewhere_committee, cast.stranger)]
    for number in range(400):
        street, committee, person = rng.choice(people)
        by = NOON - timedelta(days=rng.choice((0, 0, 1, 300, 500, 1200)), minutes=rng.randrange(600))
        state = rng.choice(("open", "met", "met_late", "met_heard_late", "late", "excused"))
        more = {"met_made_at": by, "met_received_at": by, "grade": "tap"} if state.startswith("met") else {}
        more |= {"excused_by": cast.officer, "excuse": "住院"} if state == "excused" else {}
        Due.objects.create(street=street, committee=committee, person=person, key=f"visit:{number}", kind=rng.choice(("visit", "call")), title={"code": "visit"},
                           day=clock.local_date(by), opens_at=by, by_at=by, late_at=by, state=state, made_at=by, **more)  # fmt: skip
    Absence.objects.create(carer=cast.shao, first_day=DAY, last_day=DAY, entered_by=cast.officer)
    KeyElder.objects.create(elder=cast.lu, street=cast.street, since=LONG_AGO)
    ElderFile.objects.filter(pk__in=[cast.lu.pk, cast.bao.pk, cast.stranger.pk]).update(in_review=True)
    ElderFile.objects.filter(pk=cast.lu.pk).update(status="dead")
    KeyElder.objects.create(elder=cast.bao, street=cast.street, since=LONG_AGO)
    for person in (cast.lu, cast.bao, cast.stranger):
        ReviewCase.objects.create(street=person.street, person=person, fingerprint=str(person.pk), reasons=[{"code": "id_missing"}], made_at=NOON)
    return cast


@pytest.mark.parametrize(("who", "expected"), [("officer", (2, 2)), ("committee_worker", (2, 1)), ("outsider", (0, 1)), ("desk", None)])
def test_each_number_is_the_length_of_its_list(years, client, who, expected):
    client.force_login(getattr(years, who), backend="qianshou.access.backends.PasswordBackend")
    with clock.frozen(NOON):
        context = client.get("/today/").context
        board, links = context["board"], context["links"]
        for number, name in ((board.due, "due"), (board.done, "done"), (board.late, "late")):
            page = client.get(links[name]).context
            assert page["page"].paginator.count == number > 0, name
            chips = {code: n for code, _, n in page["chips"]}
            assert chips[page["show"]] == number, "and the chip of that list says the same"
        if expected:
            assert (board.holes, board.reviews) == expected
            assert client.get(f"{links['holes']}?only=holes").context["listed"].paginator.count == board.holes
            assert client.get("/people/?review=1&status=all").context["total"] == board.reviews
        if links["reviews"] == "/review/":
            assert client.get("/review/").context["waiting"] == board.reviews


def test_late_for_years_is_listed_whole(years, client):
    client.force_login(years.officer, backend="qianshou.access.backends.PasswordBackend")
    with clock.frozen(NOON):
        late = client.get("/dues/?show=late&day=2020-01-01&to=2026-11-24").context
        assert late["page"].paginator.count == Due.objects.filter(street=years.street, state="late").count()
        assert {code for code, _, _ in late["chips"]} == {"late", "unheard", "notdone"}
        rest = client.get("/dues/?day=2020-01-01&to=2026-11-24").context
        assert (rest["last"] - rest["first"]).days == 366, "other lists keep to a year"
        assert client.get("/dues/?day=9999-12-31").context["first"] == DAY


def test_the_outsider_counts_her_own_only(years, client):
    client.force_login(years.outsider, backend="qianshou.access.backends.PasswordBackend")
    with clock.frozen(NOON):
        board = client.get("/today/").context["board"]
        own = Due.objects.filter(street=years.elsewhere)
        assert (board.due, board.late) == (own.filter(state="open", day=DAY).count(), own.filter(state="late").count())
