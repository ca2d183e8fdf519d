"""The outbox, against a robot that listens on this machine."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from django.db import connection, transaction

from qianshou.access.scope import Scope
from qianshou.notify import operations, queries
from qianshou.notify.models import Channel, Delivery
from qianshou.notify.rules import MAX_TRIES, HostRefused
from tests.cast import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def robot():
    """A group robot: remembers what it was told; `answer` is what it says."""

    class Robot(BaseHTTPRequestHandler):
        def do_POST(self):
            server.heard.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(server.status)
            self.end_headers()
            self.wfile.write(server.answer)

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Robot)
    server.heard, server.status, server.answer = [], 200, b'{"errcode": 0}'
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def channel(cast, robot=None, kind="wecom", **more):
    address = more.pop("address", f"http://127.0.0.1:{robot.server_port}/send?key=secret" if robot else "")
    return operations.add_channel(
        street_id=cast.street.pk, kind=kind, name="值班群", address=address, by_id=cast.officer.pk, now=NOON, **more
    )


@pytest.fixture
def private(settings):
    settings.NOTIFY_PRIVATE_HOSTS = True


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notify.send'")
        return cursor.fetchone()[0]


def test_a_message_is_sent_once_for_its_ref(cast, robot, private):
    made = channel(cast, robot)
    for _ in range(2):
        operations.post(channel_id=made.pk, ref="sweep:1", body="平安", now=NOON)
    assert jobs() == 1
    assert operations.send_waiting(now=NOON) == 1
    assert operations.send_waiting(now=NOON + timedelta(hours=9)) == 0
    assert [json.loads(body)["text"]["content"] for _, body in robot.heard] == ["平安"]
    assert Delivery.objects.get().state == "sent"


def test_the_job_goes_with_a_change_that_is_rolled_back(cast, robot, private):
    made = channel(cast, robot)
    with pytest.raises(RuntimeError), transaction.atomic():
        operations.post(channel_id=made.pk, ref="sweep:1", body="x", now=NOON)
        raise RuntimeError
    assert jobs() == 0


def test_a_robot_that_refuses_is_tried_again_and_then_given_up(cast, robot, private):
    robot.answer = b'{"errcode": 93000, "errmsg": "invalid webhook url"}'
    made, now = channel(cast, robot), NOON
    delivery = operations.post(channel_id=made.pk, ref="sweep:1", body="x", now=now)
    for _ in range(MAX_TRIES + 2):
        operations.send_waiting(now=now)
        now += timedelta(hours=2)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, len(robot.heard)) == ("failed", MAX_TRIES, MAX_TRIES)
    assert "invalid webhook url" in delivery.error
    robot.answer = b'{"errcode": 0}'
    operations.send_again(delivery=delivery, by_id=cast.officer.pk, now=now)
    assert operations.send_waiting(now=now) == 1


def test_a_sender_killed_in_between_leaves_the_message_to_the_next(cast, robot, private):
    made = channel(cast, robot)
    operations.post(channel_id=made.pk, ref="sweep:1", body="x", now=NOON)
    assert len(operations.claim(now=NOON)) == 1  # and dies
    assert operations.send_waiting(now=NOON + timedelta(seconds=30)) == 0
    assert operations.send_waiting(now=NOON + timedelta(seconds=61)) == 1


def test_a_private_address_is_refused_when_saved_and_when_sent(cast, robot, settings):
    with pytest.raises(HostRefused):
        channel(cast, address="http://127.0.0.1/x")
    made = channel(cast, address="https://localhost/x")
    delivery = operations.post(channel_id=made.pk, ref="sweep:1", body="x", now=NOON)
    operations.send_waiting(now=NOON)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error) == ("waiting", "private_address")


def test_address_and_secret_are_sealed_and_only_the_host_is_shown(cast):
    made = channel(cast, kind="dingtalk", address="https://oapi.dingtalk.com/robot/send?access_token=abc", secret="SEC1")
    row = Channel.objects.get(pk=made.pk)
    assert b"abc" not in bytes(row.address_sealed)
    assert b"SEC1" not in bytes(row.secret_sealed)
    assert queries.host_of(row) == "oapi.dingtalk.com"
    operations.change_channel(channel=row, name="n", from_rung=1, shows_names=True, template="", by_id=cast.officer.pk, now=NOON)
    assert queries.host_of(Channel.objects.get(pk=made.pk)) == "oapi.dingtalk.com"


def test_e_mail(cast):
    made = channel(cast, kind="email", address="desk@street.example")
    operations.post(channel_id=made.pk, ref="sweep:1", body="一条提醒\n细节", now=NOON)
    assert operations.send_waiting(now=NOON) == 1
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (["desk@street.example"], "一条提醒")
    with pytest.raises(ValueError, match="e-mail"):
        channel(cast, kind="email", address="desk")


def test_a_resting_channel_keeps_its_messages(cast, robot, private):
    made = channel(cast, robot)
    operations.post(channel_id=made.pk, ref="sweep:1", body="x", now=NOON)
    operations.set_channel_enabled(channel=made, enabled=False, by_id=cast.officer.pk, now=NOON)
    assert operations.send_waiting(now=NOON) == 0
    operations.set_channel_enabled(channel=made, enabled=True, by_id=cast.officer.pk, now=NOON)
    assert operations.send_waiting(now=NOON) == 1


def test_notices_are_ones_own(cast):
    operations.tell(street_id=cast.street.pk, code="alerts", told={cast.desk.pk: {"count": 1}, cast.officer.pk: {"count": 1}}, now=NOON)
    assert operations.read_notices(user_id=cast.desk.pk, now=NOON) == 1
    assert queries.unread(user_id=cast.officer.pk).count() == 1


def test_outsiders_see_no_channel(cast, robot, private):
    made = channel(cast, robot)
    delivery = operations.post(channel_id=made.pk, ref="sweep:1", body="x", now=NOON)
    outsider = Scope(user_id=cast.outsider.pk, street_id=cast.elsewhere.pk, street_ids=frozenset({cast.elsewhere.pk}))
    with pytest.raises(Channel.DoesNotExist):
        queries.channel(scope=outsider, channel_id=made.pk)
    with pytest.raises(Delivery.DoesNotExist):
        queries.delivery(scope=outsider, delivery_id=delivery.pk)
