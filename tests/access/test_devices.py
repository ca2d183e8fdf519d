"""Cards and phones: used once, bound, opened with a PIN, locked, signed off."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qianshou.access.devices import CardRefusedError, card_by_code, field_users, one_device, pin_fault, shown_code
from qianshou.access.models import Device, LogEntry, QrCard
from qianshou.access.operations import assign_role
from qianshou.access.operations.devices import (
    bind_by_card,
    bind_by_password,
    issue_card,
    revoke_card,
    revoke_device,
    try_pin,
    unlock_device,
)
from qianshou.access.scope import scope_of
from tests.cast import DAY, LONG_AGO, NOON
from tests.field.phone import PIN


@pytest.fixture
def card(cast):
    return issue_card(user=cast.tan.person.user, now=NOON, by=cast.officer)


def bind(code, **more):
    return bind_by_card(**{"code": code, "pin": PIN, "label": "Android", "now": NOON, **more})


def refused(code, **more):
    with pytest.raises(CardRefusedError) as problem:
        bind(code, **more)
    return problem.value.code


def test_a_card_binds_one_phone_once(card, cast):
    row, code = card
    device, token = bind(shown_code(code).lower())  # as somebody types it
    assert device.user == cast.tan.person.user and QrCard.objects.get(pk=row.pk).device == device
    assert token not in str(Device.objects.values().get()) and code not in str(QrCard.objects.values().get())
    assert refused(code) == "used"


def test_cards_that_bind_nothing(card, cast):
    row, code = card
    assert refused("AAAAA-AAAAA") == "unknown"
    assert refused(code, now=NOON + timedelta(days=15)) == "expired"
    assert revoke_card(card=row, now=NOON, by=cast.officer) and not revoke_card(card=row, now=NOON, by=cast.officer)
    assert refused(code) == "revoked"


def test_a_new_card_withdraws_the_one_before(card, cast):
    _row, newer = issue_card(user=cast.tan.person.user, now=NOON, by=cast.officer)
    assert refused(card[1]) == "revoked"
    assert card_by_code(typed=newer, now=NOON).user == cast.tan.person.user


def test_no_card_for_who_may_do_more(cast):
    user = cast.tan.person.user
    assign_role(user=user, role="street_officer", since=LONG_AGO, now=NOON, street_id=cast.street.pk)
    for attempt in (lambda: issue_card(user=user, now=NOON, by=cast.officer), lambda: bind_by_password(user=user, pin=PIN, label="", now=NOON)):
        with pytest.raises(ValueError, match="only for users of the phone"):
            attempt()


@pytest.mark.parametrize(("pin", "fault"), [("12345", "pin.six"), ("12345a", "pin.six"), ("１２３４５６", "pin.six"), ("111111", "pin.easy"), ("345678", "pin.easy"), ("987654", "pin.easy"), (PIN, None)])
def test_which_pin_may_be_chosen(pin, fault):
    assert pin_fault(pin) == fault


def test_a_bad_pin_does_not_use_the_card(card):
    with pytest.raises(ValueError, match=r"pin\.easy"):
        bind(card[1], pin="000000")
    bind(card[1])


def test_five_wrong_pins_lock_until_the_officer_unlocks(card, cast):
    device, _token = bind(card[1])
    tries = [try_pin(device=device, pin="000000", now=NOON) for _ in range(5)]
    assert [t.left for t in tries] == [4, 3, 2, 1, 0] and tries[-1].locked
    assert try_pin(device=device, pin=PIN, now=NOON).locked
    assert LogEntry.objects.filter(act="device.locked").count() == 1
    unlock_device(device=device, now=NOON, by=cast.officer)
    assert try_pin(device=device, pin=PIN, now=NOON).right
    assert try_pin(device=device, pin="000000", now=NOON).left == 4  # counted from the start again


def test_a_revoked_phone_opens_no_more(card, cast):
    device, _token = bind(card[1])
    assert revoke_device(device=device, now=NOON, by=cast.officer) and not revoke_device(device=device, now=NOON, by=cast.officer)
    assert not try_pin(device=device, pin=PIN, now=NOON).right


def test_odd_labels_are_kept_clean(card):
    device, _token = bind(card[1], label="a\x00\ud800" + "b" * 300)
    assert Device.objects.get(pk=device.pk).label == "a" + "b" * 119


def test_officer_sees_own_street_only(card, cast):
    device, _token = bind(card[1])
    here, elsewhere = scope_of(cast.officer, DAY), scope_of(cast.outsider, DAY)
    names = {u.display_name for u in field_users(scope=here, on=DAY)}
    assert "谭美华" in names and "卫兰" not in names
    assert one_device(scope=here, device_id=device.pk) == device
    with pytest.raises(Device.DoesNotExist):
        one_device(scope=elsewhere, device_id=device.pk)
    assert not field_users(scope=scope_of(cast.tan.person.user, DAY), on=DAY)
