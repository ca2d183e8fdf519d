"""The API under attack: whatever is sent, it answers as its schema says and never with an error of its own."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance

from tests.cast import NOON
from tests.field.phone import bound

BOUNDED = settings(max_examples=15, deadline=None, database=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
@pytest.fixture
def field_schema(cast, noon):
    """The schema as the program serves it, called in this process, inside the test's transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/field/openapi.json", get_wsgi_application())
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def token(cast, noon) -> str:
    return bound(cast.tan.person.user, by=cast.officer, now=NOON).token


@pytest.mark.long
def test_no_request_makes_it_fall(field_schema, token):
    headers = {"X-Qianshou": "field", "Authorization": f"Device {token}"}
    attacked = []
    for found in field_schema.get_all_operations():
        operation = found.ok()
        attacked.append(operation.label)

        @seed(20261124)
        @BOUNDED
        @given(case=operation.as_strategy())
        def attack(case):
            response = case.call(headers=headers)
            sound = [response_schema_conformance] if response.status_code < 400 else []
            case.validate_response(response, checks=[not_a_server_error, *sound])

        attack()
    assert len(attacked) == 9, attacked
