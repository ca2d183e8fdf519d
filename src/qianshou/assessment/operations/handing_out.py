"""Who goes along to the kitchen table: a person's forms are handed out to the tablet of somebody who assesses, until a day, and taken back."""

from datetime import date, datetime, timedelta

from django.db import transaction

from qianshou.access.operations import log
from qianshou.kernel import clock
from qianshou.people.models import Grant, Person
from qianshou.people.operations.grants import NewGrant, end_grants, give_grants

from ..queries.table import tables_of, takers
from .errors import Refused

LONGEST = timedelta(days=31)


@transaction.atomic
def hand_out(*, person_id: int, user_id: int, until: date, now: datetime, by_id: int) -> None:
    """From now on until a day (included) the tablet of this user keeps the person's forms, and may send them filled in. Again: the new day holds.

    Refused "not_a_taker" for a user who does not assess in the person's street, "until" for a day that is past or more than a month away.
    """
    person, today = Person.objects.select_for_update(of=("self",)).get(pk=person_id), clock.local_date(now)
    if not today <= until <= today + LONGEST:
        raise Refused("until")
    if user_id not in {user.pk for user in takers(street_id=person.street_id, on=today)}:
        raise Refused("not_a_taker")
    source = f"table:{person_id}:{user_id}:{today:%Y%m%d}"  # one for each day: what was filled in under an earlier one is still heard
    given = NewGrant(user_id=user_id, person_id=person_id, street_id=person.street_id, since=today, until=until, why=Grant.Why.TABLE, source=source)
    give_grants(grants=[given])
    log(act="assessment.handed_out", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=person_id, user=user_id, until=until.isoformat())


@transaction.atomic
def hand_in(*, person_id: int, user_id: int, now: datetime, by_id: int) -> bool:
    """The tablet forgets the person at its next contact; what was filled in until then is still heard. False when nothing was handed out."""
    person, today = Person.objects.get(pk=person_id), clock.local_date(now)
    held = [grant for grant in tables_of(person_id=person_id, on=today) if grant.user_id == user_id]
    for grant in held:
        end_grants(source=grant.source, last_day=today - timedelta(days=1))
    if held:
        log(act="assessment.handed_in", now=now, by_id=by_id, street_id=person.street_id, target="person", target_id=person_id, user=user_id)
    return bool(held)
