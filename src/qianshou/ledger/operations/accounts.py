"""Opening accounts."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from qianshou.access.operations import log
from qianshou.people.models import Person

from ..models import Account
from .errors import Differs


def open_account(
    *,
    street_id: int,
    unit: str,
    code: str,
    name: str,
    now: datetime,
    kind: str = Account.Kind.STREET,
    person_id: int | None = None,
    least: int | None = None,
    by_id: int | None = None,
) -> Account:
    """The account of this unit and code of the street, or of one of its persons: opened when it is not there, else as it stands.

    `code` is "room.what"; `name` an English text that the room marks with gettext_noop; `least` the least balance, 0 or less, None for
    no limit, and is not changed on an account that is there. Differs when the code belongs to an account of another kind;
    Person.DoesNotExist for a person of another street or of a file that was merged away.
    """
    kind = Account.Kind.PERSON if person_id is not None else Account.Kind(kind)
    own = {"person_id": person_id, "successor": None} if person_id is not None else {"person": None, "kind__in": (Account.Kind.STREET, Account.Kind.OUTSIDE)}
    standing = Account.objects.filter(street_id=street_id, unit=unit, code=code, **own)
    # Nearly always it is there already: one read, within which its person is asked for too.
    here = Q() if person_id is None else Q(person__street_id=street_id, person__merged_into=None)
    found = standing.filter(here).first() or _opened(standing, street_id, unit, code, {"kind": kind, "name": name, "least": least, "opened_at": now}, person_id, by_id)
    if found.kind != kind:
        raise Differs(code=code)
    return found


@transaction.atomic
def _opened(standing: QuerySet, street_id: int, unit: str, code: str, values: dict, person_id: int | None, by_id: int | None) -> Account:
    """The same account when somebody else opens it at the same time."""
    if person_id is not None:
        Person.objects.only("pk").get(pk=person_id, street_id=street_id, merged_into__isnull=True)
    found, made = standing.get_or_create(defaults={"street_id": street_id, "unit": unit, "code": code, "person_id": person_id, **values})
    if made:
        log(act="ledger.opened", now=values["opened_at"], by_id=by_id, street_id=street_id, target="account", target_id=found.pk, code=code, unit=unit)
    return found


@transaction.atomic
def set_least(*, account_id: int, least: int | None, now: datetime, by_id: int | None = None) -> bool:
    """Give an account another least balance (0 or less, None: no limit): what a rule says has changed. False when its balance is below that now."""
    rows = Account.objects.filter(pk=account_id, successor__isnull=True)
    changed = (rows if least is None else rows.filter(balance__gte=least)).update(least=least)
    if changed:
        street_id = Account.objects.values_list("street_id", flat=True).get(pk=account_id)
        log(act="ledger.least", now=now, by_id=by_id, street_id=street_id, target="account", target_id=account_id, least=least)
    return bool(changed)
