"""The phone's camera reads the card by the door: a real camera stream of Chromium, a real square, the library that old phones use."""

from __future__ import annotations

from pathlib import Path

import pytest
import segno

from qianshou.access.operations.devices import issue_card
from qianshou.kernel import clock
from qianshou.people.operations.wall_codes import wall_codes
from qianshou.people.rules.wall import square_text
from qianshou.watch.models import Due
from tests.field.chromium import bind, browser_on, page_of, tap
from tests.field.conftest import publish, visit
from tests.field.phone import PIN
from tests.field.test_field_page import all_received

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTH, HEIGHT, MODULE = 640, 480, 9  # pixels


def filmed(text: str, place: Path) -> tuple[str, ...]:
    """Flags that make Chromium's camera look at a square, a little out of the middle on a grey wall."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False, boost_error=False).matrix_iter(scale=MODULE, border=4)]
    luma = bytearray(b"\xb0" * (WIDTH * HEIGHT))
    top, left = (HEIGHT - len(rows)) // 2, (WIDTH - len(rows[0])) // 2 + 30
    for y, row in enumerate(rows):
        begin = (top + y) * WIDTH + left
        luma[begin : begin + len(row)] = bytes(16 if dark else 235 for dark in row)
    frame = b"FRAME\n" + bytes(luma) + b"\x80" * (WIDTH * HEIGHT // 2)
    place.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F20:1 Ip A1:1 C420jpeg\n".encode() + frame * 5)
    return ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", f"--use-file-for-fake-video-capture={place}")


def codes(cast) -> dict[int, str]:
    return wall_codes(person_ids=[cast.shen.pk, cast.lu.pk], now=clock.now())


@pytest.fixture
def doors(cast):
    day = clock.today()
    shen, lu = visit(cast, cast.shen, day=day), visit(cast, cast.lu, minute=40, day=day)
    publish(cast, day, (cast.tan, shen), (cast.tan, lu))
    return [shen, lu]


@pytest.fixture
def code(cast):
    return issue_card(user=cast.tan.person.user, now=clock.now(), by=cast.officer)[1]


def test_the_card_is_scanned_without_signal_and_proves_the_visit(cast, doors, code, live_server, tmp_path):
    flags = filmed(square_text(codes(cast)[cast.shen.pk], live_server.url), tmp_path / "shen.y4m")
    with browser_on(tmp_path / "phone", flags=flags) as phone:
        page = page_of(phone)
        bind(page, live_server.url, code, PIN)
        phone.set_offline(True)
        tap(page, "扫墙上卡片")
        page.wait_for_selector("[data-step=here]")
        tap(page, "做好了")
        page.wait_for_function("() => document.querySelector('.next h2').textContent.startsWith('陆根宝')")
        tap(page, "扫墙上卡片")
        page.wait_for_function("() => document.querySelector('.scan-line').textContent.includes('沈玉芳')")
        tap(page, "到了，不扫码")
        page.wait_for_selector("[data-step=here]")
        phone.set_offline(False)
        all_received(page, 3)
        assert not page.complaints
    assert Due.objects.get(key=doors[0].due_key).grade == "scan"


def test_the_phones_own_camera_opens_the_door_and_the_next_tap_carries_the_code(cast, doors, code, live_server, tmp_path):
    with browser_on(tmp_path) as phone:
        page = page_of(phone)
        codes(cast)
        bind(page, live_server.url, code, PIN)
        page.evaluate("(end) => { location.hash = end }", square_text(codes(cast)[cast.lu.pk]))
        page.wait_for_function("() => document.querySelector('.next h2').textContent.startsWith('陆根宝')")
        assert page.evaluate("() => location.hash") == "#today"
        tap(page, "到了")
        page.wait_for_selector("[data-step=here]")
        tap(page, "做好了")
        all_received(page, 2)
    assert Due.objects.get(key=doors[1].due_key).grade == "scan"


def test_a_phone_without_a_camera_says_so_and_goes_on(cast, doors, code, live_server, tmp_path):
    with browser_on(tmp_path) as phone:
        page = page_of(phone)
        bind(page, live_server.url, code, PIN)
        tap(page, "扫墙上卡片")
        page.wait_for_selector(".panel .error")
        tap(page, "到了，不扫码")
        page.wait_for_selector("[data-step=here]")
        all_received(page, 1)
