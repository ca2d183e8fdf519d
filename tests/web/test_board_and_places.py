"""The board and the map: who gets in, what happens."""

from datetime import date

import pytest

from qianshou.people.models import Place
from qianshou.web.board.calendar import heading, lunar_line
from qianshou.web.places.drawing import draw


def log_in(client, user):
    client.force_login(user, backend="qianshou.access.backends.PasswordBackend")
    return client


def test_first_page_by_role(cast, client):
    assert log_in(client, cast.officer).get("/").headers["Location"] == "/today/"
    assert log_in(client, cast.secretary).get("/").headers["Location"] != "/today/"
    assert log_in(client, cast.family).get("/").status_code == 200


@pytest.mark.parametrize("url", ["/today/", "/today/live/", "/places/", "/places/new/"])
def test_others_are_kept_out(cast, client, url):
    assert client.get(url).status_code == 302
    for user in (cast.kitchen, cast.family, cast.tan.person.user):
        assert log_in(client, user).get(url).status_code == 403


def test_calendar_of_the_wall():
    assert (heading(date(2026, 11, 24)), lunar_line(date(2026, 11, 24))) == ("11月24日 星期二", "十月十六 · 小雪后第 2 天")
    assert lunar_line(date(2026, 11, 22)) == "十月十四 · 小雪"


def test_pin_from_a_chinese_map(cast, client):
    log_in(client, cast.officer)
    url = f"/places/{cast.lane_unplaced.pk}/"
    assert client.post(url, {"coordinates": "31.2554, 121.5299", "datum": "gcj02", "version": "1"}).status_code == 302
    place = Place.objects.get(pk=cast.lane_unplaced.pk)
    assert abs(place.lon - 121.5254) < 0.001 and abs(place.lat - 31.2575) < 0.001


def test_a_pin_far_away_is_asked_about(cast, client):
    log_in(client, cast.officer)
    url = f"/places/{cast.lane_unplaced.pk}/"
    data = {"coordinates": "116.4, 39.9", "datum": "wgs84", "version": "1"}
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"coordinates": "none"}).status_code == 422
    assert Place.objects.get(pk=cast.lane_unplaced.pk).lon is None
    assert client.post(url, data | {"sure": "on"}).status_code == 302
    assert client.post(url, {"remove": "1"}).status_code == 302
    assert Place.objects.get(pk=cast.lane_unplaced.pk).lon is None


def test_outsider_moves_no_pin(cast, client):
    assert log_in(client, cast.outsider).post(f"/places/{cast.lane.pk}/", {"coordinates": "121.5, 31.2", "datum": "wgs84", "version": "1"}).status_code == 404
    answer = log_in(client, cast.committee_worker).post(f"/places/{cast.lane.pk}/", {"coordinates": "121.5, 31.2", "datum": "wgs84", "version": "1"})
    assert answer.status_code == 200 and Place.objects.get(pk=cast.lane.pk).lon == cast.lane.lon


def test_the_drawing_holds_every_lane():
    lanes = [Place(name=f"{n}弄", lon=121.5 + n / 400, lat=31.25 + (n % 7) / 900) for n in range(40)]
    for n, lane in enumerate(lanes):
        lane.elders = n
    drawing = draw(lanes)
    assert len(drawing.spots) == 40
    assert all(0 < s.x < drawing.width and 0 < s.y < drawing.height for s in drawing.spots)
    assert draw([]).spots == []
    lanes[0].elders = 0
    assert len(draw(lanes[:1]).spots) == 1
