"""Leave at the desk: what it would leave open is said, it is granted or refused once, and who must not get in does not."""

from datetime import timedelta

import pytest

from qianshou.care.models import Absence
from qianshou.kernel import clock
from qianshou.merit.models import LeaveRequest
from qianshou.merit.operations.leave import ask_leave
from tests.cast import DAY, NOON
from tests.field.conftest import publish, visit

BACKEND = "qianshou.access.backends.PasswordBackend"
TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def asked(cast, client):
    """Tan asks for tomorrow, on which she has a visit at Shen's."""
    publish(cast, TOMORROW, (cast.tan, visit(cast, cast.shen, day=TOMORROW)))
    row = ask_leave(carer_id=cast.tan.pk, kind="sick", first_day=TOMORROW, last_day=TOMORROW + timedelta(days=1), reason="发烧", made_at=NOON, now=NOON, by_id=None, source="act:1")
    client.force_login(cast.officer, backend=BACKEND)
    with clock.frozen(NOON):
        yield row


def text(answer) -> str:
    return answer.content.decode()


def test_it_waits_on_the_board_the_sheets_and_her_page_and_says_what_it_leaves_open(cast, client, asked):
    for address in ("/today/", "/attendance/", f"/carers/{cast.tan.pk}/"):
        page = text(client.get(address))
        assert "/attendance/leave/" in page and ("1 人请假待答复" in page or "请假待答复" in page), address
    page = text(client.get("/attendance/leave/"))
    assert "发烧" in page and "会空出来的上门" in page and "沈玉芳" in page and "1 次上门" in page and "病假条" in page and "无人照应" not in page
    assert client.get("/attendance/leave/?format=xlsx").content.startswith(b"PK")


def test_granted_once_as_the_kind_that_holds_with_the_way_back(cast, client, asked):
    address = f"/attendance/leave/{asked.pk}/answer/"
    page = text(client.post(address, {"grant": "1", "kind": "personal", "answer": ""}, follow=True))
    absence = Absence.objects.get()
    assert absence.kind == "personal" and f"/carers/absences/{absence.pk}/cancel/" in page and "已准假" in page
    again = client.post(address, {"grant": "1", "kind": "personal"})
    assert again.status_code == 422 and Absence.objects.count() == 1
    client.post(f"/carers/absences/{absence.pk}/cancel/")
    assert "已准假，后销假" in text(client.get("/attendance/leave/?state=granted"))


def test_refused_with_a_reason_and_not_without(cast, client, asked):
    address = f"/attendance/leave/{asked.pk}/answer/"
    wrong = client.post(address, {"grant": "0", "kind": "sick", "answer": " "})
    assert wrong.status_code == 422 and "不准假要写明理由" in text(wrong) and LeaveRequest.objects.get().state == "open"
    client.post(address, {"grant": "0", "kind": "sick", "answer": "先去医院开病假条"})
    assert LeaveRequest.objects.get().answer == "先去医院开病假条" and "先去医院开病假条" in text(client.get("/attendance/leave/?state=refused"))
    assert "没有人请假" in text(client.get("/attendance/leave/?state=open"))


def test_another_street_and_nobody_get_in(cast, client, asked):
    address = f"/attendance/leave/{asked.pk}/answer/"
    client.force_login(cast.outsider, backend=BACKEND)
    assert client.post(address, {"grant": "1", "kind": "sick"}).status_code == 404 and "发烧" not in text(client.get("/attendance/leave/"))
    client.logout()
    assert client.post(address, {"grant": "1", "kind": "sick"}).headers["Location"].startswith("/login/")
    assert LeaveRequest.objects.get().state == "open"
