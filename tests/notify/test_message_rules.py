"""What robots and gateways are sent, which hosts may be called, and when a failed message is tried again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from qianshou.notify.rules import MAX_TRIES, HostRefused, after_failure, check_address, check_url, discreet_name, request_for
from qianshou.notify.rules.bodies import accepted

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_wecom_gets_its_text_cut_at_2048_bytes_on_a_whole_character():
    request = request_for("wecom", url="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k", text="老" * 1000, at=AT)
    content = json.loads(request.body)["text"]["content"]
    assert len(content.encode()) <= 2048
    assert content.endswith("老…")


def test_dingtalk_signs_as_its_documentation_says():
    request = request_for("dingtalk", url="https://oapi.dingtalk.com/robot/send?access_token=t", text="hi", secret="this is secret", at=AT)
    query = parse_qs(urlsplit(request.url).query)
    assert query["timestamp"] == ["1795395600000"]
    import base64
    import hashlib
    import hmac

    expected = hmac.new(b"this is secret", b"1795395600000\nthis is secret", hashlib.sha256).digest()
    assert base64.b64decode(query["sign"][0]) == expected


def test_an_http_template_is_filled_in_and_stays_json():
    template = '{"to": "{{phone}}", "say": "{{text}}"}'
    request = request_for("http", url="https://sms.example/send", text='a "quote"\n末', phone="021", template=template, secret="s", at=AT)
    assert json.loads(request.body) == {"to": "021", "say": 'a "quote"\n末'}
    assert request.headers["Authorization"] == "Bearer s"


def test_a_message_cannot_choose_its_host():
    with pytest.raises(HostRefused):
        request_for("http", url="https://{{text}}/x", text="evil.example", at=AT)


@pytest.mark.parametrize(
    ("kind", "status", "body", "ok"),
    [
        ("wecom", 200, b'{"errcode": 0}', True),
        ("wecom", 200, b'{"errcode": 93000, "errmsg": "invalid webhook url"}', False),
        ("dingtalk", 200, b"<html>", False),
        ("http", 204, b"", True),
        ("http", 302, b"", False),
    ],
)
def test_an_answer_is_read_as_the_robot_means_it(kind, status, body, ok):
    assert accepted(kind, status, body) is ok


@pytest.mark.parametrize(
    "url", ["http://a.example/", "ftp://a.example/", "https://user:pw@a.example/", "https:///x", "https://a b/", "https://a.example:99999/"]
)
def test_only_plain_https_addresses(url):
    with pytest.raises(HostRefused):
        check_url(url, allow_private=False)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1", "0.0.0.0", "100.64.0.1"]
)
def test_private_addresses_are_refused(address):
    with pytest.raises(HostRefused):
        check_address(address, allow_private=False)


def test_a_site_may_open_its_own_network_but_never_the_metadata_service():
    assert check_url("http://10.0.0.5:8080/sms", allow_private=True) == ("10.0.0.5", 8080)
    assert check_address("10.0.0.5", allow_private=True) == "10.0.0.5"
    with pytest.raises(HostRefused):
        check_address("169.254.169.254", allow_private=True)


def test_a_name_in_a_group_is_no_more_than_needed():
    assert discreet_name("沈玉芳", full=False) == "沈**"
    assert discreet_name("陆根", full=False) == "陆*"
    assert discreet_name("欧阳修", full=False) == "欧阳*"
    assert discreet_name("沈玉芳", full=True) == "沈玉芳"


def test_tries_are_spaced_wider_and_end():
    gaps = [after_failure(n, AT) - AT for n in range(1, MAX_TRIES)]
    assert gaps == sorted(gaps)
    assert after_failure(MAX_TRIES, AT) is None
