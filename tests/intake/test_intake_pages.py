"""The pages of an intake: the whole way at the desk, what is said when it cannot be, and who does not get in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qianshou.care.models import IntakeCase, IntakeDecision, IntakePaperSeen, PlanItem
from qianshou.care.queries.intake import table_packets
from qianshou.kernel import clock
from qianshou.people.models import Person
from tests.cast import DAY, NOON
from tests.intake.way import PNG, PURPOSES, apply, assess, bring, check, decide, fresh, visited

BACKEND = "qianshou.access.backends.PasswordBackend"
ASKED = {"applied_on": "2026-11-24", "came_by": "phone", "applicant": "family", "applicant_name": "陆建华", "relation": "儿子", "applicant_phone": "13917005555", "wishes": "有人来坐坐"}


@pytest.fixture(autouse=True)
def noon():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def officer(cast, client):
    client.force_login(cast.officer, backend=BACKEND)
    return client


def text(answer) -> str:
    return answer.content.decode()


def send(client, case, path, **more):
    """A form of the case's page, as the page would send it."""
    page = client.get(f"/intake/{case.pk}/")
    return client.post(f"/intake/{case.pk}/{path}/", {"batch": str(page.context["batch"]), "version": fresh(case).version} | more)


def test_the_whole_way_at_the_desk(cast, officer):
    page = officer.get(f"/intake/new/?person={cast.lu.pk}")
    answer = officer.post("/intake/new/", ASKED | {"batch": str(page.context["batch"]), "person": cast.lu.pk, "wished": ["walking"]})
    case = IntakeCase.objects.get()
    assert answer.url == f"/intake/{case.pk}/" and case.responsible == cast.officer
    assert send(officer, case, "check", **{"found.age": "yes", "found.residence": "yes", "found.alone": "yes", "seen": ["id_card", "residence"]}).status_code == 302
    assert send(officer, case, "visit", visit_at="2026-11-26T14:00", visitor=cast.assessor.pk).status_code == 302
    form = officer.post(f"/intake/{case.pk}/begin/gbt42195/")
    assert form.status_code == 302 and "/assessments/" in form.url
    visited(cast, case)
    assert send(officer, case, "assessed", on="2026-11-24", assessor=cast.assessor.pk).status_code == 302
    assert send(officer, case, "decide", outcome="granted", level="0", reason="独居高龄").status_code == 302
    page = officer.get(f"/intake/{case.pk}/")
    lines = page.context["lines"]
    assert [line["service"] for line in lines if line["service"]] == ["talking", "walking"]
    sent = {f"{name}.{line['n']}": line[key] for line in lines for name, key in (("service", "service"), ("times", "times"), ("start", "start"), ("end", "end"), ("minutes", "minutes"))}
    assert send(officer, case, "plan", **sent | {"take.0": "1", "take.1": "1", "times.0": "3", "subsidy": "old_age"}).status_code == 302
    assert {(i.service, i.times_per_week) for i in PlanItem.objects.filter(elder=cast.lu)} == {("talking", 3), ("walking", 1)}
    assert fresh(case).subsidies == [{"code": "old_age", "fen": None, "per": "month"}]
    said = {f"answer.{code}": "given" for code in PURPOSES} | {"answer.photos": "refused"}
    assert send(officer, case, "consents", **said, witness="小李").status_code == 302
    assert send(officer, case, "booklet", on="2026-11-24", to="本人").status_code == 302
    options = officer.get(f"/intake/{case.pk}/").context["options"]
    assert send(officer, case, "net", picks=options[0]["picks"]).status_code == 302
    assert fresh(case).state == "done"
    page = officer.get(f"/intake/{case.pk}/")
    assert [s["look"] for s in page.context["steps"]] == ["done"] * 8


def test_what_is_refused_is_said_with_everything_as_it_was_typed(cast, officer):
    case = bring(cast, "decide")
    answer = send(officer, case, "decide", outcome="deferred", level="0", reason="等住院结束")
    assert answer.status_code == 422 and "等住院结束" in text(answer) and answer.context["error_at"] == "decide"
    case = apply(cast, cast.shen)
    answer = send(officer, case, "check", **{"found.age": "yes", "found.residence": "no", "note": "人在外地"})
    assert answer.status_code == 422 and "人在外地" in text(answer)


def test_somebody_known_is_offered_before_a_second_file_is_made(cast, officer):
    known = Person.objects.count()
    page = officer.get("/intake/new/")
    given = ASKED | {"batch": str(page.context["batch"]), "name": "陆根宝", "birth_date": "1941-07-19"}
    answer = officer.post("/intake/new/", given)
    assert answer.status_code == 422 and [s["one"].person for s in answer.context["same"]] == [cast.lu]
    assert Person.objects.count() == known
    assert officer.post("/intake/new/", given | {"person": cast.lu.pk}).status_code == 302
    assert IntakeCase.objects.get().person == cast.lu and Person.objects.count() == known


def test_back_and_sent_again_it_is_one_case(cast, officer):
    page = officer.get(f"/intake/new/?person={cast.lu.pk}")
    given = ASKED | {"batch": str(page.context["batch"]), "person": cast.lu.pk}
    assert officer.post("/intake/new/", given).url == officer.post("/intake/new/", given).url
    assert IntakeCase.objects.count() == 1


