"""Two files of one person become one: accounts go over to the staying file, and back."""

from datetime import datetime

from django.db import transaction

from qianshou.kernel import clock
from qianshou.people.models import Person
from qianshou.people.operations.handing_over import hand_back, hand_over
from qianshou.people.operations.merging import NotMergeable

from ..models import Account, Receipt
from .errors import BelowLeast
from .locks import locked
from .passing_on import give_back, pass_on


@transaction.atomic
def hand_over_accounts(*, later: Person, earlier: Person, now: datetime, by_id: int) -> dict:
    """Every account of `later` belongs to `earlier`. Where both have one of a code, the later's closes and its balance goes over.

    A closed account has no least balance: it only passes on what reversals of old transactions still bring. Returns what
    `hand_back_accounts` needs. NotMergeable("balance") when the staying account cannot bear what the closed one owes.
    """
    own = {(one.unit, one.code): one for one in Account.objects.filter(person=later, successor__isnull=True)}
    stay = {(one.unit, one.code): one for one in Account.objects.filter(person=earlier, successor__isnull=True)}
    both = sorted((own[key].pk, stay[key].pk, own[key].least) for key in own.keys() & stay.keys())
    locked(pk for closed, successor, _ in both for pk in (closed, successor))
    for closed, successor, _ in both:
        Account.objects.filter(pk=closed).update(successor=successor, least=None)
        _or_not_mergeable(pass_on, account_id=closed, happened_on=clock.local_date(now), now=now, by_id=by_id)
    receipts = hand_over(Receipt.objects.filter(person=later), "person_id", earlier.pk)
    return {"accounts": hand_over(Account.objects.filter(person=later), "person_id", earlier.pk), "closed": [list(one) for one in both], "receipts": receipts}


@transaction.atomic
def hand_back_accounts(*, later: Person, earlier: Person, undo: dict, now: datetime, by_id: int) -> None:
    """Take that back: closed accounts open again with all that they had passed on. What was posted since on an account goes with it.

    NotMergeable("balance") when the staying account no longer has what is to be given back.
    """
    locked(pk for closed, successor, _ in undo["closed"] for pk in (closed, successor))
    for closed, successor, least in undo["closed"]:
        # Whose it is changes in the same statement: a person holds one open account of a code.
        Account.objects.filter(pk=closed).update(successor=None, person=later)
        _or_not_mergeable(give_back, account_id=closed, successor_id=successor, happened_on=clock.local_date(now), now=now, by_id=by_id)
        if least is not None and Account.objects.get(pk=closed).balance < least:
            raise NotMergeable("balance")
        Account.objects.filter(pk=closed).update(least=least)
    hand_back(Account, "person_id", undo["accounts"], held_by=earlier.pk, to=later.pk)
    hand_back(Receipt, "person_id", undo.get("receipts", []), held_by=earlier.pk, to=later.pk)


def _or_not_mergeable(act, **kwargs) -> None:
    try:
        act(**kwargs)
    except BelowLeast as error:
        raise NotMergeable("balance") from error
