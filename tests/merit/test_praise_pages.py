"""The pages of the appraisal and of honours: every number leads to its records, the outsider finds nothing, the paper is the same twice."""

from uuid import uuid4

import pytest
from django.urls import reverse

from qianshou.access.models import User
from qianshou.kernel import clock
from qianshou.merit.models import Appraisal, AppraisalObjection, CallBack, Feedback, Honour, SpotVisit, Training
from tests.cast import DAY, NOON, user
from tests.merit.praised import praised
from tests.merit.street import MONTH, answers, checks

CODE = f"{MONTH:%Y-%m}"


@pytest.fixture
def full(cast, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with clock.frozen(NOON):
        cast.made = praised(cast)
        yield cast


def sign_in(client, who: User):
    client.force_login(who, backend="qianshou.access.backends.PasswordBackend")


def text(client, name, *args, query="", status=200):
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == status
    return answer.content.decode() if status == 200 else ""


def act(client, name, *args, data=None, query="", status=302):
    answer = client.post(reverse(name, args=args) + query, data or {})
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer


def test_the_month_is_filtered_and_leads_to_each_sheet(client, full):
    sign_in(client, full.officer)
    page = text(client, "appraisal-month", query=f"?month={CODE}")
    assert "谭美华" in page and "邵桂英" in page and "已办结 1，共 5" in page
    only = text(client, "appraisal-month", query=f"?month={CODE}&state=object")
    assert "邵桂英" in only and reverse("appraisal-sheet", args=[full.tan.pk, CODE]) not in only
    none = text(client, "appraisal-month", query=f"?month={CODE}&q=nobody")
    assert reverse("appraisal-sheet", args=[full.tan.pk, CODE]) not in none and f'href="?month={CODE}"' in none


def test_each_number_of_a_sheet_leads_to_its_records(client, full):
    sign_in(client, full.officer)
    page = text(client, "appraisal-sheet", full.tan.pk, CODE)
    row = Appraisal.objects.filter(carer=full.tan).get()
    for part in row.parts:
        address = reverse("appraisal-part", args=[full.tan.pk, CODE, part["code"]])
        assert (address in page) == bool(part["records"])
        assert client.get(address).context["lines"].__len__() == part["records"]
    assert "<svg" in page and "和谁比" in page


def test_an_outsider_finds_no_page_and_does_no_act(client, full):
    sign_in(client, full.outsider)
    made = full.made
    for name, args in (("appraisal-sheet", [full.tan.pk, CODE]), ("appraisal-part", [full.tan.pk, CODE, "done"]), ("appraisal-pdf", [full.tan.pk, CODE]),
                       ("honours-certificate-pdf", [made["honour_id"]])):  # fmt: skip
        text(client, name, *args, status=404)
    for name, pk in (("appraisal-talk", "appraisal_id"), ("appraisal-close", "appraisal_id"), ("appraisal-correct", "appraisal_id"), ("appraisal-answer-call", "callback_id"),
                     ("appraisal-call-back", "callback_id"), ("appraisal-spot-drop", "spot_id"), ("appraisal-feedback-settle", "feedback_id"), ("honours-decide", "honour_id")):  # fmt: skip
        act(client, name, made[pk], status=404)
    assert "谭美华" not in text(client, "appraisal-month", query=f"?month={CODE}") + text(client, "honours-list") + text(client, "appraisal-calls", query=f"?month={CODE}")
    act(client, "appraisal-spot-add", data={"carer": full.tan.pk, "on": DAY.isoformat(), "batch": uuid4(), **checks()}, status=422)


def test_signed_out_is_sent_to_sign_in(client, full):
    answer = client.get(reverse("appraisal-sheet", args=[full.tan.pk, CODE]))
    assert answer.status_code == 302 and "/login" in answer["Location"]


def test_the_duty_desk_rings_and_sees_no_scores(client, full):
    sign_in(client, full.desk)
    assert "陆根宝" in text(client, "appraisal-calls", query=f"?month={CODE}")
    text(client, "appraisal-month", status=403)
    waiting = CallBack.objects.get(elder=full.lu)
    page = act(client, "appraisal-answer-call", waiting.pk, query=f"?month={CODE}", data={"who": waiting.pk, "came": "yes"}, status=422)
    assert "每个问题都要选一个回答" in page.content.decode()
    act(client, "appraisal-answer-call", waiting.pk, data={**answers("partly"), "note": "还可以"})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.answers) == ("reached", answers("partly"))
    act(client, "appraisal-call-back", waiting.pk)
    act(client, "appraisal-answer-call", waiting.pk, data={"outcome": "missed"})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.tries) == ("to_call", 1)


def test_the_draw_is_shown_with_all_that_is_needed_to_draw_again(client, full):
    sign_in(client, full.officer)
    page = text(client, "appraisal-drawn", query=f"?month={CODE}")
    assert "20261101" in page and "sha256sum" in page and str(full.shen.pk) in page
    assert client.get(reverse("appraisal-drawn") + f"?month={CODE}&format=xlsx").status_code == 200