def test_a_stale_page_says_so_and_loses_nothing(cast, officer):
    case = bring(cast, "decide")
    page = officer.get(f"/intake/{case.pk}/")
    old = {"batch": str(page.context["batch"]), "version": fresh(case).version}
    send(officer, case, "assign", responsible=cast.assessor.pk)
    answer = officer.post(f"/intake/{case.pk}/decide/", old | {"outcome": "granted", "level": "0", "reason": "符合"})
    assert answer.status_code == 422 and "符合" in text(answer) and fresh(case).state == "decide"


def test_an_appeal_at_the_desk(cast, officer):
    case = decide(cast, bring(cast, "decide"), "refused", None)
    assert send(officer, case, "appeal", lodged_by="陆建华", relation="儿子", reason="父亲摔过两次").status_code == 302
    page = officer.get(f"/intake/{case.pk}/")
    assert page.context["appeal"].lodged_by == "陆建华" and cast.assessor.pk in page.context["not_again"]
    assert send(officer, case, "appeal/drop", reason="想通了").status_code == 302
    assert fresh(case).state == "refused"


def test_papers_are_kept_and_only_papers(cast, officer):
    case = apply(cast)
    scan = SimpleUploadedFile("申请表.png", PNG)
    assert send(officer, case, "papers", kind="application", file=scan).status_code == 302
    row = IntakePaperSeen.objects.get()
    assert row.paper.media_type == "image/png" and f"/papers/{row.paper_id}/" in text(officer.get(f"/intake/{case.pk}/"))
    assert send(officer, case, "papers", kind="application", file=SimpleUploadedFile("a.png", b"MZ")).status_code == 422
    assert officer.post(f"/intake/papers/{row.pk}/drop/").status_code == 302
    assert IntakePaperSeen.objects.get().taken_back_at


@pytest.mark.parametrize("query", ["", "?state=mine", "?state=late", "?state=closed", "?state=decide&age=0", "?committee=abc&responsible=9&age=x&q=陆", "?format=xlsx", "?format=text", "?format=print"])
def test_the_list_by_step_and_age(cast, officer, query):
    bring(cast, "decide")
    assert officer.get(f"/intake/{query}").status_code == 200


def test_the_list_says_who_waits_for_what(cast, officer):
    case = bring(cast, "decide")
    apply(cast, cast.shen)
    assert [row.pk for row in officer.get("/intake/?state=decide").context["page"].object_list] == [case.pk]
    with clock.frozen(NOON + timedelta(days=4)):
        assert len(officer.get("/intake/?age=3").context["page"].object_list) == 2
        assert not officer.get("/intake/?age=7").context["page"].object_list


def test_the_application_and_the_letter_on_paper(cast, officer):
    case = decide(cast, bring(cast, "decide"))
    for path in (f"{case.pk}/application.pdf", f"decision/{case.decision_id}/letter.pdf"):
        answer = officer.get(f"/intake/{path}")
        assert answer.status_code == 200 and answer.content.startswith(b"%PDF")


def test_a_committee_sees_its_own_and_does_not_decide(cast, client):
    own, other = bring(cast, "decide", apply(cast, cast.shen)), apply(cast, cast.lu)
    client.force_login(cast.committee_worker, backend=BACKEND)
    assert client.get(f"/intake/{own.pk}/").status_code == 200
    assert client.get(f"/intake/{other.pk}/").status_code == 404
    assert [row.pk for row in client.get("/intake/").context["page"].object_list] == [own.pk]
    assert client.post(f"/intake/{own.pk}/decide/").status_code == 403


def test_a_committee_is_not_shown_another_committees_file(cast, client):
    client.force_login(cast.committee_worker, backend=BACKEND)
    page = client.get("/intake/new/")
    given = ASKED | {"batch": str(page.context["batch"]), "name": "陆根宝", "birth_date": "1941-07-19", "committee_id": cast.huaide.pk}
    answer = client.post("/intake/new/", given)
    assert answer.status_code == 422 and cast.lu.address not in text(answer)


def test_outsiders_do_not_get_in(cast, client):
    case = decide(cast, check_and_assess(cast))
    decision = IntakeDecision.objects.get()
    paths = (f"/intake/{case.pk}/", f"/intake/{case.pk}/application.pdf", f"/intake/decision/{decision.pk}/letter.pdf", f"/intake/{case.pk}/application/")
    for path in paths:
        assert client.get(path).url.startswith("/login/")
    client.force_login(cast.outsider, backend=BACKEND)
    for path in paths:
        assert client.get(path).status_code == 404
    assert client.post(f"/intake/{case.pk}/withdraw/").status_code == 404


def check_and_assess(cast):
    case = check(cast, apply(cast))
    assess(cast, case)
    return case


def test_the_day_is_the_offices(cast, officer):
    assert officer.get("/intake/new/").context["asked"].initial["applied_on"] == DAY


def test_a_visit_may_be_agreed_with_whoever_has_a_tablet(cast, officer):
    case = check(cast, apply(cast))
    tablet = cast.visiting
    sent = {"visitor": tablet.pk, "visit_at": "2026-11-25T10:00", "version": fresh(case).version, "batch": str(uuid4())}
    assert f'<option value="{tablet.pk}"' in officer.get(reverse("intake-case", args=[case.pk])).content.decode()
    assert officer.post(reverse("intake-visit", args=[case.pk]), sent).status_code == 302
    assert fresh(case).visitor == tablet and [one["case"] for one in table_packets(tablet, NOON)] == [case.pk]
    refused = officer.post(reverse("intake-assign", args=[case.pk]), sent | {"responsible": tablet.pk, "version": fresh(case).version, "batch": str(uuid4())})
    assert refused.status_code == 404, "whoever answers for a case sits at a desk"
