"""The pages of the activity rooms: booking with a clash and free times, the week, counting, a class and its attendance, goals, hours; and who does not get in."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from qianshou.kernel import clock
from qianshou.people.operations.wall_codes import wall_codes
from qianshou.people.rules.wall import square_text
from qianshou.venues.models import Arrival, Booking, Course, DifferentHours, Enrolment, Goal, OpeningHours, SessionMark, Venue
from tests.cast import DAY, NOON
from tests.invitations.salon import dancers
from tests.venues.busy import busy
from tests.venues.rooms import NEXT, booked, course, enrol, room

BACKEND = "qianshou.access.backends.PasswordBackend"
WISH = {"title": "合唱", "booker": "陈阿姨", "day": f"{NEXT}", "starts": "09:00", "ends": "11:00"}


@pytest.fixture
def desk(cast, client):
    client.force_login(cast.officer, backend=BACKEND)
    with clock.frozen(NOON):
        yield client


def text(answer) -> str:
    return answer.content.decode()


def test_a_room_is_put_in_with_the_hours_of_its_sort(cast, desk):
    assert "还没有登记活动室" in text(desk.get("/rooms/"))
    assert desk.get("/rooms/book/").url == "/rooms/new/"
    answer = desk.post("/rooms/new/", {"name": "怀德活动室", "sort": "lane", "capacity": "20", "place_id": cast.lane.pk})
    venue = Venue.objects.get()
    assert answer.url == f"/rooms/{venue.pk}/" and OpeningHours.objects.get().week["1"] == [["08:30", "11:30"], ["13:00", "16:30"]]
    page = text(desk.get(answer.url))
    assert "居民区活动室" in page and "08:30–11:30、13:00–16:30" in page and "怀德路454弄" in page
    again = desk.post("/rooms/new/", {"name": "怀德活动室"})
    assert again.status_code == 422 and "已有怀德活动室" in text(again)


def test_who_books_second_sees_who_has_it_and_takes_a_free_time(cast, desk):
    venue = room(cast)
    assert desk.post("/rooms/book/", WISH | {"venue_id": venue.pk}).status_code == 302
    clash = desk.post("/rooms/book/", WISH | {"venue_id": venue.pk, "title": "读报", "booker": "老李", "starts": "10:00", "ends": "11:30"})
    assert clash.status_code == 422
    page = text(clash)
    assert "9:00到11:00已被占用：合唱（陈阿姨）" in page and "12月1日 13:00–14:30" in page
    link = page.split('<a class="button" href="/rooms/book/?')[1].split('"')[0].replace("&amp;", "&")
    form = text(desk.get(f"/rooms/book/?{link}"))
    assert 'value="读报"' in form and 'value="13:00"' in form and 'value="14:30"' in form
    assert "开放时间是" in text(desk.post("/rooms/book/", WISH | {"venue_id": venue.pk, "starts": "18:00", "ends": "19:00"}))
    assert desk.post("/rooms/book/", WISH | {"venue_id": venue.pk, "starts": "18:00", "ends": "19:00", "overrule": "联欢"}).status_code == 302


def test_only_an_officer_overrules_the_hours(cast, client):
    venue = room(cast)
    client.force_login(cast.secretary, backend=BACKEND)
    with clock.frozen(NOON):
        late = WISH | {"venue_id": venue.pk, "starts": "18:00", "ends": "19:00", "overrule": "联欢"}
        assert client.post("/rooms/book/", late).status_code == 422 and not Booking.objects.exists()
        assert client.post("/rooms/book/", WISH | {"venue_id": venue.pk}).status_code == 302
        row = Booking.objects.get()
        move = {"venue_id": venue.pk, "day": f"{NEXT}", "starts": "18:00", "ends": "19:00", "reason": "x", "overrule": "联欢", "version": "1"}
        assert client.post(f"/rooms/bookings/{row.pk}/move/", move).status_code == 422


def test_each_week_is_booked_moved_cancelled_and_taken_back(cast, desk):
    venue = room(cast)
    booked(cast, venue, NEXT + timedelta(weeks=1), title="读报", booker="老李")
    answer = desk.post("/rooms/book/", WISH | {"venue_id": venue.pk, "until": f"{NEXT + timedelta(weeks=3)}"}, follow=True)
    assert "已预约3次" in text(answer) and "12月8日" in text(answer) and "读报（老李）" in text(answer)
    first, second, _third = Booking.objects.filter(title="合唱").order_by("day")
    moved = desk.post(f"/rooms/bookings/{first.pk}/move/", {"venue_id": venue.pk, "day": f"{NEXT}", "starts": "13:00", "ends": "15:00", "reason": "老师有事", "version": "1"}, follow=True)
    assert "老师有事" in text(moved) and "怀德活动室 2026-12-01 09:00–11:00" in text(moved)
    desk.post(f"/rooms/bookings/{second.pk}/cancel/", {"reason": "放假", "later": "on", "version": "1"})
    assert Booking.objects.filter(cancelled_at__isnull=False).count() == 2
    desk.post(f"/rooms/bookings/{second.pk}/restore/")
    assert not Booking.objects.filter(cancelled_at__isnull=False).exists()


def test_the_week_shows_all_rooms_and_prints_for_the_door(cast, desk):
    busy(cast)
    page = text(desk.get(f"/rooms/week/?week={DAY}"))
    assert "书法班" in page and "合唱" in page and page.count('class="day') == 7 and "霍兰阅览室" in page
    venue = Venue.objects.get(name="怀德活动室")
    one = text(desk.get(f"/rooms/week/?week={DAY}&room={venue.pk}"))
    assert "书法班" in one and "合唱" not in one
    paper = desk.get(f"/rooms/{venue.pk}/week/{DAY}.pdf")
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    assert desk.get(f"/rooms/{venue.pk}/week/never.pdf").status_code == 404
    assert desk.get("/rooms/week/?format=xlsx").status_code == 200


def test_counting_at_the_door(cast, desk):
    venue = room(cast)
    page = desk.get(f"/rooms/{venue.pk}/count/")
    key = page.context["batches"]["f"]
    for _twice in range(2):
        desk.post(f"/rooms/{venue.pk}/count/", {"sex": "f", "batch": key})
    part = desk.post(f"/rooms/{venue.pk}/count/", {"sex": "m"}, headers={"HX-Request": "true"})
    assert Arrival.objects.count() == 2 and "<html" not in text(part)
    assert "沈玉芳" in text(desk.get(f"/rooms/{venue.pk}/count/found/?q=沈玉芳"))
    code = wall_codes(person_ids=[cast.shen.pk, cast.stranger.pk], now=NOON)
    scanned = quote(square_text(code[cast.shen.pk], "https://qs.example.cn/"))
    assert "沈玉芳" in text(desk.get(f"/rooms/{venue.pk}/count/found/?q={scanned}"))
    assert "单国栋" not in text(desk.get(f"/rooms/{venue.pk}/count/found/?q={code[cast.stranger.pk]}"))
    for _twice in range(2):
        answer = desk.post(f"/rooms/{venue.pk}/count/", {"person": cast.shen.pk}, follow=True)
    assert "沈玉芳今天已经计过了" in text(answer) and Arrival.objects.count() == 3
    desk.post(f"/rooms/arrivals/{Arrival.objects.last().pk}/off/")
    assert sum(Arrival.objects.values_list("number", flat=True)) == 2
    assert desk.post(f"/rooms/{venue.pk}/count/", {"person": cast.stranger.pk}).status_code == 404


def test_a_class_from_planning_to_its_end(cast, desk):
    venue = room(cast)
    form = {"name": "书法班", "teacher": "顾老师", "venue_id": venue.pk, "since": f"{DAY}", "until": f"{NEXT}", "starts": "13:30", "ends": "15:00", "places": "2"}
    answer = desk.post("/rooms/classes/new/", form, follow=True)
    klass = Course.objects.get()
    assert "已预约2次" in text(answer) and Booking.objects.filter(course=klass).count() == 2
    people = [cast.shen, cast.lu, *dancers(cast, 1)]
    for person in people:
        answer = desk.post(f"/rooms/classes/{klass.pk}/enrol/", {"person": person.pk}, follow=True)
    assert "候补名单" in text(answer)
    first = Enrolment.objects.order_by("pk").first()
    page = text(desk.post(f"/rooms/enrolments/{first.pk}/leave/", {"why": "搬家"}, follow=True))
    assert "1人候补到了" in page and "还不知道" in page
    desk.post(f"/rooms/enrolments/{Enrolment.objects.last().pk}/told/")
    assert "还不知道" not in text(desk.get(f"/rooms/classes/{klass.pk}/"))
    session = Booking.objects.filter(course=klass).order_by("day").first()
    one = desk.get(f"/rooms/bookings/{session.pk}/attendance/")
    assert one.context["who"].person == people[2], "place 1 went to who waited"
    desk.post(f"/rooms/bookings/{session.pk}/attendance/{one.context['who'].pk}/", {"state": "absent"})
    assert desk.get(f"/rooms/bookings/{session.pk}/attendance/").context["who"].person == cast.lu
    desk.post(f"/rooms/bookings/{session.pk}/attendance/rest/")
    assert sorted(SessionMark.objects.values_list("state", flat=True)) == ["absent", "present"]
    answer = desk.post(f"/rooms/classes/{klass.pk}/change/", {"name": "书法班", "teacher": "顾老师", "places": "1", "version": klass.version})
    assert answer.status_code == 422 and "已有2人有名额" in text(answer)
    desk.post(f"/rooms/classes/{klass.pk}/end/", {"result": "办了展览"})
    assert "办了展览" in text(desk.get(f"/rooms/classes/{klass.pk}/")) and "书法班" in text(desk.get("/rooms/classes/?show=over"))


def test_goals_and_hours_and_days_that_differ(cast, desk):
    venue = room(cast)
    desk.post(f"/rooms/{venue.pk}/goals/", {"year": "2026", "arrivals": "3000", "open_days": "240", "sessions": "", "learners": "x"})
    assert set(Goal.objects.values_list("what", "target")) == {("arrivals", 3000), ("open_days", 240)}
    assert "落后：到今天应有2695" in text(desk.get("/rooms/goals/"))
    booked(cast, venue)
    answer = desk.post(f"/rooms/{venue.pk}/hours/", {"day1": "8:30-11:30，13:00-16:30", "day2": "13:00-16:30", "since": f"{DAY}"}, follow=True)
    assert "有1个预约现在落在开放时间以外" in text(answer) and text(answer).count("开放时间以外") >= 2
    wrong = desk.post(f"/rooms/{venue.pk}/hours/", {"day1": "早上"})
    assert wrong.status_code == 422 and "“早上”看不懂" in text(wrong)
    desk.post(f"/rooms/{venue.pk}/different/", {"since": f"{NEXT}", "reason": "消毒"})
    row = DifferentHours.objects.get()
    assert (row.since, row.until, row.spans) == (NEXT, NEXT, [])
    desk.post(f"/rooms/different/{row.pk}/off/")
    row.refresh_from_db()
    assert row.taken_back_at


def test_equipment_is_listed_and_said(cast, desk):
    busy(cast)
    venue = Venue.objects.get(name="怀德活动室")
    page = text(desk.get(f"/rooms/{venue.pk}/equipment/"))
    assert "音响" in page and "没有声音" in page and "前修好" in page
    desk.post(f"/rooms/equipment/{venue.equipment.get(name='音响').pk}/", {"act": "repaired"})
    assert venue.equipment.get(name="音响").state == "good"
    desk.post(f"/rooms/{venue.pk}/equipment/", {"sort": "game", "name": "象棋", "count": "4"})
    assert venue.equipment.get(name="象棋").check_by is None


def test_another_streets_officer_finds_nothing_and_writes_nothing(cast, client):
    venue = room(cast)
    klass = course(cast, venue)
    (learner,) = enrol(cast, klass, cast.shen)
    row = Booking.objects.filter(course=klass).first()
    client.force_login(cast.outsider, backend=BACKEND)
    with clock.frozen(NOON):
        assert "怀德活动室" not in text(client.get("/rooms/")) and "书法班" not in text(client.get("/rooms/classes/")) and "书法班" not in text(client.get("/rooms/week/"))
        for path in (f"/rooms/{venue.pk}/", f"/rooms/classes/{klass.pk}/", f"/rooms/bookings/{row.pk}/attendance/", f"/rooms/{venue.pk}/count/"):
            assert client.get(path).status_code == 404
        for path in (f"/rooms/{venue.pk}/count/", f"/rooms/bookings/{row.pk}/cancel/", f"/rooms/enrolments/{learner.pk}/leave/", f"/rooms/classes/{klass.pk}/enrol/", f"/rooms/{venue.pk}/feed/"):
            assert client.post(path, {"sex": "f", "reason": "x", "version": "1", "person": cast.shen.pk}).status_code == 404
        own = room(cast, "定海活动室", street=cast.elsewhere)
        there = WISH | {"venue_id": venue.pk}
        assert client.post("/rooms/book/", there).status_code == 422, "a room of another street cannot be chosen"
        mine = client.post("/rooms/book/", WISH | {"venue_id": own.pk})
        assert mine.status_code == 302
    assert not Arrival.objects.exists() and Booking.objects.filter(venue=venue, cancelled_at__isnull=True).count() == 4


def test_a_committees_worker_sees_the_rooms_of_her_committee(cast, client):
    own, other = room(cast, committee=cast.huaide), room(cast, "霍兰活动室", committee=cast.huolan)
    client.force_login(cast.committee_worker, backend=BACKEND)
    with clock.frozen(NOON):
        page = text(client.get("/rooms/"))
        assert own.name in page and other.name not in page
        assert client.get(f"/rooms/{own.pk}/").status_code == 200 and client.get(f"/rooms/{other.pk}/").status_code == 404
        assert client.post("/rooms/book/", WISH | {"venue_id": own.pk}).status_code == 302