def test_from_objection_to_closing_on_the_page(client, full):
    sign_in(client, full.officer)
    row = Appraisal.objects.get(carer=full.shao)
    refused = act(client, "appraisal-close", row.pk, status=422).content.decode()
    assert "有异议待答复" in refused
    one = AppraisalObjection.objects.get(appraisal=row)
    act(client, "appraisal-objection", one.pk, data={"answer": "公交公司证实停运", "upheld": "1"})
    act(client, "appraisal-unsign", row.pk)
    act(client, "appraisal-work-out", row.pk)
    act(client, "appraisal-talk", row.pk, data={"on": DAY.isoformat(), "said_by_office": "停运两天不算", "said_by_carer": "谢谢", "goals": ""})
    act(client, "appraisal-sign", row.pk, data={"who": "carer", "how": "drawn"}, status=422)
    for who in ("carer", "officer"):
        act(client, "appraisal-sign", row.pk, data={"who": who, "how": "paper"})
    act(client, "appraisal-close", row.pk)
    row.refresh_from_db()
    assert row.state == "closed"
    act(client, "appraisal-talk", row.pk, data={"on": DAY.isoformat(), "said_by_office": "x"}, status=422)
    act(client, "appraisal-correct", row.pk, data={"why": "漏记培训"})
    assert Appraisal.objects.filter(carer=full.shao).count() == 2


def test_records_are_written_once_and_taken_back(client, full):
    sign_in(client, full.officer)
    batch = uuid4()
    data = {"carer": full.feng.pk, "on": DAY.isoformat(), "batch": batch, "elder": "沈玉芳", "note": "", **checks(home="no")}
    for _ in range(2):
        act(client, "appraisal-spot-add", data=data)
    row = SpotVisit.objects.get(batch=batch)
    assert row.elder == full.shen and row.checks["home"] == "no"
    act(client, "appraisal-spot-drop", row.pk)
    row.refresh_from_db()
    assert row.taken_back_at == NOON
    assert "每一项都选" in act(client, "appraisal-spot-add", data=data | {"batch": uuid4(), "home": ""}, status=422).content.decode()
    act(client, "appraisal-training-add", data={"title": "急救", "on": DAY.isoformat(), "minutes": "120", "batch": uuid4(), f"seat-{full.tan.pk}": "present"})
    assert Training.objects.get(title="急救").seats.count() == 1
    act(client, "appraisal-feedback-add", data={"kind": "praise", "source": "elder", "carer": full.tan.pk, "on": DAY.isoformat(), "text": "好", "batch": uuid4()})
    act(client, "appraisal-feedback-settle", full.made["feedback_id"], data={"finding": "justified", "settled": "已上门道歉"})
    assert Feedback.objects.get(pk=full.made["feedback_id"]).finding == "justified"


def test_the_sheet_on_paper_is_the_same_twice_and_in_both_languages(client, full):
    sign_in(client, full.officer)
    one, again = (client.get(reverse("appraisal-pdf", args=[full.tan.pk, CODE])).content for _ in range(2))
    assert one.startswith(b"%PDF") and one == again
    assert client.get(reverse("appraisal-pdf", args=[full.shao.pk, CODE]) + "?language=en").content.startswith(b"%PDF")


def test_two_officers_give_an_honour_and_the_certificate_says_when(client, full):
    sign_in(client, full.officer)
    assert act(client, "honours-confirm", full.made["honour_id"], status=422)
    second = user("zhou", "周副科长", "street_officer", NOON, street_id=full.street.pk)
    sign_in(client, second)
    before = client.get(reverse("honours-certificate-pdf", args=[full.made["honour_id"]])).content
    act(client, "honours-confirm", full.made["honour_id"], data={"given_on": DAY.isoformat()})
    assert Honour.objects.get(pk=full.made["honour_id"]).confirmed_by == second
    one, again = (client.get(reverse("honours-certificate-pdf", args=[full.made["honour_id"]])).content for _ in range(2))
    assert one == again != before
    other = Honour.objects.get(carer=full.shao, code="points_1000")
    assert "请写理由" in act(client, "honours-decide", other.pk, data={"approve": "1"}, status=422).content.decode()
    act(client, "honours-decide", other.pk, data={"approve": "0", "reason": "有投诉"})
    act(client, "honours-reopen", other.pk)


def test_a_volume_holds_every_sheet_in_order(full):
    from qianshou.access.scope import Scope
    from qianshou.booklets.appraisal import APPRAISAL, appraisal_volume
    from qianshou.booklets.queries.appraisals import appraisal_sheets
    from qianshou.booklets.render import pdf
    from qianshou.booklets.sheets import Binding

    sheets = appraisal_sheets(Scope.system(full.street.pk), full.street, MONTH, "zh")
    assert len(sheets) == 5 and [sheet.number for sheet in sheets] == sorted(sheet.number for sheet in sheets)
    data = appraisal_volume(sheets, Binding(month=MONTH, office="平凉路街道", part="", bound_on=DAY))
    one, again = (pdf(APPRAISAL, data, NOON) for _ in range(2))
    assert one == again and one.startswith(b"%PDF")
