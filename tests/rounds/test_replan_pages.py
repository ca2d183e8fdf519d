"""The pages of a day that goes on: add a visit, a carer runs late, what planning around somebody changed."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.urls import reverse

from qianshou.care.models import Visit
from qianshou.kernel import clock
from qianshou.rounds import operations
from qianshou.rounds.models import RoundDay, Stop
from tests.cast import DAY

from .days import MORNING, absent, six

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def eight():
    with clock.frozen(clock.at(DAY, time(8))):
        yield


@pytest.fixture
def visits(cast):
    made = six(cast)
    operations.plan_day(street_id=cast.street.pk, day=DAY, moves=150, seed=1, now=MORNING, by_id=cast.officer.pk)
    return made


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer, backend="qianshou.access.backends.PasswordBackend")
    return client


def url(name: str, *more) -> str:
    return reverse(f"rounds-{name}", args=[DAY.isoformat(), *more])


def version() -> int:
    return RoundDay.objects.get(day=DAY).version


def first_of(carer) -> Stop:
    return Stop.objects.filter(carer=carer).order_by("position").first()


def asked(elder, **more) -> dict:
    return {"elder": elder.pk, "service": "talking", "start": "09:00", "end": "15:00", "minutes": "30", **more}


def test_find_the_elder_see_the_places_take_one(officer, cast, visits):
    assert "先找到老人" in officer.get(url("add")).content.decode()
    assert "陆根宝" in officer.get(url("add"), {"q": "lgb"}).content.decode()
    form = officer.get(url("add"), {"elder": cast.lu.pk}).content.decode()
    assert 'type="time"' in form and "哪里最合适" in form
    page = officer.get(url("add"), asked(cast.lu, look=1)).content.decode()
    assert page.count("就这样排") == 3 and "不多走路" in page
    assert "认识这位老人" in officer.get(url("add"), asked(cast.shen, look=1)).content.decode()
    assert Visit.objects.count() == 6
    answer = officer.post(url("add"), asked(cast.lu, version=version(), carer=[cast.tan.pk]))
    assert answer.status_code == 302
    made = Visit.objects.get(elder=cast.lu, service="talking")
    assert Stop.objects.get(visit=made).carer == cast.tan
    assert "加了" in officer.get(url("day")).content.decode()


def test_what_does_not_fit_says_why(officer, cast, visits):
    assert "已经过了" in officer.get(url("add"), asked(cast.lu, look=1, start="06:00", end="07:00")).content.decode()
    assert "排不进" in officer.get(url("add"), asked(cast.lu, look=1, start="22:00", end="23:00")).content.decode()
    page = officer.post(url("add"), asked(cast.lu, version=version() - 1, carer=[cast.tan.pk]))
    assert page.status_code == 200 and "有人改过" in page.content.decode()
    assert officer.post(url("add"), asked(cast.lu, version="x", carer=["y"])).status_code == 400
    assert not Visit.objects.filter(service="talking", elder=cast.lu).exists()


def test_see_what_a_delay_pushes_and_keep_it(officer, cast, visits):
    who = visits["talk"].stops.get().carer
    stop = first_of(who)
    page = officer.get(url("late", who.pk), {"minutes": 150}).content.decode()
    assert "超过约定时间" in page and "name=\"rescue\"" in page
    assert Stop.objects.get(pk=stop.pk).starts_at == stop.starts_at
    answer = officer.post(url("late", who.pk), {"minutes": 20, "version": version()})
    assert answer.status_code == 302
    assert Stop.objects.get(visit=stop.visit_id, carer=who).starts_at == stop.starts_at + timedelta(minutes=20)
    assert "晚到 20 分钟" in officer.get(url("day")).content.decode()
    assert officer.post(url("late", who.pk), {"minutes": "x", "version": 1}).status_code == 400
    assert officer.post(url("late", who.pk), {"minutes": 20, "version": version(), "rescue": "1;2"}).status_code == 400
    officer.post(url("undo"), {"version": version()})
    assert Stop.objects.get(visit=stop.visit_id, carer=who).starts_at == stop.starts_at


def test_somebody_helps_out(officer, cast, visits):
    who = visits["talk"].stops.get().carer
    late = operations.replanning.late_of(street_id=cast.street.pk, day=DAY, carer_id=who.pk, minutes=150, now=clock.now())[3]
    d = next(d for d in late.dangers if d.rescue)
    officer.post(url("late", who.pk), {"minutes": 150, "version": version(), "rescue": f"{d.visit}:{','.join(d.rescue.carers)}"})
    assert {str(s.carer_id) for s in Stop.objects.filter(visit_id=d.visit)} == set(d.rescue.carers)


def test_who_cannot_help_out_any_more_is_said(officer, cast, visits):
    who, stop = visits["talk"].stops.get().carer, visits["talk"].stops.get()
    helper = next(c for c in (cast.tan, cast.shao, cast.feng) if c.pk != who.pk)
    Visit.objects.filter(pk=visits["talk"].pk).update(minutes=600)  # fits in nobody's day any more
    answer = officer.post(
        url("late", who.pk), {"minutes": 20, "version": version(), "rescue": f"{stop.visit_id}:{helper.pk}"}, follow=True
    ).content.decode()
    assert Stop.objects.get(visit=stop.visit_id).carer == who
    assert "新时间已保存" in answer and f"已排不进 {helper.person.name} 的行程，仍由 {who.person.name} 去" in answer


def test_the_day_offers_it_by_itself(officer, cast, visits):
    operations.publish_day(street_id=cast.street.pk, day=DAY, by_id=None, now=MORNING)
    stop = first_of(visits["talk"].stops.get().carer)
    with clock.frozen(stop.starts_at + timedelta(minutes=25)):
        page = officer.get(url("day")).content.decode()
        assert "晚了 25 分钟" in page and url("late", stop.carer_id) + "?minutes=25" in page
        assert "手机" in officer.get(url("late", stop.carer_id)).content.decode()


def test_an_absent_carer_who_has_begun_all_asks_for_nothing(officer, cast, visits):
    absent(cast, cast.tan)
    hers = list(Stop.objects.filter(carer=cast.tan).values_list("visit_id", flat=True))
    Visit.objects.filter(pk__in=hers[1:]).update(state="done")
    assert "还有 1 次" in officer.get(url("day")).content.decode()
    Visit.objects.filter(pk__in=hers).update(state="done")
    assert url("without") not in officer.get(url("day")).content.decode()


def test_planning_around_an_absence_says_what_changed(officer, cast, visits):
    hers = Stop.objects.filter(carer=cast.tan).count()
    absent(cast, cast.tan)
    page = officer.post(url("without"), {"carer": cast.tan.pk}, headers={"HX-Request": "true"}).content.decode()
    assert "没有谭美华" in page and "现在谁去" in page and hers
    assert "换人 0 次" in page


def test_who_must_not_get_in(client, cast, visits):
    addresses = [url("add"), url("late", cast.tan.pk)]
    for address in addresses:
        assert client.get(address).status_code == 302
    for user in (cast.kitchen, cast.family, cast.desk, cast.district_officer):
        client.force_login(user, backend="qianshou.access.backends.PasswordBackend")
        assert {client.get(a).status_code for a in addresses} == {403}, user
    client.force_login(cast.outsider, backend="qianshou.access.backends.PasswordBackend")
    assert client.get(url("late", cast.tan.pk)).status_code == 404
    assert client.get(url("add"), {"elder": cast.shen.pk}).status_code == 404
    assert client.post(url("add"), asked(cast.shen, version=1, carer=[cast.tan.pk])).status_code == 404
    before = RoundDay.objects.get(street=cast.street).version
    assert client.post(url("late", cast.tan.pk), {"minutes": 20, "version": before}).status_code == 404
    assert RoundDay.objects.get(street=cast.street).version == before
