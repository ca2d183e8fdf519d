"""The job by a real worker, and the tables in a database that is in use already."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from procrastinate.contrib.django import app

from qianshou.kernel import clock
from qianshou.rounds.models import CartStop, RoundDay
from qianshou.rounds.operations import carts
from qianshou.runtime import roles
from qianshou.runtime.lighter import built_only_when_changed
from qianshou.runtime.postgres import APP
from qianshou.runtime.schema import as_owner
from tests.cast import DAY, make
from tests.meals_orders.days import LUNCH

from .meals import MORNING, Desk, lunch

CART_TABLES = {"rounds_cartday", "rounds_cartstop", "rounds_cartversion", "rounds_homecart", "rounds_kitchensite"}


@pytest.mark.django_db(transaction=True)
def test_a_worker_plans_what_was_asked_for():
    cast = make()
    people = lunch(cast)
    with clock.frozen(MORNING):
        carts.ask_carts(street_id=cast.street.pk, day=DAY, meal=LUNCH, version=1, seconds=0.2, by_id=cast.officer.pk, now=MORNING)
        with app.replace_connector(app.connector.get_worker_connector()) as runner:
            runner.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    desk = Desk(cast, plan=False)
    assert (desk.row.state, desk.row.progress) == ("draft", {})
    assert CartStop.objects.filter(cart_day=desk.row).count() == len(people)


@pytest.mark.django_db(transaction=True)
def test_a_database_in_use_gets_the_tables_and_keeps_its_rows():
    cast = make()
    RoundDay.objects.create(street=cast.street, day=DAY)
    with as_owner(), built_only_when_changed():
        call_command("migrate", "rounds", "0003_week", interactive=False, verbosity=0)
        assert not CART_TABLES & set(connection.introspection.table_names())
        call_command("migrate", "rounds", interactive=False, verbosity=0)
        with connection.cursor() as cursor:
            roles.grant(cursor, app=APP, truncate=True)
    assert set(connection.introspection.table_names()) >= CART_TABLES
    assert RoundDay.objects.get().day == DAY
    lunch(cast)
    assert Desk(cast).row.state == "draft", "the program's role may write to them"
