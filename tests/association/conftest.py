"""Fixtures of the association's tests."""

from tests.association.timebank_street import small  # noqa: F401
