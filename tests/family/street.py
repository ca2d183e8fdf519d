"""Shen's daughter far away: a consent, a link with its keys, a browser that types the code."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from qianshou.people.operations import answer_consent
from qianshou.people.operations.family import make_family_link
from qianshou.people.queries.family import family_scope
from tests.cast import DAY, NOON

BACKEND = "qianshou.access.backends.PasswordBackend"
MINUTE = timedelta(minutes=1)
PLAN = {"service": "bathing", "weekdays": [1, 2, 3, 4, 5], "minutes": 30, "since": DAY}


def agree(cast, purpose="family_page", person=None, now=NOON):
    """Shen (or another) says yes on paper."""
    return answer_consent(person_id=(person or cast.shen).pk, purpose=purpose, given=True, how="paper", now=now, by_id=cast.officer.pk)


def link_for(cast, person=None, now=NOON, **more):
    """A link with its keys, with consent."""
    person = person or cast.shen
    agree(cast, person=person, now=now)
    values = {"name": "沈丽", "relation": "女儿", "language": "en"} | more
    return make_family_link(person_id=person.pk, now=now, by_id=cast.officer.pk, **values)


def scope_of(link, now=NOON):
    link.refresh_from_db()
    return family_scope(link, now)


def enter(client: Client, keys, code=None):
    return client.post(reverse("family-enter", args=[keys.token]), {"code": code or keys.code})


def page(client: Client, keys, query=""):
    return client.get(reverse("family-page", args=[keys.token]) + query)


def wrong(keys) -> str:
    """Six digits that are not the code."""
    return f"{(int(keys.code) + 1) % 1_000_000:06d}"
