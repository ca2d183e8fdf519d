"""The program connects as a role that owns nothing."""

import psycopg
import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_program_role_owns_nothing_and_bypasses_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, (SELECT count(*) FROM pg_class WHERE relowner = pg_roles.oid)"
            " FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("qianshou_app", False, False, False, 0)


@pytest.mark.parametrize("statement", ["DROP TABLE people_person", "CREATE TABLE mine (id int)", "DELETE FROM django_migrations"])
def test_program_role_cannot_change_the_house(statement):
    with connection.cursor() as cursor, pytest.raises(Exception, match=r"permission denied|must be owner"):
        cursor.execute(statement)


def test_owner_may(cluster):
    """The negative control: the same statement is refused for its role, not for its words."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(cluster.url("owner", name)) as owner:
        owner.execute("CREATE TABLE mine (id int)")
        owner.rollback()
