"""Every address × every role × own street, other street, signed out. An address missing from the table fails."""

from __future__ import annotations

import re
from functools import cache

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from qianshou.access.roles import ROLES
from tests import kept, permission_objects
from tests.permission_table import PHONE, PUBLIC, SIGNED_IN, TABLE

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
SECRET = "沈玉芳"  # an elder of Pingliang: outsiders and signed-out users never read her name
pytestmark = pytest.mark.xdist_group("permissions")
GUARDED = {route: need for route, need in TABLE.items() if need not in (PUBLIC, SIGNED_IN, PHONE)}


def routes(resolver=None, prefix=""):
    """Every address of the program as its route."""
    for entry in (resolver or get_resolver()).url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from routes(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry.callback


def filled(route: str, objects: dict) -> str:
    """The address of a route with the objects of this test."""
    room = route.partition("/")[0]
    return "/" + PARAMETER.sub(lambda match: str(objects.get(f"{room} {match[1]}") or objects[match[1]]), route)


@cache
def session_of(user) -> str:
    """A session of this user, signed in once for all addresses, in the transaction of `cast`."""
    client = Client()
    client.force_login(user, backend="qianshou.access.backends.PasswordBackend")
    return client.cookies["sessionid"].value


def ask(client, path: str, user=None):
    """GET, or POST with nothing where only that is taken; whatever it writes is undone, a sign-out too."""
    client.cookies.clear()
    if user is not None:
        client.cookies["sessionid"] = session_of(user)
    with transaction.atomic():
        answer = client.get(path)
        if answer.status_code == 405:
            answer = client.post(path, {})
        if answer.streaming:
            list(answer.streaming_content)
        transaction.set_rollback(True)
    return answer


def to_login(answer) -> bool:
    return answer.status_code == 302 and answer.url.startswith("/login/")


def people_by_role(cast) -> dict:
    """One user of each role, all in Pingliang."""
    return {
        "administrator": cast.admin, "district_officer": cast.district_officer, "street_officer": cast.officer,
        "committee_worker": cast.committee_worker, "assessor": cast.assessor, "visiting_assessor": cast.visiting, "association_secretary": cast.secretary,
        "duty_desk": cast.desk, "carer": cast.tan.person.user, "volunteer": cast.volunteer.person.user, "kitchen": cast.kitchen,
        "driver": cast.driver, "family": cast.family,
    }  # fmt: skip


@pytest.fixture(scope="module")
def cast(django_db_setup, cluster, django_db_blocker):
    """The cast once for all addresses, in a transaction that is undone at the end: nothing here is kept between two requests."""
    session_of.cache_clear()
    with django_db_blocker.unblock(), transaction.atomic():
        yield kept.put_cast(cluster.data_dir)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def objects(cast):
    """One object for each parameter that an address has, all in Pingliang."""
    return permission_objects.make(cast)


def test_no_address_is_missing_and_none_is_left_over():
    found = {route for route, _ in routes()}
    assert not found - set(TABLE), f"not in tests/permission_table.py: {sorted(found - set(TABLE))}"
    assert not set(TABLE) - found, f"no such address: {sorted(set(TABLE) - found)}"


def test_view_asks_for_what_the_table_says():
    wrong = []
    for route, view in routes():
        need = TABLE.get(route)
        asked = getattr(view, "requires", None)
        if need in (PUBLIC, SIGNED_IN):
            expected = (None, ())
        elif need is None:
            continue  # the test above names it
        elif need == PHONE:
            expected = (None,)
        else:
            expected = ((need,),) if isinstance(need, str) else (tuple(need),)
        if asked not in expected:
            wrong.append(f"{route}: the view asks for {asked}, the table says {need}")
    assert not wrong, "\n".join(wrong)


def test_every_role_is_tried(cast):
    assert set(people_by_role(cast)) == set(ROLES)


@pytest.mark.long
@pytest.mark.parametrize("route", GUARDED)
def test_roles_of_the_street(client, cast, objects, route):
    need, path = GUARDED[route], filled(route, objects)
    needs = (need,) if isinstance(need, str) else need
    for role, user in people_by_role(cast).items():
        answer = ask(client, path, user)
        if ROLES[role].capabilities & set(needs):
            assert answer.status_code < 500 and answer.status_code not in (401, 403) and not to_login(answer), (
                role,
                path,
                answer.status_code,
            )
            # A POST with nothing in it may name nobody; a page must be there.
            if PARAMETER.search(route) and role == "street_officer" and answer.request["REQUEST_METHOD"] == "GET":
                assert answer.status_code != 404, (role, path)
        else:
            assert answer.status_code == 403, (role, path, answer.status_code)
            assert SECRET not in answer.content.decode(errors="replace")


@pytest.mark.parametrize("route", GUARDED)
def test_other_street_does_not_get_in(client, cast, objects, route):
    path = filled(route, objects)
    answer = ask(client, path, cast.outsider)
    assert answer.status_code < 500
    if PARAMETER.search(route) and not permission_objects.is_open(route):
        assert answer.status_code in (403, 404), (path, answer.status_code)
    if not answer.streaming:
        assert SECRET not in answer.content.decode(errors="replace"), path


@pytest.mark.parametrize("route", [route for route, need in TABLE.items() if need != PUBLIC])
def test_signed_out_does_not_get_in(client, cast, objects, route):
    answer = ask(client, filled(route, objects))
    if TABLE[route] == PHONE:
        assert answer.status_code in (400, 401, 403, 422), (route, answer.status_code)
    else:
        assert to_login(answer), (route, answer.status_code)
    assert SECRET not in answer.content.decode(errors="replace")


@pytest.mark.parametrize("route", [route for route, need in TABLE.items() if need == PUBLIC])
def test_public_pages_show_nobody(client, cast, objects, route):
    answer = ask(client, filled(route, objects))
    assert answer.status_code < 500
    if not answer.streaming:
        assert SECRET not in answer.content.decode(errors="replace")
